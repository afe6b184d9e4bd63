from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtailcache.cache import WagtailCacheMixin


class Answer(WagtailCacheMixin, Page):
    template = "page.html"
    body = RichTextField()

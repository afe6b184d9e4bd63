from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from publishing import pages

register = template.Library()
# A paragraph with the notes on its figures has some 4 KB, with the values it is kept under.
MOST_KEPT = 500


@register.simple_tag(takes_context=True)
def kept(context: Any, name: str, **values: Any) -> SafeString:
    """{% kept "_above.html" here=here %}: what shows the site and these values, drawn once."""
    return _drawn(name, context["site"], get_language(), **values)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(name: str, site: Any, _language: str | None, **values: Any) -> SafeString:
    return render_to_string(name, {"site": site, **values}, using=pages.ENGINE)

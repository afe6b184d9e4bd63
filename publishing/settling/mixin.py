import uuid
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from publishing import actions
from publishing.drafts_admin import opening
from publishing.models import Revision
from publishing.settling import views

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = object


class SettlingMixin(BaseModelAdmin):
    def clashed(self, request: HttpRequest, clash: actions.Clash) -> HttpResponse:
        """Keep all that did not clash, and all that was typed; then ask which words stay."""
        begun = opening.of(request)
        opened = begun.opened if begun is not None else None
        return self.ask_which(request, clash, clash.other.object_id, opened)

    def ask_which(
        self,
        request: HttpRequest,
        clash: actions.Clash,
        object_id: uuid.UUID,
        opened: Revision | None,
    ) -> HttpResponse:
        actions.save_clean_part(clash=clash, object_id=object_id, by=request.user)
        mine = Revision.objects.filter(object_id=object_id, author_id=request.user.pk)
        aside = mine.filter(state=Revision.State.ASIDE).order_by("-number").values("number")[0]
        numbers = {
            "opened": opened.number if opened else "",
            "typed": aside["number"],
            "against": clash.newest.number,
        }
        model_admin: Any = self
        url = model_admin.url_of("settle", object_id)
        return HttpResponseRedirect(f"{url}?{urlencode(numbers)}")

    def get_urls(self) -> list[URLPattern]:
        model_admin: Any = self
        view = self.admin_site.admin_view(self.settle_view)
        own = path("<path:object_id>/settle/", view, name=model_admin.name_of("settle"))
        return [own, *super().get_urls()]

    def settle_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        again = partial(self.ask_which, request)
        return views.settle(self, request, unquote(object_id), again)

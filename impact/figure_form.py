"""What stands above the form of a figure: its sentence, and the two ways to change a value."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from impact import evidence, figures, sentence
from publishing import records
from publishing.drafts_admin.replies import PUBLISH
from publishing.models import Revision

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = object

# In the address of the form: a newer value is added, or the value of that name corrected.
ADD, CORRECT = "add", "correct"


class FigureFormMixin(BaseModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        model_admin: Any = self
        view = self.admin_site.admin_view(self.sentence_view)
        own = path("sentence/", view, name=model_admin.name_of("sentence"))
        return [own, *super().get_urls()]

    @method_decorator(require_POST)
    def sentence_view(self, request: HttpRequest) -> HttpResponse:
        """The sentence of the form as it stands, for whoever is typing it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse({"sentence": sentence.of_form(request.POST)})

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        model_admin: Any = self
        context["sentence_url"] = model_admin.url_of("sentence")
        if request.method == "POST":
            context["makes"] = sentence.of_form(request.POST)
        elif (obj := kwargs.get("obj")) is not None:
            context |= _of(obj)
            context["correcting"] = _named(obj, request.GET.get(CORRECT, ""))
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: Any, obj: Any) -> HttpResponse:
        response: HttpResponse = super().response_change(request, obj)
        is_on = PUBLISH in request.POST and CORRECT in request.GET
        if is_on and isinstance(response, HttpResponseRedirect):
            # The sheet asks all the same; only its first choice is another one.
            return HttpResponseRedirect(f"{response.url}?weight={Revision.Weight.CORRECTION}")
        return response


def _of(obj: Any) -> dict[str, Any]:
    """The sentence, and where its value and the next one stand in the form."""
    parts = figures.parts(obj)
    newest = evidence.newest(parts)
    places = list(parts)
    public = _public(obj)
    return {
        "has_public": bool(public),
        "is_public": newest is not None and parts[newest]["key"] in public,
        "makes": sentence.of(records.fields_of(obj), parts),
        "newest": parts[newest]["key"] if newest else "",
        "newest_field": f"id_measurements-{places.index(newest)}-value" if newest else "",
        "next_field": f"id_measurements-{len(places)}-key",
    }


def _public(obj: Any) -> set[str]:
    """The names of the values readers have now."""
    row = getattr(obj, "row", None)
    if row is None or not row.live:
        return set()
    return set(row.measurements.values_list("key", flat=True))


def _named(obj: Any, key: str) -> str:
    return key if any(part.key == key for part in obj.measurements.all()) else ""

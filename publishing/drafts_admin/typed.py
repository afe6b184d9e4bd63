"""A page that gives back what was typed, where it cannot be saved."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

# What the form sends for itself.
OWN = ("csrfmiddlewaretoken", "opened_with", "new_key", "_")
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "-id")


def not_allowed(request: HttpRequest, model_admin: Any) -> HttpResponse:
    said = _("You may not save this any more. Ask a manager, and copy your text first.")
    return _page(request, model_admin, _("Nothing was saved"), said, 403)


def gone(request: HttpRequest, model_admin: Any) -> HttpResponse:
    said = _("This does not exist any more. Copy your text; you can add it again with it.")
    return _page(request, model_admin, _("Nothing was saved"), said, 404)


def _page(
    request: HttpRequest, model_admin: Any, title: str, said: str, status: int
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "said": said,
        "texts": list(texts(request, model_admin.model)),
    }
    return TemplateResponse(request, "admin/typed.html", context, status=status)


def texts(request: HttpRequest, model: Any) -> Iterator[tuple[str, str]]:
    """(label, text) of everything that was typed."""
    for name, values in request.POST.lists():
        text = "\n".join(each for each in values if isinstance(each, str))
        if text.strip() and not name.startswith(OWN) and not name.endswith(COUNTS):
            yield _label(model, name), text


def _label(model: Any, name: str) -> str:
    known = {field.name: field for field in model._meta.get_fields() if hasattr(field, "formfield")}
    return capfirst(str(known[name].verbose_name)) if name in known else name.replace("-", " ")

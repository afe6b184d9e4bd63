"""A form that is not saved, shown in the public template; nothing is written."""

from typing import Any

from django.contrib.admin import helpers
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from publishing import form_record, kinds, pages
from publishing.pages import Showing

BAND = "admin/_preview_band.html"


def has_page(model: Any) -> bool:
    kind = kinds.of(model)
    return kind is not None and kind.page is not None


def bound(model_admin: Any, request: HttpRequest, obj: Any | None) -> tuple[Any, list[Any]]:
    """Form and formsets filled with what was sent, as the change form binds them."""
    fields = flatten_fieldsets(model_admin.get_fieldsets(request, obj))
    form_class = model_admin.get_form(request, obj, change=obj is not None, fields=fields)
    form = form_class(request.POST, request.FILES, instance=obj)
    formsets, _inlines = model_admin._create_formsets(
        request, form.instance, change=obj is not None
    )
    return form, formsets


def respond(model_admin: Any, request: HttpRequest, obj: Any | None) -> HttpResponse:
    changed_at = obj.changed_at if obj is not None else None
    form, formsets = bound(model_admin, request, obj)
    # Every part is asked, so that all problems are told at once.
    if not all([form.is_valid(), *(formset.is_valid() for formset in formsets)]):
        return _problems(model_admin, request, form, formsets)
    record = form_record.of(form, formsets)
    kind = kinds.of(form.instance)
    if kind is None or kind.page is None:
        raise LookupError(f"{form.instance._meta.label} has no page")
    page = kind.page(record, Showing(changed_at=changed_at, band=BAND))
    return pages.respond(request, page)


def _problems(
    model_admin: Any, request: HttpRequest, form: Any, formsets: list[Any]
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("The preview waits for a few corrections"),
        "problems": [*_of(form), *(each for formset in formsets for each in _of_set(formset))],
        "errors": helpers.AdminErrorList(form, formsets),
    }
    return TemplateResponse(request, "admin/preview_problems.html", context, status=422)


def _of(form: Any) -> list[tuple[str, str]]:
    """(label, sentence) of each problem of one form."""
    return [
        (str(form[name].label) if name in form.fields else "", str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _of_set(formset: Any) -> list[tuple[str, str]]:
    own = [("", str(sentence)) for sentence in formset.non_form_errors()]
    return own + [problem for form in formset.forms for problem in _of(form)]

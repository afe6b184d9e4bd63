"""Several drafts chosen, looked at, checked and published in the same moment."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing import actions, kinds, moments, review
from publishing.models import Revision
from publishing.screens import worklist
from publishing.screens.decision import Decision
from publishing.screens.joint_sheet import JointSheet
from publishing.screens.text import CHANGE, PUBLISH, Text, as_number, may

ACTION = gettext_lazy("Publish the drafts of these together…")
NAME = "publish_together"
# More than a person can read in one sitting.
MOST = 50
Weight = Revision.Weight


def together(admin_site: Any, request: HttpRequest) -> HttpResponse:
    """Without a choice the list of open drafts; with one, the sheet of them all."""
    if not worklist.kinds_of(request.user, CHANGE):
        raise PermissionDenied
    if request.method != "POST":
        chosen = _texts(admin_site, request, request.GET.getlist("text"))
        return _show(admin_site, request, chosen) if chosen else _list(admin_site, request)
    chosen = _texts(admin_site, request, request.POST.getlist("text"))
    if not chosen:
        messages.warning(request, _("Choose the drafts that belong together first."))
        return HttpResponseRedirect(url(admin_site))
    if any(_number(each, request) != each.head.number for each in chosen):
        return _show(admin_site, request, chosen, status=409, changed=True)
    return (
        _ask(admin_site, request, chosen)
        if "_ask" in request.POST
        else _decide(admin_site, request, chosen)
    )


def url(admin_site: Any, objects: Any = ()) -> str:
    chosen = urlencode([("text", str(each)) for each in objects])
    address = reverse(f"{admin_site.name}:{NAME}")
    return f"{address}?{chosen}" if chosen else address


def from_list(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
    """The action of a list: on to the sheet with those that have a draft."""
    heads = Revision.objects.heads().filter(
        object_id__in=list(queryset.values_list("pk", flat=True)[:500])
    )
    open_texts = [head.object_id for head in heads.defer("data", "quoted") if head.is_work]
    if not open_texts:
        messages.warning(request, _("None of these has a draft, so there is nothing to publish."))
        return None
    return HttpResponseRedirect(url(model_admin.admin_site, open_texts[:MOST]))


def _texts(admin_site: Any, request: HttpRequest, typed: list[str]) -> list[Text]:
    """The chosen texts that have a draft and that the person may change."""
    ids = [key for each in typed[:MOST] if (key := _key(each))]
    heads = Revision.objects.heads().filter(object_id__in=ids)
    found = []
    for head in heads.order_by("kind", "key"):
        model_admin = admin_site._registry.get(kinds.named(head.kind).model)
        row = kinds.named(head.kind).model.everything.filter(pk=head.object_id).first()
        if model_admin is None or row is None or not may(model_admin, request, CHANGE, row):
            raise PermissionDenied
        actions.record_outside(row)
        text = Text(model_admin, request, row)
        found += [text] if text.head.is_work else []
    return found


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed.partition(":")[0])
    except ValueError:
        return None


def _number(text: Text, request: HttpRequest) -> int | None:
    """The number this text had when the page was opened."""
    for typed in request.POST.getlist("text"):
        if _key(typed) == text.row.pk:
            return as_number(typed.partition(":")[2])
    return None


def _ask(admin_site: Any, request: HttpRequest, chosen: list[Text]) -> HttpResponse:
    with transaction.atomic():
        for text in chosen:
            actions.submit(revision=text.head, by=request.user)
    said = ngettext("%d text sent to the editors.", "%d texts sent to the editors.", len(chosen))
    messages.success(request, said % len(chosen))
    return HttpResponseRedirect(reverse(f"{admin_site.name}:index"))


def _decide(admin_site: Any, request: HttpRequest, chosen: list[Text]) -> HttpResponse:
    if not all(text.may(PUBLISH) for text in chosen):
        raise PermissionDenied
    form = _form(JointSheet(chosen), request.POST, is_later="_later" in request.POST)
    if not form.is_valid():
        return _show(admin_site, request, chosen, form=form, status=422)
    try:
        said = _later(chosen, form) if form.is_later else _now(chosen, form)
    except actions.Stale:
        return _show(admin_site, request, chosen, status=409, changed=True)
    except (review.NotAllowed, actions.Clash):
        return _show(admin_site, request, chosen, form=form, status=409)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _show(admin_site, request, chosen, form=form, status=422)
    messages.success(request, said)
    return HttpResponseRedirect(reverse(f"{admin_site.name}:index"))


def _now(chosen: list[Text], form: Decision) -> str:
    actions.publish(
        revisions=[text.head for text in chosen],
        by=chosen[0].request.user,
        weight=form.cleaned_data["weight"],
        note=form.cleaned_data["note"],
        force=JointSheet(chosen).may_force and form.cleaned_data["force"],
    )
    count = len(chosen)
    return ngettext("%d text is public.", "%d texts are public.", count) % count


@transaction.atomic
def _later(chosen: list[Text], form: Decision) -> str:
    at = form.cleaned_data["publish_at"]
    for text in chosen:
        actions.schedule(
            revision=text.head,
            by=text.request.user,
            publish_at=at,
            weight=form.cleaned_data["weight"],
            note=form.cleaned_data["note"],
            force=JointSheet(chosen).may_force and form.cleaned_data["force"],
        )
    return _("Readers will see them on the first visit after %s.") % moments.with_place(at)


def _form(joint: JointSheet, data: Any = None, *, is_later: bool = False) -> Decision:
    return Decision(
        data,
        asks_readers=joint.asks_readers,
        may_be_minor=not joint.changes_a_figure,
        is_later=is_later,
    )


def _list(admin_site: Any, request: HttpRequest) -> HttpResponse:
    context = {"title": _("Publish together"), "items": worklist.open_drafts(request.user)}
    return _page(admin_site, request, "together_list", context)


def _show(
    admin_site: Any,
    request: HttpRequest,
    chosen: list[Text],
    *,
    form: Decision | None = None,
    status: int = 200,
    changed: bool = False,
) -> HttpResponse:
    joint = JointSheet(chosen)
    count = len(chosen)
    form = form or _form(joint)
    context = {
        "title": ngettext("Publish %d text?", "Publish %d texts together?", count) % count,
        "sheet": joint,
        "form": form,
        "weight": form.data.get("weight") or Weight.MAJOR,
        "place": moments.place(),
        "changed": changed,
        "may_publish": all(text.may(PUBLISH) for text in chosen),
    }
    return _page(admin_site, request, "together_sheet", context, status=status)


def _page(
    admin_site: Any, request: HttpRequest, template: str, context: Any, status: int = 200
) -> HttpResponse:
    whole = admin_site.each_context(request) | context
    return TemplateResponse(request, f"admin/publishing/{template}.html", whole, status=status)

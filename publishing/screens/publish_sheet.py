"""The last look before a text becomes public: what changes, where, and what readers are told."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import actions, moments, review
from publishing.models import Revision
from publishing.screens import frame, sheet
from publishing.screens.decision import Decision
from publishing.screens.sheet import Sheet
from publishing.screens.text import PUBLISH, WITHDRAW, Text, find

Weight = Revision.Weight
CarryOut = Callable[[Text, Decision], HttpResponse]


def publish(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    text = find(model_admin, request, object_id, PUBLISH)
    if request.method != "POST":
        return _opened(text)
    return decide(text, _publish_now)


def decide(text: Text, carry_out: CarryOut, *, is_later: bool = False) -> HttpResponse:
    """Do what the filled sheet says, unless the text is another one than it showed."""
    request = text.request
    if text.numbered(request.POST.get("number")) != text.head:
        return _changed(text)
    if said := sheet.nothing_to_publish(text):
        return frame.sorry(text, said)
    form = _form(Sheet(text), request.POST, is_later=is_later)
    if not form.is_valid():
        return show(text, form, status=422)
    try:
        return carry_out(text, form)
    except actions.Clash:
        return _clash(text)
    except review.NotAllowed:
        # The sheet says who has to agree and how to ask.
        return show(text, form, status=403)
    except ValidationError as problem:
        form.add_error(None, problem)
        return show(text, form, status=422)


def _publish_now(text: Text, form: Decision) -> HttpResponse:
    published = actions.publish(
        revisions=[text.head],
        by=text.request.user,
        weight=form.cleaned_data["weight"],
        note=form.cleaned_data["note"],
        force=forced(text, form),
    )
    return frame.done(text, said_of(published), undo=published[0] if text.shown else None)


def forced(text: Text, form: Decision) -> bool:
    return bool(form.cleaned_data["force"]) and Sheet(text).why_not != "" and text.may(WITHDRAW)


def said_of(published: list[Revision]) -> str:
    """ "Version 4 is public." and how many texts came along."""
    first, *others = published
    said = _("Version %d is public.") % first.version if first.version else _("It is public.")
    if not others:
        return said
    along = ngettext(
        "%d answer that quotes it has a new version too.",
        "%d answers that quote it have a new version too.",
        len(others),
    )
    return f"{said} {along % len(others)}"


def show(text: Text, form: Decision, *, status: int = 200, changed: bool = False) -> HttpResponse:
    shown = Sheet(text)
    return frame.page(
        text,
        "publish_sheet",
        _("Publish version %d?") % shown.version if shown.version else _("Publish this?"),
        status=status,
        sheet=shown,
        form=form,
        weight=form.data.get("weight") or _offered(text.request),
        place=moments.place(),
        changed=changed,
        is_alone=sheet.told_of_being_alone(text.request, text.kind),
    )


def _offered(request: HttpRequest) -> str:
    """The choice that is made already; an address may ask for another than the usual one."""
    asked = request.GET.get("weight")
    return asked if asked in Weight.values else Weight.MAJOR


def _opened(text: Text) -> HttpResponse:
    if said := sheet.nothing_to_publish(text):
        return frame.sorry(text, said, status=200, title=_("Nothing to publish"))
    if Sheet(text).clashes:
        return _clash(text)
    return show(text, _form(Sheet(text)))


def _form(shown: Sheet, data: Any = None, *, is_later: bool = False) -> Decision:
    return Decision(
        data,
        asks_readers=shown.asks_readers,
        may_be_minor=not shown.changes_a_figure,
        is_later=is_later,
    )


def _changed(text: Text) -> HttpResponse:
    """Nothing was published: the text is another one now, or it is public already."""
    head, person = text.head, text.request.user
    if head.state == Revision.State.PUBLISHED and head.author_id == person.pk:
        at = moments.hour(head.created)
        return frame.done(text, _("Already public since %s. Nothing was added twice.") % at)
    if said := sheet.nothing_to_publish(text):
        return frame.sorry(text, said)
    # What was written to readers stays in the form.
    return show(text, _form(Sheet(text), text.request.POST), status=409, changed=True)


def _clash(text: Text) -> HttpResponse:
    return frame.sorry(
        text,
        _("The public text was changed in the same words after this draft was begun."),
        _("Compare the two, then open the text and save what should stand there."),
        title=_("Two people changed the same words"),
    )

"""Two pairs of eyes: who may make what public. The rule is about the person, not the role."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from publishing import history, kinds
from publishing.models import Revision

FIGURES_AND_PLACES, EVERYTHING, NOTHING = "figures and places", "everything", "nothing"
CHOICES = (FIGURES_AND_PLACES, EVERYTHING, NOTHING)
State = Revision.State


class NotAllowed(Exception):
    """Another person has to agree first; the message says so and what to do."""


def permission(kind: str, deed: str = "publish") -> str:
    """`publish` or `withdraw`, as Django names it: `faq.publish_entry`."""
    app, model = kind.split(".")
    return f"{app}.{deed}_{model}"


def is_asked(kind: str) -> bool:
    """Whether a second person has to look at texts of this kind."""
    if settings.REQUIRE_REVIEW == FIGURES_AND_PLACES:
        return kinds.named(kind).needs_review
    return bool(settings.REQUIRE_REVIEW == EVERYTHING)


def editors(kind: str) -> list[Any]:
    """The active people who may publish this kind."""
    able = get_user_model().objects.with_perm(
        permission(kind), backend="django.contrib.auth.backends.ModelBackend"
    )
    return list(able.filter(is_active=True, is_staff=True))


def is_alone(by: Any, kind: str) -> bool:
    """Whether there is nobody else who could look at it."""
    return all(person.pk == by.pk for person in editors(kind))


def check(revision: Revision, *, by: Any, force: bool = False) -> None:
    """Raise NotAllowed unless `by` may publish the text now.

    Who wrote or submitted it cannot be the one who agrees. A text nobody asked a check for can
    only go out at once where none is asked. With one active editor there is nobody to ask.
    """
    if force or not is_asked(revision.kind) or is_alone(by, revision.kind):
        return
    if revision.state != State.REVIEW:
        raise NotAllowed(
            _("Another person has to look at this before it is public. Ask for a check first.")
        )
    if by.pk in asked_by(revision):
        raise NotAllowed(
            _("You wrote or submitted this, so another person has to agree. Wait, or ask somebody.")
        )


def needs_another(revision: Revision, *, by: Any) -> bool:
    """Whether `by` could publish the text by force alone."""
    try:
        check(revision, by=by)
    except NotAllowed:
        return True
    return False


def asked_by(revision: Revision) -> set[Any]:
    """Everybody whose words are in the text since it was last public."""
    rows = Revision.objects.filter(
        object_id=revision.object_id,
        number__gt=history.taken_up_to(revision.object_id),
        number__lte=revision.number,
        state__in=[State.REVIEW, State.DRAFT],
    )
    return set(rows.values_list("author_id", flat=True))


def waiting() -> list[Revision]:
    """The texts that wait for a check, longest first."""
    return list(Revision.objects.heads().filter(state=State.REVIEW).order_by("created"))


def unapproved() -> list[Revision]:
    """What was published by force and nobody else has agreed with yet."""
    rows = Revision.objects.filter(forced=True, approved_by=None, state=State.PUBLISHED)
    return list(rows.order_by("created"))


def may_edit(user: Any, obj: Any) -> bool:
    """Whether a person who may change such things may change this one."""
    kind = kinds.of(obj)
    return kind is None or kind.may_edit is None or kind.may_edit(user, obj)

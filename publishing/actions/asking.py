"""Which words should stay, asked of whose words clash with a text set aside."""

from typing import Any

from django.utils import timezone

from publishing.models import Revision


def ask(*, revision: Revision, colleague: Any) -> None:
    """The colleague finds it on the start page until somebody saves the text once more."""
    rows = Revision.objects.filter(pk=revision.pk, state=Revision.State.ASIDE)
    rows.update(asked=colleague, asked_at=timezone.now())


def leave_as_it_is(*, revision: Revision, by: Any) -> bool:
    """Answer that the words which stand now should stay; False where nobody asked this person."""
    asked = Revision.objects.filter(pk=revision.pk, asked=by.pk)
    return bool(asked.update(asked=None, asked_at=None))

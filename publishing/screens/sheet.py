"""What would happen if one text became public now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from publishing import history, kinds, reach, records, review
from publishing.merge import Merged, merge
from publishing.models import Revision
from publishing.pages import Reached
from publishing.records import Record
from publishing.screens import differences
from publishing.screens.differences import Difference
from publishing.screens.text import WITHDRAW, Text

State = Revision.State
TOLD = "told_of_being_alone"


@dataclass(frozen=True)
class Sheet:
    text: Text

    @cached_property
    def _merged(self) -> Merged | None:
        """The newest text with what became public since it was begun; None: nothing did."""
        head, shown = self.text.head, self.text.shown
        if shown is None or not head.is_work or shown.pk == head.based_on_id:
            return None
        base = history.data(head.based_on) if head.based_on else None
        return merge(base, history.data(head), history.data(shown))

    @property
    def clashes(self) -> bool:
        return bool(self._merged and self._merged.conflicts)

    @cached_property
    def record(self) -> Record:
        if self._merged is None:
            return history.data(self.text.head)
        keys = [side["key"] for side in (history.data(self.text.head), self.before) if side]
        return records.rooted(self._merged.record, *keys)

    @cached_property
    def before(self) -> Record | None:
        return self.text.shown_record

    @property
    def is_new(self) -> bool:
        """Readers never saw anything of it."""
        return self.text.last_version is None

    @property
    def is_back(self) -> bool:
        """It was public before and is not now."""
        return self.before is None and not self.is_new

    @property
    def version(self) -> int | None:
        """The number it would get; None where readers see no other words than before."""
        last = self.text.last_version
        if last is None:
            return 1
        before = history.data(last)
        is_same = records.content_hash(before) == records.content_hash(self.record)
        return None if is_same else (last.version or 0) + 1

    @property
    def last_version(self) -> int | None:
        return self.text.last_version.version if self.text.last_version else None

    @cached_property
    def differences(self) -> list[Difference]:
        last = self.text.last_version
        seen = self.before or (history.data(last) if last else None)
        return differences.between(seen, self.record)

    @cached_property
    def pages(self) -> list[Reached]:
        texts = [self.record] if self.before is None else [self.before, self.record]
        return reach.of(self.text.row, *texts)

    @property
    def advice(self) -> list[str]:
        kind = kinds.named(self.text.kind)
        return list(kind.advice(self.before, self.record)) if kind.advice else []

    @property
    def changes_a_figure(self) -> bool:
        kind = kinds.named(self.text.kind)
        return bool(self.before and kind.is_major and kind.is_major(self.before, self.record))

    @property
    def asks_readers(self) -> bool:
        """Whether there is something public whose readers may have to be told."""
        return self.before is not None and self.before != self.record

    @cached_property
    def why_not(self) -> str:
        """The sentence why this person may not publish it now; "" where they may."""
        try:
            review.check(self.text.head, by=self.text.request.user)
        except review.NotAllowed as reason:
            return str(reason)
        return ""

    @property
    def may_force(self) -> bool:
        return bool(self.why_not) and self.text.may(WITHDRAW)

    @property
    def may_submit(self) -> bool:
        return bool(self.why_not) and self.text.head.state in (State.DRAFT, State.SENT_BACK)


def nothing_to_publish(text: Text) -> str:
    """Why there is no sheet; "" where there is one."""
    if text.head.is_work or not text.row.live:
        return ""
    return _("There is nothing to publish: the public text is the newest one.")


def told_of_being_alone(request: Any, kind: str) -> bool:
    """Whether to say now that nobody else could look: once a session."""
    if request.session.get(TOLD) or not review.is_asked(kind):
        return False
    if not review.is_alone(request.user, kind):
        return False
    request.session[TOLD] = True
    return True

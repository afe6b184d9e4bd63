"""What a screen is about: one row of content, its newest text and its public one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from publishing import actions, history, review
from publishing.drafts_admin import states
from publishing.models import Revision
from publishing.records import Record

VIEW, CHANGE, PUBLISH, WITHDRAW = "view", "change", "publish", "withdraw"


@dataclass(frozen=True)
class Text:
    model_admin: Any
    request: HttpRequest
    row: Any

    @property
    def kind(self) -> str:
        return str(self.row._meta.label_lower)

    @cached_property
    def head(self) -> Revision:
        """The newest text."""
        found = history.head(self.row.pk)
        if found is None:
            raise Http404
        return found

    @cached_property
    def shown(self) -> Revision | None:
        """What readers see now; None where they see nothing."""
        return history.public(self.row.pk) if self.row.live else None

    @cached_property
    def last_public(self) -> Revision | None:
        """What readers saw last, or that it left the site."""
        return self.shown or history.public(self.row.pk)

    @cached_property
    def last_version(self) -> Revision | None:
        return history.latest_version(self.row.pk)

    @property
    def shown_record(self) -> Record | None:
        return history.data(self.shown) if self.shown else None

    @property
    def state(self) -> str:
        version = self.last_version.version if self.last_version else None
        return states.words(live=self.row.live, head=self.head, version=version)

    def may(self, deed: str) -> bool:
        return may(self.model_admin, self.request, deed, self.row)

    def url(self, page: str) -> str:
        return str(self.model_admin.url_of(page, self.row.pk))

    def numbered(self, number: Any) -> Revision | None:
        """One state of it; None for a number it never had, however absurd."""
        return history.opened(self.row.pk, number if isinstance(number, int) else as_number(number))


def find(model_admin: Any, request: HttpRequest, object_id: str, deed: str) -> Text:
    """The text of an address, for somebody who may do the deed to it."""
    row = model_admin.get_object(request, unquote(object_id))
    if not may(model_admin, request, deed, row):
        raise PermissionDenied
    if row is None:
        raise Http404
    # What was written past the editor is part of the story from here on.
    actions.record_outside(row)
    return Text(model_admin, request, row)


def may(model_admin: Any, request: HttpRequest, deed: str, row: Any | None) -> bool:
    if deed == VIEW:
        return bool(model_admin.has_view_permission(request, row))
    if not model_admin.has_change_permission(request, row):
        return False
    if deed == CHANGE:
        return True
    user: Any = request.user
    return bool(user.has_perm(review.permission(model_admin.opts.label_lower, deed)))


def as_number(typed: str | None) -> int | None:
    """A number as a form sends it; None for anything else."""
    if typed and len(typed) < 11 and typed.isascii() and typed.isdigit():
        return int(typed)
    return None

"""What waits for one person, and what is coming: the start page's lists, each a fixed cost."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from publishing import history, kinds, review
from publishing.drafts_admin import labels
from publishing.models import Revision
from publishing.models.revision import RevisionQuerySet

State = Revision.State
# A list that is longer says how many more there are.
MOST = 20


@dataclass(frozen=True)
class Item:
    """A text of somebody's list, with the row it belongs to."""

    revision: Revision
    row: Any
    # How many fields readers see otherwise; None where they see nothing.
    differing: int | None = None


def to_check(user: Any) -> list[Item]:
    """Texts in which none of the person's own words are, waiting for somebody to agree."""
    waiting = _light(Revision.objects.heads()).filter(
        state=State.REVIEW, kind__in=kinds_of(user, "publish")
    )
    found = list(waiting.order_by("created"))
    writers = _writers([each.object_id for each in found])
    return _items(each for each in found if user.pk not in writers[each.object_id])


def to_approve(user: Any) -> list[Item]:
    """What somebody else published without a second look."""
    forced = _light(Revision.objects.all()).filter(
        state=State.PUBLISHED,
        forced=True,
        approved_by=None,
        kind__in=kinds_of(user, "publish"),
    )
    return _items(forced.exclude(author=user).order_by("created"))


def sent_back(user: Any) -> list[Item]:
    """Texts that this person submitted, or planned, and that came back with a reason."""
    submitted = Revision.objects.filter(
        object_id=OuterRef("object_id"),
        number__lt=OuterRef("number"),
        state__in=[State.REVIEW, State.SCHEDULED],
    )
    who = submitted.order_by("-number").values("author")[:1]
    rows = _light(Revision.objects.heads()).filter(state=State.SENT_BACK)
    return _items(rows.annotate(sent_by=Subquery(who)).filter(sent_by=user.pk).order_by("-created"))


def asked(user: Any) -> list[Item]:
    """Where a colleague typed other words and asks this person which should stay."""
    rows = _light(Revision.objects.asked_of(user)).filter(kind__in=kinds_of(user, "change"))
    return _items(rows.order_by("asked_at"))


def drafts(user: Any) -> list[Item]:
    """What this person saved last and nobody has been asked about."""
    rows = Revision.objects.heads().filter(
        state=State.DRAFT, author=user, kind__in=kinds_of(user, "change")
    )
    found = list(rows.order_by("-created")[:MOST])
    public = _public(found)
    differing = {each.pk: _differing(each, public.get(each.object_id)) for each in found}
    return _items(found, differing)


def coming() -> list[Item]:
    """What goes public or leaves the site by itself, soonest first."""
    going = [*_light(Revision.objects.scheduled()), *_light(Revision.objects.to_withdraw())]
    return _items(sorted(going, key=moment))


def moment(revision: Revision) -> datetime.datetime:
    """When a planned text goes public, or leaves the site."""
    at = revision.publish_at if revision.state == State.SCHEDULED else revision.withdraw_at
    return at or revision.created


def permission(item: Item, *, is_going_public: bool) -> str:
    """What somebody needs who takes it off the schedule."""
    return review.permission(item.revision.kind, "publish" if is_going_public else "withdraw")


def open_drafts(user: Any) -> list[Item]:
    """Every text this person could publish together with others."""
    rows = _light(Revision.objects.heads()).filter(kind__in=kinds_of(user, "change"))
    work = rows.filter(state__in=[State.DRAFT, State.REVIEW, State.SENT_BACK])
    return _items(work.order_by("-created"))


def overdue(today: datetime.date) -> dict[str, int]:
    """How many public texts of each kind are past their check date."""
    counted = {
        kind.name: kind.model.objects.filter(review_due__lt=today).count()
        for kind in kinds.all_kinds()
    }
    return {name: count for name, count in counted.items() if count}


def _light(rows: RevisionQuerySet) -> RevisionQuerySet:
    return rows.defer("data", "quoted")


def kinds_of(user: Any, deed: str) -> list[str]:
    """The kinds to which a person may do a deed."""
    every = [kind.name for kind in kinds.all_kinds()]
    return [name for name in every if user.has_perm(review.permission(name, deed))]


def _items(
    revisions: Iterable[Revision], differing: dict[int, int | None] | None = None
) -> list[Item]:
    """With the rows, one query a kind; what was deleted since is left out."""
    found = list(revisions)
    ids: dict[str, list[UUID]] = defaultdict(list)
    for each in found:
        ids[each.kind].append(each.object_id)
    rows = {
        pk: row
        for name, keys in ids.items()
        for pk, row in kinds.named(name).model.everything.in_bulk(keys).items()
    }
    counts = differing or {}
    return [
        Item(each, rows[each.object_id], counts.get(each.pk))
        for each in found
        if each.object_id in rows
    ]


def _writers(object_ids: list[UUID]) -> dict[UUID, set[Any]]:
    """Whose words are in each text since it was last public; as review.asked_by, for many."""
    rows = Revision.objects.filter(object_id__in=object_ids).order_by("number")
    writers: dict[UUID, set[Any]] = defaultdict(set)
    known = rows.values_list("object_id", "state", "beside", "author_id")
    for object_id, state, is_beside, author in known:
        if state in (State.PUBLISHED, State.WITHDRAWN) and not is_beside:
            writers[object_id].clear()
        elif state in (State.DRAFT, State.REVIEW):
            writers[object_id].add(author)
    return writers


def _public(revisions: list[Revision]) -> dict[UUID, Revision]:
    """What readers see now of each; one query."""
    ids = [each.object_id for each in revisions]
    newest = Revision.objects.public().filter(object_id=OuterRef("object_id")).order_by("-number")
    rows = Revision.objects.filter(object_id__in=ids, pk=Subquery(newest.values("pk")[:1]))
    return {each.object_id: each for each in rows if each.state == State.PUBLISHED}


def _differing(draft: Revision, public: Revision | None) -> int | None:
    if public is None:
        return None
    if public.schema == draft.schema:
        # As they were kept: lifting each to today would ask the database each time.
        return len(labels.changed(public.data, draft.data))
    return len(labels.changed(history.data(public), history.data(draft)))

"""Addresses that something had before; a public one leads to where the thing stands now."""

import uuid
from collections.abc import Iterable
from typing import Any

from publishing import kinds
from publishing.models import Redirect

# Made once: every old text that is read asks whether something was renamed.
PLACES = Redirect.objects.values_list("kind", "slug", "object_id")


def add(kind: str, slug: str, object_id: uuid.UUID) -> None:
    """The old address leads to the object from now on."""
    Redirect.objects.update_or_create(kind=kind, slug=slug, defaults={"object_id": object_id})


def release(kind: str, slug: str) -> None:
    """An address in use leads nowhere else, so no circle can arise."""
    Redirect.objects.filter(kind=kind, slug=slug).delete()


def moved(kind: str, before: str, after: str, object_id: uuid.UUID) -> None:
    """An object stands under another address; `before` is empty for something new."""
    if before and before != after:
        add(kind, before, object_id)
    release(kind, after)


def to(object_id: uuid.UUID) -> list[str]:
    """The former addresses of an object."""
    return list(Redirect.objects.filter(object_id=object_id).values_list("slug", flat=True))


def target(kind: str, slug: str) -> Any | None:
    """What a former address leads to, public or not; None where it is none."""
    found = Redirect.objects.filter(kind=kind, slug=slug).first()
    if found is None:
        return None
    return kinds.named(kind).model.everything.filter(pk=found.object_id).first()


def present(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The present slug of each (kind, slug) that was renamed; one query where none was."""
    asked = set(wanted)
    if not asked:
        return {}
    rows = PLACES.filter(slug__in={slug for _kind, slug in asked})
    former = {(kind, slug): pk for kind, slug, pk in rows if (kind, slug) in asked}
    found: dict[tuple[str, str], str] = {}
    for kind in {kind for kind, _slug in former}:
        ids = [object_id for (name, _slug), object_id in former.items() if name == kind]
        model = kinds.named(kind).model
        now = dict(model.everything.filter(pk__in=ids).values_list("pk", "slug"))
        found |= {
            place: now[object_id]
            for place, object_id in former.items()
            if place[0] == kind and object_id in now
        }
    return found


def any_at_all() -> bool:
    return Redirect.objects.exists()


def of_many(object_ids: Iterable[uuid.UUID]) -> list[tuple[str, str]]:
    """(kind, slug) of the former addresses of objects; one query where nothing was renamed."""
    if not any_at_all():
        return []
    wanted = set(object_ids)
    rows = Redirect.objects.values_list("kind", "slug", "object_id")
    return [(kind, slug) for kind, slug, object_id in rows if object_id in wanted]

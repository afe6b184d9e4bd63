"""The tags of many objects of one model at once; names and addresses come out as taggit's own."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType

from publishing import bulk_rows, tags
from publishing.models import FormerTag, TaggedItem

BATCH = 500
COLUMNS = ("content_type", "object_id", "tag")
# {object: (names before, names after)}
Changes = Mapping[uuid.UUID, tuple[Collection[str], Collection[str]]]


def put(model: type[Any], changes: Changes) -> None:
    """Names are in the spelling that `spelled` gives; the caller holds the publishing lock."""
    used = {name for before, after in changes.values() for name in (*before, *after)}
    ids = _ids(used)
    content_type = ContentType.objects.get_for_model(model).pk
    gone = [
        (content_type, pk, ids[name])
        for pk, (before, after) in changes.items()
        for name in before
        if name not in after and name in ids
    ]
    new = {name for before, after in changes.values() for name in after} - ids.keys()
    ids |= _made(sorted(new))
    put_in = [
        (content_type, pk, ids[name])
        for pk, (before, after) in changes.items()
        for name in after
        if name not in before
    ]
    bulk_rows.delete(TaggedItem, COLUMNS, gone)
    bulk_rows.insert(TaggedItem, COLUMNS, put_in)


def spelled(names: Iterable[str]) -> dict[str, str]:
    """Each name as it is stored: in its stored letters, and what was renamed by its new name.

    A name that is not stored stays as it is.
    """
    found: dict[str, str] = {}
    wanted = sorted(set(names))
    for at in range(0, len(wanted), BATCH):
        batch = wanted[at : at + BATCH]
        stored = tags.known(batch)
        former = FormerTag.objects.filter(name__in=batch).values_list("name", "tag__name")
        became = dict(former)
        found |= {name: stored.get(name.lower()) or became.get(name, name) for name in batch}
    return found


def stored(names: Iterable[str]) -> set[str]:
    """Those of the names that are tags already."""
    return set(_ids(set(names)))


def _ids(names: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = sorted(names)
    for at in range(0, len(wanted), BATCH):
        rows = tags.model().objects.filter(name__in=wanted[at : at + BATCH])
        found |= dict(rows.values_list("name", "pk"))
    return found


def _made(names: list[str]) -> dict[str, int]:
    """New tags. Where two would have one address, taggit itself chooses another."""
    model = tags.model()
    slugs = {name: model().slugify(name) for name in names}
    taken = set(model.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True))
    free: dict[str, str] = {}
    for name, slug in slugs.items():
        if slug and slug not in taken:
            taken.add(slug)
            free[name] = slug
    model.objects.bulk_create(
        [model(name=name, slug=slug) for name, slug in free.items()], batch_size=BATCH
    )
    for name in names:
        if name not in free:
            tags.create(name)
    return _ids(names)

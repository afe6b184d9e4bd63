"""A new version of every public text that shows something else, after many records changed."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import bulk_history, bulk_rows, kinds
from publishing.bulk_history import New
from publishing.kinds import Kind
from publishing.models import Reference, Revision
from publishing.records import content_hash
from publishing.records.bulk_reading import rows

BATCH = 500
# {kind: ids of what changed}
Changed = Mapping[str, Collection[uuid.UUID]]


def requote(
    changed: Changed, *, note: str, weight: str, author_name: str
) -> list[tuple[str, uuid.UUID, str]]:
    """Whoever quotes what changed, itself left out; the counter is held already.

    Returns (kind, id, key) of each text that has a new version.
    """
    found: dict[str, dict[uuid.UUID, str]] = defaultdict(dict)
    for kind, pk, name in _quoting(changed):
        found[kind].setdefault(pk, name)
    done = []
    for kind, names in found.items():
        ids = [pk for pk in names if pk not in changed.get(kind, ())]
        for at in range(0, len(ids), BATCH):
            batch = {pk: names[pk] for pk in ids[at : at + BATCH]}
            done += _batch(kinds.named(kind), batch, note, weight, author_name)
    return done


def _quoting(changed: Changed) -> Iterator[tuple[str, uuid.UUID, str]]:
    quotable = {kinds.reference_word(word).to_kind for word in kinds.reference_words()}  # type: ignore[union-attr]
    for name in quotable & changed.keys():
        model = kinds.named(name).model
        ids = list(changed[name])
        for at in range(0, len(ids), BATCH):
            targets = {
                row.slug: str(row) for row in model.everything.filter(pk__in=ids[at : at + BATCH])
            }
            held = Reference.objects.filter(to_kind=name, to_key__in=list(targets))
            for kind, pk, key in held.values_list("kind", "object_id", "to_key"):
                yield kind, pk, targets[key]


def _batch(
    kind: Kind, names: Mapping[uuid.UUID, str], note: str, weight: str, author_name: str
) -> list[tuple[str, uuid.UUID, str]]:
    """`names`: of each text's id, what it quotes that changed."""
    records = {pk: row.record for pk, row in rows(kind, names).items() if row.live}
    standings = bulk_history.standings(records)
    quoted = bulk_history.quoted(list(records.values()))
    said = _("This text quotes “%(name)s”, which changed. %(note)s")
    new = [
        New(
            object_id=pk,
            record=record,
            state=Revision.State.PUBLISHED,
            standing=standings[pk],
            note=(said % {"name": names[pk], "note": note}).strip(),
            weight=weight,
            author_name=author_name,
        )
        for (pk, record), texts in zip(records.items(), quoted, strict=True)
        if content_hash(record, texts) != standings[pk].version_hash
    ]
    bulk_history.add(new)
    now = timezone.now()
    bulk_rows.update(kind.model, ("changed_at",), [(now, each.object_id) for each in new])
    return [(kind.name, each.object_id, each.record["key"]) for each in new]

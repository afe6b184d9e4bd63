"""Which records are not as the last run left them, whoever wrote them; every row is read."""

from collections.abc import Iterator

from publishing import kinds
from publishing.records import bulk_reading
from reload import fingerprints
from reload.baselines import Known
from reload.models import Baseline

Standing = Baseline.Standing


def places(known: Known) -> Iterator[int]:
    """Their places among the baselines, a kind after the other."""
    at = {pk: place for place, pk in enumerate(known.ids)}
    for kind in kinds.all_kinds():
        seen = dict(_seen(kind.name, at))
        for batch in bulk_reading.by_text(kind):
            for pk, row in batch.items():
                found = seen.pop(pk, None)
                if found is not None:
                    place, live = found
                    was_live = known.standings[place] != Standing.WITHDRAWN
                    if row.live != was_live or fingerprints.of(row.record) != live:
                        yield place
        # Rows that are gone altogether.
        yield from (
            place
            for place, live in seen.values()
            if live or known.standings[place] != Standing.WITHDRAWN
        )


def _seen(kind: str, at: dict[int, int]) -> Iterator[tuple[str, tuple[int, bytes]]]:
    rows = Baseline.objects.filter(kind=kind).annotate(root=bulk_reading.as_text("object_id"))
    for object_id, pk, live in rows.values_list("root", "pk", "live").iterator(5000):
        yield object_id, (at[pk], bytes(live))

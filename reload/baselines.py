"""All baselines at once, as light as can be: which objects of a file are as they were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from sys import intern

from reload.models import DIGEST, Baseline, Run

BATCH = 500


@dataclass
class Known:
    """Column by column; a baseline goes by its place in each list."""

    ids: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    standings: list[str] = field(default_factory=list)
    # Place by the digest of any of its objects, and by kind and key.
    by_digest: dict[bytes, int] = field(default_factory=dict)
    by_key: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def place(self, kind: str, key: str) -> int | None:
        return self.by_key[kind].get(key)


def serial() -> int:
    """The number of the last run; whatever writes baselines makes a run."""
    return Run.objects.values_list("pk", flat=True).first() or 0


def load() -> Known:
    known = Known()
    columns = ("pk", "kind", "key", "file", "hash", "standing")
    rows = Baseline.objects.order_by("pk").values_list(*columns)
    for place, (pk, kind, key, file, digests, standing) in enumerate(rows.iterator(5000)):
        digests = bytes(digests)
        known.ids.append(pk)
        known.kinds.append(intern(kind))
        known.keys.append(key)
        known.files.append(intern(file))
        known.hashes.append(digests)
        known.standings.append(intern(standing))
        known.by_key[known.kinds[-1]][key] = place
        for at in range(0, len(digests), DIGEST):
            known.by_digest[digests[at : at + DIGEST]] = place
    return known


def whole(ids: Iterable[int]) -> Iterator[Baseline]:
    """The rows themselves, a query for every 500."""
    wanted = list(ids)
    for at in range(0, len(wanted), BATCH):
        yield from Baseline.objects.filter(pk__in=wanted[at : at + BATCH])

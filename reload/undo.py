"""What a run did, kept small, so that it can be taken back."""

import hashlib
import json
import uuid
import zlib
from dataclasses import dataclass
from typing import Any

from reload.outcomes import Detail, Item


@dataclass(frozen=True)
class Step:
    """One record that a run wrote: its public text before and after, as revisions.

    `baseline` is the revision both sides had agreed on before; None where they knew none.
    """

    action: str
    kind: str
    key: str
    object_id: uuid.UUID
    before: int | None
    after: int
    baseline: int | None
    file: str


def step(item: Item, detail: Detail, before: int | None, after: int) -> Step:
    return Step(
        action=str(item.action),
        kind=item.kind,
        key=item.key,
        object_id=detail.object_id,
        before=before,
        after=after,
        baseline=detail.baseline_revision,
        file=detail.file,
    )


class Log:
    """Steps, compressed as they come: a first load has very many."""

    def __init__(self) -> None:
        self._packing = zlib.compressobj()
        self._packed: list[bytes] = []

    def add(self, step: Step) -> None:
        line = json.dumps([*vars(step).values()], default=str) + "\n"
        self._packed.append(self._packing.compress(line.encode()))

    def packed(self) -> bytes:
        return b"".join([*self._packed, self._packing.flush()])


def unpacked(raw: bytes) -> list[Step]:
    lines = zlib.decompress(bytes(raw)).splitlines() if raw else []
    return [_step(*json.loads(line)) for line in lines]


def _step(action: str, kind: str, key: str, object_id: str, *rest: Any) -> Step:
    return Step(action, kind, key, uuid.UUID(object_id), *rest)


def digest(values: list[Any]) -> str:
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()

"""A conflict in words: where it is, what each side says, how it can be decided."""

from typing import Any

from publishing import kinds
from publishing.records import Record
from publishing.value_merge import Path
from reload.outcomes import Clash


def address(kind: str, key: str, path: Path, *records: Record | None) -> str:
    """`faq.entry[what-is-ijm].answer`, `impact.statistic[relief].measurements[2012].value`."""
    root = f"{kind}[{key}]"
    match path:
        case ("fields", name):
            return f"{root}.{name}"
        case ("parts", accessor, pk, *rest):
            return ".".join([root, f"{accessor}[{_part(kind, accessor, pk, *records)}]", *rest])
        case (name,):
            return f"{root}.{name}"
    return root


def _part(kind: str, accessor: str, pk: str, *records: Record | None) -> str:
    """The name of a part; the file knows no ids."""
    key = kinds.named(kind).part_key
    for record in filter(None, records):
        part = record["parts"].get(accessor, {}).get(pk)
        if part and key in part:
            return str(part[key])
    return pk


def said(value: Any) -> str | None:
    """A value as a person reads it; None where there is nothing."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list():
            return ", ".join(
                " ".join(map(str, each)) if isinstance(each, list) else str(each) for each in value
            )
        case dict():
            return "\n".join(f"{name}: {said(each)}" for name, each in value.items())
    return str(value)


def clash(where: str, before: Any, fixture: Any, live: Any, why: str = "") -> Clash:
    return Clash(where, said(before), said(fixture), said(live), why)

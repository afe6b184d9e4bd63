"""RIS, for Zotero, EndNote and Mendeley. Pure."""

from collections.abc import Iterable

from citing import csl
from citing.csl import Item


def records(items: Iterable[Item]) -> str:
    return "".join(map(_record, items))


def _record(item: Item) -> str:
    day = csl.issued(item)
    # WEB is EndNote's name of a web page, which Zotero knows as well; a group stands as it is,
    # for what follows a comma would be taken for a first name.
    lines = [
        ("TY", "DATA" if csl.is_data(item) else "WEB"),
        ("AU", csl.author(item)),
        ("TI", item["title"]),
        ("PB" if csl.is_data(item) else "T2", csl.site(item)),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}"),
        ("UR", item["URL"]),
        ("LA", item.get("language", "")),
        ("N1", item.get("note", "")),
    ]
    written = "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value)
    return f"{written}ER  - \r\n"


def _line(value: str) -> str:
    """One line whatever the text holds, or the rest would be read as tags."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())

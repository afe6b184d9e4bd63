"""BibTeX, for LaTeX and citation managers. Pure."""

import re
from collections.abc import Iterable, Sequence

from citing import csl
from citing.csl import Item
from citing.tex import escaped

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"


def entries(items: Iterable[Item]) -> str:
    return "\n".join(map(_entry, items))


def key(item: Item) -> str:
    """`faq:what-is-ijm@3` as a citation key."""
    return re.sub(r"[^A-Za-z0-9]+", "-", str(item["id"])).strip("-")


def _entry(item: Item) -> str:
    day, url = csl.issued(item), _address(item["URL"])
    fields = [
        # Within a second pair of braces a group is one name, and a title keeps its capitals.
        ("author", f"{{{{{escaped(csl.author(item))}}}}}"),
        ("title", f"{{{{{escaped(item['title'])}}}}}"),
        ("year", f"{{{day.year}}}"),
        ("month", MONTHS.split()[day.month - 1]),
        ("date", f"{{{day.isoformat()}}}"),
        ("organization", f"{{{escaped(csl.site(item))}}}"),
        # Older styles print no `url`.
        ("howpublished", rf"{{\url{{{url}}}}}"),
        ("url", f"{{{url}}}"),
        *([("note", f"{{{escaped(item['note'])}}}")] if item.get("note") else []),
    ]
    return f"@misc{{{key(item)},\n{_lines(fields)}}}\n"


def _lines(fields: Sequence[tuple[str, str]]) -> str:
    return "".join(f"  {name} = {value},\n" for name, value in fields)


def _address(url: str) -> str:
    """Taken as it is by BibTeX, so only what would end the field is written otherwise."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found.group()):02X}", url)

"""The texts a record quotes, as plain JSON: what a published version keeps for ever."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from publishing import kinds, markdown
from publishing.markdown import Quote, Quoted
from publishing.records import Record


def quotes(record: Record) -> list[Quote]:
    kind = kinds.named(record["kind"])
    found = [
        each for field in kind.markdown for each in markdown.quotes_in(record["fields"][field])
    ]
    return list(dict.fromkeys(found))


def of(record: Record) -> dict[str, Any]:
    """Every quote of a record with what stands for it now."""
    return {str(quote): asdict(found) for quote, found in kinds.resolve(quotes(record)).items()}


def kept(quoted: Mapping[str, Any], record: Record) -> dict[Quote, Quoted]:
    """The texts a version keeps, as a page takes them."""
    return {quote: Quoted(**quoted[str(quote)]) for quote in quotes(record) if str(quote) in quoted}

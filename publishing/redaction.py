"""Words taken out of texts and records; pure but for what the models say of their fields."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.text import slugify

from publishing import kinds, markdown
from publishing.kinds import Kind

GAP = "[…]"


class Removal:
    """Finds words whatever their case, the space between them, and how accents are written."""

    def __init__(self, words: str) -> None:
        parts = unicodedata.normalize("NFC", words).split()
        self.pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
        self.slug = slugify(words)

    def text(self, text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        return self.pattern.sub(GAP, composed) if self.pattern.search(composed) else text

    def is_in_slug(self, slug: str) -> bool:
        found = bool(self.slug) and f"-{self.slug}-" in f"-{slug}-"
        return found or bool(self.pattern.search(slug))

    def everywhere(self, value: Any) -> Any:
        """The same JSON with the words taken out of every text."""
        match value:
            case str():
                return self.text(value)
            case list():
                return [self.everywhere(each) for each in value]
            case dict():
                return {name: self.everywhere(each) for name, each in value.items()}
        return value

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """A record of any age; what no text is (choices, dates, keys) stays what it is."""
        kind = kinds.named(record["kind"])
        parts = {
            name: {pk: self._row(_part(kind, name), row) for pk, row in rows.items()}
            for name, rows in record.get("parts", {}).items()
        }
        tags = [name for name in record.get("tags", []) if not self.pattern.search(name)]
        fields = self._row(kind.model, record["fields"])
        return {**record, "fields": fields, "tags": tags, "parts": parts}

    def _row(self, model: type[Any] | None, fields: Mapping[str, Any]) -> dict[str, Any]:
        known = {field.name: field for field in model._meta.get_fields()} if model else {}
        return {name: self._value(known.get(name), value) for name, value in fields.items()}

    def _value(self, field: Any, value: Any) -> Any:
        if field is None:
            return self.everywhere(value)
        if not isinstance(value, str) or not _is_text(field):
            return value
        if isinstance(field, models.URLField):
            return "" if self.pattern.search(value) else value
        return self._within_quotes(value)[: field.max_length]

    def _within_quotes(self, text: str) -> str:
        """Quotes of figures are read by the site, and what they name has its own texts."""
        pieces, at = [], 0
        for quote in markdown.QUOTE.finditer(text):
            pieces += [self.text(text[at : quote.start()]), quote.group()]
            at = quote.end()
        return self.text(text) if not at else "".join([*pieces, self.text(text[at:])])


def _is_text(field: Any) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and not field.choices and not isinstance(field, models.SlugField)


def _part(kind: Kind, accessor: str) -> type[Any] | None:
    return kinds.part_model(kind, accessor) if accessor in kind.parts else None

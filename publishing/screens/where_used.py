"""Where something is used: every text that quotes it, points to it or stands beneath it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from publishing import kinds, paragraphs, references, tags


@dataclass(frozen=True)
class Use:
    """`how` says in what way: "quoted in paragraph 2", "source"."""

    obj: Any
    how: str


def of(obj: Any) -> list[Use]:
    return [*_quoting(obj), *_pointing(obj)]


def of_tag(tag: Any) -> list[Use]:
    """Everything that carries a subject."""
    return [
        Use(each, str(kind.model._meta.verbose_name))
        for kind in kinds.all_kinds()
        if hasattr(kind.model, "tags")
        for each in kind.model.everything.filter(pk__in=tags.tagged(kind.model, tag))
    ]


def _quoting(obj: Any) -> Iterator[Use]:
    words = [
        word
        for name in kinds.reference_words()
        if (word := kinds.reference_word(name)) and word.to_kind == obj._meta.label_lower
    ]
    for quoting in references.referrers(obj._meta.label_lower, obj.slug) if words else ():
        numbers = sorted({n for word in words for n in _paragraphs(quoting, word.word, obj.slug)})
        yield Use(quoting, _quoted(numbers))


def _paragraphs(quoting: Any, word: str, key: str) -> Iterator[int]:
    kind = kinds.of(quoting)
    for field in kind.markdown if kind else ():
        yield from paragraphs.quoting(getattr(quoting, field), word, key)


def _quoted(numbers: list[int]) -> str:
    if not numbers:
        return _("quotes it")
    if len(numbers) == 1:
        return _("quotes it in paragraph %d") % numbers[0]
    return _("quotes it in paragraphs %s") % ", ".join(map(str, numbers))


def _pointing(obj: Any) -> Iterator[Use]:
    for relation in obj._meta.related_objects:
        model, field = relation.related_model, relation.field
        label = str(field.verbose_name)
        root = kinds.root_field(model)
        if kinds.of(model) is not None:
            for row in model.everything.filter(**{field.name: obj}):
                yield Use(row, label)
        elif root:
            rows = model._base_manager.filter(**{field.name: obj}).select_related(root)
            found = {each.pk: each for row in rows if (each := getattr(row, root)).pk != obj.pk}
            for each in found.values():
                yield Use(each, label)

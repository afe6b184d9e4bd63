"""What is public must not point to what is not: looked at once everything is written."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import kinds, markdown, pages, references, refusals, tags
from publishing.actions.problems import Problem
from publishing.markdown import Quote


def check(objects: Sequence[Any], former: Sequence[str]) -> None:
    """Raise Problem with every hole. `former` are the slugs the objects had, "" for new ones."""
    problems = [
        problem
        for obj, slug in zip(objects, former, strict=True)
        for problem in (*_rules(obj), *_hidden(obj), *_unquotable(obj), *_left_alone(obj, slug))
    ]
    if problems:
        raise Problem(list(dict.fromkeys(problems)))


def _rules(obj: Any) -> Iterator[str]:
    kind = kinds.of(obj)
    try:
        if kind and kind.check:
            kind.check(obj)
    except ValidationError as error:
        yield from error.messages


def _hidden(obj: Any) -> Iterator[str]:
    kind = kinds.of(obj)
    parts = [part for name in (kind.parts if kind else ()) for part in getattr(obj, name).all()]
    pointed = {each.pk: each for row in (obj, *parts) for each in _pointed(row)}
    for each in pointed.values():
        if not each.live:
            yield _("“%(name)s” is not public, and “%(this)s” needs it. Publish both together.") % {
                "name": each,
                "this": obj,
            }


def _pointed(row: Any) -> Iterator[Any]:
    """The roots a row points to."""
    for field in row._meta.concrete_fields:
        if field.is_relation and kinds.root_of(field.related_model):
            found = getattr(row, field.name)
            if found is not None:
                yield _root(found)
    for field in row._meta.many_to_many:
        if not tags.is_tags(field) and kinds.of(field.related_model):
            yield from getattr(row, field.name).all()


def _root(row: Any) -> Any:
    name = None if kinds.of(row) else kinds.root_field(type(row))
    return getattr(row, name) if name else row


def _unquotable(obj: Any) -> Iterator[str]:
    quotes = _quotes(obj)
    for quote in sorted(set(quotes) - kinds.resolve(quotes).keys()):
        yield _(
            "“%(this)s” quotes ‘%(quote)s’, which is not public. Publish both together, or take"
            " it out."
        ) % {"this": obj, "quote": quote}


def _left_alone(obj: Any, former: str) -> Iterator[str]:
    """Public texts that quote a value or an address which this publication takes away."""
    kind = obj._meta.label_lower
    keys = {pages.key(kind, slug) for slug in (obj.slug, former) if slug}
    quoting = {
        each.pk: each
        for slug in {obj.slug, former} - {""}
        for each in references.referrers(kind, slug)
        if each.live
    }
    quotes = {
        pk: [q for q in _quotes(each) if kinds.key_of(q) in keys] for pk, each in quoting.items()
    }
    known = kinds.resolve(quote for found in quotes.values() for quote in found)
    alone = [quoting[pk] for pk, found in quotes.items() if set(found) - known.keys()]
    if alone:
        yield ngettext(
            "%(count)d public text quotes what would be gone: %(names)s. Change it first, or"
            " publish both together.",
            "%(count)d public texts quote what would be gone: %(names)s. Change them first, or"
            " publish all together.",
            len(alone),
        ) % {"count": len(alone), "names": refusals.names(alone)}


def _quotes(obj: Any) -> list[Quote]:
    kind = kinds.of(obj)
    texts = [getattr(obj, field) for field in kind.markdown] if kind else []
    return [quote for text in texts for quote in markdown.quotes_in(text)]

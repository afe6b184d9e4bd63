"""Everywhere words of an object may stand beside its rows: history, quotes, notes, log, keys."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from publishing import kinds, pages, records, redirects
from publishing.kinds import key_of
from publishing.markdown import QUOTE, Quote
from publishing.models import Change, Redirect, Revision
from publishing.redaction import Removal

# What other rooms keep of the texts of a row, cleaned in the same transaction.
Cleaner = Callable[[Any, Removal], None]
_cleaners: list[Cleaner] = []


def register(cleaner: Cleaner) -> None:
    if cleaner not in _cleaners:
        _cleaners.append(cleaner)


def clean(row: Any, removal: Removal) -> int:
    """Take the words out; returns how many revisions were changed."""
    former = [slug for slug in redirects.to(row.pk) if removal.is_in_slug(slug)]
    own = Revision.objects.filter(object_id=row.pk)
    former += [key for key in own.values_list("key", flat=True) if removal.is_in_slug(key)]
    told = _told(own.iterator(), removal)
    touched = sum(_own(each, removal, row.slug, set(former)) for each in own.iterator())
    touched += sum(
        _other(each, removal, row, set(former), told)
        for each in Revision.objects.exclude(object_id=row.pk).iterator()
    )
    _forget_addresses(row, set(former))
    _log(row, removal)
    for cleaner in _cleaners:
        cleaner(row, removal)
    return touched


def _own(revision: Revision, removal: Removal, slug: str, former: set[str]) -> bool:
    data = removal.record(_renamed(revision.data, revision.kind, former, slug))
    if data["key"] in former:
        data["key"] = data["fields"]["slug"] = slug
    quoted = {quote: _shown(shown, removal) for quote, shown in revision.quoted.items()}
    return _keep(revision, data, quoted, _said(revision, removal), data["key"])


def _told(revisions: Iterable[Revision], removal: Removal) -> dict[str, str]:
    """Each value of a record that holds the words, without them."""
    values = {
        str(value)
        for each in revisions
        for fields in (each.data["fields"], *_rows(each.data))
        for value in fields.values()
    }
    return {value: text for value in values if (text := removal.text(value)) != value}


def _rows(data: Any) -> Iterator[Any]:
    return (row for rows in data.get("parts", {}).values() for row in rows.values())


def _without(value: Any, told: Mapping[str, str]) -> Any:
    match value:
        case str():
            for whole, text in told.items():
                value = value.replace(whole, text)
        case list():
            return [_without(each, told) for each in value]
        case dict():
            return {name: _without(each, told) for name, each in value.items()}
    return value


def _other(
    revision: Revision, removal: Removal, row: Any, former: set[str], told: Mapping[str, str]
) -> bool:
    """Another record shows the words where it quotes this one, or quotes what names this one."""
    names = {pages.key(row._meta.label_lower, slug) for slug in (row.slug, *redirects.to(row.pk))}
    quoted = {
        _requoted(quote, former, row): _shown(shown, removal, row.get_absolute_url())
        if _points(quote) in names
        else _without(shown, told)
        for quote, shown in revision.quoted.items()
    }
    data = _renamed(revision.data, row._meta.label_lower, former, row.slug)
    said = _said(revision, removal) if names & set(map(_points, revision.quoted)) else {}
    return _keep(revision, data, quoted, said, revision.key)


def _shown(shown: dict[str, Any], removal: Removal, url: str = "") -> dict[str, Any]:
    """A quoted text; its status is a code."""
    said = {name: removal.everywhere(shown[name]) for name in ("text", "suffix", "note")}
    return {**shown, **said, "url": url or shown["url"]}


def _said(revision: Revision, removal: Removal) -> dict[str, str]:
    names = ("note", "withdraw_note")
    return {name: removal.text(getattr(revision, name)) for name in names}


def _keep(revision: Revision, data: Any, quoted: Any, said: dict[str, str], key: str) -> bool:
    new = {"data": data, "quoted": quoted, "key": key, **said}
    if all(getattr(revision, name) == value for name, value in new.items()):
        return False
    new["hash"] = records.content_hash(data, quoted)
    if (data, quoted) != (revision.data, revision.quoted):
        new["redacted_at"] = timezone.now()
    Revision.objects.filter(pk=revision.pk).update(**new)
    return True


def _renamed(data: Any, kind: str, former: set[str], slug: str) -> Any:
    """Whoever named the object by an address that tells the words names it by the present one."""
    if not former:
        return data
    renamed = _keys_renamed(data, former, slug)
    words = [word for word in kinds.reference_words() if _word_kind(word) == kind]
    return _texts_renamed(renamed, former, slug, words)


def _keys_renamed(value: Any, former: set[str], slug: str) -> Any:
    match value:
        case [str() as first, *rest] if first in former and len(rest) < 2:
            return [slug, *rest]
        case list():
            return [_keys_renamed(each, former, slug) for each in value]
        case dict():
            return {
                name: each if name == "tags" else _keys_renamed(each, former, slug)
                for name, each in value.items()
            }
    return value


def _texts_renamed(value: Any, former: set[str], slug: str, words: list[str]) -> Any:
    match value:
        case str():
            return QUOTE.sub(
                lambda found: (
                    found.group().replace(found["key"], slug, 1)
                    if found["word"] in words and found["key"] in former
                    else found.group()
                ),
                value,
            )
        case list():
            return [_texts_renamed(each, former, slug, words) for each in value]
        case dict():
            return {name: _texts_renamed(each, former, slug, words) for name, each in value.items()}
    return value


def _word_kind(word: str) -> str:
    found = kinds.reference_word(word)
    return found.to_kind if found else ""


def _quote(written: str) -> Quote:
    word, _colon, rest = written.partition(":")
    key, _at, pin = rest.partition("@")
    return Quote(word, key, pin)


def _points(written: str) -> str:
    return key_of(_quote(written))


def _requoted(written: str, former: set[str], row: Any) -> str:
    quote = _quote(written)
    is_it = quote.key in former and _word_kind(quote.word) == row._meta.label_lower
    return str(Quote(quote.word, row.slug, quote.pin)) if is_it else written


def _forget_addresses(row: Any, former: set[str]) -> None:
    kind = row._meta.label_lower
    Redirect.objects.filter(object_id=row.pk, slug__in=former).delete()
    Redirect.objects.filter(kind=kind, slug__in=former).delete()
    # The gap this leaves in the log tells whoever keeps pages to drop them all.
    Change.objects.filter(key__in=[pages.key(kind, slug) for slug in former]).delete()
    names = [pages.key(kind, slug) for slug in former]
    Revision.objects.filter(replaced_by__in=names).update(replaced_by=pages.key(kind, row.slug))


def _log(row: Any, removal: Removal) -> None:
    kind = ContentType.objects.get_for_model(row)
    for entry in LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)):
        message = _message(entry.change_message, removal)
        named = removal.text(entry.object_repr)[:200]
        LogEntry.objects.filter(pk=entry.pk).update(change_message=message, object_repr=named)


def _message(message: str, removal: Removal) -> str:
    """Django keeps it as JSON with its letters escaped."""
    try:
        return json.dumps(removal.everywhere(json.loads(message)))
    except ValueError:
        return removal.text(message)

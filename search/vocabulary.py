"""Which words stand in the documents, in how many, and which of them are like another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import Count, Sum

from search import engine
from search.models import Trigram, Vocable
from search.spelling import Known, trigrams

# SQLite takes 32,766 values in one statement, older ones 999.
BATCH = 300
MOST_ENDINGS = 10
MOST_LIKE = 60
# (word, its term) and by how much its count of documents changes.
Changed = Mapping[tuple[str, str], int]
Item = TypeVar("Item")


def documents(terms: Iterable[str]) -> dict[str, int]:
    """In how many documents each term stands, at most; an unknown one is left out."""
    rows = Vocable.objects.filter(term__in=set(terms)).values_list("term")
    return dict(rows.annotate(total=Sum("documents")))


def endings(letters: str) -> dict[str, str]:
    """{word: term} of the most usual words that start with these letters."""
    rows = Vocable.objects.filter(engine.current().starting("word", letters))
    return dict(rows.order_by("-documents", "word").values_list("word", "term")[:MOST_ENDINGS])


def like(word: str, distance: int) -> list[Known]:
    """Words that share the most letters in a row with this one; one of them may be meant."""
    wanted = trigrams(word)
    near = (
        Trigram.objects.filter(
            letters__in=wanted, length__range=(len(word) - distance, len(word) + distance)
        )
        .values_list("word")
        .annotate(common=Count("pk"))
        .order_by("-common", "word")[:MOST_LIKE]
    )
    rows = Vocable.objects.filter(word__in=[row[0] for row in near])
    return [Known(*row) for row in rows.values_list("word", "documents")]


def change(counts: Changed) -> None:
    """Count words in documents up and down; what stands in none any more is forgotten."""
    moved = sorted((pair, count) for pair, count in counts.items() if count)
    for batch in _batches(moved):
        words = {word for (word, _term), _count in batch}
        known = set(Vocable.objects.filter(word__in=words).values_list("word", flat=True))
        _count(batch)
        _spell(sorted(word for word in words - known if word.isalpha()))
    for fewer in _batches([word for (word, _term), count in moved if count < 0]):
        _forget(fewer)


def clear() -> None:
    Vocable.objects.all().delete()
    Trigram.objects.all().delete()


def _count(batch: Sequence[tuple[tuple[str, str], int]]) -> None:
    _insert(
        "search_vocable (word, term, documents)",
        [(word, term, count) for (word, term), count in batch],
        " ON CONFLICT (word)"
        " DO UPDATE SET documents = search_vocable.documents + excluded.documents",
    )


def _spell(words: Sequence[str]) -> None:
    _insert(
        "search_trigram (letters, length, word)",
        [(letters, len(word), word) for word in words for letters in trigrams(word)],
    )


def _forget(words: Sequence[str]) -> None:
    rows = Vocable.objects.filter(word__in=words, documents__lte=0)
    gone = list(rows.values_list("word", flat=True))
    rows.delete()
    for word in gone:
        # By the index, which starts with the letters.
        same = Trigram.objects.filter(letters__in=trigrams(word), length=len(word), word=word)
        same.delete()


def _insert(into: str, rows: Sequence[tuple[str | int, ...]], otherwise: str = "") -> None:
    """Past the models: a large site has a million of these rows."""
    for batch in _batches(rows):
        marks = ", ".join([f"({', '.join(['%s'] * len(batch[0]))})"] * len(batch))
        values = [value for row in batch for value in row]
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {into} VALUES {marks}{otherwise}", values)  # noqa: S608


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))

"""Fixtures to measure with: entries of about 1 KB with three tags, as the site writes them.

python benchmarks/fixtures.py 10000 /tmp/fixtures
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS = [
    *("court", "police", "child", "survivor", "lawyer", "trial", "evidence", "office", "partner"),
    *("country", "law", "victim", "report", "family", "community", "worker", "school"),
    *("training", "judge", "rescue", "slavery", "violence", "poor", "village", "case"),
]
TAGS = [f"{word} {number}" for word in WORDS for number in range(8)]
FIRST = {
    "slug": "everything",
    "reviewed_on": None,
    "review_due": None,
    "name": "Everything",
    "summary": "",
    "order": 1,
}


def topic() -> dict[str, Any]:
    return {"model": "faq.topic", "fields": dict(FIRST)}


def entry(number: int, edition: int = 0) -> dict[str, Any]:
    """The same entry for the same number; another edition has another answer."""
    chance = random.Random(number)  # noqa: S311 -- nothing secret
    return {
        "model": "faq.entry",
        "fields": {
            "slug": f"question-{number:06}",
            "reviewed_on": None,
            "review_due": None,
            "question": f"What does question {number} ask about the {chance.choice(WORDS)}?",
            "short_answer": " ".join(chance.choices(WORDS, k=24)) + ".",
            "answer": answer(chance, edition),
            "topic": ["everything"],
            "parent": None,
            "order": number,
            "content_note": "",
            "sources": [],
            "tags": sorted(chance.sample(TAGS, 3)),
        },
    }


def answer(chance: random.Random, edition: int) -> str:
    paragraphs = [" ".join(chance.choices(WORDS, k=28)).capitalize() + "." for _ in range(4)]
    if edition:
        paragraphs[1] = f"Edition {edition}. {paragraphs[1]}"
    return "\n\n".join(paragraphs)


def write(path: Path, count: int, *, editions: dict[int, int] | int = 0) -> None:
    """One file as `dumpdata` writes it. `editions`: of every entry, or by number."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[\n")
        file.write(",\n".join(texts(count, editions)))
        file.write("\n]\n")


def texts(count: int, editions: dict[int, int] | int) -> Iterator[str]:
    yield json.dumps(topic(), indent=2, ensure_ascii=False)
    for number in range(count):
        edition = editions if isinstance(editions, int) else editions.get(number, 0)
        yield json.dumps(entry(number, edition), indent=2, ensure_ascii=False)


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "questions.json", int(sys.argv[1]))

"""The seeded content as plain data, and its texts as readers see them."""

import json
import re
from decimal import Decimal
from pathlib import Path

from impact import numbers
from publishing.markdown import QUOTE
from publishing.quotes import SENTENCE_END

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "fixtures").glob("*.json"))
HANDOUT = (ROOT / "tests/data/handout.txt").read_text(encoding="utf-8")
FACTS = json.loads((ROOT / "tests/data/facts.json").read_text(encoding="utf-8"))

RECORDS = [record for path in FILES for record in json.loads(path.read_text(encoding="utf-8"))]


def fields(model):
    return [record["fields"] for record in RECORDS if record["model"] == model]


ENTRIES = fields("faq.entry")
STATISTICS = {each["slug"]: each for each in fields("impact.statistic")}
PLACES = {each["slug"]: each["name"] for each in fields("impact.fieldoffice")}
MEASUREMENTS = {(each["statistic"][0], each["key"]): each for each in fields("impact.measurement")}


def shown(measurement):
    """A value as it stands in a sentence: "more than 2,400 people"."""
    return numbers.phrase(
        value=Decimal(measurement["value"]),
        qualifier=measurement["qualifier"],
        form=measurement["form"],
        unit=STATISTICS[measurement["statistic"][0]]["unit"],
    )


def newest(slug):
    standing = [each for (owner, _key), each in MEASUREMENTS.items() if owner == slug]
    return max(standing, key=lambda each: each["period_to"] or "")


def filled(text):
    """A Markdown text with its quoted figures and places in words; link targets left out."""

    def value(match):
        slug, pin = match["key"], match["pin"]
        if match["word"] == "place":
            return PLACES[slug]
        return shown(MEASUREMENTS[slug, pin] if pin else newest(slug))

    return re.sub(r"\]\([^)]*\)", "]", QUOTE.sub(value, text))


def sentences(text):
    return [each.strip(" -*") for each in SENTENCE_END.split(text) if each.strip(" -*")]


def texts():
    """Every written text with its place; names and questions aside."""
    written = {
        "faq.topic": ("summary",),
        "faq.entry": ("short_answer", "answer"),
        "faq.agency": ("offers", "serves"),
        "impact.fieldoffice": ("summary",),
        "impact.statistic": ("title", "sentence", "counted"),
        "impact.measurement": ("period_note", "compared_with", "measured_by", "how_counted"),
    }
    for model, names in written.items():
        for each in fields(model):
            key = each.get("slug") or "/".join([*each["statistic"], each["key"]])
            for name in names:
                yield f"{model}:{key}.{name}", filled(each[name])
    for slug, each in STATISTICS.items():
        yield f"impact.statistic:{slug} in full", f"{shown(newest(slug))} {each['sentence']}"

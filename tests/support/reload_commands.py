"""Fixtures in a folder of their own, edits of staff, and the commands as a script sees them."""

import io
import json
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command

from publishing import actions, history, records
from tests.support import factories

SHORT = factories.SHORT_ANSWER
LINES = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph.\n\nFourth paragraph."


def topic(slug="evidence", **fields):
    values = {
        "slug": slug,
        "reviewed_on": None,
        "review_due": None,
        "name": slug.capitalize(),
        "summary": "",
        "order": 1,
    }
    return {"model": "faq.topic", "fields": values | fields}


def entry(slug="what-is-ijm", **fields):
    values = {
        "slug": slug,
        "reviewed_on": None,
        "review_due": None,
        "question": f"What about {slug}?",
        "short_answer": SHORT,
        "answer": LINES,
        "topic": ["evidence"],
        "parent": None,
        "order": 1,
        "content_note": "",
        "sources": [],
        "tags": [],
    }
    return {"model": "faq.entry", "fields": values | fields}


def statistic(slug="relief", **fields):
    values = {
        "slug": slug,
        "reviewed_on": None,
        "review_due": None,
        "title": slug.capitalize(),
        "sentence": "",
        "counted": "",
        "unit": "people",
        "kind": "result",
        "yearly": False,
        "places": "",
        "office": None,
        "featured": False,
        "order": 1,
        "tags": [],
    }
    return {"model": "impact.statistic", "fields": values | fields}


def measurement(root="relief", key="2012", **fields):
    values = {
        "statistic": [root],
        "key": key,
        "qualifier": "exactly",
        "value": "2400.0000",
        "form": "number",
        "period_from": "2012-01-01",
        "period_to": "2012-12-31",
        "period_note": "",
        "compared_with": "",
        "said_in": None,
        "measured_by": "",
        "how_counted": "",
        "status": "as-stated",
        "confirmed_on": None,
        "superseded_by": None,
        "looked_on": None,
    }
    return {"model": "impact.measurement", "fields": values | fields}


def source(slug="report", **fields):
    values = {
        "slug": slug,
        "reviewed_on": None,
        "review_due": None,
        "title": slug.capitalize(),
        "producer": "",
        "address": "",
        "published_on": None,
        "accessed_on": None,
        "licence": "",
    }
    return {"model": "impact.source", "fields": values | fields}


def office(slug="kenya", **fields):
    values = {
        "slug": slug,
        "reviewed_on": None,
        "review_due": None,
        "name": slug.capitalize(),
        "region": "africa",
        "country_code": "",
        "precision": "region",
        "city": "",
        "since": None,
        "state": "listed",
        "summary": "",
        "source": None,
        "order": 1,
        "tags": [],
    }
    return {"model": "impact.fieldoffice", "fields": values | fields}


def write(folder, **files):
    """`write(folder, questions=[…])`; as `dumpdata` lays it out."""
    for name, objects in files.items():
        text = json.dumps(objects, indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(laid_out(objects) if objects else text + "\n")


def laid_out(objects):
    texts = (json.dumps(each, indent=2, ensure_ascii=False) for each in objects)
    return "[\n" + ",\n".join(texts) + "\n]\n"


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def last(self):
        return self.out.strip().splitlines()[-1] if self.out.strip() else ""

    @property
    def json(self):
        return json.loads(self.out)


def run(name, *arguments: Any, **options: Any) -> Said:
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        with redirect_stderr(err):
            call_command(name, *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as error:
        code = error.code
    return Said(code, out.getvalue(), err.getvalue())


def plan(*arguments, **options):
    return run("reload_plan", *arguments, **options)


def apply(*arguments, **options):
    return run("reload_apply", *arguments, **options)


def counts(said):
    """(create, update, prune, conflicts, kept) of the last line."""
    return tuple(int(word) for word in said.last.replace(":", " ").split() if word.isdigit())[:5]


def edit(obj, *, tags=None, **fields):
    """A member of staff changes something and publishes it."""
    by = factories.user(is_superuser=True)
    obj = type(obj).everything.get(pk=obj.pk)
    record = records.read(obj)
    record["fields"] |= fields
    record["key"] = record["fields"]["slug"]
    if tags is not None:
        record["tags"] = sorted(tags)
    saved = actions.save_draft(
        record=record, object_id=obj.pk, opened_with=history.head(obj.pk), by=by
    )
    actions.publish(revisions=[saved.revision], by=by, note="Edited here.", force=True)
    return type(obj).everything.get(pk=obj.pk)

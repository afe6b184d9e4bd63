"""Saved rows for tests: each fills what is required and takes any field as a keyword."""

from decimal import Decimal
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from faq.models import Agency, Entry, Topic
from impact.models import FieldOffice, Measurement, Source, Statistic
from publishing import references, tags
from staff.models import User

PASSWORD = "correct horse battery staple"
SHORT_ANSWER = (
    "This short answer stands on its own and says in one sentence of twenty-two plain words"
    " what the whole answer below explains."
)

_numbers = count(1)


def topic(**values):
    number = next(_numbers)
    return _save(Topic, {"slug": f"topic-{number}", "name": f"Topic {number}"} | values)


def entry(*, sources=(), **values):
    """A question; `tags` is a list of names, and its quotes are recorded as a save does."""
    number = next(_numbers)
    if "topic" not in values:
        values["topic"] = values["parent"].topic if values.get("parent") else topic()
    defaults = {
        "slug": f"question-{number}",
        "question": f"What is question {number}?",
        "short_answer": SHORT_ANSWER,
        "answer": "An answer in one paragraph.",
    }
    saved = _save(Entry, defaults | values)
    saved.sources.set(sources)
    references.write(saved)
    return saved


def agency(**values):
    number = next(_numbers)
    defaults = {
        "slug": f"agency-{number}",
        "name": f"Organisation {number}",
        "country": "Kenya",
    }
    return _save(Agency, defaults | values)


def source(**values):
    number = next(_numbers)
    return _save(Source, {"slug": f"source-{number}", "title": f"Report {number}"} | values)


def office(**values):
    number = next(_numbers)
    defaults = {
        "slug": f"place-{number}",
        "name": f"Place {number}",
        "region": FieldOffice.Region.AFRICA,
        "country_code": "KE",
    }
    return _save(FieldOffice, defaults | values)


def statistic(**values):
    """A figure without a value; `figure` makes one that has."""
    number = next(_numbers)
    defaults = {
        "slug": f"figure-{number}",
        "title": f"Figure {number}",
        "unit": "people",
        "kind": Statistic.Kind.RESULT,
    }
    return _save(Statistic, defaults | values)


def measurement(**values):
    if "statistic" not in values:
        values["statistic"] = statistic()
    return _save(Measurement, {"key": "undated", "value": Decimal(100)} | values)


def figure(*, value=100, **values):
    """A figure with one undated value."""
    made = statistic(**values)
    measurement(statistic=made, value=Decimal(value))
    return made


def user(role="", **values):
    """Somebody on the staff, in the group of a role; `is_superuser=True` may do everything."""
    number = next(_numbers)
    defaults = {"username": f"person-{number}", "is_staff": True, "password": _hashed()}
    made = User.objects.create(**(defaults | values))
    if role:
        made.groups.add(Group.objects.get(name=role))
    return made


@cache
def _hashed():
    """Hashing is slow on purpose, so everybody in the tests shares one."""
    return make_password(PASSWORD)


def _save(model, values):
    names = values.pop("tags", ())
    row = model(**values)
    row.save()
    if names:
        tags.put(row, names)
    return row

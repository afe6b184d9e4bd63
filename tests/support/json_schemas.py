"""What standards ask of the files programs read, as validators; none is fetched from anywhere."""

from functools import cache
from pathlib import Path

import xmlschema

DATA = Path(__file__).parents[1] / "data"


@cache
def _schema(name):
    return xmlschema.XMLSchema11(DATA / f"{name}.xsd", allow="local")


def assert_valid(name, content):
    """`name` is that of a schema in tests/data; a flaw is told with its place in the document."""
    _schema(name).validate(content)

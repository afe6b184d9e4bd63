"""What CSL-JSON 1.0 allows an item to hold (citationstyles.org), of what web sites use."""

import jsonschema_rs

TYPES = [
    "article",
    "article-journal",
    "book",
    "chapter",
    "dataset",
    "document",
    "report",
    "webpage",
]
NAMES = ["author", "editor", "translator"]
DATES = ["accessed", "issued", "original-date"]
TEXTS = [
    *("abstract", "annote", "archive", "container-title", "DOI", "genre", "keyword", "language"),
    *("medium", "note", "publisher", "publisher-place", "source", "status", "title"),
    *("title-short", "URL", "version"),
]

TEXT = {"type": "string"}
WHOLE_NUMBER = {"type": "integer"}
NAME = {
    "type": "object",
    "properties": dict.fromkeys(["family", "given", "suffix", "literal"], TEXT),
    "minProperties": 1,
    "additionalProperties": False,
}
PEOPLE = {"type": "array", "items": NAME}
DATE = {
    "type": "object",
    "properties": {
        # One day, or the first and the last of several; each from the year downwards.
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "items": WHOLE_NUMBER, "minItems": 1, "maxItems": 3},
        },
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {"enum": TYPES},
            **dict.fromkeys(NAMES, PEOPLE),
            **dict.fromkeys(DATES, DATE),
            **dict.fromkeys(TEXTS, TEXT),
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}


def assert_valid(items):
    jsonschema_rs.validator_for(SCHEMA).validate(items)

"""The shapes of the JSON files (JSON Schema 2020-12)."""

from typing import Any

from impact.models import FieldOffice, Measurement, Statistic

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "string", "minLength": 1}
MAYBE: Schema = {"type": ["string", "null"]}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
MAYBE_ADDRESS: Schema = {"type": ["string", "null"]}


def of(**properties: Schema) -> Schema:
    """An object with exactly these, all of them always there."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def coded(choices: Any) -> Schema:
    return of(code={"enum": sorted(choices.values)}, words=WORDS)


def schemas() -> dict[str, Schema]:
    return {**_shared(), **_figures(), **_questions(), **_places(), "Problem": _problem()}


def _problem() -> Schema:
    """RFC 9457."""
    return {
        "type": "object",
        "properties": {"title": WORDS, "status": {"type": "integer"}, "detail": TEXT},
        "required": ["status", "title"],
    }


def _shared() -> dict[str, Schema]:
    return {
        "Source": of(**_source()),
        "Licence": of(name=MAYBE, words=WORDS),
        "Checked": of(on=DAY, next=DAY, words=WORDS),
        "Version": of(
            number={"type": "integer", "minimum": 1},
            address=ADDRESS,
            published=MOMENT,
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        ),
    }


def _source() -> dict[str, Schema]:
    return {
        "slug": MAYBE,
        "title": MAYBE,
        "publisher": MAYBE,
        "address": MAYBE_ADDRESS,
        "date": DAY,
        "words": WORDS,
    }


def _value() -> dict[str, Schema]:
    newer = of(id=WORDS, key=WORDS, address=ADDRESS)
    return {
        "key": WORDS,
        "text": WORDS,
        "sentence": WORDS,
        "value": {"type": "number"},
        "form": {"enum": sorted(Measurement.Form.values)},
        "unit": MAYBE,
        "qualifier": coded(Measurement.Qualifier),
        "date": {
            **of(**{"from": DAY, "to": DAY, "words": WORDS}),
            "description": "Null where the source names no date; never guessed.",
        },
        "place": of(slug=MAYBE, name=MAYBE, words=WORDS),
        "compared_with": MAYBE,
        "measured_by": MAYBE,
        "how_counted": MAYBE,
        "source": ref("Source"),
        "status": of(
            code={"enum": sorted(Measurement.Status.values)},
            words=WORDS,
            sentence=WORDS,
            on=DAY,
            superseded_by=maybe(newer),
        ),
        "licence": ref("Licence"),
        "not_known": many(WORDS),
    }


def _figures() -> dict[str, Schema]:
    return {
        "Value": of(**_value()),
        "QuotedValue": of(figure=WORDS, title=WORDS, address=ADDRESS, **_value()),
        "Figure": of(
            id=WORDS,
            slug=WORDS,
            title=WORDS,
            kind=coded(Statistic.Kind),
            counted=MAYBE,
            address=ADDRESS,
            files=of(json=ADDRESS, csv=ADDRESS, svg=MAYBE_ADDRESS),
            subjects=many(WORDS),
            not_counted={"type": "object", "additionalProperties": WORDS},
            changed=MOMENT,
            checked=ref("Checked"),
            version=maybe(ref("Version")),
            newest=MAYBE,
            values=many(ref("Value")),
        ),
        "Figures": of(
            title=WORDS,
            note=WORDS,
            publisher=WORDS,
            site=WORDS,
            address=ADDRESS,
            figures=many(ref("Figure")),
        ),
    }


def _named() -> dict[str, Schema]:
    return {"id": WORDS, "slug": WORDS, "question": WORDS, "address": ADDRESS, "file": ADDRESS}


def _questions() -> dict[str, Schema]:
    topic = {"slug": WORDS, "name": WORDS, "summary": MAYBE}
    organisation = {
        **dict.fromkeys(("slug", "name", "country"), WORDS),
        **dict.fromkeys(("offers", "serves", "languages", "hours", "telephone"), MAYBE),
        "web_address": MAYBE_ADDRESS,
        "checked_on": DAY,
        "how_known": many(WORDS),
        "address": ADDRESS,
    }
    return {
        "Question": of(**_named()),
        "Part": of(**_named(), short_answer=WORDS),
        "Row": of(
            **_named(),
            short_answer=WORDS,
            figures_used=WORDS,
            changed=MOMENT,
            parts=many(ref("Row")),
        ),
        "Questions": of(
            title=WORDS,
            overview=TEXT,
            publisher=WORDS,
            site=WORDS,
            address=ADDRESS,
            topics=many(of(**topic, questions=many(ref("Row")))),
        ),
        "Answer": of(
            **_named(),
            short_answer=WORDS,
            content_note=MAYBE,
            topic=maybe(of(**topic)),
            part_of=maybe(ref("Question")),
            parts=many(ref("Part")),
            paragraphs=many(
                of(
                    number={"type": ["integer", "null"], "minimum": 1},
                    element=WORDS,
                    html=TEXT,
                    text=TEXT,
                    quotes=many(WORDS),
                )
            ),
            figures={"type": "object", "additionalProperties": ref("QuotedValue")},
            read_more=many(of(**_source(), last_seen_working=DAY, state=WORDS)),
            related=many(ref("Question")),
            subjects=many(WORDS),
            changed=MOMENT,
            checked=ref("Checked"),
            version=maybe(ref("Version")),
        ),
        "Organisations": of(
            title=WORDS, note=WORDS, address=ADDRESS, organisations=many(of(**organisation))
        ),
    }


def _places() -> dict[str, Schema]:
    point = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    outline = of(
        type={"const": "MultiPolygon"}, coordinates=many(many({**many(point), "minItems": 4}))
    )
    return {
        "Place": of(
            id=WORDS,
            slug=WORDS,
            name=WORDS,
            address=ADDRESS,
            region=coded(FieldOffice.Region),
            country_code={"type": ["string", "null"], "pattern": "^[A-Z]{2}$"},
            shown_as_closely_as={"enum": sorted(FieldOffice.Precision.values)},
            city=MAYBE,
            since={"type": ["integer", "null"]},
            state=coded(FieldOffice.State),
            casework=many(WORDS),
            summary=MAYBE,
            figures=many(WORDS),
            source=ref("Source"),
            licence=ref("Licence"),
            changed=MOMENT,
            checked=ref("Checked"),
        ),
        "Places": of(title=WORDS, note=WORDS, address=ADDRESS, places=many(ref("Place"))),
        "PlacesOnMaps": of(
            type={"const": "FeatureCollection"},
            name=WORDS,
            features=many(
                of(
                    type={"const": "Feature"},
                    id=WORDS,
                    geometry=maybe(outline),
                    properties=ref("Place"),
                )
            ),
        ),
    }

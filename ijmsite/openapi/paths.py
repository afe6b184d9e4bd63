"""The addresses that programs read, and what each may answer."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from citing import formats
from ijmsite.openapi.schemas import TEXT, Schema, many, ref
from publishing.exports import CSV, GEOJSON, JSON, PROBLEM, SVG

Path = dict[str, Any]
ATOM = "application/atom+xml"
HTML = "text/html"
PDF = "application/pdf"
PLAIN = "text/plain"
XML = "application/xml"
SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100}
# Stands for a slug where an address is made.
A_SLUG = "a-slug"
IDENTITY = (
    "A page of this site: faq:what-is-ijm, impact:relief, or with a version faq:what-is-ijm@3."
)


def paths() -> dict[str, Path]:
    return {**_lists(), **_single(), **_handout(), **_citing(), **_system()}


def _lists() -> dict[str, Path]:
    return {
        reverse(name): _get(name, said, {content_type: schema}, _conditional())
        for name, said, content_type, schema in (
            ("faq:entries-json", "All questions by topic.", JSON, ref("Questions")),
            ("faq:agencies-json", "Outside organisations.", JSON, ref("Organisations")),
            ("faq:agencies-csv", "Outside organisations, as a table.", CSV, TEXT),
            ("impact:statistics-json", "All figures.", JSON, ref("Figures")),
            ("impact:statistics-csv", "All figures, one line a value.", CSV, TEXT),
            ("impact:offices-json", "Places.", JSON, ref("Places")),
            ("impact:offices-geojson", "Places, for maps.", GEOJSON, ref("PlacesOnMaps")),
            ("openapi", "This description.", JSON, {"type": "object"}),
        )
    }


def _single() -> dict[str, Path]:
    gone = {
        "301": _told("It has another address now."),
        "404": _problem("Nothing public has this address."),
        "410": _problem("It was taken down; `detail` says why."),
    }
    answers = {**_conditional(), **gone}
    return {
        reverse(name, args=[A_SLUG]).replace(A_SLUG, "{slug}"): _get(
            name, said, {content_type: schema}, answers, [_parameter("slug", SLUG, place="path")]
        )
        for name, said, content_type, schema in (
            ("faq:entry-json", "One answer with the figures it quotes.", JSON, ref("Answer")),
            ("impact:statistic-json", "One figure with its values.", JSON, ref("Figure")),
            ("impact:statistic-csv", "One figure, one line a value.", CSV, TEXT),
            ("impact:statistic-svg", "The picture of a series; 404 for one value.", SVG, TEXT),
        )
    }


def _handout() -> dict[str, Path]:
    file, pdf = reverse("faq:handout-file"), reverse("faq:handout-pdf")
    said = "Everything this site says, in one file."
    return {
        file: _get("faq:handout-file", said, {HTML: TEXT}, _conditional()),
        pdf: _get("faq:handout-pdf", said, {PDF: {}}, _conditional()),
    }


def _citing() -> dict[str, Path]:
    names: Schema = {"enum": sorted(formats.FORMATS)}
    written = {each.content_type: _form(each.ending) for each in formats.FORMATS.values()}
    refused = {PLAIN: TEXT, PROBLEM: ref("Problem"), HTML: TEXT}
    listed = [
        _parameter("id", many(TEXT), said=f"{IDENTITY} At most 100; empty ones are passed over."),
        _parameter("format", names, said="Without it, a page to read."),
    ]
    asked = [_parameter("id", TEXT, said=IDENTITY), _parameter("format", TEXT)]
    return {
        reverse("citing:list"): _get(
            "citing:list",
            "A bibliography of the pages named.",
            {**written, HTML: TEXT},
            {"400": _told("What cannot be listed, and why.", refused)},
            listed,
        ),
        reverse("citing:unapi"): _get(
            "citing:unapi",
            "For citation managers (unAPI).",
            {**written, XML: TEXT},
            {
                "300": _told("The formats there are.", {XML: TEXT}),
                "404": _told("No such page.", {PLAIN: TEXT}),
                "406": _told("No such format.", {PLAIN: TEXT}),
            },
            asked,
        ),
        reverse("citing:feed"): _get("citing:feed", "Changes and corrections.", {ATOM: TEXT}),
    }


def _form(ending: str) -> Schema:
    return many({"type": "object"}) if ending == "json" else TEXT


def _system() -> dict[str, Path]:
    typed = _parameter("q", TEXT, said="The beginning of what somebody looks for.")
    unable = {"503": _told("Why it cannot serve.", {PLAIN: TEXT})}
    return {
        reverse("search:suggest"): _get(
            "search:suggest", "Titles that begin so.", {JSON: many(TEXT)}, {}, [typed]
        ),
        reverse("sitemap"): _get("sitemap", "Every page.", {XML: TEXT}),
        reverse("healthz"): _get("healthz", "Whether it is alive.", {PLAIN: TEXT}),
        reverse("readyz"): _get("readyz", "Whether it can serve.", {PLAIN: TEXT}, unable),
    }


def _get(
    name: str,
    said: str,
    content: Mapping[str, Schema],
    others: Mapping[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> Path:
    return {
        "get": {
            "operationId": name.replace(":", "-"),
            "summary": said,
            "parameters": parameters or [],
            "responses": {"200": _told("As asked for.", content), **(others or {})},
        }
    }


def _conditional() -> dict[str, Any]:
    return {
        "304": _told("You have it already."),
        "412": _problem("The condition of the request does not hold."),
    }


def _problem(said: str) -> dict[str, Any]:
    return _told(said, {PROBLEM: ref("Problem")})


def _told(said: str, content: Mapping[str, Schema] | None = None) -> dict[str, Any]:
    if not content:
        return {"description": said}
    return {
        "description": said,
        "content": {kind: {"schema": schema} for kind, schema in content.items()},
    }


def _parameter(name: str, schema: Schema, *, place: str = "query", said: str = "") -> Path:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": schema,
        **({"description": said} if said else {}),
    }

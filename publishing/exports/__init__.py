"""Content for programs, by the ending of an address: JSON, GeoJSON, CSV, SVG.

What a page says, its files say: same rows, same words. Whatever is not stated stands there as an
explicit null with words beside it, so that a figure never loses its qualifier, date, source,
status or licence on the way into somebody's table.
"""

from publishing.exports.absence import absent
from publishing.exports.answers import (
    CSV,
    GEOJSON,
    JSON,
    SVG,
    Made,
    answer,
    newest_among,
    newest_of,
)
from publishing.exports.problems import ENDINGS, PROBLEM, is_data, problem
from publishing.exports.tables import table
from publishing.exports.texts import document
from publishing.exports.versions import Version, latest

__all__ = [
    "CSV",
    "ENDINGS",
    "GEOJSON",
    "JSON",
    "PROBLEM",
    "SVG",
    "Made",
    "Version",
    "absent",
    "answer",
    "document",
    "is_data",
    "latest",
    "newest_among",
    "newest_of",
    "problem",
    "table",
]

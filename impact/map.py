"""The world with some countries named: paths for an SVG, out of impact/countries.json.

That file is made by maps/convert.py and holds every country that Natural Earth draws at 1:110
million; the smallest are not among them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

OUTLINES = Path(__file__).with_name("countries.json")


@dataclass(frozen=True)
class WorldMap:
    """`box` is the viewBox. `named` holds code and path; `undrawn`, codes without an outline."""

    box: str
    land: str
    named: tuple[tuple[str, str], ...]
    undrawn: tuple[str, ...]


def world_map(codes: Iterable[str]) -> WorldMap:
    """`codes` are ISO 3166-1 alpha-2, in any order; empty and repeated ones count for nothing."""
    outlines = _outlines()
    countries = outlines["countries"]
    wanted = sorted({code.upper() for code in codes if code})
    return WorldMap(
        box=" ".join(str(number) for number in outlines["box"]),
        land=outlines["land"],
        named=tuple((code, countries[code]) for code in wanted if code in countries),
        undrawn=tuple(code for code in wanted if code not in countries),
    )


@cache
def _outlines() -> dict[str, Any]:
    outlines: dict[str, Any] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return outlines

"""The outline of a country in degrees, read back from the map that pages show. Pure.

It is as coarse as that map: a unit of the picture is a third of a degree.
"""

import re
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from impact.map import world_map
from maps.convert import SCALE
from maps.outlines import Line, Point, projected

_RING = re.compile(r"M(-?\d+)[ ]?(-?\d+)l([^z]*)z")
_NUMBER = re.compile(r"-?\d+")
STEPS = 40
EASTERNMOST = 180


@cache
def geometry(code: str) -> dict[str, Any] | None:
    """A GeoJSON geometry, or None for no code, a country too small, or one across the dateline."""
    paths = dict(world_map([code]).named)
    rings = [_closed(line) for line in _lines(paths.get(code, ""))]
    if not rings or any(east > EASTERNMOST for ring in rings for east, _north in ring):
        return None
    return {"type": "MultiPolygon", "coordinates": _polygons(rings)}


def _lines(path: str) -> list[Line]:
    return [
        [_placed(x, y) for x, y in _points(int(left), int(top), steps)]
        for left, top, steps in _RING.findall(path)
    ]


def _points(x: int, y: int, steps: str) -> list[tuple[int, int]]:
    numbers = [int(each) for each in _NUMBER.findall(steps)]
    across, down = accumulate([x, *numbers[::2]]), accumulate([y, *numbers[1::2]])
    return list(zip(across, down, strict=True))


def _placed(x: float, y: float) -> Point:
    """Longitude and latitude of a point of the picture, to a tenth of a degree."""
    south, north = -90.0, 90.0
    for _step in range(STEPS):
        middle = (south + north) / 2
        # On the picture y goes down.
        if projected(0, middle)[1] * SCALE > y:
            south = middle
        else:
            north = middle
    latitude = (south + north) / 2
    longitude = x / (projected(1, latitude)[0] * SCALE)
    # Adding nothing turns −0.0 into 0.0.
    return round(longitude, 1) + 0.0, round(latitude, 1) + 0.0


def _closed(line: Line) -> Line:
    return [*line, line[0]]


def _polygons(rings: list[Line]) -> list[list[Line]]:
    """Outer rings against the clock, each with the holes that lie in it (RFC 7946, 3.1.6)."""
    polygons: list[list[Line]] = []
    for ring in rings:
        outer = next((each for each in polygons if _contains(each[0], ring[0])), None)
        if outer is None:
            polygons.append([_turned(ring, against_clock=True)])
        else:
            outer.append(_turned(ring, against_clock=False))
    return polygons


def _turned(ring: Line, *, against_clock: bool) -> Line:
    doubled = sum((c - a) * (d + b) for (a, b), (c, d) in pairwise(ring))
    return ring if (doubled < 0) == against_clock else ring[::-1]


def _contains(ring: Line, point: Point) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    x, y = point
    crossed = False
    for (a, b), (c, d) in pairwise(ring):
        if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
            crossed = not crossed
    return crossed

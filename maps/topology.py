"""TopoJSON: outlines as chains of arcs, which neighbours share."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

Point = tuple[float, float]
Line = list[Point]


def decoded(topology: Mapping[str, Any]) -> list[Line]:
    """Its arcs in degrees; in the file they are whole numbers, each the step from the last."""
    (x_scale, y_scale), (x, y) = (topology["transform"][key] for key in ("scale", "translate"))
    return [
        [
            (across * x_scale + x, up * y_scale + y)
            for across, up in zip(*map(accumulate, zip(*arc, strict=True)), strict=True)
        ]
        for arc in topology["arcs"]
    ]


def polygons(geometry: Mapping[str, Any]) -> Iterator[list[list[int]]]:
    """Each as rings of arc numbers."""
    match geometry["type"]:
        case "Polygon":
            yield geometry["arcs"]
        case "MultiPolygon":
            yield from geometry["arcs"]
        case "GeometryCollection":
            for part in geometry["geometries"]:
                yield from polygons(part)


def ring(numbers: Sequence[int], arcs: Sequence[Line]) -> Line:
    """The points once around, the last not repeating the first. ~n is arc n backwards."""
    points: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[:-1]
    return points

"""Lines on a flat picture: projected, simplified, written as the path of an SVG."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import radians

Point = tuple[float, float]
Line = list[Point]


def projected(longitude: float, latitude: float) -> Point:
    """Natural Earth projection (Patterson; polynomial by Šavrič et al. 2011), y going down."""
    x, y = radians(longitude), radians(latitude)
    square = y * y
    fourth = square * square
    width = (
        0.8707
        - 0.131979 * square
        + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    height = (
        1.007226
        + 0.015085 * square
        + square * fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)
    )
    return x * width, -y * height


def simplified(line: Sequence[Point], bend: float) -> Line:
    """Visvalingam and Whyatt 1993: the point of the flattest corner goes, until none is flat.

    A corner is as flat as its triangle is small; `bend` is the area of the smallest that stays.
    Both ends stay and one point between, of a closed line a triangle, so that no country vanishes.
    """
    points = list(line)
    fewest = 4 if points[0] == points[-1] else 3
    while len(points) > fewest:
        corners = zip(points, points[1:], points[2:], strict=False)
        smallest, index = min((area(corner), i) for i, corner in enumerate(corners, start=1))
        if smallest >= bend:
            break
        del points[index]
    return points


def area(points: Sequence[Point]) -> float:
    """What the points enclose, by the shoelace formula."""
    turned = [*points[1:], *points[:1]]
    doubled = sum(a * d - b * c for (a, b), (c, d) in zip(points, turned, strict=True))
    return abs(doubled) / 2


def large(rings: Iterable[Line], smallest: float) -> list[Line]:
    """Rings worth drawing, the largest first; that one stays, however small it is."""
    ordered = sorted(rings, key=area, reverse=True)
    return [ring for i, ring in enumerate(ordered) if i == 0 or area(ring) >= smallest]


def path(rings: Iterable[Line]) -> str:
    """SVG path data in whole units: where each ring begins, then steps, which are short."""
    return "".join(_ring(_rounded(ring)) for ring in rings)


def _ring(points: Sequence[tuple[int, int]]) -> str:
    steps = [(c - a, d - b) for (a, b), (c, d) in pairwise(points)]
    return "M" + _numbers(points[:1]) + "l" + _numbers(steps) + "z" if steps else ""


def _rounded(ring: Line) -> list[tuple[int, int]]:
    points = [(round(x), round(y)) for x, y in ring]
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]


def _numbers(points: Iterable[tuple[int, int]]) -> str:
    """A minus parts two numbers as well as a space does."""
    return " ".join(str(number) for point in points for number in point).replace(" -", "-")

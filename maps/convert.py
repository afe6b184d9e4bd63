"""Makes impact/countries.json of Natural Earth's outlines: convert.py COUNTRIES-110M.JSON

How to fetch that file stands in README.md. Lines that countries share are simplified once, so
neighbours meet and every country lies exactly on the land.
"""

import json
import sys
from collections.abc import Iterable
from math import ceil, floor
from pathlib import Path
from typing import Any

from maps.codes import ALPHA_2
from maps.outlines import Line, Point, large, path, projected, simplified
from maps.topology import decoded, polygons, ring

TARGET = Path(__file__).parent.parent / "impact" / "countries.json"
# The picture's units for all 360 degrees of the equator.
WIDTH = 1000
SCALE = WIDTH / (2 * projected(180, 0)[0])
# In square units: flatter bends are straightened, smaller islands left away.
BEND = 2.5
ISLAND = 8
# The edge of the picture, so that the easternmost end of Asia is not cut off.
BERING_STRAIT = -168.5
ANTARCTICA = "AQ"
NORTH_OF_IT = projected(0, -60)[1] * SCALE


def convert(topology: dict[str, Any]) -> dict[str, Any]:
    """{"box": viewBox, "land": path, "countries": {"KE": path, …}} of TopoJSON."""
    arcs = [simplified([_placed(*point) for point in arc], BEND) for arc in decoded(topology)]
    land = [each for each in _rings(topology["objects"]["land"], arcs) if _is_north(each)]
    drawn = {"land": large(land, ISLAND)} | {
        code: large(_rings(country, arcs), ISLAND)
        for country in topology["objects"]["countries"]["geometries"]
        if (code := _code(country)) and code != ANTARCTICA
    }
    paths = {name: path(rings) for name, rings in drawn.items()}
    box = _box(point for rings in drawn.values() for line in rings for point in line)
    return {"box": box, "land": paths.pop("land"), "countries": paths}


def _placed(longitude: float, latitude: float) -> Point:
    x, y = projected(longitude if longitude > BERING_STRAIT else longitude + 360, latitude)
    return x * SCALE, y * SCALE


def _rings(geometry: dict[str, Any], arcs: list[Line]) -> list[Line]:
    return [ring(numbers, arcs) for polygon in polygons(geometry) for numbers in polygon]


def _is_north(line: Line) -> bool:
    return min(y for _x, y in line) < NORTH_OF_IT


def _code(country: dict[str, Any]) -> str:
    """Natural Earth gives no number to Kosovo, which goes by XK."""
    if country["properties"]["name"] == "Kosovo":
        return "XK"
    return ALPHA_2.get(country.get("id", ""), "")


def _box(points: Iterable[Point]) -> list[int]:
    """Left, top, width and height with a unit of air all around."""
    across, down = zip(*points, strict=True)
    left, top = floor(min(across)) - 1, floor(min(down)) - 1
    return [left, top, ceil(max(across)) + 1 - left, ceil(max(down)) + 1 - top]


if __name__ == "__main__":
    picture = convert(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    text = json.dumps(picture, indent=0, separators=(",", ":"), sort_keys=True)
    TARGET.write_text(text + "\n", encoding="utf-8")

import pytest

from maps.convert import convert
from maps.outlines import area, large, path, projected, simplified
from maps.topology import decoded, polygons, ring

# Two square countries, twenty degrees wide, side by side: Kenya in the west, Uganda in the east.
# Arc 0 is the border they share, from south to north.
NEIGHBOURS = {
    "transform": {"scale": [10, 10], "translate": [0, 0]},
    "arcs": [
        [[2, 0], [0, 2]],
        [[2, 2], [-2, 0], [0, -2], [2, 0]],
        [[2, 0], [2, 0], [0, 2], [-2, 0]],
    ],
    "objects": {
        "land": {
            "type": "GeometryCollection",
            "geometries": [{"type": "Polygon", "arcs": [[1, 2]]}],
        },
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "404", "properties": {"name": "Kenya"}},
                {
                    "type": "MultiPolygon",
                    "arcs": [[[2, -1]]],
                    "id": "800",
                    "properties": {"name": "Uganda"},
                },
            ],
        },
    },
}


def numbers(text):
    for sign in "Mlz":
        text = text.replace(sign, " ")
    return [int(each) for each in text.replace("-", " -").split()]


def corners(text):
    steps = numbers(text)
    x, y = steps[:2]
    points = {(x, y)}
    for across, down in zip(steps[2::2], steps[3::2], strict=True):
        x, y = x + across, y + down
        points.add((x, y))
    return points


def test_arcs_are_sums_of_steps_in_degrees():
    assert decoded(NEIGHBOURS)[1] == [(20, 20), (0, 20), (0, 0), (20, 0)]


def test_a_ring_takes_a_shared_arc_backwards():
    arcs = decoded(NEIGHBOURS)
    assert ring([2, ~0], arcs) == [(20, 0), (40, 0), (40, 20), (20, 20)]


def test_polygons_are_found_in_collections():
    land, countries = (NEIGHBOURS["objects"][name] for name in ("land", "countries"))
    assert list(polygons(land)) == [[[1, 2]]]
    assert list(polygons(countries)) == [[[0, 1]], [[2, -1]]]


def test_the_projection_keeps_the_middle_and_narrows_towards_the_poles():
    assert projected(0, 0) == (0, 0)
    # The corner values of the published polynomial.
    assert projected(180, 0)[0] == pytest.approx(2.7354, abs=1e-4)
    assert projected(0, 90)[1] == pytest.approx(-1.4224, abs=1e-4)
    assert projected(90, 80)[0] < projected(90, 40)[0] < projected(90, 0)[0]


def test_flat_bends_go_and_sharp_ones_stay():
    assert simplified([(0, 0), (5, 0.1), (10, 0), (10, 10)], 2) == [(0, 0), (10, 0), (10, 10)]


def test_a_small_island_keeps_a_triangle():
    island = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    assert len(simplified(island, 100)) == 4


def test_small_rings_are_left_away_but_never_the_last():
    big, small = [(0, 0), (9, 0), (9, 9)], [(0, 0), (1, 0), (1, 1)]
    assert area(big) == 40.5
    assert large([small, big], 4) == [big]
    assert large([small], 4) == [small]


def test_a_path_goes_in_short_steps_of_whole_units():
    ring = [(1.2, 2.4), (1.3, 2.1), (11, 2), (11, -3.7)]
    assert path([ring]) == "M1 2l10 0 0-6z"


def test_neighbours_meet_and_lie_on_the_land():
    drawn = convert(NEIGHBOURS)
    kenya, uganda = (corners(drawn["countries"][code]) for code in ("KE", "UG"))
    assert len(kenya & uganda) == 2
    assert kenya | uganda == corners(drawn["land"])


def test_the_box_holds_everything_with_a_unit_of_air():
    drawn = convert(NEIGHBOURS)
    left, top, width, height = drawn["box"]
    for x, y in corners(drawn["land"]):
        assert left < x < left + width
        assert top < y < top + height

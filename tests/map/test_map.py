import json
import re
from xml.etree import ElementTree

import brotli
from django.template.loader import render_to_string

from impact.map import OUTLINES, world_map

HANDOUT = ["KE", "UG", "RW", "ZM", "BO", "EC", "GT", "PE", "KH", "PH", "TH"]
PATH = re.compile(r"(M-?\d+[ -]-?\d+l(-?\d+[ -]?)+z)+")


def drawn(codes):
    context = {"world": world_map(codes), "title": "Where", "text": "Shaded: some."}
    return render_to_string("impact/_map.html", context)


def test_every_outline_is_a_path_of_whole_units():
    outlines = json.loads(OUTLINES.read_text())
    assert len(outlines["countries"]) > 170
    assert "AQ" not in outlines["countries"]
    for path in [outlines["land"], *outlines["countries"].values()]:
        assert PATH.fullmatch(path), path


def test_countries_are_named_once_in_order_whatever_was_asked():
    assert [code for code, _ in world_map(["UG", "ke", "", "KE"]).named] == ["KE", "UG"]


def test_a_country_without_an_outline_is_not_passed_over_in_silence():
    world = world_map(["MT", "KE"])
    assert world.undrawn == ("MT",)
    assert [code for code, _ in world.named] == ["KE"]


def test_all_countries_of_the_handout_have_an_outline():
    assert world_map(HANDOUT).undrawn == ()


def test_the_picture_is_described_and_has_no_links():
    picture = ElementTree.fromstring(drawn(HANDOUT).split("#}")[-1])
    assert picture.get("role") == "img"
    labels = {each.get("id"): each.text for each in picture if each.get("id")}
    assert [labels[name] for name in picture.get("aria-labelledby").split()] == [
        "Where",
        "Shaded: some.",
    ]
    assert len(picture.findall("path[@class='named']")) == len(HANDOUT)
    assert not picture.findall(".//a")


def test_the_picture_costs_at_most_five_kilobytes():
    assert len(brotli.compress(drawn(HANDOUT).encode())) <= 5_000

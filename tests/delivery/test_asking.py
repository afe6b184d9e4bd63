import pytest

from delivery import asking
from tests.support.finished_pages import environ


def test_the_whole_page_is_asked_for_as_anybody_gets_it():
    asked = environ(
        "/faq/",
        "utm=1",
        method="HEAD",
        accept_encoding="br",
        if_none_match="*",
        if_modified_since="x",
        range="bytes=0-1",
        if_range="x",
        cookie="kept",
    )
    whole = asking.whole(asked, "")
    assert (whole["REQUEST_METHOD"], whole["QUERY_STRING"]) == ("GET", "")
    assert {name for name in whole if name.startswith("HTTP_")} == {"HTTP_HOST", "HTTP_COOKIE"}
    assert asked["REQUEST_METHOD"] == "HEAD"


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("params", set()),
        ('params, except=("id" "format")', {"id", "format"}),
        ("", None),
        ("key-order", None),
    ],
)
def test_a_page_says_which_parameters_change_it(header, names):
    assert asking.parameters(header) == (None if names is None else frozenset(names))


@pytest.mark.parametrize(
    ("query", "known", "left"),
    [
        ("utm=1", (), ""),
        ("year=2012&utm=1", ("year",), "year=2012"),
        ("id=b&id=a&id=b", ("id",), "id=b&id=a&id=b"),
        ("id=faq%3Awhat-is-ijm", ("id",), "id=faq%3Awhat-is-ijm"),
        ("id=faq:what-is-ijm", ("id",), "id=faq%3Awhat-is-ijm"),
        ("page=", ("page",), "page="),
        ("page", ("page",), "page="),
        ("q=a+b", ("q",), "q=a+b"),
        ("on=%FF", ("on",), None),
        ("on=" + "1" * 5_000, ("on",), None),
        ("&".join(["id=a"] * 300), ("id",), None),
    ],
)
def test_what_the_page_does_not_look_at_is_left_out(query, known, left):
    assert asking.reduced(query, known) == left

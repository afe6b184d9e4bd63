"""The tools find what they are for."""

import pytest

from tests.support.axe import assert_no_violations, violations
from tests.support.browser_console import Console
from tests.support.html_checker import nu_errors

pytestmark = [pytest.mark.browser, pytest.mark.reader]

BROKEN = """<!doctype html><html><title>Broken</title><link rel=icon href="data:,">
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></html>"""
SOUND = """<!doctype html><html lang=en><title>Sound</title><link rel=icon href="data:,">
<main><h1>Sound</h1><p>Nothing is wrong here.</main></html>"""
VALID = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sound</title>
<main><h1>Sound</h1><p>Nothing is wrong here.</main></html>"""
POLICY = {"Content-Security-Policy": "default-src 'none'; img-src data:"}


def shown(page, html, **headers):
    page.route(
        "**/made-up/",
        lambda route: route.fulfill(body=html, content_type="text/html", headers=headers),
    )
    page.goto("/made-up/")
    return page


def complaints(page, html, **headers):
    console = Console(page.url)
    console.watch(page)
    shown(page, html, **headers)
    return console.problems


def test_axe_names_the_rule_and_the_element(page):
    found = "\n".join(violations(shown(page(), BROKEN)))
    assert "html-has-lang" in found
    assert "image-alt" in found
    assert "<img src=" in found


def test_a_sound_page_passes_axe_even_where_its_style_is_refused(page):
    assert_no_violations(shown(page(), SOUND, **POLICY))


@pytest.mark.parametrize(
    ("flaw", "complaint"),
    [
        ("<style>p { color: red }</style>", "Content Security Policy"),
        ("<p style='color: red'>", "Content Security Policy"),
        ("<img src=/missing.png alt=''>", "404"),
        ("<img src=http://127.0.0.1:9/far.png alt=''>", "request to a stranger"),
    ],
)
def test_the_console_notes_what_goes_wrong(page, console, flaw, complaint):
    console.allow("made-up")
    headers = POLICY if "style" in flaw else {}
    problems = complaints(page(), SOUND + flaw, **headers)
    assert any(complaint in problem for problem in problems), problems


def test_the_console_notes_an_uncaught_exception(page, console):
    console.allow("made-up")
    problems = complaints(page(), SOUND + "<script>throw Error('oh no')</script>")
    assert any("oh no" in problem for problem in problems)


def test_without_script_none_runs(page):
    page = shown(page(script=False), SOUND + "<script>document.title = 'Ran'</script>")
    assert page.title() == "Sound"


@pytest.mark.parametrize(
    ("option", "query"),
    [
        ({"dark": True}, "(prefers-color-scheme: dark)"),
        ({"forced_colours": True}, "(forced-colors: active)"),
        ({"reduced_motion": True}, "(prefers-reduced-motion: reduce)"),
        ({"width": 390}, "(width: 390px)"),
        ({"media": "print"}, "print"),
    ],
)
def test_a_page_is_as_asked(page, option, query):
    page = shown(page(**option), SOUND)
    assert page.evaluate("query => matchMedia(query).matches", query)


def test_the_html_checker_names_the_page_and_the_error():
    (error,) = nu_errors(
        [("/sound/", VALID), ("/broken/", VALID.replace("<p>", "<p><p id=a id=b>"))]
    )
    assert error.startswith("/broken/, line 2: ")
    assert "id" in error

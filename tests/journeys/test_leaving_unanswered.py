"""The exit site never answers: the page is blank all the same, and stays so."""

import socket

import pytest

from tests.support import chromium, frame_recorder, site_server
from tests.support.browser_tab import Tab

pytestmark = pytest.mark.browser

ANSWER = "/faq/what-is-ijm/"
THREE_SHIFTS = """
for (let i = 0; i < 3; i++) for (const kind of ["keydown", "keyup"])
    dispatchEvent(new KeyboardEvent(kind, {key: "Shift"}))
"""
NO_TITLE = "\u200b"
REFUSE = "Object.defineProperty(window, 'sessionStorage', {get() { throw Error('refused') }})"


@pytest.fixture(scope="module")
def silent(seeded, tmp_path_factory):
    """The site, with an exit site that takes the call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as never_answers:
        leave_to = f"http://localhost:{never_answers.getsockname()[1]}/"
        folder = tmp_path_factory.mktemp("silent")
        with site_server.serving(seeded, folder, leave_to) as running:
            yield running


@pytest.fixture
def seen():
    with frame_recorder.watching() as somebody:
        yield somebody


@pytest.fixture
def page(browser, silent, seen):
    page = opened(browser, silent, seen)
    yield page
    page.context.close()


@pytest.fixture
def remembering(browser, silent, seen):
    """A page in a browser that keeps earlier pages in memory; Playwright's own does not."""
    without = ["--disable-back-forward-cache"]
    running = chromium.launch(browser.browser_type, ignore_default_args=without)
    yield opened(running, silent, seen)
    running.close()


def opened(browser, silent, seen):
    page = chromium.opened(browser, silent.address)
    page.tab = Tab(page)
    page.tab.allow_any_script()
    page.add_init_script(seen.script)
    return page


def read(page):
    """Two pages of ours behind the one on the screen."""
    for address in ("/", "/faq/", ANSWER):
        page.goto(address)


def leave(page):
    page.get_by_role("banner").get_by_role("link", name="Leave this site").click(no_wait_after=True)


def test_the_page_is_blank_at_once_and_stays_blank(page, seen):
    page.goto("about:blank")
    empty = page.tab.picture()
    read(page)
    assert page.tab.picture() != empty
    leave(page)
    assert page.tab.picture() == empty
    assert page.tab.title == NO_TITLE
    seen.seen(path=ANSWER, hidden="true")
    assert seen.later(30, path=ANSWER)["hidden"] == "true"
    assert page.tab.picture() == empty


def test_back_shows_no_page_of_ours_in_any_frame(page, seen):
    read(page)
    leave(page)
    seen.seen(path=ANSWER, hidden="true")
    for path in ("/faq/", "/"):
        page.tab.back()
        report = seen.later(path=path, arrived="back_forward")
        assert (report["shown"], report["hidden"], report["title"]) == ("false", "true", NO_TITLE)
        assert page.tab.title == NO_TITLE


def test_reloading_a_page_that_was_left_shows_nothing(page, seen):
    read(page)
    leave(page)
    seen.seen(path=ANSWER, hidden="true")
    page.tab.reload()
    report = seen.later(path=ANSWER, arrived="reload")
    assert (report["shown"], report["hidden"]) == ("false", "true")


def test_a_page_kept_in_memory_comes_back_blank(remembering, seen):
    read(remembering)
    leave(remembering)
    seen.seen(path=ANSWER, hidden="true")
    for path in ("/faq/", "/"):
        remembering.tab.back()
        report = seen.later(path=path, arrived="memory")
        assert report["cameBlank"] == "true"
        assert (report["shown"], report["hidden"], report["title"]) == ("false", "true", NO_TITLE)


def test_a_page_kept_in_memory_is_shown_again_to_a_reader_who_never_left(remembering, seen):
    read(remembering)
    remembering.tab.back()
    assert seen.later(path="/faq/", arrived="memory")["hidden"] == "false"


def test_a_typed_address_shows_the_site_again(page, seen):
    read(page)
    leave(page)
    seen.seen(path=ANSWER, hidden="true")
    page.goto("/safety/")
    assert page.get_by_role("heading", name="Reading safely").is_visible()
    assert page.title().startswith("Reading safely")


def test_a_page_left_while_it_loads_stays_blank_when_it_has_loaded(page, seen):
    held = []
    page.route("**/*.css", lambda route: held.append(route))
    page.goto(ANSWER, wait_until="commit")
    page.wait_for_function("document.querySelector('link[rel=stylesheet]')", polling=50)
    page.evaluate(THREE_SHIFTS)
    seen.seen(path=ANSWER, hidden="true")
    held[0].continue_()
    assert seen.later(path=ANSWER)["hidden"] == "true"


def test_a_browser_that_refuses_to_store_anything_still_leaves(page, seen):
    page.add_init_script(REFUSE)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(error))
    read(page)
    leave(page)
    seen.seen(path=ANSWER, hidden="true")
    report = seen.later(path=ANSWER)
    assert (report["hidden"], report["title"]) == ("true", NO_TITLE)
    assert complaints == []

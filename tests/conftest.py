"""The running site and a browser, for every test that asks for them."""

import fcntl
import os

import hypothesis
import pytest

from publishing import standing
from publishing.beacon import MADE, Beacon
from tests.support import chromium, seeded_database, site_databases, site_server
from tests.support.browser_console import Console

# The same examples in every run, and few enough to run all day; HYPOTHESIS_PROFILE=thorough
# looks for new ones (tests.support.histories for the long ones).
hypothesis.settings.register_profile("quick", max_examples=20, deadline=None, derandomize=True)
hypothesis.settings.register_profile("thorough", max_examples=500, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What asks for the site or a browser is no quick test, and nothing runs twice."""
    for item in items:
        has_database = {"db", "django_db_setup"} & set(item.fixturenames)
        if not (has_database or item.get_closest_marker("django_db")):
            item.add_marker("pure")
        # Every server for readers is filled from this; other tests have a `site` of their own.
        is_broken = item.get_closest_marker("fault")
        if {"seeded", "browser"} & set(item.fixturenames) and not is_broken:
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def _nothing_collected(settings):
    """Pages name static files as they are; the manifest exists only after collectstatic."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def content(db):
    """The seeded content, as the fixtures hold it, each with its first version."""
    seeded_database.put()


@pytest.fixture
def beacon(tmp_path, monkeypatch):
    """The memory shared by workers; the databases of tests have no file that it could be beside."""
    monkeypatch.setattr(standing, "_path", lambda: tmp_path / "changes")
    made = Beacon(tmp_path / "changes")
    # Long ago, or the first change would wait until no stamp of another file is believed.
    made.words[MADE] = 1
    return made


@pytest.fixture(scope="session")
def seeded(tmp_path_factory, worker_id):
    """Folder of a filled database and collected static files, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent
    folder = base / "seeded"
    with (base / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = base / f"seeded-by-{worker_id}"
            site_server.seed(unfinished)
            unfinished.rename(folder)
    return folder


def pytest_sessionfinish(session):
    """What the workers copied from goes last, when none of them is left."""
    if not hasattr(session.config, "workerinput"):
        site_databases.drop(session.config._tmp_path_factory.getbasetemp() / "seeded")


@pytest.fixture(scope="session")
def shared_site(seeded, tmp_path_factory):
    """One server for all files of a worker that only read."""
    with site_server.serving(seeded, tmp_path_factory.mktemp("shared")) as running:
        yield running


@pytest.fixture(scope="module")
def site(request, seeded, tmp_path_factory):
    """The real server on a fresh copy of the content; what a module writes, no other sees."""
    if request.node.get_closest_marker("reader"):
        shared = request.getfixturevalue("shared_site")
        before = site_databases.read_content(shared.database)
        yield shared
        written = site_databases.read_content(shared.database).items() ^ before.items()
        assert not written, f"{request.node.name} is marked as a reader and wrote {dict(written)}"
        return
    with site_server.serving(seeded, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    # Playwright keeps an event loop running here, and Django would then refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium.launched() as running:
        yield running


@pytest.fixture
def console(site):
    """Fails the test where the browser had something to complain about."""
    console = Console(site.address, site.exit)
    yield console
    console.assert_clean()


@pytest.fixture
def page(browser, site, console):
    """`page(width=390, dark=True, script=False, …)`, see chromium.opened."""
    contexts = []

    def open_page(**options):
        page = chromium.opened(browser, site.address, **options)
        contexts.append(page.context)
        console.watch(page)
        return page

    yield open_page
    console.flush()
    for context in contexts:
        context.close()

import http.cookiejar
import re
import signal
import stat
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.support.make_processes import READY, get, make, running, sentence
from tests.support.ports import free_port

pytestmark = pytest.mark.setup


def test_a_fresh_copy_serves_its_content_and_lets_staff_in(installed_project):
    with running(installed_project) as site:
        password = re.search(r"password: (\S+) ", site.said)[1]
        assert f"Site:   {site.address}/\n" in site.said
        assert "What is IJM?" in get(f"{site.address}/faq/what-is-ijm/")
        assert 'id="logout-form"' in sign_in(site, password)
        with pytest.raises(urllib.error.HTTPError) as missing:
            get(f"{site.address}/no-such-page/")
        assert "DEBUG = True" not in missing.value.read().decode()


def test_the_second_start_makes_nothing_again_and_changes_nothing(installed_project):
    private = installed_project / ".env"
    with running(installed_project):
        before = private.read_bytes()
        assert stat.S_IMODE(private.stat().st_mode) == 0o600
    with running(installed_project) as site:
        assert [line.split(":")[0] for line in site.said.splitlines()] == ["Site", "Staff", READY]
        assert private.read_bytes() == before


def test_ctrl_c_stops_it_without_a_traceback(installed_project):
    port = free_port()
    with running(installed_project, port) as site:
        assert "Traceback" not in site.press_ctrl_c()
        assert site.process.returncode in {0, -signal.SIGINT, 128 + signal.SIGINT}
    with running(installed_project, port):
        pass


def test_a_busy_port_is_one_sentence_before_anything_is_made(installed_project):
    with running(installed_project) as site:
        port = int(site.port)
        made = installed_project / "db.sqlite3"
        changed = made.stat().st_mtime_ns
        second = make(installed_project, "run", PORT=str(port))
        assert second.returncode != 0
        assert sentence(second) == (
            f"Port {port} on 127.0.0.1 is in use by another program:"
            f" stop that one, or choose another: make run PORT={port + 1}"
        )
        assert made.stat().st_mtime_ns == changed


def test_what_stands_in_env_is_used_and_kept(installed_project):
    private = installed_project / ".env"
    private.write_text("SITE_URL='http://localhost:8000'\n# no key yet\n")
    with running(installed_project) as site:
        assert "Site:   http://localhost:8000/" in site.said
    assert private.read_text().startswith("SITE_URL='http://localhost:8000'\n# no key yet\nSECRET")


def test_wrong_settings_are_told_together_without_a_traceback(installed_project):
    settings = {"SITE_URL": "nonsense", "TIME_ZONE": "Mars/Olympus"}
    refused = make(installed_project, "run", PORT=free_port(), **settings)
    assert refused.returncode != 0
    assert "SITE_URL" in refused.stderr
    assert "TIME_ZONE" in refused.stderr
    assert "Traceback" not in refused.stderr


def sign_in(site, password):
    """The page after the sign-in form has been sent."""
    cookies = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    address = f"{site.address}/admin/login/?next=/admin/"
    form = browser.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    fields = {"csrfmiddlewaretoken": token, "username": "admin", "password": password}
    return browser.open(address, urllib.parse.urlencode(fields).encode()).read().decode()

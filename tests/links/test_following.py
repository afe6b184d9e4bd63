"""One address against a real server; only the name server and the guard's list are ours."""

import socket

import pytest

from links.models import Check
from tests.support import outside_servers
from tests.support.outside_servers import LITTLE

State = Check.State


def test_a_page_that_answers_works_and_only_its_head_was_asked_for(site):
    site.answers["/"] = outside_servers.fine
    found = site.outcome(site.at("/"))
    assert (found.state, found.status, found.error, found.chain) == (State.WORKS, 200, "", [])
    assert site.methods("/") == ["HEAD"]


def test_who_asks_says_so_and_sends_no_cookie_or_referrer(site, settings):
    settings.SITE_SHORT_NAME, settings.SITE_URL = "Répondu: answers", "https://www.example.org"
    site.answers["/"] = outside_servers.fine
    site.outcome(site.at("/"))
    ((_method, _path, headers),) = site.asked
    assert headers["User-Agent"] == "Rpondu: answers (link check; +https://www.example.org/)"
    assert headers["Host"] == f"site.example:{site.port}"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Connection", "Accept-Encoding"}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_who_refuses_the_head_is_asked_for_the_page(site, status):
    site.answers["/"] = outside_servers.only_for("GET", status)
    assert site.outcome(site.at("/")).state == State.WORKS
    assert site.methods("/") == ["HEAD", "GET"]


def test_who_breaks_off_at_the_head_is_asked_for_the_page(site):
    def answer(handler):
        if handler.command == "HEAD":
            handler.connection.shutdown(socket.SHUT_RDWR)
        else:
            outside_servers.fine(handler)

    site.answers["/"] = answer
    assert site.outcome(site.at("/")).state == State.WORKS


@pytest.mark.parametrize(
    ("status", "state", "words"),
    [
        (204, State.WORKS, ""),
        (404, State.STOPPED, "There is no page at this address (404)."),
        (410, State.STOPPED, "There is no page at this address (410)."),
        (418, State.STOPPED, "The server gave no page (418)."),
        (503, State.STOPPED, "Something is broken on that server (503)."),
        (401, State.UNCLEAR, "The server does not answer programs (401)."),
        (403, State.UNCLEAR, "The server does not answer programs (403)."),
        (429, State.UNCLEAR, "The server does not answer programs (429)."),
        (302, State.STOPPED, "The server gave no page (302)."),
    ],
)
def test_what_a_status_means(site, status, state, words):
    site.answers["/"] = outside_servers.says(status)
    found = site.outcome(site.at("/"))
    assert (found.state, found.error, found.status) == (state, words, status)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_each_step_is_kept(site, status):
    site.answers["/"] = outside_servers.leads("/b", status)
    site.answers["/b"] = outside_servers.leads(site.at("/c", "other.example"), 301)
    site.answers["/c"] = outside_servers.fine
    found = site.outcome(site.at("/"))
    assert found.state == State.WORKS
    assert found.final == site.at("/c", "other.example")
    assert found.chain == [
        {"status": status, "address": site.at("/b")},
        {"status": 301, "address": site.at("/c", "other.example")},
    ]


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:a00:1]/",
        "http://2852039166/",
        "http://0x7f.1/",
        "http://127.0.0.1:1/",
        "http://internal.example/",
        "https://user:secret@10.0.0.1/",
    ],
)
def test_a_redirect_into_a_private_network_is_not_followed(site, place):
    site.names["internal.example"] = ["93.184.215.14", "192.168.0.5"]
    site.answers["/"] = outside_servers.leads(place)
    found = site.outcome(site.at("/"))
    assert found.state == State.STOPPED
    assert found.error == "It leads to a private network, so it was not asked."
    assert len(found.chain) == 1
    assert not found.is_out_of_reach


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "ftp://site.example/", "javascript:alert(1)", "data:,x"]
)
def test_a_redirect_to_anything_but_the_web_is_not_followed(site, place):
    site.answers["/"] = outside_servers.leads(place)
    found = site.outcome(site.at("/"))
    assert found.state == State.STOPPED
    assert found.error == "Only http and https addresses can be checked."


def test_a_redirect_to_what_is_no_address_is_told(site):
    site.answers["/"] = outside_servers.leads("http://[half/")
    found = site.outcome(site.at("/"))
    assert (found.state, found.chain) == (State.STOPPED, [])
    assert found.error in {
        "This is not a web address.",
        "The name of its server is missing, or written wrong.",
    }


def test_a_circle_ends(site):
    site.answers["/"] = outside_servers.leads("/b")
    site.answers["/b"] = outside_servers.leads("/")
    found = site.outcome(site.at("/"))
    assert (found.state, found.error) == (State.STOPPED, "It leads round in a circle.")


def test_a_chain_without_end_ends(site):
    for number in range(9):
        site.answers[f"/{number}"] = outside_servers.leads(f"/{number + 1}")
    found = site.outcome(site.at("/0"))
    assert (found.state, found.error) == (State.STOPPED, "It leads on more than 5 times.")
    assert site.methods("/6") == []


def test_five_steps_are_fine(site):
    for number in range(5):
        site.answers[f"/{number}"] = outside_servers.leads(f"/{number + 1}")
    site.answers["/5"] = outside_servers.fine
    assert site.outcome(site.at("/0")).state == State.WORKS


@pytest.mark.parametrize(
    "slow",
    [
        outside_servers.silent,
        outside_servers.dripping(),
        outside_servers.dripping(b"HTTP/1.1 200 OK\r\nX: "),
        outside_servers.dripping(b"HTTP/1.1 "),
    ],
    ids=["silent", "dripping", "a header without end", "a status without end"],
)
def test_who_does_not_answer_in_time_is_not_waited_for(site, slow):
    site.answers["/"] = slow
    found = site.outcome(site.at("/"), seconds=LITTLE)
    assert found.state == State.STOPPED
    assert found.error in {
        "The server did not answer in time.",
        "The server answered with something that is no web page.",
    }


def test_who_takes_no_time_over_the_head_but_none_for_the_body_is_not_waited_for(site):
    def answer(handler):
        if handler.command == "HEAD":
            return outside_servers.says(405)(handler)
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        return outside_servers.silent(handler)

    site.answers["/"] = answer
    found = site.outcome(site.at("/"), seconds=LITTLE)
    assert found.error == "The server did not answer in time."


def test_of_a_body_without_end_little_is_read(site):
    def answer(handler):
        (outside_servers.says(405) if handler.command == "HEAD" else outside_servers.endless)(
            handler
        )

    site.answers["/"] = answer
    assert site.outcome(site.at("/")).state == State.WORKS


@pytest.mark.parametrize(
    "text",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5_000,
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000,
    ],
    ids=["another protocol", "no number", "very many headers", "a very long header"],
)
def test_what_is_no_web_server_is_told_so(site, text):
    site.answers["/"] = outside_servers.raw(text)
    found = site.outcome(site.at("/"))
    assert found.state == State.STOPPED
    assert found.error in {
        "The server answered with something that is no web page.",
        "The connection to the server broke off.",
    }


def test_an_unknown_name_is_told(site):
    site.names["gone.example"] = socket.gaierror(socket.EAI_NONAME, "unknown")
    found = site.outcome(site.at("/", "gone.example"))
    assert (found.state, found.error) == (State.STOPPED, "There is no server of this name.")
    assert found.is_out_of_reach


def test_a_name_server_that_does_not_answer_is_told(site):
    site.names["slow.example"] = socket.gaierror(socket.EAI_AGAIN, "try again")
    found = site.outcome(site.at("/", "slow.example"))
    assert found.error == "The name of the server could not be looked up."


def test_a_server_that_is_off_is_told(site):
    address = site.at("/")
    site.close()
    found = site.outcome(address)
    assert (found.state, found.error) == (State.STOPPED, "The server took no connection.")
    assert found.is_out_of_reach


def test_a_name_in_another_script_is_asked_for_as_browsers_do(site):
    site.answers["/stra%C3%9Fe"] = outside_servers.fine
    assert site.outcome(site.at("/straße", "münchen.example")).state == State.WORKS
    ((_method, _path, headers),) = site.asked
    assert headers["Host"] == f"xn--mnchen-3ya.example:{site.port}"


def test_a_safe_connection_goes_to_the_address_that_was_judged_and_proves_the_name():
    with outside_servers.running(secure_name="safe.example") as site:
        site.answers["/"] = outside_servers.fine
        assert site.outcome(site.at("/", "safe.example", "https")).state == State.WORKS
        found = site.outcome(site.at("/", "other.example", "https"))
        assert found.state == State.STOPPED
        assert found.error.startswith("The server could not prove who it is: Hostname mismatch")


def test_a_certificate_that_nobody_vouches_for_is_told():
    with outside_servers.running(secure_name="safe.example") as site:
        stranger = site.checker(tls=outside_servers.ssl.create_default_context())
        ((_address, found),) = stranger.check([site.at("/", "safe.example", "https")])
        assert found.state == State.STOPPED
        assert found.error.startswith("The server could not prove who it is:")
        assert site.asked == []


def test_a_server_that_speaks_no_tls_is_told(site):
    found = site.outcome(site.at("/", scheme="https"), seconds=LITTLE)
    assert found.state == State.STOPPED
    assert found.error in {
        "No safe connection to the server could be made.",
        "The server did not answer in time.",
        "The connection to the server broke off.",
    }


def test_a_handshake_without_end_ends(site):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        site.port = silent.getsockname()[1]
        found = site.outcome(site.at("/", scheme="https"), seconds=LITTLE)
    assert (found.state, found.error) == (State.STOPPED, "The server did not answer in time.")

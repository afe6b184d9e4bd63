"""Whatever anybody asks for first, the next ordinary reader gets what Django says."""

import pytest
from django.test import Client

from tests.support import delivery_layer, factories, small_site

pytestmark = [pytest.mark.django_db, pytest.mark.wide]

ENTRY = "/faq/what/"
HISTORY = "/faq/what/history/"
LIST = "/cite/?id=faq%3Awhat"
ORDINARY = {"host": "127.0.0.1:8000", "accept_encoding": "gzip, br"}
LONG = "a" * 10_000

# Each is asked of every page; what they name is left out of the ordinary headers.
HEADERS = {
    "another host": {"host": "evil.example"},
    "a host with a path": {"host": "127.0.0.1/evil"},
    "a host with a port": {"host": "127.0.0.1:1"},
    "a host with no port": {"host": "127.0.0.1:"},
    "a host in capitals": {"host": "LOCALHOST"},
    "a host with a dot": {"host": "127.0.0.1.:8000"},
    "an empty host": {"host": ""},
    "forwarded host": {"x_forwarded_host": "evil.example"},
    "forwarded proto": {"x_forwarded_proto": "https"},
    "forwarded scheme": {"x_forwarded_scheme": "https", "x_forwarded_ssl": "on"},
    "forwarded port": {"x_forwarded_port": "1", "x_forwarded_prefix": "/evil"},
    "forwarded": {"forwarded": "host=evil.example;proto=https"},
    "rewritten": {"x_original_url": "/admin/", "x_rewrite_url": "/admin/"},
    "overridden": {"x_http_method_override": "POST", "x_method_override": "DELETE"},
    "a language": {"accept_language": "de, ar;q=0.9"},
    "a kind": {"accept": "application/json"},
    "a cookie": {"cookie": "sessionid=nobody; _ga=1; lang=de"},
    "a fetch": {"x_requested_with": "XMLHttpRequest", "origin": "https://evil.example"},
    "a browser": {"user_agent": LONG, "referer": "https://evil.example/", "via": "1.1 evil"},
    "a key": {"authorization": "Basic YTpi"},
    "fresh": {"cache_control": "no-cache, no-store", "pragma": "no-cache"},
    "a prefetch": {"purpose": "prefetch", "sec_purpose": "prefetch", "sec_gpc": "1", "dnt": "1"},
}
CONDITIONS = {
    "any tag": {"if_none_match": "*"},
    "many tags": {"if_none_match": ", ".join(f'"{each}"' for each in range(500))},
    "a broken tag": {"if_none_match": '"'},
    "a late day": {"if_modified_since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    "a broken day": {"if_modified_since": "yesterday"},
    "only if": {"if_match": '"other"', "if_unmodified_since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    "a part": {"range": "bytes=0-1"},
    "the rest": {"range": "bytes=-1", "if_range": '"other"'},
    "parts": {"range": "bytes=0-1,3-4"},
}
ENCODINGS = [
    *("", "*", "*;q=0", "br;q=0, *", "identity;q=0", "identity;q=0, *;q=0", "gzip;q=foo", "gzip;"),
    *("br;q=1.5", "BR", "gzip;q=0.0001", "x-gzip", "zstd", "br, , ,", ";q=1", "br;q=-1", "\x80"),
    "gzip," * 5_000,
]
NOISE = [
    *("utm=1", "on=2026-01-01&utm=1", "on=2026-01-01&on=2000-01-01", "on=", "on", "?", "&", "&&&"),
    *("id=faq:part", "id=faq:part&id=faq:what", "id=faq:what&format=ris", "format=", "format=evil"),
    *("on=%FF", "utm=%FF", "on=%00", "on=\xc3\xa9", "utm=\xff", "on=%u0041", "on=%", "page=2"),
    *("from=1&to=1", "FROM=1", "on[]=1", "on=2026-01-01#x", "on=2026-01-01;utm=1", "_method=POST"),
    *(f"utm={LONG}", f"on={LONG}", "a=1&" * 3_000, "format=bibtex&id=faq:nothing"),
]
PATHS = [
    *(
        "//faq/what/",
        "/faq//what/",
        "/./faq/what/",
        "/faq/what/.",
        "/faq/../faq/what/",
        "/faq/what",
    ),
    *("/faq%2Fwhat/", "/faq/what%2F", "/faq/what/%00", "/faq/what%00/", "/faq/what/;a=b", "/faq;/"),
    *("/FAQ/what/", "/faq/WHAT/", "/faq/what/ ", " /faq/what/", "/faq/what/%20", "/faq/what%20/"),
    *("/faq/wh%61t/", "/faq/what/%0d%0aX: y", "/faq/what/%C0%AF", "/faq/what.JSON", "/%66aq/"),
    *("\\faq\\what\\", "/faq/what/%3Fon=1", "/faq/what/%23", "/faq/what/index.html", "*", ""),
]
METHODS = ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "PURGE", "BREW"]


@pytest.fixture(scope="module", autouse=True)
def plain(django_db_setup, django_db_blocker):
    """What Django says to an ordinary reader."""
    with delivery_layer.made(django_db_blocker) as (_rows, site):
        yield {
            each: delivery_layer.seen(site.fresh(each, **ORDINARY))
            for each in (ENTRY, HISTORY, LIST)
        }


def check(site, plain):
    for address, said in plain.items():
        for _ in range(2):
            answer = site.ask(address, **ORDINARY)
            assert delivery_layer.seen(answer) == said, address
            assert answer.headers["Content-Encoding"] == "br"
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.headers["Content-Length"] == str(len(answer.body))
            assert "max-age=0" in answer.headers["Cache-Control"]


def asks_all(plain, **named):
    """A site that was asked for every page in this way before any other."""
    site = delivery_layer.Site()
    for address in plain:
        yield site, address, {**ORDINARY, **named}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_change_nothing(name, plain):
    site = None
    for site, address, named in asks_all(plain, **HEADERS[name]):
        assert delivery_layer.seen(site.ask(address, **named)) == delivery_layer.seen(
            site.fresh(address, **named)
        )
    check(site, plain)


@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions_and_parts_change_nothing(name, plain):
    site = None
    for site, address, named in asks_all(plain, **CONDITIONS[name]):
        assert site.ask(address, **named).code in {200, 304}
    check(site, plain)


@pytest.mark.parametrize("accepted", ENCODINGS, ids=lambda each: repr(each[:20]))
def test_encodings_change_nothing(accepted, plain):
    site = None
    for site, address, named in asks_all(plain, accept_encoding=accepted):
        assert delivery_layer.seen(site.ask(address, **named)) == plain[address]
    check(site, plain)


@pytest.mark.parametrize("method", METHODS)
def test_methods_change_nothing(method, plain):
    site = None
    for site, address, named in asks_all(plain):
        # Django reads small letters as capitals.
        is_read = method in {"HEAD", "get"}
        assert site.ask(address, method=method, **named).code in ({200} if is_read else {403, 405})
    check(site, plain)
    for address in plain:
        assert site.ask(address, method=method, **ORDINARY).code in {200, 403, 405}
    check(site, plain)


@pytest.mark.parametrize("query", NOISE, ids=lambda each: repr(each[:20]))
def test_queries_are_answered_as_django_does_and_change_nothing(query, plain):
    site = delivery_layer.Site()
    for _ in range(2):
        for address in plain:
            asked = f"{address}{'&' if '?' in address else '?'}"
            given = site.ask_exactly(asked, query, **ORDINARY)
            assert delivery_layer.seen(given) == delivery_layer.seen(
                site.fresh_exactly(asked, query, **ORDINARY)
            )
        check(site, plain)


@pytest.mark.parametrize("path", PATHS, ids=repr)
def test_paths_are_answered_as_django_does_and_change_nothing(path, plain):
    site = delivery_layer.Site()
    assert delivery_layer.seen(site.ask(path, **ORDINARY)) == delivery_layer.seen(
        site.fresh(path, **ORDINARY)
    )
    check(site, plain)


def test_what_staff_are_signed_in_with_changes_nothing(plain):
    client = Client()
    client.force_login(factories.user("Editor", is_superuser=True))
    cookie = "; ".join(f"{each.key}={each.value}" for each in client.cookies.values())
    site = None
    for site, address, named in asks_all(plain, cookie=cookie):
        answer = site.ask(address, **named)
        assert delivery_layer.seen(answer) == plain[address]
        assert "Set-Cookie" not in answer.headers
    check(site, plain)


def test_no_kept_page_was_made_for_one_reader(plain):
    site = delivery_layer.Site()
    site.warm(small_site.addresses())
    assert site.kept
    for page in site.layer.store._pages.values():
        names = {name.lower() for coded in page._coded.values() for name, _said in coded.headers}
        assert "set-cookie" not in names
        assert "surrogate-key" in names


def test_an_unknown_host_is_refused_and_not_kept(plain):
    site = delivery_layer.Site()
    assert site.ask(ENTRY, host="evil.example").code == 400
    assert site.kept == set()

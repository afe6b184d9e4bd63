import pytest

from tests.support import factories

PUBLIC = ["/", "/faq/", "/impact/", "/offices/", "/agencies/", "/no-such-page/"]
ADMIN = ["/admin/login/", "/admin/"]
NOWHERE = ("camera", "geolocation", "microphone", "payment", "usb")


@pytest.fixture(params=PUBLIC)
def public(request, client, db):
    return client.get(request.param)


@pytest.fixture(params=ADMIN)
def admin(request, client, db):
    client.force_login(factories.user(is_superuser=True))
    return client.get(request.param)


def policy(response):
    directives = response.headers["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (each.split() for each in directives)}


def assert_strict(response):
    allowed = policy(response)
    assert allowed["default-src"] == ["'none'"]
    assert allowed["base-uri"] == allowed["frame-ancestors"] == ["'none'"]
    assert {value for values in allowed.values() for value in values} == {"'none'", "'self'"}


def assert_closed(response):
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for feature in NOWHERE:
        assert f"{feature}=()" in response.headers["Permissions-Policy"]


def test_a_public_page_loads_nothing_but_its_own(public):
    assert_strict(public)
    assert_closed(public)


def test_a_public_page_tells_nobody_where_a_reader_came_from(public):
    assert public.headers["Referrer-Policy"] == "no-referrer"


def test_a_public_page_sets_no_cookie(public):
    assert not public.cookies
    assert "Cookie" not in public.headers.get("Vary", "")


def test_the_admin_is_as_strict_but_may_know_its_own_pages(admin):
    assert_strict(admin)
    assert_closed(admin)
    assert admin.headers["Referrer-Policy"] == "same-origin"


def test_a_form_from_another_site_is_refused_with_the_same_headers(client, db):
    client.handler.enforce_csrf_checks = True
    refused = client.post("/admin/login/", {"username": "a", "password": "b"})
    assert refused.status_code == 403
    assert_strict(refused)
    assert_closed(refused)


def test_over_https_browsers_are_told_to_stay_there(client, db, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    response = client.get("/faq/", secure=True)
    told = response.headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains; preload"


def test_the_redirect_to_https_goes_to_the_sites_own_address(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_SSL_HOST = "www.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    response = client.get("/faq/?topic=1", headers={"host": "evil.example.net"})
    assert response.status_code == 301
    assert response.url == "https://www.example.org/faq/?topic=1"

import pytest
from django.test import RequestFactory

from feedback import provenance

HERE = "https://www.example.org"


@pytest.fixture(autouse=True)
def _here(settings):
    settings.SITE_URL = HERE


def is_from_here(**headers):
    return provenance.is_from_here(RequestFactory().post("/", headers=headers))


@pytest.mark.parametrize(
    "headers",
    [
        # What Chromium and Firefox send from a page without a referrer.
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": HERE},
        {"Origin": HERE},
    ],
)
def test_a_form_of_this_site_is_known(headers):
    assert is_from_here(**headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        # A frame of any other site says as much.
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://www.example.org"},
        {"Origin": f"{HERE}.evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HERE},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "", "Origin": HERE},
        {"Referer": f"{HERE}/faq/"},
    ],
)
def test_whatever_else_is_refused(headers):
    assert not is_from_here(**headers)


@pytest.mark.parametrize(
    ("address", "can"),
    [
        (HERE, True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://www.example.org", False),
    ],
)
def test_it_can_be_told_where_browsers_say_it(address, can, settings):
    settings.SITE_URL = address
    assert provenance.can_be_told() == can

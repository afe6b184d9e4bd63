import pytest
from django.test import RequestFactory

from feedback import senders
from feedback.senders import AN_HOUR, MOST_AN_HOUR, TWICE, Senders


def test_one_sender_is_heard_so_often_in_an_hour():
    known = Senders()
    assert all(known.may("192.0.2.1", 1.0) for _each in range(MOST_AN_HOUR))
    assert not known.may("192.0.2.1", 2.0)
    assert known.may("192.0.2.2", 2.0)
    assert known.may("192.0.2.1", 1.0 + AN_HOUR)


def test_the_same_press_within_seconds_is_one():
    known = Senders()
    assert not known.is_again("192.0.2.1", "browser", "page", "yes", now=1.0)
    assert known.is_again("192.0.2.1", "browser", "page", "yes", now=2.0)
    assert not known.is_again("192.0.2.1", "browser", "page", "no", now=2.0)
    assert not known.is_again("192.0.2.1", "browser", "page", "yes", now=2.0 + TWICE)


def test_no_address_stands_in_memory_and_the_key_goes_with_the_hour():
    known = Senders()
    known.may("192.0.2.1", 1.0)
    before = known.key
    assert "192.0.2.1" not in repr(known)
    known.may("192.0.2.1", 1.0 + AN_HOUR)
    assert known.key != before
    assert len(known.counts) == 1


def test_only_so_many_are_remembered(monkeypatch):
    monkeypatch.setattr(senders, "MOST_KNOWN", 3)
    known = Senders()
    for number in range(9):
        known.may(f"192.0.2.{number}", 1.0)
    assert len(known.counts) == 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("nonsense", "nonsense"),
    ],
)
def test_a_sender_is_as_much_as_one_connection_reaches(address, network):
    assert senders.network(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_what_a_proxy_says_counts_only_where_it_is_trusted(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.4"}
    )
    settings.TRUST_PROXY_HEADERS = False
    assert senders.network(request) == "192.0.2.1"
    settings.TRUST_PROXY_HEADERS = True
    assert senders.network(request) == "198.51.100.4"

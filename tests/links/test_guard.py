import pytest

from links.guard import Guard, is_public
from links.targets import Unusable, parse

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2002:a9fe:a9fe::",
    "2001:0:7f00:1::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_for_everybody_is_not_asked(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
    ],
)
def test_what_is_for_everybody_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "0",
        "localhost",
        "[::1]",
        "[::ffff:7f00:1]",
        "[::ffff:169.254.169.254]",
        "169.254.169.254",
        "2852039166",
        "10.0.0.1",
    ],
)
def test_in_whatever_notation_it_is_written(host):
    with pytest.raises(Unusable, match="private network"):
        Guard().address_of(parse(f"http://{host}/"))


def test_one_private_address_of_several_is_enough_to_refuse():
    guard = Guard(look_up=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Unusable):
        guard.address_of(parse("http://two.example/"))


def test_a_name_is_looked_up_once_so_that_a_second_answer_changes_nothing():
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    guard = Guard(look_up=lambda host, port: next(answers))
    assert guard.address_of(parse("http://turning.example/")) == "8.8.8.8"


@pytest.mark.parametrize("host", ["a..example", f"{'a' * 64}.example"])
def test_a_name_that_cannot_be_looked_up_is_an_error_of_the_address(host):
    with pytest.raises((Unusable, OSError)):
        Guard().address_of(parse(f"http://{host}/"))

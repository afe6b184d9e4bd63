import pytest

from links.targets import Unusable, parse


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTP://Example.ORG/A?b=c#d", "http://example.org/A?b=c"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://someone:secret@example.org/", "https://example.org/"),
        ("http://münchen.example/straße", "http://xn--mnchen-3ya.example/stra%C3%9Fe"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/"),
        ("http://example.org./x", "http://example.org/x"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/%7Ea", "http://example.org/%7Ea"),
        ("http://exa\nmple.org/", "http://example.org/"),
    ],
)
def test_an_address_as_it_is_asked_for(written, asked):
    assert str(parse(written)) == asked


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://exam ple.org/",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://[::1/",
        "http://a\x00b.example/",
        "http://ex%61mple.org/",
        "http://a_b c/",
        f"http://{'ü' * 300}.example/",
    ],
)
def test_what_cannot_be_asked_for_is_told_in_words(written):
    with pytest.raises(Unusable, match=r"\w+ .*\."):
        parse(written)


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("/b", "http://example.org/b"),
        ("c", "http://example.org/a/c"),
        ("//other.example/", "http://other.example/"),
        ("https://example.org/", "https://example.org/"),
        ("?q=1#x", "http://example.org/a/?q=1"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location, to):
    assert str(parse("http://example.org/a/").led_to(location)) == to

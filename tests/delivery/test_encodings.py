import pytest

from delivery import encodings


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br", "br"),
        ("BR", "br"),
        ("x-gzip", "gzip"),
        ("", "identity"),
        ("zstd", "identity"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("br;q=0, gzip;q=0, *", "identity"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0.5, identity;q=0.8", "identity"),
        ("identity;q=0", "identity"),
        ("*;q=0", "identity"),
        ("br;q=nonsense, gzip", "gzip"),
        ("br;q=nan, gzip;q=0.1", "gzip"),
        ("br;q=-1", "identity"),
        ("br;q=7", "identity"),
        (";;,,=;q", "identity"),
        ("br" + " " * 300, "identity"),
    ],
)
def test_the_smallest_welcome_coding_is_chosen(header, coding):
    assert encodings.chosen(header) == coding


def test_no_reader_can_fill_the_memory_with_odd_headers():
    for number in range(2_000):
        encodings.chosen(f"br;q=0.{number}")
    assert encodings._chosen.cache_info().currsize <= encodings.MOST_REMEMBERED

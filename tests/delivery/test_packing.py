import gzip

import brotli
import pytest

from delivery import packing

TEXT = b"<p>What the readers of this page want to know, and where it is written.</p>" * 50
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("levels", [packing.QUICK, packing.BEST])
def test_what_is_packed_is_the_same_text(coding, levels):
    packed = packing.pack(TEXT, coding, levels)
    assert OPENED[coding](packed) == TEXT
    assert len(packed) < len(TEXT) / 5


def test_the_same_text_is_packed_the_same_at_any_time(time_machine):
    time_machine.move_to("2030-01-01T00:00:00Z")
    first = packing.pack(TEXT, "gzip", packing.QUICK)
    time_machine.move_to("2031-01-01T00:00:00Z")
    assert packing.pack(TEXT, "gzip", packing.QUICK) == first


@pytest.mark.parametrize(
    ("content_type", "is_worth"),
    [
        ("text/html; charset=utf-8", True),
        ("text/csv; charset=utf-8; header=present", True),
        ("application/json", True),
        ("application/geo+json", True),
        ("application/problem+json", True),
        ("application/atom+xml; charset=utf-8", True),
        ("image/svg+xml", True),
        ("application/pdf", False),
        ("image/x-icon", False),
        ("", False),
    ],
)
def test_text_is_worth_packing(content_type, is_worth):
    assert packing.is_worth(TEXT, content_type) is is_worth
    assert not packing.is_worth(b"short", content_type)

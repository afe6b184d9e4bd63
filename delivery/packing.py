"""Bodies made small: quickly while a reader waits, and as well as it goes afterwards."""

import gzip

import brotli

# Smaller than this, the coding costs more than it saves.
WORTH = 200
QUICK = {"br": 6, "gzip": 6}
BEST = {"br": 11, "gzip": 9}
TEXT = ("text/", "application/json", "application/xml", "application/geo+json", "image/svg+xml")
TEXT_ENDINGS = ("+json", "+xml")


def is_worth(body: bytes, content_type: str) -> bool:
    """PDF and pictures are packed already."""
    kind = content_type.partition(";")[0].strip()
    return len(body) >= WORTH and (kind.startswith(TEXT) or kind.endswith(TEXT_ENDINGS))


def pack(body: bytes, coding: str, levels: dict[str, int]) -> bytes:
    """The same bytes for the same body: no time, no name, no chance in them."""
    level = levels[coding]
    if coding == "br":
        packed: bytes = brotli.compress(body, quality=level)
        return packed
    return gzip.compress(body, level, mtime=0)

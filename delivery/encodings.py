"""Which of the kept encodings a reader's program takes (RFC 9110, 12.5.3)."""

from functools import lru_cache

IDENTITY = "identity"
# The best first: of equally welcome ones the smallest is sent.
CODED = ("br", "gzip")
# Browsers send a dozen different headers; whoever sends thousands gets no more room than this.
MOST_REMEMBERED = 256
LONGEST = 200


def chosen(header: str) -> str:
    """ "br", "gzip" or "identity", for the value of Accept-Encoding.

    What cannot be read counts as not asked for; a header that refuses everything gets identity.
    """
    return _chosen(header) if len(header) <= LONGEST else IDENTITY


@lru_cache(maxsize=MOST_REMEMBERED)
def _chosen(header: str) -> str:
    weights = dict(_weighed(each) for each in header.split(",") if each.strip())
    others = weights.get("*", 0.0)
    weighed = [(weights.get(name, others), name) for name in CODED]
    plain = weights.get(IDENTITY, 0.0)
    best, name = max(weighed, key=lambda each: each[0])
    return name if best > 0 and best >= plain else IDENTITY


def _weighed(item: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in item.split(";"))
    values = [each.partition("=")[2] for each in parameters if each.startswith("q=")]
    try:
        weight = float(values[0]) if values else 1.0
    except ValueError:
        weight = 0.0
    return {"x-gzip": "gzip"}.get(name, name), weight if 0 <= weight <= 1 else 0.0

"""Which answers are the same for everybody, and how the others are passed on."""

from collections.abc import Iterable

from delivery import encodings, packing
from delivery.asking import Environ
from delivery.finished import Coded, Rendered, StartResponse, coded

PREPARED = ("content-length", "content-encoding", "vary")


def is_for_everybody(rendered: Rendered) -> bool:
    """Whole, made of published content alone, and nobody's session in it."""
    vary = {each.strip().lower() for each in rendered.header("vary").split(",")}
    return (
        rendered.status.startswith("200")
        and bool(rendered.header("surrogate-key"))
        and not rendered.header("set-cookie")
        and not rendered.header("content-encoding")
        and vary <= {"", "accept-encoding"}
    )


def answer(rendered: Rendered, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Once, to this reader, packed where that is worth while."""
    packed = _packed(rendered, environ.get("HTTP_ACCEPT_ENCODING", ""))
    start_response(rendered.status, packed.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else packed.body


def _packed(rendered: Rendered, accepted: str) -> Coded:
    is_worth = packing.is_worth(rendered.body, rendered.header("content-type"))
    if not is_worth or rendered.header("content-encoding"):
        return Coded(rendered.headers, [rendered.body])
    headers = [each for each in rendered.headers if each[0].lower() not in PREPARED]
    varies = [each.strip() for each in rendered.header("vary").split(",")]
    if "accept-encoding" not in map(str.lower, varies):
        varies.append("Accept-Encoding")
    headers.append(("Vary", ", ".join(filter(None, varies))))
    coding = encodings.chosen(accepted)
    if coding == encodings.IDENTITY:
        return coded(headers, rendered.body, "")
    return coded(headers, packing.pack(rendered.body, coding, packing.QUICK), coding)

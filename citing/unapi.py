"""unAPI, by which Zotero finds what a page offers (unapi.info, revision 3)."""

from xml.etree import ElementTree as Xml

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from citing import bibliography, identities
from citing.formats import FILES, FORMATS

NAMES = [each.name for each in FILES]


def unapi(request: HttpRequest) -> HttpResponse:
    identity, name = (request.GET.get(each, "").strip() for each in ("id", "format"))
    if not identity:
        return _formats()
    found = identities.find([identity])
    if not found.listed:
        said = _("Nothing that can be cited is called “%(id)s”.") % {"id": identity[:100]}
        return _plain(said, 404)
    if not name:
        return _formats(_readable(identity), status=300)
    if name not in NAMES:
        words = {"name": name[:40], "names": ", ".join(NAMES)}
        said = _("There is no format called “%(name)s”. There are: %(names)s.") % words
        return _plain(said, 406)
    return bibliography.written(FORMATS[name], found.listed, is_file=False)


def _formats(identity: str = "", *, status: int = 200) -> HttpResponse:
    root = Xml.Element("formats", {"id": identity} if identity else {})
    for each in FILES:
        Xml.SubElement(root, "format", name=each.name, type=each.content_type)
    body = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml", status=status)


def _readable(text: str) -> str:
    """Without signs that XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable())


def _plain(said: str, status: int) -> HttpResponse:
    return HttpResponse(f"{said}\n", "text/plain; charset=utf-8", status=status)

"""A web address as it is asked for: its host in ASCII, its path encoded, nothing else in it."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import idna
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")


class Unusable(Exception):
    """The address is none that can be asked for; its text says why."""


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What stands in the Host header (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def led_to(self, location: str) -> "Target":
        try:
            joined = urljoin(str(self), location)
        except ValueError as error:
            raise Unusable(_("This is not a web address.")) from error
        return parse(joined)


def parse(address: str) -> Target:
    """Names and passwords in front of the host are left out; so is what follows a “#”."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise Unusable(_("This is not a web address.")) from error
    if parts.scheme not in PORTS:
        raise Unusable(_("Only http and https addresses can be checked."))
    query = f"?{parts.query}" if parts.query else ""
    path = iri_to_uri((parts.path or "/") + query)
    return Target(parts.scheme, _ascii(host), port or PORTS[parts.scheme], path)


def _ascii(host: str) -> str:
    """As browsers do it (UTS 46); IDNA of 2003 would ask another host for some names."""
    try:
        found = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise Unusable(_("The name of its server is written wrong.")) from error
    if not _HOST.fullmatch(found):
        raise Unusable(_("The name of its server is missing, or written wrong."))
    return found.rstrip(".")

"""Which servers may be asked: those that everybody can reach, and nothing on a network of ours.

An editor writes an address, and so does whoever redirects us; neither must make this machine ask
itself, its neighbours or the service that hands out its keys (169.254.169.254). A name is looked
up once, every address it has is judged, and the connection goes to the very address that was
judged, so that a second answer of the name server changes nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from django.utils.translation import gettext as _

from links.targets import Target, Unusable

# A network's gate to IPv4 carries that address in its last four bytes (RFC 6052, RFC 4291).
_GATES = [ipaddress.IPv6Network(each) for each in ("64:ff9b::/96", "::/96")]
# Where in it is for each network to say (RFC 8215).
_OWN_GATE = ipaddress.IPv6Network("64:ff9b:1::/48")


def look_up(host: str, port: int) -> list[str]:
    """Every address of a name, as the system finds it; it also reads 127.1 and 2130706433."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(address: str, port: int = 0) -> bool:
    """Whether all that the address may stand for can be reached by everybody."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in _meant(found))


def _meant(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    if isinstance(address, IPv4Address):
        yield address
        return
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in each for each in _GATES):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        yield inner
        return
    yield address
    yield from address.teredo or ()
    if address.is_site_local or address in _OWN_GATE:
        yield IPv6Address("::1")


@dataclass(frozen=True)
class Guard:
    """`look_up` and `admits` are other ones in tests alone."""

    look_up: Callable[[str, int], list[str]] = look_up
    admits: Callable[[str, int], bool] = is_public

    def address_of(self, target: Target) -> str:
        """The address to connect to. Raises Unusable, or OSError where the name has none."""
        try:
            found = self.look_up(target.host, target.port)
        except UnicodeError as error:
            raise Unusable(_("The name of its server is written wrong.")) from error
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        if not all(self.admits(each, target.port) for each in found):
            raise Unusable(_("It leads to a private network, so it was not asked."))
        return found[0]

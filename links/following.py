"""One address, followed step by step to what it leads to."""

import http.client
import socket
import ssl
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from links.asking import Asker, Reply
from links.models import Check
from links.targets import Target, Unusable, parse
from links.turns import Turns

State = Check.State
MOST_STEPS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# The server is there and keeps programs out, or this one for now (RFC 9110, RFC 6585, RFC 7725).
KEPT_OUT = frozenset({401, 403, 407, 429, 451})
GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Outcome:
    """`is_out_of_reach`: no server answered at all, which may be our own network's fault."""

    state: Check.State
    error: str = ""
    status: int | None = None
    final: str = ""
    chain: list[dict[str, object]] = field(default_factory=list)
    is_out_of_reach: bool = False


def follow(address: str, asker: Asker, turns: Turns) -> Outcome:
    chain: list[dict[str, object]] = []
    try:
        target = parse(address)
        seen = {str(target)}
        while True:
            reply = _reply(target, asker, turns)
            if reply.status not in REDIRECTS or not reply.location:
                return _arrived(reply, target, chain)
            target = target.led_to(reply.location)
            chain.append({"status": reply.status, "address": str(target)})
            if str(target) in seen:
                return Outcome(State.STOPPED, _("It leads round in a circle."), chain=chain)
            if len(chain) > MOST_STEPS:
                words = _("It leads on more than %d times.") % MOST_STEPS
                return Outcome(State.STOPPED, words, chain=chain)
            seen.add(str(target))
    except Unusable as reason:
        return Outcome(State.STOPPED, str(reason), chain=chain)
    except (OSError, http.client.HTTPException) as error:
        is_out_of_reach = isinstance(error, OSError) and not chain
        words = _words(error)
        return Outcome(State.STOPPED, words, chain=chain, is_out_of_reach=is_out_of_reach)


def _reply(target: Target, asker: Asker, turns: Turns) -> Reply:
    """HEAD asks for little; who does not answer it well is asked as a reader would."""
    try:
        with turns.of(target.host):
            reply = asker.ask("HEAD", target)
        if reply.status < 400:
            return reply
    except (socket.gaierror, ssl.SSLCertVerificationError):
        # Asking otherwise would find the same.
        raise
    except (OSError, http.client.HTTPException):
        pass
    with turns.of(target.host):
        return asker.ask("GET", target)


def _arrived(reply: Reply, target: Target, chain: list[dict[str, object]]) -> Outcome:
    status = reply.status
    state, words = _judged(status)
    return Outcome(state, words, status, str(target) if chain else "", chain)


def _judged(status: int) -> tuple[Check.State, str]:
    if 200 <= status < 300:
        return State.WORKS, ""
    if status in KEPT_OUT:
        return State.UNCLEAR, _("The server does not answer programs (%d).") % status
    if status in GONE:
        return State.STOPPED, _("There is no page at this address (%d).") % status
    if status >= 500:
        return State.STOPPED, _("Something is broken on that server (%d).") % status
    return State.STOPPED, _("The server gave no page (%d).") % status


def _words(error: Exception) -> str:
    match error:
        case TimeoutError():
            return _("The server did not answer in time.")
        case socket.gaierror(errno=socket.EAI_AGAIN):
            return _("The name of the server could not be looked up.")
        case socket.gaierror():
            return _("There is no server of this name.")
        case ssl.SSLCertVerificationError():
            return _("The server could not prove who it is: %s.") % error.verify_message
        case ssl.SSLError():
            return _("No safe connection to the server could be made.")
        case ConnectionRefusedError():
            return _("The server took no connection.")
        case http.client.HTTPException():
            return _("The server answered with something that is no web page.")
    return _("The connection to the server broke off.")

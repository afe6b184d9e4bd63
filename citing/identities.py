"""What an address of ours calls a page to cite: `faq:what-is-ijm`, `faq:what-is-ijm@3`, a link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from citing import life, published
from citing.csl import Item
from citing.life import Life
from publishing import citable
from publishing.models import Revision

NAMED = re.compile(r"(?P<prefix>[a-z]+):(?P<slug>[a-z0-9-]+)(?:@(?P<version>\d{1,9}))?\Z")
LINKED = re.compile(
    r"/(?P<prefix>[a-z]+)/(?P<slug>[a-z0-9-]+)/?(?:v/(?P<version>\d{1,9})/?)?(?:[?#].*)?\Z"
)


@dataclass(frozen=True)
class Asked:
    typed: str
    kind: str = ""
    slug: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Listed:
    """One version to cite."""

    life: Life
    version: Revision

    @property
    def identity(self) -> str:
        return self.life.citable.identity(self.life.slug, self.version.version)

    @property
    def item(self) -> Item:
        return published.item(self.life, self.version)

    @property
    def newer(self) -> str:
        """The identity of a newer version, "" for the newest."""
        latest = self.life.latest
        if latest is None or latest == self.version:
            return ""
        return self.life.citable.identity(self.life.slug, latest.version)


@dataclass(frozen=True)
class Found:
    """In the order asked for, each once; `unknown` as it was typed."""

    listed: tuple[Listed, ...]
    unknown: tuple[str, ...]


def asked(typed: str) -> Asked:
    """Without a kind where it names nothing."""
    path = typed.removeprefix(settings.SITE_URL)
    match = NAMED.match(typed) or LINKED.match(path)
    kind = citable.prefixed(match["prefix"]) if match else None
    if match is None or kind is None:
        return Asked(typed)
    number = match["version"]
    return Asked(typed, kind.kind, match["slug"], int(number) if number else None)


def find(typed: Sequence[str]) -> Found:
    """The version each names, or else the newest; a few look-ups however many they are."""
    wanted = [asked(each) for each in typed]
    lives = life.find_many((each.kind, each.slug) for each in wanted if each.kind)
    versions = [_version(lives.get((each.kind, each.slug)), each.version) for each in wanted]
    unknown = [a.typed for a, version in zip(wanted, versions, strict=True) if version is None]
    rows = Revision.objects.defer("quoted").in_bulk([each.pk for each in versions if each])
    by_object = {found.object_id: found for found in lives.values()}
    listed = [Listed(by_object[row.object_id], row) for row in (rows[pk] for pk in _once(versions))]
    return Found(tuple(listed), tuple(dict.fromkeys(unknown)))


def _version(found: Life | None, number: int | None) -> Revision | None:
    if found is None or not found.is_readable:
        return None
    return found.version(number) if number is not None else found.latest


def _once(versions: Sequence[Revision | None]) -> list[int]:
    return list(dict.fromkeys(each.pk for each in versions if each is not None))

"""Which version a content hash belongs to, and what is said otherwise since."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from citing import comparison, history_page, life, version_page
from citing.history_page import Step
from citing.life import Life
from publishing import citable, former, pages
from publishing.models import Revision
from publishing.pages import Page
from publishing.screens.differences import Difference


@dataclass(frozen=True)
class Found:
    """`shown` is whether its text may be read; `steps` are what happened after it."""

    life: Life
    version: Revision
    name: str
    address: str
    page_address: str
    history_address: str
    shown: bool
    withdrawn: str
    steps: list[Step]
    differences: list[Difference]

    @property
    def is_latest(self) -> bool:
        return self.version == self.life.latest


def verify(request: HttpRequest, digest: str) -> HttpResponse:
    """Several versions can have one hash: the same text, published again."""
    digest = digest.lower()
    kinds = [each.kind for each in citable.every()]
    rows = Revision.objects.filter(hash=digest, version__isnull=False, kind__in=kinds)
    versions = list(rows.order_by("-pk")[:20])
    lives = life.of_objects(row.object_id for row in versions)
    found = [_found(lives[row.object_id], row) for row in versions]
    keys = [pages.everything(kind) for kind in kinds]
    keys += [key for each in found for key in version_page.keys(each.life)]
    page = Page("citing/verified.html", {"found": found, "digest": digest[:100]}, tuple(keys))
    return pages.respond(request, page, status=200 if found else 404)


def _found(of: Life, row: Revision) -> Found:
    latest = of.latest or row
    return Found(
        life=of,
        version=row,
        name=of.title(row),
        address=life.address(of, row),
        page_address=of.citable.address(of.slug),
        history_address=of.citable.history_address(of.slug),
        shown=of.is_readable,
        withdrawn=former.sentence(of.withdrawal) if of.withdrawal else "",
        steps=[step for step in history_page.steps(of) if step.row.number > row.number],
        differences=comparison.between(row, latest) if of.is_readable else [],
    )

"""One record: what the fixtures and the site each say of it, and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from publishing import actions, history, kinds, records
from publishing.models import Revision
from publishing.screens import differences
from reload import apply, lock, settling
from reload import plan as planning
from reload.completing import completed, without
from reload.models import Baseline
from reload.options import Options
from reload.outcomes import Action, Item, Plan
from reload.problems import Broken
from reload.screens import choices, frame, overview
from reload.screens.choices import USE, Quarrel
from reload.screens.overview import Entry
from reload.settling import Settled
from reload.sources import select


@frame.guarded("GET", "HEAD", "POST")
def one(admin_site: Any, request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if kind not in {each.name for each in kinds.all_kinds()}:
        raise Http404
    about = About(admin_site, request, kind, key)
    if request.method == "POST" and USE not in request.POST:
        return about.decide()
    return about.show()


class About:
    def __init__(self, admin_site: Any, request: HttpRequest, kind: str, key: str) -> None:
        self.admin_site, self.request = admin_site, request
        self.kind, self.key = kind, key
        self._look()

    def _look(self) -> None:
        options = Options(note="-", only=frozenset({(self.kind, self.key)}))
        self.plan: Plan = planning.make(select(), options)
        found = (each for each in self.plan.items if each.key == self.key)
        self.item: Item | None = next(found, None)
        # Those of a plan for one record alone.
        self.entry: Entry | None = next(
            (
                each
                for each in overview.entries(self.plan)
                if (each.kind, each.key) == (self.kind, self.key)
            ),
            None,
        )
        if self.entry is None:
            raise Http404
        is_open = self.item is not None and self.item.action == Action.CONFLICT
        self.quarrel: Quarrel | None = choices.of(self.item) if self.item and is_open else None

    @property
    def can_be_brought_in(self) -> bool:
        return self.item is not None and self.item.action in {Action.CREATE, Action.UPDATE}

    @property
    def token(self) -> str:
        if self.quarrel:
            return self.quarrel.token
        return apply.fingerprint(self.plan)[:32]

    def show(self, *errors: str, status: int = 200, changed: bool = False) -> HttpResponse:
        if self.request.method == "POST" and self.quarrel and not changed:
            self.quarrel.read(self.request.POST)
        row = self._row()
        return frame.page(
            self.admin_site,
            self.request,
            "record",
            str(row or self.key),
            status=status,
            entry=self.entry,
            row=row,
            quarrel=self.quarrel,
            token=self.token,
            errors=errors,
            changed=changed,
            note=self.request.POST.get("note", ""),
            can_be_brought_in=self.can_be_brought_in,
            coming=self._coming(),
            edits=self._edits(),
        )

    def _row(self) -> Any | None:
        everything = kinds.named(self.kind).model.everything
        pk = self.entry.object_id if self.entry else None
        return everything.filter(pk=pk).first() if pk else everything.filter(slug=self.key).first()

    def _coming(self) -> list[differences.Difference] | None:
        """What the fixtures would change, whatever is chosen; None where they change nothing."""
        if self.item is None:
            return None
        detail, final = self.plan.detail(self.item), None
        if self.can_be_brought_in:
            final = detail.final
        elif self.quarrel and self.item.merged:
            kept = self.item.merged.settled(lambda conflict: conflict.theirs)
            final = completed(kinds.named(self.kind), kept)
        return differences.between(detail.live, final) if final else None

    def _edits(self) -> list[differences.Difference] | None:
        """What was changed here since both sides last agreed."""
        baseline = Baseline.objects.filter(kind=self.kind, key=self.key).first()
        if baseline is None or self.entry is None or not self.entry.is_edited or self.quarrel:
            return None
        row = kinds.named(self.kind).model.objects.filter(pk=baseline.object_id).first()
        if row is None:
            return None
        agreed = without(history.data(baseline.revision), baseline.omitted)
        return _between(agreed, row)

    def decide(self) -> HttpResponse:
        try:
            with lock.locked():
                # What was shown may be over; under the lock it stays as it is.
                self._look()
                if self.request.POST.get("token") != self.token:
                    return self.show(status=409, changed=True)
                settled = self._settled()
        except Broken as error:
            return self.show(*_sentences(error, self.note), status=422)
        except actions.Clash as clash:
            return self.show(_drafted_by(clash.other), status=409)
        except ValidationError as error:
            return self.show(*error.messages, status=422)
        except (apply.Stale, actions.Stale):
            self._look()
            return self.show(status=409, changed=True)
        return self._done(settled)

    @property
    def note(self) -> str:
        return self.request.POST.get("note", "").strip()

    def _settled(self) -> Settled:
        sides, written = {}, {}
        if self.quarrel:
            self.quarrel.read(self.request.POST)
            self._check(self.quarrel)
            sides, written = self.quarrel.sides(), self.quarrel.written()
        elif not self.can_be_brought_in:
            raise apply.Stale
        return settling.settle(
            select(),
            (self.kind, self.key),
            sides=sides,
            written=written,
            by=self.request.user,
            note=self.note,
        )

    def _check(self, quarrel: Quarrel) -> None:
        if not quarrel.words:
            return
        record = quarrel.settled()
        for place in quarrel.words:
            place.check(record)
        said = [f"{place.label}: {each}" for place in quarrel.words for each in place.errors]
        if said:
            raise ValidationError(said)

    def _done(self, settled: Settled) -> HttpResponse:
        if settled.draft is None:
            messages.success(self.request, _said(settled))
            return HttpResponseRedirect(reverse("admin:reload"))
        app, model = self.kind.split(".")
        page = reverse(f"admin:{app}_{model}_change", args=[settled.draft.object_id])
        said = _("Draft saved, with the words you chose. Readers see them once it is published.")
        messages.success(
            self.request,
            format_html('<span data-saved="{}">{}</span>', settled.draft.object_id, said),
        )
        return HttpResponseRedirect(page)


def _between(agreed: Any, row: Any) -> list[differences.Difference]:
    """Only what the fixture speaks of."""
    live = records.read(row)
    spoken = {
        **live,
        "fields": {name: live["fields"].get(name) for name in agreed["fields"]},
        "parts": {name: live["parts"].get(name, {}) for name in agreed["parts"]},
        "tags": live["tags"] if "tags" in agreed else [],
    }
    return differences.between({**agreed, "tags": agreed.get("tags", [])}, spoken)


def _said(settled: Settled) -> str:
    if settled.done.plan.changes_content:
        return _("Done. What you chose is public now.")
    return _("Done. What is public stays; the next export brings it into the fixtures.")


def _sentences(error: Broken, note: str) -> list[str]:
    told = [f"{each.address}: {each.sentence}".removeprefix(": ") for each in error.told()]
    if not note and any("--note" in each for each in told):
        return [_("This changes a figure, so readers are told. Write a sentence for them.")]
    return told


def _drafted_by(other: Revision) -> str:
    said = _("%s has a draft that changes the same words. Publish it or discard it first.")
    return said % other.author_name

"""Buttons of the form, and where each leads after the draft was kept."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from publishing import actions, history, moments, review
from publishing.drafts_admin import answers, opening, presence, states
from publishing.drafts_admin.opening import Opening
from publishing.models import Revision

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = admin.ModelAdmin

State = Revision.State
ASK, PUBLISH = "_ask", "_publish"


class DraftReplies(BaseModelAdmin):
    # Whether the browser may keep what is typed until it is saved.
    keeps_in_browser = True

    def page_url(self, page: str, obj: Any) -> str:
        """The address of a page about one object; "" where there is none."""
        try:
            return str(self.url_of(page, obj.pk))  # type: ignore[attr-defined]
        except NoReverseMatch:
            return ""

    def may(self, request: Any, deed: str) -> bool:
        """`publish` or `withdraw`."""
        return bool(request.user.has_perm(review.permission(self.model._meta.label_lower, deed)))

    # What stands around the form

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        begun = opening.of(request)
        if begun is not None:
            context |= self._around(request, begun, kwargs.get("obj"))
        return super().render_change_form(request, context, *args, **kwargs)

    def _around(self, request: Any, begun: Opening, obj: Any | None) -> dict[str, Any]:
        number = begun.opened.number if begun.opened else ""
        around: dict[str, Any] = {
            "is_draft_form": True,
            "opened_with": number,
            "new_key": "" if obj is not None and not self.save_as else begun.new_key,
            "missing": begun.missing,
            "state_words": self._state(begun) if obj is not None else "",
            "may_publish": self.may(request, "publish"),
        }
        if self.keeps_in_browser:
            around["keep"] = f"{request.user.pk}:{obj.pk if obj else self.model._meta.label_lower}"
        if obj is not None:
            around |= self._pages(request, begun, obj)
            around["company"] = presence.others(obj.pk, request.user)
            if self.has_change_permission(request, obj):
                presence.note(obj.pk, request.user)
        return around

    def _pages(self, request: Any, begun: Opening, obj: Any) -> dict[str, str]:
        is_work = begun.newest is not None and begun.newest.is_work
        shown = {
            "withdraw_url": obj.live and self.may(request, "withdraw"),
            "compare_url": obj.live and is_work,
            "stamp_url": self.may_stamp(request, begun.row),  # type: ignore[attr-defined]
        }
        return {
            name: self.page_url(name.removesuffix("_url"), obj)
            for name, is_shown in shown.items()
            if is_shown
        }

    def _state(self, begun: Opening) -> str:
        row = begun.row
        if row is None:
            return _("deleted")
        latest = history.latest_version(row.pk) if row.live else None
        number = latest.version if latest else None
        return states.words(live=row.live, head=begun.newest, version=number)

    # After saving

    def response_add(self, request: Any, obj: Any, post_url_continue: Any = None) -> Any:
        begun = opening.of(request)
        if begun is None or IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._go_on(request, begun, obj)

    def response_change(self, request: Any, obj: Any) -> Any:
        begun = opening.of(request)
        if begun is None or IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._go_on(request, begun, obj)

    def _go_on(self, request: Any, begun: Opening, obj: Any) -> HttpResponse:
        if begun.saved is None:
            raise LookupError("nothing was saved")
        said = answers.after(begun, begun.saved, obj, self._changes_of_others(begun, obj))
        said += self._undo(request, begun, obj)
        self.message_user(request, mark_safe(said), messages.SUCCESS)  # noqa: S308
        self._say_unscheduled(request, begun)
        if ASK in request.POST:
            self._ask(request, begun.saved.revision)
        publish = self.page_url("publish", obj)
        if PUBLISH in request.POST and publish and self.may(request, "publish"):
            return HttpResponseRedirect(publish)
        return HttpResponseRedirect(self._form_url(request, obj))

    def _undo(self, request: Any, begun: Opening, obj: Any) -> str:
        """A link, where what was just done is nothing but a draft on top of another text."""
        saved, url = begun.saved, self.page_url("undo", obj)
        goes_on = ASK in request.POST or PUBLISH in request.POST
        if not url or goes_on or saved is None or saved.already or saved.revision.number == 1:
            return ""
        words = _("Undo mine") if saved.together_with else _("Undo")
        return format_html(' <a href="{}?number={}">{}</a>', url, saved.revision.number, words)

    def _form_url(self, request: HttpRequest, obj: Any) -> str:
        filters: Any = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return str(add_preserved_filters(filters, self.page_url("change", obj)))

    def _changes_of_others(self, begun: Opening, obj: Any) -> str:
        url = self.page_url("compare", obj)
        if not url or begun.saved is None or not begun.saved.together_with or not begun.opened:
            return url
        last = begun.saved.together_with[-1].number
        return f"{url}?from={begun.opened.number}&to={last}"

    def _say_unscheduled(self, request: Any, begun: Opening) -> None:
        if begun.saved and begun.saved.unscheduled:
            said = _("It was to become public on %s. The text changed, so choose the time again.")
            when = moments.with_place(begun.saved.unscheduled)
            self.message_user(request, said % when, messages.WARNING)

    def _ask(self, request: Any, revision: Revision) -> None:
        if revision.state == State.REVIEW:
            self.message_user(request, _("It already waits for a check."), messages.INFO)
            return
        try:
            actions.submit(revision=history.head(revision.object_id) or revision, by=request.user)
        except actions.Problem as problem:
            self.message_user(request, " ".join(problem.messages), messages.WARNING)
            return
        said = _("Sent to the editors. You can go on editing; they will see the newest draft.")
        self.message_user(request, said, messages.SUCCESS)

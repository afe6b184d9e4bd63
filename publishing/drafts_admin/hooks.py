"""The hooks of ModelAdmin that turn saving into a draft, in the order Django calls them."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from publishing import actions, form_record
from publishing.drafts_admin import opening, presence, problems, typed
from publishing.drafts_admin.opening import Opening
from publishing.models import Revision

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = admin.ModelAdmin

State = Revision.State
# What only the database, or a record that was merged, can know.
REFUSALS = (ValidationError, IntegrityError, ProtectedError, RestrictedError)
PUT_BACK = "_put_back"


class DraftHooks(BaseModelAdmin):
    # 1. The only place that marks a request; without the mark the hooks do nothing.

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        begun = opening.begin(request)
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        object_id = self._added_already(request, begun) if object_id is None else object_id
        if PUT_BACK in request.POST:
            said = _("This is what you typed. It is not saved yet.")
            self.message_user(request, said, messages.WARNING)
        try:
            response = self._saved(request, object_id, form_url, extra_context)
        except PermissionDenied:
            return typed.not_allowed(request, self)
        except REFUSALS as error:
            begun.problem = problems.sentence(error, self.model)
            return super().changeform_view(request, object_id, form_url, extra_context)
        is_lost = object_id is not None and begun.newest is None
        return typed.gone(request, self) if is_lost else response

    def _saved(self, request: HttpRequest, *args: Any) -> Any:
        try:
            return super().changeform_view(request, *args)
        except actions.Clash as clash:
            # Django's transaction has rolled back, the log with it.
            return self.clashed(request, clash)

    def clashed(self, request: HttpRequest, clash: actions.Clash) -> HttpResponse:
        raise NotImplementedError

    def _added_already(self, request: HttpRequest, begun: Opening) -> str | None:
        """A form for something new that is sent again goes on with what it added."""
        if "_saveasnew" in request.POST:
            return None
        first = Revision.objects.filter(object_id=begun.new_key).order_by("number").first()
        if first is None:
            return None
        if first.author_id == request.user.pk:
            begun.number = first.number
        return str(begun.new_key)

    # 2. The object that is edited

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        row = super().get_object(request, object_id, from_field)
        begun = opening.of(request)
        if begun is None:
            return row
        is_sent = request.method == "POST"
        key = row.pk if row is not None else opening.key(object_id)
        if key is None or (row is None and not (is_sent and self._may_bring_back(request, key))):
            return None
        return opening.fetch(begun, row, key, is_sent=is_sent)

    def _may_bring_back(self, request: HttpRequest, key: uuid.UUID) -> bool:
        """Whether a form may be saved whose row was deleted while somebody typed."""
        if self.model._default_manager.filter(pk=key).exists():
            # The row is there, but not for this person.
            return False
        if not self.has_add_permission(request):
            raise PermissionDenied
        return True

    # 3. The form

    def get_form(
        self, request: Any, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        begun = opening.of(request)
        if begun is not None:
            form.problem = begun.problem  # type: ignore[attr-defined]
            form.only_shown = PUT_BACK in request.POST  # type: ignore[attr-defined]
        if "owner" in form.base_fields:
            # No record holds it, so the form itself has to tell what it showed.
            form.base_fields["owner"].show_hidden_initial = True
        return form

    # 6. and 7. Saving

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        begun = opening.of(request)
        if begun is None:
            super().save_model(request, obj, form, change)
        elif not change:
            # Django's formset has taken the key that the new object had.
            obj.pk, obj.live = begun.new_key, False

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        begun = opening.of(request)
        if begun is None:
            super().save_related(request, form, formsets, change)
            return
        for formset in formsets:
            # Gathers what the log will say; nothing is written.
            formset.save(commit=False)
        begun.typed = form_record.of(form, formsets)
        begun.saved = actions.save_draft(
            record=begun.typed,
            object_id=form.instance.pk,
            opened_with=begun.opened,
            by=request.user,
        )
        presence.end(form.instance.pk, request.user)
        if "owner" in form.changed_data:
            rows = self.model._default_manager.filter(pk=form.instance.pk)
            rows.update(owner=form.instance.owner_id)

    # 8. The log

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        begun = opening.of(request)
        if begun is not None and begun.saved is not None and begun.saved.already:
            return None
        return super().log_change(request, obj, message)

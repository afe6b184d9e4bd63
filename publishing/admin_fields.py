"""Which form field stands for which model field, in the admin's forms and inline rows alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import kinds, markdown_field, tags
from publishing.date_field import DateWidget
from publishing.drafts_admin import PartField, PartForm, PartFormSet
from publishing.markdown_field import MarkdownWidget
from publishing.relation_field import RelationSelect, RelationsSelect
from publishing.tag_field import TagField, TagWidget

if TYPE_CHECKING:
    BaseInline = admin.StackedInline[Any, Any]
    BaseFields = admin.ModelAdmin[Any]
else:
    BaseInline = admin.StackedInline
    BaseFields = object


def grounds(said: Sequence[Any], known: Sequence[Any]) -> list[Any]:
    """The two fields of every page: what is said, and how it is known."""
    return [
        (_("What readers see"), {"fields": list(said), "classes": ["said"]}),
        (_("How we know it"), {"fields": list(known), "classes": ["known"]}),
    ]


class FieldsMixin(BaseFields):
    formfield_overrides = {
        models.DateField: {"widget": DateWidget},
        models.TextField: {"widget": AdminTextareaWidget({"rows": 4})},
    }
    # Related rows that may be added from beside the field; elsewhere it would lead astray.
    addable: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if tags.is_tags(db_field):
            return self._tags(db_field, request, **kwargs)
        kind = kinds.of(db_field.model)
        if kind and db_field.name in kind.markdown:
            kwargs["widget"] = MarkdownWidget(self.admin_site)
            kwargs["help_text"] = markdown_field.help_text(self.admin_site)
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        self._narrow(db_field.name, getattr(field, "widget", None))
        return field

    def _tags(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        may_add = request.user.has_perm("taggit.add_tag")
        widget = TagWidget(db_field, self.admin_site)
        kwargs |= {"form_class": TagField, "widget": widget, "may_add": may_add}
        return db_field.formfield(**kwargs)

    def _narrow(self, name: str, widget: Any) -> None:
        """Of the links beside a related row only "add" stays, and only where it helps."""
        if hasattr(widget, "can_add_related"):
            widget.can_add_related &= name in self.addable
            widget.can_change_related = widget.can_delete_related = False
            widget.can_view_related = False

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RelationSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RelationsSelect(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ContentInline(FieldsMixin, BaseInline):
    extra = 0
    form: Any = PartForm
    formset: Any = PartFormSet

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.related_model is self.model:
            kwargs["form_class"] = PartField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

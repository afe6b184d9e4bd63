"""Subjects in the admin: found, renamed, merged. taggit's own would pass by our rows."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import actions, kinds, review, tags
from publishing.models import TaggedItem
from publishing.screens import where_used

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    ModelForm = forms.ModelForm
    BaseModelAdmin = admin.ModelAdmin


class TagForm(ModelForm):
    into = forms.ModelChoiceField(
        tags.model().objects.order_by("name"),
        label=gettext_lazy("merge into"),
        required=False,
        help_text=gettext_lazy(
            "Everything under this subject goes under the other one, and this one is gone."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "into" in self.fields:
            others = tags.model().objects.exclude(pk=self.instance.pk).order_by("name")
            self.fields["into"].queryset = others  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        same = tags.model().objects.filter(name__iexact=name).exclude(pk=self.instance.pk).first()
        if same is not None:
            raise ValidationError(
                _("There is already a subject called ‘%(name)s’."), params={"name": same.name}
            )
        return name


@admin.register(tags.model())
class TagAdmin(BaseModelAdmin):
    form = TagForm
    search_fields = ["name"]
    ordering = ["name"]
    list_display = ["name", "uses"]

    class Media:
        js = [forms.Script("admin-site/form.js", defer=True)]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["name"] if obj is None else ["name", "into"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        related = TaggedItem._meta.get_field("tag").remote_field.get_accessor_name()
        rows: QuerySet[Any] = super().get_queryset(request).annotate(used=Count(related))
        return rows

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if kwargs.get("obj") is not None:
            context["used"] = where_used.of_tag(kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("used"), ordering="used")
    def uses(self, obj: Any) -> int:
        return int(obj.used)

    # A change shows at once on every page that carries the subject.

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        tagged = [kind.name for kind in kinds.all_kinds() if hasattr(kind.model, "tags")]
        may = all(user.has_perm(review.permission(name)) for name in tagged)
        return may and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One in use is merged into another instead."""
        is_used = obj is not None and TaggedItem.objects.filter(tag=obj).exists()
        return not is_used and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        return {name: each for name, each in found.items() if name != "delete_selected"}

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        stored = tags.model().objects.get(pk=obj.pk)
        into = form.cleaned_data.get("into")
        if into is not None:
            actions.merge_tags(gone=stored, into=into, by=request.user)
        else:
            actions.rename_tag(tag=stored, name=obj.name, by=request.user)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not request.POST.get("into"):
            return super().response_change(request, obj)
        into = tags.model().objects.get(pk=request.POST["into"])
        said = _("‘%(gone)s’ is now part of ‘%(into)s’.") % {"gone": obj.name, "into": into.name}
        self.message_user(request, said, messages.SUCCESS)
        return self.response_post_save_change(request, obj)

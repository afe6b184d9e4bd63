from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from staff.models import User

if TYPE_CHECKING:
    BaseUserAdmin = StockUserAdmin[User]
else:
    BaseUserAdmin = StockUserAdmin

SEEN = ["last_login", "date_joined"]
ONLY_FOR_SUPERUSERS = ("is_superuser",)


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    list_display = ["username", "name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = ()
    # What a person may do follows from roles alone.
    fieldsets = [
        (
            _("Who"),
            {
                "fields": ["username", "first_name", "last_name", "email", "password"],
                "classes": ["said"],
            },
        ),
        (
            _("Access"),
            {
                "fields": ["is_active", "is_staff", "groups", "is_superuser", *SEEN],
                "classes": ["known"],
            },
        ),
    ]
    readonly_fields = SEEN

    class Media:
        js = [forms.Script("admin-site/form.js", defer=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("name"), ordering="last_name")
    def name(self, obj: User) -> str:
        return obj.get_full_name()

    @admin.display(description=_("roles"))
    def roles(self, obj: User) -> str:
        return ", ".join(sorted(str(group) for group in obj.groups.all()))

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {
                "widget": forms.CheckboxSelectMultiple,
                "label": _("Roles"),
                "help_text": _("What each role may do is the same for everybody who has it."),
            }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # Nobody raises themselves, or takes over the account of somebody who may do more.

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))
        return fields if _is_superuser(request) else [*fields, *ONLY_FOR_SUPERUSERS]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False
        return bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False
        return bool(super().has_delete_permission(request, obj))


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.module_loading import autodiscover_modules

# taggit's own merge passes by our rows, and what a role may do stands in code (staff.roles).
REPLACED = ("taggit.tag", "auth.group")


class AdminConfig(DjangoAdminConfig):
    default_site = "ijmsite.admin.AdminSite"

    def ready(self) -> None:
        super().ready()
        # Only now has every app registered what it brings.
        for label in REPLACED:
            admin.site.unregister(apps.get_model(label))
        autodiscover_modules("tag_admin")

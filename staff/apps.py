from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("people and access")

    def ready(self) -> None:
        from staff import roles

        # A data migration on a fresh database would see no permissions yet.
        post_migrate.connect(roles.sync, sender=self, dispatch_uid="staff.roles")

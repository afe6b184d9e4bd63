from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("publishing")

    def ready(self) -> None:
        from publishing.checks import check_content

        checks.register(check_content)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitingConfig(AppConfig):
    name = "citing"
    verbose_name = _("citing")

    def ready(self) -> None:
        from citing import block
        from publishing import extras

        extras.register(block.of_live)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReloadConfig(AppConfig):
    name = "reload"
    verbose_name = _("fixtures")

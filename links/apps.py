from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LinksConfig(AppConfig):
    name = "links"
    verbose_name = _("outside links")

    def ready(self) -> None:
        from links import forgetting, reading
        from links.below_form import stopped_in
        from publishing import below_form, linked, traces

        linked.register(reading.known)
        traces.register(forgetting.forget)
        below_form.register(stopped_in)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("what readers said")

    def ready(self) -> None:
        from feedback import asking
        from feedback.below_form import said_of
        from publishing import below_form, extras

        extras.register(asking.of_live)
        below_form.register(said_of)

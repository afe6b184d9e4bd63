from functools import partial, update_wrapper
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import URLPattern, path

from impact.yearly import page

if TYPE_CHECKING:
    BaseModelAdmin = admin.ModelAdmin[Any]
else:
    BaseModelAdmin = object


class YearlyMixin(BaseModelAdmin):
    """Gives the admin of figures the page of each yearly round."""

    def get_urls(self) -> list[URLPattern]:
        model_admin: Any = self
        view = update_wrapper(partial(page.yearly, self), page.yearly)
        return [
            path(
                "yearly/<int:year>/",
                self.admin_site.admin_view(view),
                name=model_admin.name_of("yearly"),
            ),
            *super().get_urls(),
        ]

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from staff import roles


class User(AbstractUser):
    """A person who edits; an own model from the first migration, so that it can grow."""

    place = models.SlugField(
        _("own place"),
        max_length=100,
        blank=True,
        default="",
        help_text=_("The address of the place that this person looks after, such as kenya."),
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    @cached_property
    def keeps_to_place(self) -> bool:
        """Whether the person may edit one place alone, because no role allows more."""
        names = set(self.groups.values_list("name", flat=True))
        return not self.is_superuser and bool(names) and names <= roles.BOUND_TO_A_PLACE

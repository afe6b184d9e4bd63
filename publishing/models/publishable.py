import uuid
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# These words are parts of addresses below a kind's own address.
RESERVED_SLUGS = frozenset({"v", "history", "tags", "year"})


def not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(slug)s” is used by the site itself. Choose another address."),
            code="reserved",
            params={"slug": slug},
        )


# The same address in other letters would be a second page, so there is one way to write it.
plain_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Use small letters, digits and single hyphens only, such as what-is-ijm."),
    code="plain",
)


class PublishableQuerySet(models.QuerySet["Any"]):
    def live(self) -> Self:
        return self.filter(live=True)

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class LiveManager(models.Manager["Any"]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return PublishableQuerySet(self.model, using=self._db).live()


class Publishable(models.Model):
    """A thing with a public page. The live row is the public truth.

    `objects` shows live rows only, so that public code cannot show what is not public by
    forgetting a filter; `everything` serves the admin, loaders and uniqueness checks. Related
    rows (`topic.entries`) are everything too: public code narrows them with `live()`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        validators=[plain_slug, not_reserved],
        help_text=_("The last part of the page's address: small letters, digits and hyphens."),
    )
    live = models.BooleanField(_("public"), default=True, editable=False, serialize=False)
    changed_at = models.DateTimeField(
        _("text changed"), default=timezone.now, editable=False, serialize=False
    )
    reviewed_on = models.DateField(_("last checked"), null=True, blank=True)
    review_due = models.DateField(_("next check"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        serialize=False,
    )

    everything = models.Manager.from_queryset(PublishableQuerySet)()
    objects = LiveManager()

    class Meta:
        abstract = True
        default_manager_name = "everything"
        default_permissions = ("add", "change", "delete", "view", "publish", "withdraw")
        # A kind with rules of its own repeats these: [*Publishable.Meta.constraints, …].
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*\Z"),
                name="%(app_label)s_%(class)s_slug_plain",
                violation_error_message=plain_slug.message,
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                name="%(app_label)s_%(class)s_slug_not_reserved",
                violation_error_message=_("The site itself uses this address. Choose another."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True)
                | Q(review_due__isnull=True)
                | Q(review_due__gt=F("reviewed_on")),
                name="%(app_label)s_%(class)s_checks_in_order",
                violation_error_message=_(
                    "The next check must be after the last one. Choose a later day."
                ),
            ),
        ]

    def natural_key(self) -> tuple[str, ...]:
        return (self.slug,)

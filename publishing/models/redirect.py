from django.db import models


class Redirect(models.Model):
    """An address that something public once had; it leads to where that stands now."""

    kind = models.CharField(max_length=60)
    slug = models.CharField(max_length=100)
    object_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="redirected_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"

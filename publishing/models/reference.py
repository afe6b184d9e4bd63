from django.db import models


class Reference(models.Model):
    """One record quotes another in its text: `{{ figure:relief@2012 }}`."""

    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    to_kind = models.CharField(max_length=60)
    to_key = models.CharField(max_length=100)
    # Empty: the newest value.
    pin = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "to_kind", "to_key", "pin"], name="referenced_once"
            )
        ]
        indexes = [models.Index(fields=["to_kind", "to_key"], name="reference_target")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to_kind}:{self.to_key}"

"""The natural key of any model that content is made of, as a query names its columns."""

from typing import Any

from publishing import kinds


def path(model: Any) -> tuple[str, ...]:
    """("slug",) for a root, ("statistic__slug", "key") for a part. Raises LookupError."""
    kind = kinds.root_of(model)
    if kind is None:
        raise LookupError(f"{model._meta.label} is neither a kind nor a part of one")
    root = kinds.root_field(model)
    return (f"{root}__slug", kind.part_key) if root else ("slug",)

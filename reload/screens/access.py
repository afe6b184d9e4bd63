from typing import Any

from publishing import kinds, review


def may(user: Any) -> bool:
    """Managers, and who may do everything: deciding here publishes and takes down."""
    asked = ("publish", "withdraw")
    names = [kind.name for kind in kinds.all_kinds()]
    return bool(user.is_active and user.is_staff) and all(
        user.has_perm(review.permission(name, deed)) for name in names for deed in asked
    )

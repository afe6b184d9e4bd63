"""What carries the same tags, at a cost that does not grow with how many carry them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from publishing import tags
from publishing.models import TaggedItem

# Of a tag that more rows carry, only these are looked at, always the same ones.
LOOKED_AT = 100
# The ORM cannot join limited queries on SQLite. The order is that of the index `tagged_by_tag`.
_OF_ONE = """
SELECT object_id FROM (
    SELECT object_id FROM {items}
    WHERE tag_id = (SELECT id FROM {tags} WHERE name = %s) AND content_type_id = %s
    ORDER BY object_id LIMIT %s
) AS looked_at
"""
_OF_ALL = """
SELECT object_id, COUNT(*) FROM ({each}) AS carried
GROUP BY object_id ORDER BY 2 DESC, 1 LIMIT %s
"""


def sharing(
    model: type[Any], names: Sequence[str], *, most: int, looked_at: int = LOOKED_AT
) -> dict[UUID, int]:
    """The ids of one model with the most of these tags: {id: how many in common}."""
    if not names:
        return {}
    kind = ContentType.objects.get_for_model(model).pk
    values = [value for name in names for value in (name, kind, looked_at)]
    with connection.cursor() as cursor:
        cursor.execute(_query(len(names)), [*values, most])
        rows = cursor.fetchall()
    read = TaggedItem._meta.get_field("object_id").to_python
    return {read(pk): common for pk, common in rows}


def _query(count: int) -> str:
    tables = {"items": TaggedItem._meta.db_table, "tags": tags.model()._meta.db_table}
    return _OF_ALL.format(each=" UNION ALL ".join([_OF_ONE.format(**tables)] * count))

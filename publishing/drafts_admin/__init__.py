"""Drafts in Django's own change form.

The form edits an object built in memory from the newest text; what it yields is caught as a record
and kept as a draft, so no public row changes. Permissions, validation, log and messages are
Django's. The order of the hooks is that of ModelAdmin's `_changeform_view`.
"""

from publishing.drafts_admin.mixin import DraftsMixin
from publishing.drafts_admin.part_field import PartField
from publishing.drafts_admin.part_forms import PartForm, PartFormSet

__all__ = ["DraftsMixin", "PartField", "PartForm", "PartFormSet"]

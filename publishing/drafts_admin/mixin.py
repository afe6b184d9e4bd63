from publishing.drafts_admin.hooks import DraftHooks
from publishing.drafts_admin.replies import DraftReplies
from publishing.drafts_admin.stamping import StampMixin


class DraftsMixin(StampMixin, DraftReplies, DraftHooks):
    """Everything of this room for a ModelAdmin that knows `name_of` and `url_of`."""

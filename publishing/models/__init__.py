from publishing.models.change import Change, Counter
from publishing.models.former_tag import FormerTag
from publishing.models.presence import Presence
from publishing.models.publishable import RESERVED_SLUGS, Publishable, PublishableQuerySet
from publishing.models.redirect import Redirect
from publishing.models.reference import Reference
from publishing.models.revision import WORK, Revision
from publishing.models.tagged_item import TaggedItem

__all__ = [
    "RESERVED_SLUGS",
    "WORK",
    "Change",
    "Counter",
    "FormerTag",
    "Presence",
    "Publishable",
    "PublishableQuerySet",
    "Redirect",
    "Reference",
    "Revision",
    "TaggedItem",
]

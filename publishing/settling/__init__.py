"""Two people changed the same words: both are shown, and one text is chosen or written.

What clashed is worked out anew from three numbers of the history, so the page can be reloaded,
sent twice and left without losing anything.
"""

from publishing.settling.mixin import SettlingMixin

__all__ = ["SettlingMixin"]

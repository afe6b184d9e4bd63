"""The screens around a text in the admin, one module a screen.

Each view takes the ModelAdmin, the request and the key of the row; what changes something is POST.
"""

from publishing.screens.mixin import ScreensMixin

__all__ = ["ScreensMixin"]

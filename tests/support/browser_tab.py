"""A tab as the browser itself sees it.

While a page waits for another site, Chromium holds back every question to the page. These are
answered by the browser, so they work even where the other site never answers.
"""

import base64
import time
from contextlib import suppress

from playwright.sync_api import Error

from tests.support.time_limits import SAFETY_NET

PAUSE = 0.1


class Tab:
    def __init__(self, page):
        self._devtools = page.context.new_cdp_session(page)

    @property
    def title(self):
        """What stands on the tab."""
        return self._entry(0)["title"]

    def picture(self):
        """PNG of what is painted."""
        for _attempt in range(round(SAFETY_NET / PAUSE)):
            # On a busy machine Chromium may have nothing drawn yet, and says so.
            with suppress(Error):
                return self._captured()
            time.sleep(PAUSE)
        return self._captured()

    def _captured(self):
        return base64.b64decode(self._devtools.send("Page.captureScreenshot")["data"])

    def allow_any_script(self):
        """Switch off the page's content security policy."""
        self._devtools.send("Page.setBypassCSP", {"enabled": True})

    def back(self):
        self._go(-1)

    def forward(self):
        self._go(+1)

    def reload(self):
        self._devtools.send("Page.reload")

    def _go(self, steps):
        self._devtools.send("Page.navigateToHistoryEntry", {"entryId": self._entry(steps)["id"]})

    def _entry(self, steps):
        history = self._devtools.send("Page.getNavigationHistory")
        return history["entries"][history["currentIndex"] + steps]

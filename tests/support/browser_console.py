"""What a browser complains about while a test drives it: nothing may be left at the end."""

from urllib.parse import urlsplit
from weakref import WeakSet

# axe injects a style element, which the content security policy refuses with an error.
_examined = WeakSet()


class Console:
    """Console errors, uncaught exceptions, refused or failed requests, requests to strangers.

    Violations of the content security policy are console errors in Chromium.
    """

    def __init__(self, *own):
        self._own = {urlsplit(address).netloc for address in own}
        self._allowed = []
        self._pages = []
        self._problems = []

    def watch(self, page):
        self._pages.append(page)
        page.on("console", lambda message: self._console(page, message))
        page.on("pageerror", lambda error: self._note(page, f"uncaught: {error}"))
        page.on("requestfailed", lambda request: self._failed(page, request))
        page.on("request", lambda request: self._requested(page, request))
        page.on("framenavigated", lambda frame: _examined.discard(page))

    def allow(self, text):
        """A problem that holds this text is what the test is about."""
        self._allowed.append(text)

    def flush(self):
        for page in self._pages:
            _flush(page)

    @property
    def problems(self):
        self.flush()
        return [
            problem
            for problem in self._problems
            if not any(text in problem for text in self._allowed)
        ]

    def assert_clean(self):
        problems = self.problems
        assert not problems, "the browser complained:\n  " + "\n  ".join(problems)

    def _console(self, page, message):
        if message.type in {"error", "warning"}:
            self._note(page, f"{message.type}: {message.text} ({message.location['url']})")

    def _failed(self, page, request):
        # A page that is left before its answer came has failed nobody.
        if request.failure != "net::ERR_ABORTED":
            self._note(page, f"failed: {request.url} ({request.failure})")

    def _requested(self, page, request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc not in self._own:
            self._note(page, f"request to a stranger: {request.url}")

    def _note(self, page, text):
        if page not in _examined:
            self._problems.append(f"{urlsplit(page.url).path}: {text}")


def mute_until_next_page(page):
    """What follows on this page comes from the examination, not from the page."""
    _flush(page)
    _examined.add(page)


def _flush(page):
    """Events arrive with the next answer of the browser at the latest."""
    if not page.is_closed():
        page.locator("html").wait_for(state="attached")

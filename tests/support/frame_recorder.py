"""Somebody who looks at the screen in every frame and tells what stood there.

A page that waits for another site cannot be asked anything by the browser's own tools, so a
script in it reports to a server of the tests. The page's policy must be off: `bypass_csp`.
"""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from urllib.parse import parse_qsl, urlsplit

from tests.support.time_limits import SAFETY_NET

# The page says one every twentieth of a second.
LATER = 10
SCRIPT = """
(() => {
  const isBlank = () => {
    const root = document.documentElement;
    return !document.body || root.hidden || getComputedStyle(root).opacity === "0";
  };
  let arrived = performance.getEntriesByType("navigation")[0].type;
  let shown = false;
  let cameBlank = false;
  const look = () => {
    shown ||= !isBlank();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  // Registered before the page's own: what it shows then is its own doing.
  addEventListener("pageshow", (event) => {
    if (event.persisted) { arrived = "memory"; shown = false; cameBlank = isBlank(); }
  });
  const tell = () => fetch("WITNESS?" + new URLSearchParams({
    path: location.pathname, title: document.title,
    arrived, shown, cameBlank, hidden: document.documentElement.hidden,
  }), {mode: "no-cors"});
  setInterval(tell, 50);
})();
"""


class Witness:
    def __init__(self, address):
        self.script = SCRIPT.replace("WITNESS", address)
        self.reports = []
        self._told = Condition()

    def note(self, report):
        with self._told:
            self.reports.append(report)
            self._told.notify_all()

    def seen(self, **wanted):
        """The latest report with these values, as soon as there is one."""
        return self._newest(1, wanted)

    def later(self, reports=LATER, **wanted):
        """The latest with these values, as soon as so many more than now have come."""
        return self._newest(len(self._found(wanted)) + reports, wanted)

    def _newest(self, count, wanted):
        with self._told:
            came = self._told.wait_for(lambda: len(self._found(wanted)) >= count, SAFETY_NET)
            assert came, f"never saw {wanted}, last {self.reports[-3:]}"
            return self._found(wanted)[-1]

    def _found(self, wanted):
        return [each for each in self.reports if wanted.items() <= each.items()]


@contextmanager
def watching():
    class Reports(BaseHTTPRequestHandler):
        def do_GET(self):
            witness.note(dict(parse_qsl(urlsplit(self.path).query)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Reports)
    witness = Witness(f"http://127.0.0.1:{server.server_port}/")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield witness
    finally:
        server.shutdown()
        server.server_close()

"""Pictures of public pages as readers see them: python -m tests.support.screenshots FOLDER [PATH…]

Starts the real server on seeded content. Without paths, takes every page that links lead to.
File names: faq-what-is-ijm.390-dark.png; the home page is called home.
"""

import sys
import tempfile
from pathlib import Path

from tests.support import chromium, crawler, site_server

SCREENS = {
    f"{width}-{'dark' if dark else 'light'}": {"width": width, "dark": dark}
    for width in (320, 390, 1280)
    for dark in (False, True)
}
# A4 at 96 dots an inch.
PAPER = {"print": {"width": 794, "height": 1123, "media": "print"}}


def main(folder, paths):
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        seeded = Path(made) / "seeded"
        site_server.seed(seeded)
        with site_server.serving(seeded, Path(made)) as site, chromium.launched() as browser:
            paths = paths or _linked(site)
            for name, options in (SCREENS | PAPER).items():
                take(browser, site, folder, name, options, paths)


def _linked(site):
    found = crawler.follow(site.address)
    sys.stdout.writelines(f"{dead}\n" for dead in found.dead)
    return list(found.pages) or ["/"]


def take(browser, site, folder, name, options, paths):
    page = chromium.opened(browser, site.address, **options)
    for path in paths:
        status = page.goto(path).status
        page.screenshot(path=folder / f"{file_name(path)}.{name}.png", full_page=True)
        # What is wider than the window scrolls sideways, which no page may.
        width = page.evaluate("document.documentElement.scrollWidth")
        wider = f"   {width} wide!" if width > options["width"] else ""
        sys.stdout.write(f"{name:12} {status} {path}{wider}\n")
    page.context.close()


def file_name(path):
    return "".join(c if c.isalnum() else "-" for c in path.strip("/")) or "home"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])

"""One page at /answer/ with the text of a file: fill.py FILE"""

import sys
from pathlib import Path

import django

django.setup()

from home.models import Answer  # noqa: E402
from wagtail.models import Site  # noqa: E402

body = Path(sys.argv[1]).read_text()
home = Site.objects.get().root_page
home.add_child(instance=Answer(title="Answer", slug="answer", body=body))

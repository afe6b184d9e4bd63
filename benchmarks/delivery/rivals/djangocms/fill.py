"""One page at /answer/ with the text of a file: fill.py FILE"""

import sys
from pathlib import Path

import django

django.setup()

from cms.api import add_plugin, create_page  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402

body = Path(sys.argv[1]).read_text()
author = get_user_model().objects.create_superuser("author")
page = create_page("Answer", "page.html", "en", slug="answer", created_by=author)
placeholder = page.get_placeholders("en").get(slot="content")
add_plugin(placeholder, "TextPlugin", "en", body=body)

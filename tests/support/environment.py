"""What every test run starts from: nothing of the developer's own `.env` or shell counts."""

import os
import re
import tempfile
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / ".env.example"

for name in re.findall(r"^#?([A-Z_0-9]+)=", EXAMPLE.read_text(), re.MULTILINE):
    # `make test` chooses where the data lives; everything else is the default.
    if name != "DATABASE_URL":
        os.environ.pop(name, None)
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
# Nothing is collected for the quick tests, but the folder that files are served from is there.
STATIC = tempfile.TemporaryDirectory(prefix="static-")
os.environ["STATIC_ROOT"] = STATIC.name

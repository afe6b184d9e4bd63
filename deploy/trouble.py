"""What stands in the way, told in one sentence instead of a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130


class Trouble(Exception):
    """Its message says what happened and what to do about it."""


@contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped before it was ready. The same command goes on from here.", file=sys.stderr)
        sys.exit(INTERRUPTED)

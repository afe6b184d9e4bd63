import os
import signal
import subprocess
from contextlib import suppress
from os import PathLike


def run(*command: str | PathLike[str], may_finish: bool = False) -> int:
    """Its exit code. Ctrl-C ends it here, quietly; at the terminal it would print a traceback.

    What must not be torn in the middle may finish first.
    """
    child = subprocess.Popen(command, process_group=0)
    try:
        return child.wait()
    except KeyboardInterrupt:
        if not may_finish:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)
        child.wait()
        raise

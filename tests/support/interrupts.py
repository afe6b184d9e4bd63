"""Child processes that a test interrupts as Ctrl-C does."""

import signal
import subprocess


def start_interruptible(command, **options):
    """A child that heeds SIGINT; it would inherit a run's deafness (nohup, a detached step)."""
    return subprocess.Popen(command, preexec_fn=_heed, **options)


def _heed():
    signal.signal(signal.SIGINT, signal.SIG_DFL)

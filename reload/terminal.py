"""Lines on a terminal in colour, in a pipe plain; progress on a terminal alone."""

import time
from collections.abc import Iterable
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from reload.report import BAD, CHANGE, GOOD, HEAD, PLAIN, QUIET, Line

STYLES = {HEAD: "bold", GOOD: "green", BAD: "red", CHANGE: "yellow", QUIET: "dim", PLAIN: ""}
# Work shorter than this needs no bar.
PATIENCE = 1.0


class Terminal:
    def __init__(self, out: IO[str], *, no_color: bool = False) -> None:
        self.out = out
        self.is_terminal = bool(getattr(out, "isatty", lambda: False)())
        self.console = Console(file=out, no_color=no_color or None, highlight=False, soft_wrap=True)

    def show(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if self.is_terminal:
                self.console.print(Text(line.text, style=STYLES[line.style]))
            else:
                self.out.write(f"{line.text}\n")


class Bar:
    """How much is done, of how much, and how long it will take."""

    def __init__(self, out: IO[str], words: str) -> None:
        self.is_shown = bool(getattr(out, "isatty", lambda: False)())
        self.started = time.monotonic()
        self.words = words
        self.progress: Any = None
        self.out = out

    def __call__(self, done: int, total: int) -> None:
        if not self.is_shown or time.monotonic() - self.started < PATIENCE:
            return
        if self.progress is None:
            self.progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(file=self.out),
                transient=True,
            )
            self.progress.start()
            self.task = self.progress.add_task(self.words, total=total)
        self.progress.update(self.task, completed=done)

    def close(self) -> None:
        if self.progress is not None:
            self.progress.stop()

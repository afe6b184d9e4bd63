"""A monotonic clock that stands still, in place of a module's `time`."""

A_SECOND = 1_000_000_000


class StoppedClock:
    """Moves only while somebody sleeps, which takes no time."""

    def __init__(self):
        self.now = 1_000 * A_SECOND

    def monotonic_ns(self):
        return self.now

    def sleep(self, seconds):
        self.now += round(seconds * A_SECOND)

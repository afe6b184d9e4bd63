"""The page cache's protocol as state machines, and a search through every order of their steps.

One host: publishers hold the counter row, mark the memory that all share, commit and settle it;
readers on several workers ask that memory or the row, catch up, take a kept page or render one and
keep it. A publisher may be killed between any two steps, a stamp may be too old to be believed at
any moment, a query may fail. The version of a text is the number of its publication.

The promise that is looked for a breach of: who begins to ask after a publication was acknowledged
never gets an older version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

NOBODY = -1
NOTHING = -1
IN_DOUBT = 0
# The steps of a publisher.
BEGIN, MARK, COMMIT, READ_BACK, SETTLE, DONE, DEAD = range(7)


class Shared(NamedTuple):
    """The database's row and who holds it, the words of the shared memory, what was promised."""

    row: int = 1
    holder: int = NOBODY
    stamp: int = 1
    settled: int = 0
    last: int = 1
    marks: int = 0
    is_marked: bool = False
    promised: int = 1
    failures: int = 0


class Worker(NamedTuple):
    """What its pages show, how far it read the log, its one page, who holds its lock.

    `flights`: (token, who renders) of what is being made.
    """

    token: int = NOTHING
    number: int = 0
    page: int = NOTHING
    lock: int = NOBODY
    settled: int = 0
    is_silent: bool = False
    flights: tuple[tuple[int, int], ...] = ()


class Publisher(NamedTuple):
    at: int = BEGIN
    marks: int = 0
    read: int = 0


class Reader(NamedTuple):
    """`stage` is what it is about, `at` the step of a look at the memory or the row within it."""

    worker: int
    rounds: int
    stage: str = "begin"
    at: str = ""
    expected: int = 0
    settled: int = 0
    token: int = NOTHING
    marks: int = 0
    read: int = NOTHING
    made: int = NOTHING


class State(NamedTuple):
    shared: Shared
    workers: tuple[Worker, ...]
    publishers: tuple[Publisher, ...]
    readers: tuple[Reader, ...]
    kills: int


class Breach(Exception):
    """A reader got less than it was promised; the message is the way there."""


@dataclass(frozen=True)
class Model:
    """How many of each, and which guards of the protocol stand: each can be taken away."""

    publishers: int = 1
    readers: tuple[int, ...] = (0, 0)
    rounds: int = 1
    kills: int = 0
    failures: int = 0
    # The token and the place in the log come from one reading.
    one_reading: bool = True
    # Under the lock it is asked again whether the token is still known.
    checks_under_lock: bool = True
    # A change is marked before it is committed.
    marks_first: bool = True
    # What was read is said only where nobody marked a change meanwhile.
    compares_marks: bool = True
    # Every publication that was told of is counted, for workers without database.
    counts_settled: bool = True

    def start(self) -> State:
        workers = max(self.readers) + 1
        return State(
            Shared(failures=self.failures),
            (Worker(),) * workers,
            (Publisher(),) * self.publishers,
            tuple(Reader(worker, self.rounds) for worker in self.readers),
            self.kills,
        )

    def explore(self, most: int) -> int:
        """How many states there are. Raises Breach, and OverflowError beyond `most`."""
        start = self.start()
        came_from: dict[State, tuple[State, str] | None] = {start: None}
        waiting = [start]
        while waiting:
            state = waiting.pop()
            for step, after in self.steps(state):
                if after not in came_from:
                    came_from[after] = (state, step)
                    if any(reader.stage == "breach" for reader in after.readers):
                        raise Breach(_way(came_from, after))
                    waiting.append(after)
            if len(came_from) > most:
                raise OverflowError(f"more than {most} states")
        return len(came_from)

    def steps(self, state: State) -> Iterator[tuple[str, State]]:
        for number, publisher in enumerate(state.publishers):
            yield from self._publisher_steps(state, number, publisher)
        for number, reader in enumerate(state.readers):
            who = len(state.publishers) + number
            for shared, worker, after, others in self._reader_steps(state, who, reader):
                yield (
                    f"reader {number} on {reader.worker}: {reader.stage} {reader.at}",
                    _with_reader(state, number, shared, worker, after, others),
                )

    # Publishers

    def _publisher_steps(  # noqa: C901 - a case for each step
        self, state: State, number: int, at: Publisher
    ) -> Iterator[tuple[str, State]]:
        shared = state.shared
        order = [BEGIN, MARK, COMMIT] if self.marks_first else [BEGIN, COMMIT, MARK]
        following = dict(zip(order, [*order[1:], READ_BACK], strict=True))
        after: Publisher | None = at._replace(at=following.get(at.at, at.at + 1))
        match at.at:
            case _ if at.at >= DONE:
                after = None
            case 0 if shared.holder != NOBODY:
                after = None
            case 0:
                shared = shared._replace(holder=number)
            case 1:
                shared = shared._replace(is_marked=True, marks=shared.marks + 1, stamp=IN_DOUBT)
                after = at._replace(at=following[MARK], marks=shared.marks)
            case 2:
                shared = shared._replace(row=shared.row + 1, holder=NOBODY)
            case 3:
                after = at._replace(at=SETTLE, read=shared.row)
            case 4:
                if shared.marks == at.marks:
                    shared = _say(shared, at.read)
                # Whoever published is told so: from now on everybody is to see it.
                shared = _promise(self._counted(shared, at.read), at.read)
        if after is not None:
            yield f"publisher {number}: step {at.at}", _with_publisher(state, number, shared, after)
        if state.kills and BEGIN < at.at < DONE:
            died = state.shared
            if died.holder == number:
                died = died._replace(holder=NOBODY)
            elif not self.failures:
                # Nobody was told, and still everybody who has the database is to see it.
                died = _promise(died, died.row)
            dead = _with_publisher(state, number, died, at._replace(at=DEAD))
            yield f"publisher {number}: killed", dead._replace(kills=state.kills - 1)

    def _counted(self, shared: Shared, stamp: int) -> Shared:
        is_new = self.counts_settled and stamp != shared.last
        return shared._replace(settled=shared.settled + is_new, last=stamp)

    # Readers: each yields (shared, worker, reader, {other reader: what it got})

    def _reader_steps(  # noqa: C901 - a case for each stage
        self, state: State, who: int, reader: Reader
    ) -> Iterator[Any]:
        shared, worker = state.shared, state.workers[reader.worker]
        go = reader._replace
        match reader.stage:
            case "begin" if reader.rounds:
                began = go(
                    rounds=reader.rounds - 1, expected=shared.promised, settled=shared.settled
                )
                if worker.is_silent and shared.settled == worker.settled:
                    yield shared, worker, began._replace(stage="as it was"), {}
                # Or the second is over.
                woken = worker._replace(is_silent=False)
                yield shared, woken, began._replace(stage="look", at="stamp"), {}
            case "as it was":
                if shared.settled != worker.settled or worker.page == NOTHING:
                    # Django's turn, which has the database or says that it has not.
                    yield shared, worker, go(stage="begin", at=""), {}
                else:
                    yield shared, worker, _answered(reader, worker.page), {}
            case "look" | "look again" | "check":
                yield from self._look(state, who, reader)
            case "looked":
                if reader.read == worker.token:
                    current = worker._replace(settled=reader.settled)
                    yield shared, current, go(stage="find", token=reader.read), {}
                else:
                    yield shared, worker, go(stage="wait"), {}
            case "wait" if worker.lock == NOBODY:
                stage = "read" if self.one_reading else "look again"
                yield shared, worker._replace(lock=who), go(stage=stage, at="stamp"), {}
            case "looked again":
                yield shared, worker, go(stage="read", token=reader.read), {}
            case "read":
                token = shared.row if self.one_reading else reader.token
                yield shared, worker, go(stage="drop", token=token, read=shared.row), {}
            case "drop":
                page = worker.page if worker.number == reader.read else NOTHING
                yield shared, worker._replace(page=page), go(stage="know"), {}
            case "know":
                known = worker._replace(
                    token=reader.token, number=reader.read, settled=reader.settled, lock=NOBODY
                )
                yield shared, known, go(stage="find"), {}
            case "find" if worker.page != NOTHING:
                yield shared, worker, _answered(reader, worker.page), {}
            case "find" if reader.token in dict(worker.flights):
                yield shared, worker, go(stage="join"), {}
            case "find":
                flights = (*worker.flights, (reader.token, who))
                yield shared, worker._replace(flights=flights), go(stage="render"), {}
            case "render":
                yield shared, worker, go(stage="is known", made=shared.row), {}
            case "is known" if worker.token != reader.token:
                yield shared, *_landed(state, worker, reader)
            case "is known":
                yield shared, worker, go(stage="check", at="stamp"), {}
            case "checked" if reader.read != reader.token:
                yield shared, *_landed(state, worker, reader)
            case "checked" if worker.lock == NOBODY:
                yield shared, worker._replace(lock=who), go(stage="keep"), {}
            case "keep":
                free = worker._replace(lock=NOBODY)
                if worker.token == reader.token or not self.checks_under_lock:
                    free = free._replace(page=reader.made)
                yield shared, *_landed(state, free, reader)

    def _look(  # noqa: C901 - a case for each step
        self, state: State, who: int, reader: Reader
    ) -> Iterator[Any]:
        """The watch: the shared memory, or the row."""
        shared, worker = state.shared, state.workers[reader.worker]
        go = reader._replace
        seen = {"look": "looked", "look again": "looked again", "check": "checked"}[reader.stage]
        if reader.at in ("row", "row in doubt") and shared.failures:
            poorer = shared._replace(failures=shared.failures - 1)
            if reader.stage == "check":
                yield poorer, *_landed(state, worker, reader)
            else:
                free = worker._replace(
                    is_silent=True, lock=NOBODY if worker.lock == who else worker.lock
                )
                yield poorer, free, go(stage="as it was", at=""), {}
        match reader.at:
            case "stamp":
                if shared.stamp != IN_DOUBT:
                    yield shared, worker, go(stage=seen, at="", read=shared.stamp), {}
                # In doubt, or too old to be believed.
                yield shared, worker, go(at="marks"), {}
            case "marks":
                yield shared, worker, go(at="marked", marks=shared.marks), {}
            case "marked":
                if shared.is_marked:
                    yield shared, worker, go(at="row in doubt"), {}
                    if shared.holder == NOBODY:
                        yield shared._replace(holder=who), worker, go(at="settle"), {}
                else:
                    yield shared, worker, go(at="row"), {}
            case "settle":
                said = self._counted(_say(shared, shared.row), shared.row)
                yield said, worker, go(at="let go"), {}
            case "let go":
                yield shared._replace(holder=NOBODY), worker, go(at="row in doubt"), {}
            case "row in doubt":
                yield shared, worker, go(stage=seen, at="", read=shared.row), {}
            case "row":
                yield shared, worker, go(at="say", read=shared.row), {}
            case "say":
                is_same = shared.marks == reader.marks and not shared.is_marked
                if is_same or not self.compares_marks:
                    shared = _say(shared, reader.read)
                yield shared, worker, go(stage=seen, at=""), {}


def _say(shared: Shared, stamp: int) -> Shared:
    return shared._replace(is_marked=False, stamp=stamp)


def _promise(shared: Shared, version: int) -> Shared:
    return shared._replace(promised=max(shared.promised, version))


def _answered(reader: Reader, version: int) -> Reader:
    if version < reader.expected:
        return reader._replace(stage="breach")
    return Reader(reader.worker, reader.rounds)


def _landed(state: State, worker: Worker, reader: Reader) -> tuple[Worker, Reader, dict[int, int]]:
    """It and those who waited for it get what it made."""
    flights = tuple(each for each in worker.flights if each[0] != reader.token)
    others = {
        number: reader.made
        for number, other in enumerate(state.readers)
        if (other.stage, other.worker, other.token) == ("join", reader.worker, reader.token)
    }
    return worker._replace(flights=flights), _answered(reader, reader.made), others


def _with_publisher(state: State, number: int, shared: Shared, after: Publisher) -> State:
    return state._replace(shared=shared, publishers=_replaced(state.publishers, number, after))


def _with_reader(
    state: State, number: int, shared: Shared, worker: Worker, after: Reader, others: dict[int, int]
) -> State:
    readers = list(_replaced(state.readers, number, after))
    for other, version in others.items():
        readers[other] = _answered(readers[other], version)
    workers = _replaced(state.workers, after.worker, worker)
    return state._replace(shared=shared, workers=workers, readers=tuple(readers))


def _replaced(rows: tuple[Any, ...], number: int, row: Any) -> tuple[Any, ...]:
    return (*rows[:number], row, *rows[number + 1 :])


def _way(came_from: dict[State, tuple[State, str] | None], state: State) -> str:
    steps = []
    before = came_from[state]
    while before is not None:
        steps.append(before[1])
        before = came_from[before[0]]
    return "\n".join(reversed(steps))

"""Every order in which publishers, readers and renderers can take their steps, on a model."""

import pytest

from tests.support.page_cache_model import Breach, Model
from tests.support.stress import sized

pytestmark = pytest.mark.stress
# A safety net for the memory of the machine: some 2 KB each.
MOST = 4_000_000


@pytest.mark.parametrize(
    "model",
    [
        Model(readers=(0,), rounds=3, kills=1),
        Model(readers=(0,), rounds=2, failures=1),
        *sized(
            small=[Model()],
            long=[
                Model(rounds=2),
                Model(readers=(0, 1), rounds=2, kills=1),
                Model(publishers=2, readers=(0,), rounds=3, kills=1),
                Model(publishers=2, readers=(0,), rounds=3, failures=1, kills=1),
                Model(publishers=2, readers=(0, 0)),
                Model(publishers=2, readers=(0, 1), failures=1),
            ],
        ),
    ],
    ids=lambda model: (
        f"{model.publishers} publishing, {len(model.readers)} reading {model.rounds} times,"
        f" {model.kills} killed, {model.failures} failing"
    ),
)
def test_who_asks_after_a_publication_never_gets_an_older_text(model, tried):
    tried(states=model.explore(MOST))


@pytest.mark.parametrize(
    ("guard", "model"),
    [
        ("one_reading", {"rounds": 2}),
        ("checks_under_lock", {"rounds": 1}),
        ("marks_first", {"readers": (0,), "rounds": 3, "kills": 1}),
        ("compares_marks", {"rounds": 1}),
        ("counts_settled", {"publishers": 2, "readers": (0,), "rounds": 2, "failures": 1}),
    ],
)
def test_each_guard_is_needed(guard, model):
    with pytest.raises(Breach):
        Model(**model, **{guard: False}).explore(MOST)

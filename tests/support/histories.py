"""How many random histories a test tries: few and the same all day, thousands by hand."""

import os
from collections import Counter

from hypothesis import HealthCheck, Phase, settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")
# How many times as many examples; STRESS_FACTOR makes a stress run longer or shorter.
FACTORS = {"quick": 1, "thorough": 20, "stress": int(os.environ.get("STRESS_FACTOR", "500"))}
FACTOR = FACTORS.get(PROFILE, 1)


def daily(*, examples: int) -> settings:
    """Settings for so many examples a day; a stress run tries other ones every time."""
    is_quick = PROFILE == "quick"
    # A history that fails all day is shrunk by hand, or by a stress run.
    phases = [Phase.explicit, Phase.generate] + ([] if is_quick else [Phase.reuse, Phase.shrink])
    return settings(
        max_examples=examples * FACTOR,
        deadline=None,
        derandomize=is_quick,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )


def tell(name: str, tried: Counter[str]) -> None:
    """Print in a stress run how often each kind of step was tried; pytest shows it with -s."""
    if PROFILE != "quick":
        steps = ", ".join(f"{step} {count}" for step, count in sorted(tried.items()))
        print(f"\n{name}: {sum(tried.values())} steps: {steps}")  # noqa: T201

"""How many random histories a test tries: few and the same every day, many in `make stress`."""

import os

from hypothesis import HealthCheck, Phase, settings

IS_DAILY = os.environ.get("HYPOTHESIS_PROFILE", "quick") == "quick"
# A history that fails every day is shrunk by hand, or by a long run.
PHASES = [Phase.explicit, Phase.generate, *([] if IS_DAILY else [Phase.reuse, Phase.shrink])]


def daily(examples: int) -> settings:
    """So many, the same in every run; in a long run HISTORIES times as many, new ones."""
    factor = 1 if IS_DAILY else int(os.environ.get("HISTORIES", "20"))
    return settings(
        max_examples=examples * factor,
        derandomize=IS_DAILY,
        phases=PHASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

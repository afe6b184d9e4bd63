"""Values of one figure over the years."""

import datetime
from decimal import Decimal

from tests.support import factories


def year(statistic, number, value, **values):
    """One value about a whole year."""
    defaults = {
        "key": str(number),
        "value": Decimal(value),
        "period_from": datetime.date(number, 1, 1),
        "period_to": datetime.date(number, 12, 31),
    }
    return factories.measurement(statistic=statistic, **(defaults | values))


def figure(values, **fields):
    """A figure with a value for each year: {2011: 120, 2012: 132}."""
    made = factories.statistic(**fields)
    for number, value in values.items():
        year(made, number, value)
    return made

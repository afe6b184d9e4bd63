"""Several people doing something in the same moment, each with a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tests.support.time_limits import SAFETY_NET


def together(*deeds):
    """What each deed gives, or the exception it raises."""
    start = threading.Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(SAFETY_NET)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))

"""One of Django's commands, stopped at a moment that no machine's speed moves.

Called with WAY MOMENT COMMAND…. MOMENT is the number of a statement, the start and the end of a
commit counting as one each, or words of the statement that is about to be executed. WAY is kill,
interrupt, disconnect (PostgreSQL), or count, which stops nothing and says how many there were.
"""

import os
import signal
import sys

import django
import psycopg
from django.core.management import execute_from_command_line
from django.db import connection


class Steps:
    def __init__(self, stop, moment):
        self.stop, self.moment = stop, moment
        self.number, self.is_over = 0, False

    def execute(self, execute, sql, *rest):
        self.take(sql)
        return execute(sql, *rest)

    def commit(self, commit):
        def counted():
            self.take("COMMIT")
            commit()
            self.take("COMMITTED")

        return counted

    def take(self, words):
        self.number += 1
        is_now = self.number == int(self.moment) if self.moment.isdigit() else self.moment in words
        if is_now and not self.is_over:
            self.is_over = True
            self.stop()


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt():
    # Where this run ignores it, Python has not set it up.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)


def disconnect():
    names = {"dbname", "user", "password", "host", "port"}
    parameters = connection.get_connection_params()
    known = {name: parameters[name] for name in names & parameters.keys()}
    with psycopg.connect(**known, autocommit=True) as other:
        pid = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s, 60000)", [pid])


def count():
    raise AssertionError("there is no moment to count at")


WAYS = {each.__name__: each for each in (kill, interrupt, disconnect, count)}


def main(way, moment, *command):
    django.setup()
    steps = Steps(WAYS[way], moment)
    connection.execute_wrappers.append(steps.execute)
    connection.commit = steps.commit(connection.commit)
    try:
        execute_from_command_line(["manage.py", *command])
    finally:
        if way == "count":
            sys.stdout.write(f"steps {steps.number}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijmsite.settings")
    main(*sys.argv[1:])

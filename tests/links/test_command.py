import datetime
import io
import socket

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from links.models import Check
from tests.support import factories, outside_servers

pytestmark = pytest.mark.django_db
State = Check.State


def run(site, *arguments, **options):
    """(exit code, what was printed)."""
    out = io.StringIO()
    checker = site.checker()
    try:
        call_command("check_links", *arguments, checker=checker, stdout=out, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def states():
    return dict(Check.objects.values_list("address", "state"))


def test_nothing_to_check_is_fine(site):
    assert run(site) == (0, "0 checked: 0 work, 0 do not, 0 cannot be told.\n")


def test_all_that_works_is_counted(site):
    site.answers["/"] = outside_servers.fine
    factories.source(address=site.at("/"))
    factories.entry(answer=f"[here]({site.at('/', 'other.example')})")
    assert run(site) == (0, "2 checked: 2 work, 0 do not, 0 cannot be told.\n")
    assert set(states().values()) == {State.WORKS}


def test_what_does_not_work_is_named_with_its_reason(site):
    site.answers["/"] = outside_servers.fine
    site.answers["/kept-out"] = outside_servers.says(403)
    for path in ("/", "/gone", "/kept-out"):
        factories.source(address=site.at(path))
    code, said = run(site)
    assert code == 1
    assert said.splitlines() == [
        f"Does not work: {site.at('/gone')} There is no page at this address (404).",
        f"Cannot be told: {site.at('/kept-out')} The server does not answer programs (403).",
        "3 checked: 1 work, 1 do not, 1 cannot be told.",
        "Some links do not work.",
    ]


def test_what_cannot_be_told_is_no_failure(site):
    site.answers["/"] = outside_servers.says(403)
    factories.source(address=site.at("/"))
    assert run(site)[0] == 0


def test_a_machine_that_is_offline_accuses_nobody(site):
    for name in ("one.example", "two.example"):
        site.names[name] = socket.gaierror(socket.EAI_AGAIN, "try again")
        factories.source(address=site.at("/", name))
    code, said = run(site)
    assert code == 3
    assert "this machine may be offline. Nothing was noted." in said
    assert set(states().values()) == {State.NEW}


def test_one_server_that_answers_is_enough_to_believe_the_others_are_gone(site):
    site.names["gone.example"] = socket.gaierror(socket.EAI_NONAME, "unknown")
    for name in ("gone.example", "site.example"):
        factories.source(address=site.at("/", name))
    assert run(site)[0] == 1
    assert set(states().values()) == {State.STOPPED}


def test_only_the_addresses_asked_for(site):
    site.answers["/"] = outside_servers.fine
    for path in ("/", "/gone"):
        factories.source(address=site.at(path))
    assert run(site, site.at("/#somewhere"))[0] == 0
    assert states() == {site.at("/"): State.WORKS, site.at("/gone"): State.NEW}


def test_an_address_no_text_names_is_a_wrong_option(site):
    code, said = run(site, "https://elsewhere.example/")
    assert code == 2
    assert "No public text names https://elsewhere.example/." in said
    assert site.asked == []


def test_only_what_was_not_checked_lately(site):
    site.answers["/"] = site.answers["/new"] = outside_servers.fine
    factories.source(address=site.at("/"))
    with time_machine.travel(datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)):
        run(site)
        factories.source(address=site.at("/new"))
        assert run(site, "--older-than=7")[1].startswith("1 checked")
    with time_machine.travel(datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)):
        assert run(site, "--older-than=7")[1].startswith("2 checked")


@pytest.mark.parametrize(
    "option", ["--older-than=soon", "--older-than=-1", "--pause=x", "--timeout=-1", "--pause=nan"]
)
def test_a_wrong_option_is_told(site, option):
    with pytest.raises(CommandError, match="is no number of"):
        call_command("check_links", option)


def test_an_interruption_keeps_what_was_found(site):
    class Interrupted:
        """The outside, until somebody presses Ctrl-C."""

        def check(self, addresses):
            checking = site.checker().check(addresses)
            yield next(checking)
            raise KeyboardInterrupt

    site.answers["/"] = outside_servers.fine
    for path in ("/", "/never"):
        factories.source(address=site.at(path))
    with pytest.raises(CommandError, match="Interrupted") as left:
        call_command("check_links", checker=Interrupted())
    assert left.value.returncode == 130
    assert states() == {site.at("/"): State.WORKS, site.at("/never"): State.NEW}


def test_a_database_that_refuses_is_told(site):
    def refuse(execute, sql, *rest):
        if sql.startswith("UPDATE"):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    site.answers["/"] = outside_servers.fine
    factories.source(address=site.at("/"))
    with connection.execute_wrapper(refuse):
        code, said = run(site)
    assert code == 4
    assert "The database refused: database is locked" in said


def test_nothing_is_locked_while_a_server_is_waited_for(site):
    site.answers["/"] = outside_servers.fine
    factories.source(address=site.at("/"))
    statements = []

    def watch(execute, sql, *rest):
        statements.append((len(site.asked), sql.split()[0]))
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        run(site)
    opened = [asked for asked, word in statements if word == "SAVEPOINT"]
    closed = [asked for asked, word in statements if word == "RELEASE"]
    # What began before a request ended before it, and the same after.
    assert opened == closed


def test_the_help_names_every_exit_code(capsys):
    with pytest.raises(SystemExit):
        call_command("check_links", "--help")
    said = capsys.readouterr().out
    for code in ("0 no link", "1 some", "2 an option", "3 not one", "4 the", "130 interrupted"):
        assert code in said

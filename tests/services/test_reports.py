import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.services.reports import keep_run, kept_run, kept_runs, may_report

REP = Actor(3, "rep", Role.REPRESENTATIVE)


def test_what_was_printed_is_kept_word_for_word(store, owner):
    number = keep_run("monthly", {"month": "2025-11-01"}, {"figures": [{"of": {"channel": "Łódź"}}]}, "ab12", 7, owner)
    run = kept_run(number, owner)

    assert (run.report, run.parameters, run.fingerprint, run.as_of) == ("monthly", {"month": "2025-11-01"}, "ab12", 7)
    assert run.figures == {"figures": [{"of": {"channel": "Łódź"}}]}


def test_runs_come_newest_first_without_their_figures(store, owner):
    numbers = [keep_run("monthly", {}, {"n": n}, "", n, owner) for n in range(3)]

    assert [run.id for run in kept_runs(owner)] == numbers[::-1]
    assert {str(run.figures) for run in kept_runs(owner)} == {"{}"}


def test_who_may_not_report_may_not_read_kept_runs(store, owner):
    number = keep_run("monthly", {}, {}, "", 1, owner)

    for refused in (
        lambda: may_report(REP),
        lambda: kept_run(number, REP),
        lambda: kept_runs(REP),
        lambda: keep_run("m", {}, {}, "", 1, REP),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_run_that_was_not_kept_is_said_so(store, owner):
    with pytest.raises(UserError, match="No report was kept under the number 5"):
        kept_run(5, owner)

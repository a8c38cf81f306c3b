"""The benchmarks run and say something; what they measure is never a test's business."""

import random

import pytest

from crm_desktop.core.rising import By
from crm_desktop.data.database import open_store
from crm_desktop.data.models import Customer
from crm_desktop.queries.timeline import first_entries
from crm_desktop.sample.company import make_sample
from tests.benchmarks import figures_bench, import_bench, million_bench, reading_bench, report_bench, sla_bench, start_bench, store_bench
from tests.benchmarks.bench import UNTIL, measure_import
from tests.benchmarks.measuring import Measured, compare, told
from tests.benchmarks.timeline_floor import everything


def sensible(measured):
    return measured.floor > 0 and measured.ours > 0


BOTH = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)


@BOTH
def test_writes_are_measured(store):
    measured = [*store_bench.save_order(rounds=2), *store_bench.bulk_rows(count=20, searched=20, rounds=2)]
    assert len(measured) == 4
    assert all(map(sensible, measured))


@BOTH
def test_reads_are_measured(empty_store):
    make_sample("small", 1, UNTIL)
    measured = [*reading_bench.page(rounds=2), *reading_bench.list_customers(rounds=2), *reading_bench.search(rounds=2)]
    assert len(measured) == 5
    assert all(map(sensible, measured))
    assert all(map(sensible, figures_bench.page(rounds=2)))


def test_a_store_is_made_and_weighed_once(tmp_path, monkeypatch):
    monkeypatch.setattr(million_bench, "CACHE", tmp_path)
    path, built = million_bench.made("small")
    assert built.seconds > built.floor > 0
    assert built.file_mb > 1
    assert million_bench.made("small") == (path, built)
    with open_store(path).connection_context():
        measured = [*million_bench.one_customer(rounds=2), *million_bench.sums(rounds=2)]
        measured += [*million_bench.trends(rounds=1), *million_bench.today(rounds=1)]
        assert len(measured) == 3 + 2 * len(By) + 2
        assert all(map(sensible, measured))


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_the_floor_of_the_timeline_finds_what_the_timeline_finds(empty_store):
    make_sample("small", 1, UNTIL)
    for customer in Customer.select():
        assert len(everything(customer.id, 40)) == len(first_entries(customer.id, 40))


def test_due_times_of_cases_are_measured(store):
    assert all(map(sensible, sla_bench.due_times(count=200, rounds=1)))


def test_starting_is_measured():
    assert all(map(sensible, start_bench.help_page(rounds=1)))


def test_the_import_is_measured(monkeypatch):
    for name in ("CUSTOMERS", "ORDERS", "LINES", "CALLS"):
        monkeypatch.setattr(import_bench, name, 5)
    assert all(map(sensible, measure_import()))


def test_the_report_is_measured():
    assert sensible(report_bench.measure(rows=20, rounds=1))


def test_floor_and_ours_take_turns_in_any_order(monkeypatch):
    calls = []
    monkeypatch.setattr(random, "sample", lambda two, _count: reversed(two))
    compare("a", "b", lambda number: calls.append(("floor", number)), lambda number: calls.append(("ours", number)), rounds=2)
    assert calls == [("floor", -1), ("ours", -1), ("ours", 0), ("floor", 0), ("ours", 1), ("floor", 1)]


def test_work_that_times_itself_is_believed():
    assert compare("a", "b", lambda _number: 2.0, lambda _number: 3.0, rounds=5).ratio == 1.5


@pytest.mark.parametrize(("budget", "verdict"), [(2, "kept"), (1.9, "NOT KEPT"), (None, "")])
def test_a_budget_is_kept_or_not(budget, verdict):
    measured = Measured("saving", "raw", 0.5, 1.0, budget)
    assert measured.ratio == 2
    assert verdict in told(measured)
    assert ("KEPT" in told(measured)) == (verdict == "NOT KEPT")

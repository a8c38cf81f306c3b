"""The benchmarks run and say something; what they measure is never a test's business."""

import json
import random

import pytest

from crm_desktop.core.rising import By
from crm_desktop.data.database import Guarded, is_server, open_store
from crm_desktop.data.models import Customer
from crm_desktop.queries.narrowed import Narrowed, narrowed_ids, subject_called
from crm_desktop.queries.timeline import first_entries
from crm_desktop.sample.company import make_sample
from crm_desktop.ui.pages import PAGES
from tests.benchmarks import (
    backup_bench,
    bench,
    csv_bench,
    encrypted_bench,
    figures_bench,
    growth_bench,
    import_bench,
    in_readme,
    lists_bench,
    machine,
    million_bench,
    notes_bench,
    opening_bench,
    painting_bench,
    reading_bench,
    report_bench,
    sla_bench,
    start_bench,
    store_bench,
    tour_bench,
)
from tests.benchmarks.bench import UNTIL, measure_import
from tests.benchmarks.growth_bench import Grown
from tests.benchmarks.measuring import Measured, compare, told
from tests.benchmarks.timeline_floor import everything
from tests.examples import some

STATEMENTS = 3
"""Of a list's first ids: a transaction, the company's zone, the ids."""


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
    grown = list(growth_bench.measure(dict.fromkeys(million_bench.GROWING, path), 2, dict.fromkeys(million_bench.GROWING, 60)))
    assert len(grown) == len({each.name for each in grown}) == 11
    assert all(seconds > 0 for each in grown for seconds in each.seconds.values())
    assert len(growth_bench.table(grown)) == 1 + len(grown)
    with open_store(path).connection_context():
        measured = [*million_bench.one_customer(rounds=2), *million_bench.sums(rounds=2)]
        measured += [*million_bench.trends(rounds=1), *million_bench.today(rounds=1)]
        assert len(measured) == 3 + 2 * len(By) + 2
        assert all(map(sensible, measured))


def test_the_floor_of_the_timeline_finds_what_the_timeline_finds(sample):
    for customer in Customer.select():
        assert len(everything(customer.id, 40)) == len(first_entries(customer.id, 40))


def test_one_more_note_is_measured(store):
    assert all(map(sensible, notes_bench.one_more(notes=120, rounds=2)))


def test_every_list_is_measured_and_none_walks_or_sorts_its_table(sample):
    assert lists_bench.broken() == []
    measured = list(lists_bench.measure(rounds=1))
    assert len(measured) == 4 * 5
    assert all(map(sensible, measured))


def test_a_plan_that_sorts_is_told(store, monkeypatch):
    look = lists_bench.Look("first rows", Narrowed(subject_called("orders"), (), "note"))
    monkeypatch.setattr(lists_bench, "orders", lambda: iter([look]))
    assert (lists_bench.broken() == []) == is_server()


def test_the_first_rows_of_a_list_take_few_statements(store, monkeypatch):
    asked = []
    run = Guarded.run
    monkeypatch.setattr(Guarded, "run", lambda self, cursor, sql, params: asked.append(sql) or run(self, cursor, sql, params))
    for look in lists_bench.orders():
        asked.clear()
        narrowed_ids(look.wanted, look.limit)
        assert len(asked) <= STATEMENTS, (look.name, asked)


def test_growth_is_the_largest_beside_the_smallest():
    grown = Grown("page", {"ten-thousand": 1.0, "hundred-thousand": 5.0, "million": 1.5})
    assert (grown.times, grown.kept) == (1.5, True)
    assert "1.50" in growth_bench.table([grown])[1]
    assert not Grown("row", grown.seconds, 1.15).kept


def test_growth_without_its_largest_size_is_told_and_read_again():
    pages = Grown("page", {"ten-thousand": 1.0, "hundred-thousand": 1.1}, 1.15)
    assert "1.10 × ≤ 1.15 × kept" in growth_bench.table([pages])[1]
    assert bench.from_json(bench.as_json({}, {}, [pages]))[2] == [pages]
    assert [line for line in in_readme.lines({"measured": "today"}, {}, [pages]) if "1.10 × | ≤ 1.15 × | kept" in line]


def test_stores_of_other_sizes_are_read_where_the_million_lies(tmp_path):
    for size in million_bench.GROWING:
        (tmp_path / f"{size}-1.crm").touch()
    million = tmp_path / "million-1.crm"
    assert [growth_bench._store(size, {"million": million}).name for size in million_bench.GROWING] == [
        f"{size}-1.crm" for size in million_bench.GROWING
    ]


def test_what_was_measured_is_told_and_written(tmp_path, monkeypatch, capsys):
    measured = Measured("help", "click", 0.1, 0.15, 2.0, 5, 0.12, 0.2)
    monkeypatch.setattr(bench, "BENCHES", dict.fromkeys(("start", "help-page"), lambda _given: iter([measured])))
    bench.main(["start", "--json", str(tmp_path / "found.json")])
    bench.main(["help-page", "--add", "--json", str(tmp_path / "found.json")])
    text = (tmp_path / "found.json").read_text(encoding="utf-8")
    assert set(bench.from_json(text)[1]) == {"start", "help-page"}
    found = json.loads(text)
    assert found["machine"]["Python"] and found["growth"] == []
    row = found["measured"][0]
    assert (row["bench"], row["ours_p95"], row["kept"]) == ("start", 0.2, True)
    assert "kept" in capsys.readouterr().out


def test_a_bench_that_fails_is_told_and_the_others_are_measured(tmp_path, monkeypatch, capsys):
    def broken(_given):
        raise RuntimeError("no such store")

    monkeypatch.setattr(bench, "BENCHES", {"broken": broken, "start": lambda _given: iter([Measured("help", "click", 1.0, 1.0, 2.0)])})
    with pytest.raises(SystemExit, match="broken"):
        bench.main(["broken", "start", "--json", str(tmp_path / "found.json")])
    assert "no such store" in capsys.readouterr().err
    assert set(bench.from_json((tmp_path / "found.json").read_text(encoding="utf-8"))[1]) == {"start"}


def test_readme_shows_what_is_promised_and_of_several_lists_the_one_nearest_to_its_budget(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(f"before\n{in_readme.BEGIN}\nold\n{in_readme.END}\nafter\n", encoding="utf-8")
    near = Measured("cases: list of 9 opened", "repaint", 0.01, 0.09, most=0.1)
    some = [near._replace(name="orders: list of 10,000 opened", ours=0.02), near, Measured("told", "raw", 1.0, 2.0)]
    for _time in range(2):
        in_readme.write(machine.facts(), {"painting": some}, [Grown("page", dict.fromkeys(million_bench.GROWING, 1.0))], path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert "| cases: list of 9 opened (painting) | 90 ms |" in text and "≤ 100 ms | kept |" in text
    assert "orders" not in text and "told" not in text
    assert "| page | 1.00 s | 1.00 s | 1.00 s | 1.00 × | ≤ 2 × | kept |" in text


def test_the_encrypted_store_is_measured_beside_the_plain_one(sample_path, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    measured = list(encrypted_bench.measure(sample_path, folder, bytes(range(32)), rounds=0))
    assert len(measured) > 10
    with open_store(sample_path).connection_context():
        proved = list(backup_bench.measure(rounds=1))
    assert len(proved) == 3 and all(map(sensible, proved))


def test_a_csv_file_is_measured():
    rows, memory = csv_bench.measure(rows=20)
    assert sensible(rows) and memory.unit == "MB"


@pytest.mark.torture
def test_lists_in_a_window_are_measured(sample_path):
    pages = some(painting_bench.PAGES, 7)
    measured = list(painting_bench.measure(sample_path, pages))
    assert all(map(sensible, measured))
    always = [each for each in measured if "as soon as" not in each.name]
    assert len(always) == 4 * len(pages) + 2


@pytest.mark.torture
def test_memory_after_a_tour_is_measured(sample_path):
    assert all(map(sensible, tour_bench.measure(sample_path, ["today", "customer"])))


@pytest.mark.torture
def test_first_openings_are_measured(sample_path):
    pages = [card.name for card in some(PAGES, 7)]
    measured = list(opening_bench.measure(sample_path, pages, processes=1))
    assert all(map(sensible, measured))
    assert {f"page {name}" for name in pages} == {
        each.name.partition(":")[0].partition(",")[0] for each in measured if each.name.startswith("page")
    }


@pytest.mark.parametrize(
    ("measured", "kept"),
    [
        (Measured("a", "b", 1, 2), None),
        (Measured("a", "b", 1, 2, 2.0), True),
        (Measured("a", "b", 1, 2, most=1.5), False),
        (Measured("a", "b", 1, 2, most=1.5, above=True), True),
        (Measured("a", "b", 1, 2, 2.0, ours_p95=4, most_p95=3), False),
    ],
)
def test_every_promise_counts(measured, kept):
    assert measured.kept is kept


def test_a_name_that_is_none_is_refused():
    with pytest.raises(SystemExit):
        bench.main(["nothing"])


def test_due_times_of_cases_are_measured(store):
    assert all(map(sensible, sla_bench.due_times(count=200, rounds=1)))


def test_starting_is_measured():
    assert all(map(sensible, start_bench.help_page(rounds=1)))


def test_the_import_is_measured(monkeypatch):
    for name in ("CUSTOMERS", "ORDERS", "LINES", "CALLS"):
        monkeypatch.setattr(import_bench, name, 5)
    assert all(map(sensible, measure_import(rounds=1)))


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

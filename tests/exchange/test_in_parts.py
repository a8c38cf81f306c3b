"""However many rows are read or written at once, what came in is the same."""

import csv
from contextlib import nullcontext
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.changes import Entity
from crm_desktop.core.paths import resource
from crm_desktop.data import search
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import create_file, fetch, is_server, open_store
from crm_desktop.data.models import Interaction
from crm_desktop.data.search import find
from crm_desktop.data.soundness import demand_sound
from crm_desktop.exchange import importing
from crm_desktop.exchange.importing import run_import, undo_import
from crm_desktop.exchange.keys_seen import KeysSeen
from crm_desktop.exchange.tables import Exact
from crm_desktop.services import incoming
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from crm_desktop.services.put_aside import PutAside

MAPPING = resource("mappings", "interactions.toml")
HEAD = ("Number", "Customer", "Staff", "Channel", "Reason", "Started", "Ended", "Minutes", "Outcome", "Summary", "Notes", "Order")
TABLES = ("customer", "channel", "contact_reason", "interaction", "interaction_search", "customer_search")


@pytest.fixture
def calls(tmp_path):
    """Calls as files have them: some rows wrong, some twice, days written in two ways, cards and control characters in the notes."""
    random = Random(7)

    def row(place):
        began = f"2024-03-{1 + place % 28:02} 10:{place % 60:02}" if place % 3 else f"{1 + place % 28:02}/03/2024 10:{place % 60:02}"
        notes = random.choice(("Asked again", "Card 4111 1111 1111 1111", "Bad \x07 sign", "Two\nlines"))
        return (
            f"T-{place - place % 11 // 10}", random.choice(("Ada", "Bo", "bo", "")), random.choice(("", "Nancy")),
            random.choice(("Phone", "Chat", "")), random.choice(("", "Delivery", "delivery")), began if place % 13 else "soon",
            "" if place % 4 else "2024-03-02 09:00", "" if place % 5 else "7", random.choice(("", "done", "odd")), f"Call {place}", notes,
            "17",
        )  # fmt: skip

    path = tmp_path / "files" / "interactions.csv"
    path.parent.mkdir()
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        writer.writerows(row(place) for place in range(140))
        out.write('T-900,"broken\n')
    return path.parent


@pytest.fixture
def brought(tmp_path, calls, monkeypatch):
    def make(read, written):
        monkeypatch.setattr(importing, "_AT_ONCE", read)
        monkeypatch.setattr(incoming, "PART", written)
        path = tmp_path / f"{read}-{written}.crm"
        create_file(path)
        with open_store(path).connection_context():
            found_company(CompanyInput("Calls", "EUR", "Europe/Berlin"))
            result = run_import(MAPPING, calls, by=FOUNDER)
            again = run_import(MAPPING, calls, by=FOUNDER)
            demand_sound({})
            assert not verify_chain()
            rows = {table: _rows(table) for table in TABLES}
            assert not undo_import(result.run, by=FOUNDER).kept
            assert not fetch("SELECT COUNT(*) FROM interaction")[0][0]
            return rows, _told(result), _told(again)

    return make


def _rows(table):
    names = [row[1] for row in fetch(f"PRAGMA table_info({table})") if row[1] not in ("created_at", "updated_at")]
    return fetch(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1")


def _told(result):
    return result.counts, result.refused, result.notices, result.files


@pytest.mark.parametrize(("read", "written"), [(1, 1), (7, 10), (500, 33)])
def test_rows_that_come_in_parts_are_those_that_come_at_once(brought, read, written):
    at_once = brought(10_000, 10_000)
    assert at_once[1][0]["interaction"].new > 50
    assert len(at_once[1][1]) > 30
    assert brought(read, written) == at_once


@pytest.mark.parametrize("last_word", [False, True])
def test_an_import_that_is_stopped_while_it_is_written_or_indexed_leaves_nothing(calls, monkeypatch, store, owner, last_word):
    monkeypatch.setattr(incoming, "PART", 10)
    parts = []

    def stop(share):
        parts.append(share)
        if share > 0.9 and parts.count(share) > last_word:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run_import(MAPPING, calls, by=owner, progress=stop)
    tables = ("interaction", "customer", "import_run", "audit_entry WHERE kind = 'block'")
    assert [fetch(f"SELECT COUNT(*) FROM {table}") for table in tables] == [[(0,)]] * 4


@given(st.lists(st.text(max_size=3), unique=True, max_size=40), st.text(max_size=3))
def test_a_key_is_known_by_the_line_it_came_on(keys, other):
    seen = KeysSeen()
    for line, key in enumerate(keys, start=1):
        assert not seen.line_of(key)
        seen.add(key, line)
    assert [seen.line_of(key) for key in keys] == list(range(1, len(keys) + 1))
    assert bool(seen.line_of(other)) is (other in keys)


def test_thousands_of_keys_are_known():
    seen = KeysSeen()
    for line in range(1, 5_001):
        seen.add(f"T-{line}", line)
    assert all(seen.line_of(f"T-{line}") == line for line in range(1, 5_001))
    assert not seen.line_of("T-5001")


def test_what_was_put_aside_comes_back_in_its_order_as_often_as_wanted():
    aside = PutAside()
    aside.put([["a", "\ud800"], [[1, None, "ä"]]])
    assert list(aside) == [[["a", "\ud800"], [[1, None, "ä"]]]]
    aside.put([2**62, True])
    assert list(aside) == list(aside) == [[["a", "\ud800"], [[1, None, "ä"]]], [2**62, True]]


def test_words_of_a_kind_of_their_own_are_put_aside_as_texts():
    aside = PutAside()
    aside.put([[Entity.CUSTOMER, Exact("1.5")], ("a", 1)])
    assert list(map(str, next(iter(aside))[0])) == ["customer", "1.5"]
    assert {type(each) for each in next(iter(aside))[0]} == {str}


def test_what_was_put_aside_cannot_be_read_on_the_disk():
    aside = PutAside()
    aside.put(["Ada Lovelace"])
    aside._file.seek(0)
    assert b"Lovelace" not in aside._file.read()


def test_a_number_that_the_file_gives_to_a_later_row_is_not_given_to_an_earlier_one(store, owner, tmp_path):
    (tmp_path / "own.toml").write_text(
        'source = "own"\n[[file]]\npath = "own.csv"\n[file.customer]\nid = "Id"\nnumber = { column = "Number" }\nname = "Name"\n', "utf-8"
    )
    ((prefix, width),) = fetch("SELECT prefix, width FROM number_series WHERE kind = 'customer'")
    (tmp_path / "own.csv").write_text(f"Id,Number,Name\n1,,Ada\n2,{prefix}{1:0{width}},Bo\n", "utf-8")
    result = run_import(tmp_path / "own.toml", by=owner)
    assert not result.refused
    assert fetch("SELECT name, number FROM customer ORDER BY name") == [("Ada", f"{prefix}{2:0{width}}"), ("Bo", f"{prefix}{1:0{width}}")]


@pytest.mark.parametrize("part", [1, 10])
def test_a_number_that_came_in_an_earlier_part_is_refused(tmp_path, monkeypatch, store, owner, part):
    monkeypatch.setattr(incoming, "PART", part)
    (tmp_path / "calls.csv").write_text(
        "Id,Number,At\nA,B,2024-03-01 10:00\nB,B,2024-03-01 11:00\nC,C,2024-03-01 12:00\n", encoding="utf-8"
    )
    mapping = tmp_path / "calls.toml"
    mapping.write_text(
        """source = "calls"\n[[file]]\npath = "calls.csv"\n[file.interaction]\nid = "Id"\nnumber = "Number"\nstarted_at = "At"
        channel = { value = "Phone", by = "name" }\ndirection = { value = "in" }""",
        encoding="utf-8",
    )
    result = run_import(mapping, by=owner)
    assert [(each.place.line, each.column, each.value) for each in result.refused] == [(3, "number", "B")]
    assert fetch("SELECT source_id, number FROM interaction ORDER BY id") == [("A", "B"), ("C", "C")]


@pytest.mark.parametrize("stopped", [False, True])
def test_the_search_index_is_in_one_piece_after_a_large_import(calls, monkeypatch, store, owner, stopped):
    """And as it was after one that was stopped; what comes next is written as ever."""
    if is_server():
        pytest.skip("the index of a server has no pieces")

    shares = []

    def stop(share):
        shares.append(share)
        if share > 0.9 and shares.count(share) > 5 and stopped:  # while words are written
            raise InterruptedError

    monkeypatch.setattr(search, "_CHUNK", 7)
    monkeypatch.setattr(search, "_PAGES", 1)
    monkeypatch.setattr(search, "_GATHERED", 1)
    for many in (1, 10_000):  # the second is what is usual
        monkeypatch.setattr(search, "_MANY", many)
        with pytest.raises(InterruptedError) if stopped else nullcontext():
            run_import(MAPPING, calls, by=owner, progress=stop)
    pieces = fetch("SELECT COUNT(DISTINCT segid) FROM interaction_search_idx")
    assert pieces == [(0 if stopped else 1,)]
    assert fetch("SELECT v FROM interaction_search_config WHERE k = 'hashsize'") in ([], [(search.USUALLY_GATHERED,)])
    assert bool(find(Interaction, "asked again")) is not stopped
    demand_sound({})

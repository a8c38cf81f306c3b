"""Every paper and every table of a company full of naughty strings, read back."""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader

from crm_desktop.core.errors import UserError
from crm_desktop.core.retention import Kept
from crm_desktop.data.contents import contents, differences
from crm_desktop.data.database import current, database, fetch
from crm_desktop.data.opening import opened
from crm_desktop.exchange.export import export_everything
from crm_desktop.exchange.open_copy_reading import company_from_copy
from crm_desktop.exchange.open_copy_writing import write_open_copy
from crm_desktop.exchange.sheet_text import from_xlsx, unguarded
from crm_desktop.queries.retention import last_run
from crm_desktop.reports.fonts import REGULAR, widths
from crm_desktop.reports.making import make_report
from crm_desktop.reports.registry import PRINTABLES, Printable
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.retention import apply_retention, set_retention

FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"[+-]?[\d.,]+")
SHORT = 8
LONGEST = 400
"""Letters: longer ones may go on over the foot of a page."""
BEGINNING = 6
"""Letters that must be there before the … of a text for which there was no room."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
LETTERS = {"order-confirmation", "invoice", "credit-note", "return-slip", "letter"}
"""What has the company's address at its head."""
MORE_THAN_PRINTED = {"survey-sheet", "quality-sheet"}
"""Their figures name the customer and hold notes, which do not go on paper."""
MOST = 3
"""Records of a kind that are printed."""


def papers(_address: str, texts: list[str], folder: Path, _app: object) -> tuple[list[str], dict[str, int]]:
    """Each document and report there is."""
    folder.mkdir()
    harm, printed, words = [], 0, 0
    with opened(_address):
        set_retention(Kept.ACCESS, 3, FOUNDER)
        apply_retention(FOUNDER, sure=True)
        for printable in PRINTABLES:
            for number, wanted in enumerate(asked(printable)):
                to = folder / f"{printable.name}-{number}.pdf"
                try:
                    made = make_report(printable, wanted, FOUNDER, to)
                except UserError as error:
                    harm.append(f"{printable.name} {wanted}: {error}")
                    continue
                printed += 1
                found, read = _read_back(printable, to, made.figures, texts)
                words += read
                harm += found
    harm += [f"{each.name} was never printed" for each in PRINTABLES if not list(folder.glob(f"{each.name}-*.pdf"))]
    return harm, {"papers": printed, "strings read on them": words}


def asked(printable: Printable) -> Iterator[Any]:
    """What it may be asked for, on this company."""
    known = {each.name for each in fields(printable.parameters)}
    if printable.name == "letter":
        for number, name, notes in _rows("SELECT number, name, notes FROM customer WHERE notes <> '' LIMIT ?"):
            yield printable.parameters(customer=number, subject=name, text=notes)
    elif printable.name == "retention-protocol":
        yield printable.parameters((str(last_run()),))
    elif "numbers" in known:
        for (number,) in _rows(NUMBERS.get(printable.name, "SELECT number FROM customer LIMIT ?")):
            yield printable.parameters((str(number),))
    elif printable.name == "quality-sheet":
        for login, at in _rows(_JUDGED):
            yield printable.parameters((login,), month=datetime.fromtimestamp(at, UTC).date().replace(day=1))
    else:
        yield printable.parameters()


NUMBERS = {
    "invoice": "SELECT number FROM invoice WHERE kind = 'invoice' LIMIT ?",
    "credit-note": "SELECT number FROM invoice WHERE kind = 'credit_note' LIMIT ?",
    "return-slip": "SELECT number FROM return_request WHERE state NOT IN ('cancelled', 'declined', 'expired') LIMIT ?",
    "order-confirmation": "SELECT number FROM sales_order WHERE state <> 'draft' LIMIT ?",
    "survey-sheet": "SELECT number FROM survey_response WHERE state = 'asked' LIMIT ?",
    "incident": "SELECT id FROM incident LIMIT ?",
}
_JUDGED = """SELECT DISTINCT login, judged_at FROM assessment JOIN staff ON staff.id = assessment.staff_id
WHERE judged_at IS NOT NULL LIMIT ?"""


def _rows(statement: str) -> list[Any]:
    return list(fetch(statement.replace("?", database.param), (MOST,)))


def _read_back(printable: Printable, to: Path, figures: Any, texts: list[str]) -> tuple[list[str], int]:
    """Every string of which the paper tells, letter by letter. For what no font of it can show there is a box with its code."""
    said = "".join("".join(page.extract_text() for page in PdfReader(to).pages).split())
    told = json.dumps(_on_paper(printable.name, figures), ensure_ascii=False)
    if not said:
        return [f"{printable.name}: nothing can be read"], 0
    printed = [text for text in texts if len(text) <= LONGEST and _is_told(" ".join(text.split()), told)]
    missing = [] if printable.name in MORE_THAN_PRINTED else [text for text in printed if not is_printed(text, said)]
    return [f"{printable.name}: {text!r} is not on it" for text in missing], len(printed)


def _on_paper(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    """An invoice keeps the tax number that it was written with."""
    rest = {each: value for each, value in figures.items() if each != "sender"}
    return {**rest, "sender": {**figures["sender"], "tax_id": ""}} if name in LETTERS else rest


def is_printed(text: str, said: str) -> bool:
    """Boxes are drawn after the words of their block. Where a text had no room to its end, its beginning stands before an ellipsis."""
    asked = "".join(unicodedata.normalize("NFC", text).split())
    begun = {_drawn(asked[:size]) for size in range(min(BEGINNING, len(asked)), len(asked))}
    ends = [place.start() for place in re.finditer("…", said)]
    return _stands(*_drawn(asked), said) or any(
        said.endswith(letters, 0, end) and _stands(letters, codes, said) for letters, codes in begun for end in ends
    )


def _drawn(text: str) -> tuple[str, tuple[str, ...]]:
    """Letters that the font has, and codes of others."""
    known = widths(REGULAR)
    boxes = [each for each in text if each not in known or unicodedata.category(each) in UNSEEN]
    return "".join(each for each in text if each not in boxes), tuple(f"U+{ord(each):04X}" for each in boxes)


def _stands(letters: str, codes: tuple[str, ...], said: str) -> bool:
    return letters in said and all(code in said for code in codes)


def _is_told(text: str, told: str) -> bool:
    """A short one may be a part of anything, and a number one of the paper's own."""
    if NUMBER.fullmatch(text):
        return False
    spelt = json.dumps(text, ensure_ascii=False)
    return (spelt if len(text) < SHORT else spelt[1:-1]) in told


def tables(address: str, _texts: list[str], folder: Path, _app: object) -> tuple[list[str], dict[str, int]]:
    """Each list in each format, and the whole company out and back."""
    folder.mkdir()
    harm: list[str] = []
    cells = 0
    with opened(address):
        for ending in (".json", ".csv", ".xlsx"):
            export_everything(folder / ending[1:], FOUNDER, ending=ending)
        for path in sorted((folder / "json").glob("*.json")):
            records = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(records, dict) and isinstance(records.get("records"), list):
                found, read = _compared(path.stem, records["records"], folder)
                harm += found
                cells += read
        write_open_copy(folder / "copy", FOUNDER)
        before = contents(current())
    company_from_copy(folder / "copy", folder / "back.crm")
    with opened(folder / "back.crm"):
        harm += [f"back from the open copy: {each}" for each in differences(before, contents(current()))][:20] if _is_file(address) else []
    return harm, {"cells out and back": cells}


def _is_file(address: str) -> bool:
    return "://" not in address


def _compared(name: str, records: list[dict[str, Any]], folder: Path) -> tuple[list[str], int]:
    harm: list[str] = []
    cells = 0
    for kind, read in (("csv", _read_csv), ("xlsx", _read_xlsx)):
        rows = list(read(folder / kind / f"{name}.{kind}", harm))
        if len(rows) != len(records) and name != "access-log":  # each export is noted there
            harm.append(f"{name}.{kind} has {len(rows)} records of {len(records)}")
        for row, record in zip(rows, records, strict=False):
            for column, value in record.items():
                cell = row.get(column)
                if isinstance(value, str) and value and isinstance(cell, str):  # days and amounts are those of a spreadsheet
                    cells += 1
                    if cell != value and name != "access-log":
                        harm.append(f"{name}.{kind}: {column} is {cell!r} instead of {value!r}")
    return harm, cells


def _read_csv(path: Path, harm: list[str]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            begun = (cell for cell in row.values() if FORMULA.match(cell) and not NUMBER.fullmatch(cell))
            harm += [f"{path.name}: a formula: {cell!r}" for cell in begun]
            yield {name: unguarded(cell) for name, cell in row.items()}


def _read_xlsx(path: Path, harm: list[str]) -> Iterator[dict[str, str]]:
    with closing(load_workbook(path, read_only=True)) as book:
        rows = book.active.iter_rows()
        names = [cell.value for cell in next(rows)]
        for row in rows:
            harm += [f"{path.name}: a formula: {cell.value!r}" for cell in row if cell.data_type == "f"]
            told = ((name, cell.value) for name, cell in zip(names, row, strict=False))
            yield {name: from_xlsx(value) if isinstance(value, str) else value for name, value in told}

from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.sheets import write_csv_files, write_workbook


class Table(NamedTuple):
    name: str
    header: tuple
    rows: tuple


TABLES = (Table("one", ("a", "b"), (("=1+1", 2), (None, 3.5))), Table("two words", ("c",), (("x",),)))


def test_a_workbook_has_a_sheet_for_each_and_no_text_is_a_formula(tmp_path):
    path = tmp_path / "all.xlsx"
    write_workbook(path, TABLES)
    book = load_workbook(path)
    assert book.sheetnames == ["one", "two words"]
    assert [[cell.value for cell in row] for row in book["one"]] == [["a", "b"], ["=1+1", 2], [None, 3.5]]
    assert book["one"]["A2"].data_type == "s"


def test_a_folder_has_a_file_for_each(tmp_path):
    paths = write_csv_files(tmp_path / "all", TABLES)
    assert [path.name for path in paths] == ["one.csv", "two-words.csv"]
    assert paths[0].read_text(encoding="utf-8-sig").splitlines() == ["a,b", "'=1+1,2", ",3.5"]


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        write_workbook(tmp_path / "no" / "all.xlsx", TABLES)
    assert list(tmp_path.iterdir()) == []

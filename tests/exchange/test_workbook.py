import zipfile
from contextlib import closing
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.tables import MOST_COLUMNS, Exact, Reading, open_table
from crm_desktop.exchange.workbook import MOST_ENTRIES


@pytest.fixture
def book(tmp_path):
    """A workbook of these sheets, each a list of rows."""
    opened = []

    def make(sheet=None, **sheets):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, rows in sheets.items():
            page = made.create_sheet(title)
            for row in rows:
                page.append(row)
        made.save(tmp_path / "book.xlsx")
        opened.append(open_table(tmp_path / "book.xlsx", Reading(sheet=sheet)))
        return opened[-1]

    yield make
    for table in opened:
        table.close()


def packed(tmp_path, **entries):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return path


def whole(tmp_path):
    content = BytesIO()
    made = openpyxl.Workbook()
    for number in range(50):
        made.active.append([f"text {number}", number])
    made.save(content)
    return content.getvalue()


def test_cells_come_as_text_whatever_their_kind(book):
    table = book(
        Orders=[
            ["id", "zip", "price", "tiny", "day", "at", "clock", "flag", "empty", "text"],
            [1, 42420.0, 261.96, 0.00001, date(2013, 11, 9), datetime(2013, 11, 9, 14, 30), time(9, 5), True, None, " = as it is "],
        ]
    )
    (row,) = table.rows()
    assert row.cells == [
        "1", "42420", "261.96", "0.00001", "2013-11-09 00:00:00", "2013-11-09 14:30:00", "09:05:00", "true", "", " = as it is ",
    ]  # fmt: skip
    assert isinstance(row.cells[2], Exact)
    assert not isinstance(row.cells[9], Exact)


def test_the_size_that_a_sheet_states_is_not_trusted(tmp_path):
    made = openpyxl.Workbook()
    for number in range(20):
        made.active.append([number, number])
    made.save(tmp_path / "right.xlsx")
    with zipfile.ZipFile(tmp_path / "right.xlsx") as right, zipfile.ZipFile(tmp_path / "wrong.xlsx", "w") as wrong:
        for name in right.namelist():
            wrong.writestr(name, right.read(name).replace(b'<dimension ref="A1:B20"', b'<dimension ref="A1"'))
    table = open_table(tmp_path / "wrong.xlsx", Reading())
    assert len(list(table.rows())) == 19
    table.close()


def test_short_rows_are_filled_up_and_cells_beyond_the_header_show(book):
    table = book(Sheet=[["a", "b", None], ["1"], ["1", "2", "3"], [None, None], ["x", "y", None, None]])
    assert [(row.line, row.cells) for row in table.rows()] == [(2, ["1", ""]), (3, ["1", "2", "3"]), (5, ["x", "y"])]


def test_rows_can_be_read_again(book):
    table = book(Sheet=[["a"], ["1"], ["2"]])
    assert list(table.rows()) == list(table.rows())


def test_a_sheet_is_chosen_by_its_name_and_must_be_where_there_are_several(book):
    assert book(" orders", Orders=[["a"], [1]], Returns=[["b"]]).name == "book.xlsx (Orders)"
    with pytest.raises(UserError, match="several sheets: Orders, Returns"):
        book(Orders=[["a"]], Returns=[["b"]])
    with pytest.raises(UserError, match="no sheet “People”"):
        book("People", Orders=[["a"]], Returns=[["b"]])


def test_an_empty_sheet_is_refused(book):
    with pytest.raises(UserError, match="is empty"):
        book(Sheet=[])


def test_half_a_workbook_is_refused_at_every_cut(tmp_path):
    content = whole(tmp_path)
    for share in range(1, 20):
        (tmp_path / "half.xlsx").write_bytes(content[: len(content) * share // 20])
        with pytest.raises(UserError, match="damaged or not a whole Excel file"):
            open_table(tmp_path / "half.xlsx", Reading())


def test_a_damaged_workbook_is_refused_or_read_and_never_breaks_the_program(tmp_path):
    content = bytearray(whole(tmp_path))
    path, refused = tmp_path / "damaged.xlsx", 0
    for place in range(0, len(content), 97):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        try:
            with closing(open_table(path, Reading())) as table:
                list(table.rows())
        except UserError:
            refused += 1
    assert refused > 10


def test_another_zip_is_no_workbook(tmp_path):
    with pytest.raises(UserError, match="not an Excel file"):
        open_table(packed(tmp_path, readme="hello"), Reading())


def test_a_small_file_that_would_unpack_to_very_much_is_not_opened(tmp_path):
    path = packed(tmp_path, **{"[Content_Types]_xml": "<a/>", "xl__worksheets__sheet1_xml": b" " * 50_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(UserError, match="unpack to more"):
        open_table(path, Reading())


def test_a_workbook_of_very_many_parts_is_not_opened(tmp_path):
    path = packed(tmp_path, **{"[Content_Types]_xml": "<a/>"}, **{f"xl__{number}": "x" for number in range(MOST_ENTRIES)})
    with pytest.raises(UserError, match="unpack to more"):
        open_table(path, Reading())


def changed_sheet(tmp_path, old, new):
    """A workbook of two columns and 50 rows, with other words in its sheet."""
    path = tmp_path / "claims.xlsx"
    with zipfile.ZipFile(BytesIO(whole(tmp_path))) as right, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in right.namelist():
            text = right.read(name)
            made.writestr(name, text.replace(old, new) if name == "xl/worksheets/sheet1.xml" else text)
    return path


def test_a_sheet_that_claims_a_million_columns_and_rows_is_read_by_what_it_holds(tmp_path):
    path = changed_sheet(tmp_path, b'<dimension ref="A1:B50"', b'<dimension ref="A1:XFD1048576"')
    with closing(open_table(path, Reading())) as table:
        assert (len(table.header), sum(1 for _row in table.rows())) == (2, 49)


def test_a_row_that_claims_a_number_beyond_a_sheet_is_refused(tmp_path):
    path = changed_sheet(tmp_path, b'<row r="50"', b'<row r="999999999"')
    with closing(open_table(path, Reading())) as table, pytest.raises(UserError, match="claims more rows"):
        list(table.rows())


def test_a_cell_in_the_last_of_all_columns_is_one_too_many_and_makes_no_list_of_16384(tmp_path):
    path = changed_sheet(tmp_path, b"</row></sheetData>", b'<c r="XFD50"><v>7</v></c></row></sheetData>')
    with closing(open_table(path, Reading())) as table:
        *_others, last = table.rows()
    assert (len(last.cells), last.cells[-1]) == (MOST_COLUMNS + 1, "7")


def test_a_sheet_that_is_nested_very_deeply_is_not_opened(tmp_path):
    path = changed_sheet(tmp_path, b"</sheetData>", b"<row>" + b"<a>" * 150_000 + b"</a>" * 150_000 + b"</row></sheetData>")
    with pytest.raises(UserError, match="unpack to more"):
        open_table(path, Reading())


def test_entities_in_a_workbook_are_never_resolved(tmp_path):
    content = whole(tmp_path)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    path = tmp_path / "evil.xlsx"
    with zipfile.ZipFile(BytesIO(content)) as right, zipfile.ZipFile(path, "w") as evil:
        for name in right.namelist():
            text = right.read(name)
            if name == "xl/workbook.xml":
                text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><workbook>&e;</workbook>'.encode()
            evil.writestr(name, text)
    with pytest.raises(UserError, match="damaged or not a whole"):
        open_table(path, Reading())


@pytest.mark.realdata
def test_a_sheet_that_declares_its_size_as_one_cell_is_read_whole(real):
    table = open_table(real("cases-baltimore") / "311_sample.xlsx", Reading())
    assert (sum(1 for _row in table.rows()), len(table.header)) == (10_000, 26)
    table.close()

import pytest
from pypdf import PdfReader
from reportlab.platypus import Spacer

from crm_desktop.reports.tables import MOST_LINES, Column, Table, number
from crm_desktop.reports.text import Text
from tests.reports.conftest import words_of

COLUMNS = [Column("Name", weight=1), number("Count")]


def pages_of(path):
    return [page.extract_text().split("\n") for page in PdfReader(path).pages]


def rows(count):
    return [(f"Row {n}", str(n)) for n in range(count)]


def test_a_long_table_repeats_its_head_and_prints_every_row_once(print_pages):
    pages = pages_of(print_pages(Table(COLUMNS, rows(500), lambda row: row)))

    assert len(pages) > 5
    assert all(page.count("Name Count") == 1 for page in pages)
    assert [line for page in pages for line in page if line.startswith("Row")] == [f"Row {n} {n}" for n in range(500)]


def test_no_row_is_split_over_pages(print_pages):
    tall = [(f"begin{n} " + "and so on " * 40 + f"finish{n}", "1") for n in range(40)]

    for page in pages_of(print_pages(Table(COLUMNS, tall, lambda row: row))):
        text = " ".join(page)
        assert text.count("begin") == text.count("finish")


def test_no_page_begins_with_the_last_row_alone(print_pages):
    for gap in range(0, 200, 7):
        pages = pages_of(print_pages(Spacer(0, gap), Table(COLUMNS, rows(40), lambda row: row)))
        assert sum(line.startswith("Row") for line in pages[-1]) != 1


def test_the_last_row_is_not_alone_where_the_row_before_it_is_tall(print_pages):
    few = [*rows(8), ("Row 8 " + "and so on " * 20, "8"), ("Row 9", "9")]
    for gap in range(500, 620, 12):
        pages = pages_of(print_pages(Spacer(0, gap), Table(COLUMNS, few, lambda row: row)))
        assert sum(line.startswith("Row") for line in pages[-1]) != 1


def test_a_cell_without_end_is_cut_with_a_mark(print_pages):
    text = words_of(print_pages(Table([Column("Note", width=60)], ["😀 " * 900], lambda row: (row,))))

    assert text.endswith("…") or "…" in text
    assert text.count("U+1F600") <= MOST_LINES * 3


def test_the_total_comes_last(print_pages):
    text = words_of(print_pages(Table(COLUMNS, rows(90), lambda row: row, total=("Total", "4,005"))))

    assert text.index("Total") > text.index("Row 89")


def test_rows_are_laid_out_once_in_a_list_of_thousands(print_pages):
    asked = []
    print_pages(Table([Column("Name", weight=1)], range(3_000), lambda n: asked.append(n) or (str(n),)))

    assert asked == list(range(3_000))


@pytest.mark.parametrize("count", [0, 1])
def test_small_tables_are_tables_too(print_pages, count):
    assert "Count" in words_of(print_pages(Table(COLUMNS, rows(count), lambda row: row), Text("after")))


def test_columns_of_numbers_never_wrap(print_pages):
    wide = [("A name", "1,234,567,890.00 EUR")]

    assert "1,234,567,890.00 EUR" in words_of(print_pages(Table(COLUMNS, wide, lambda row: row)))

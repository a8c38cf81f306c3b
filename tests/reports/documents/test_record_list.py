"""A list of the window on paper."""

import pytest
from pypdf import PdfReader

from crm_desktop.reports.documents.record_list import NAME, ListColumn, paper_of
from crm_desktop.reports.making import DrawJob, draw_report


@pytest.fixture
def drawn(store, tmp_path):
    def draw(columns, rows, narrowed=""):
        data = paper_of("customers", "Customers", narrowed, [ListColumn(f"Column {n}", is_number=n == 1) for n in range(columns)], rows)
        assert data.numbers == (f"customers: {len(rows)}",)
        draw_report(DrawJob(NAME, data, tmp_path / "list.pdf"))
        return PdfReader(tmp_path / "list.pdf").pages

    return draw


def test_every_row_is_printed_once_with_its_head_on_every_page(drawn):
    pages = drawn(3, [(f"Name {n} end", str(n), "x" * 300) for n in range(90)], "City: Berlin")
    texts = [page.extract_text() for page in pages]
    assert len(pages) > 1 and all("Column 0" in text for text in texts)
    assert sum(text.count(" end") for text in texts) == 90
    assert "City: Berlin" in texts[0] and f"Page 1 of {len(pages)}" in texts[0]


def test_all_that_a_list_is_narrowed_by_is_said(drawn):
    said = " · ".join(f"Column {n}: contains {n}" for n in range(7))
    assert said in " ".join(drawn(2, [("a", "1")], said)[0].extract_text().split())


def test_long_headings_above_numbers_leave_room_for_words(store, tmp_path):
    columns = [ListColumn("What is counted in this column", is_number=place % 2 == 1) for place in range(10)]
    draw_report(DrawJob(NAME, paper_of("orders", "Orders", "", columns, [("Lovelace", "12") * 5]), tmp_path / "list.pdf"))
    assert PdfReader(tmp_path / "list.pdf").pages[0].extract_text().count("Lovelace") == 5


def test_many_columns_lie_on_their_side(drawn):
    upright, lying = (drawn(columns, [("a",) * columns])[0].mediabox for columns in (5, 12))
    assert upright.width < upright.height and lying.width > lying.height


def test_markup_and_an_empty_list_are_printed_as_they_are(drawn):
    assert "<b>Ada" in drawn(1, [("<b>Ada",)])[0].extract_text()
    assert "Customers" in drawn(2, [])[0].extract_text()

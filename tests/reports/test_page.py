import io

import pytest
from pypdf import PdfReader
from reportlab.platypus import PageBreak

from crm_desktop.core.charts import Chart, ChartKind, Series
from crm_desktop.reports.charts import ChartPicture, shade_colour
from crm_desktop.reports.page import PageLook, heading, together
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import Text
from tests.reports.conftest import LOOK, words_of


def test_every_page_has_company_and_number_and_later_ones_the_title(print_pages):
    pages = [page.extract_text() for page in PdfReader(print_pages(Text("one"), PageBreak(), Text("two"))).pages]

    assert "Hafenhandel" in pages[0] and "Page 1 of 2" in pages[0] and "November 2025" not in pages[0]
    assert "Page 2 of 2" in pages[1] and "Customer interactions · November 2025" in pages[1]


def test_bookmarks_lead_to_their_pages(print_pages):
    reader = PdfReader(print_pages(*heading("First"), PageBreak(), *heading("Second"), *heading("Part", 1)))

    first, second, parts = reader.outline
    assert [reader.get_destination_page_number(mark) for mark in (first, second, parts[0])] == [0, 1, 1]
    assert [mark.title for mark in (first, second, parts[0])] == ["First", "Second", "Part"]


def test_the_file_says_what_it_is(print_pages):
    reader = PdfReader(print_pages(Text("x"), look=PageLook("Title", "May 2026", "Æble & Søn", "de_AT")))

    assert reader.metadata.title == "Title, May 2026"
    assert reader.metadata.author == "Æble & Søn"
    assert reader.trailer["/Root"]["/Lang"] == "de-AT"


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_paper_is_a4_or_letter(print_pages, paper, size):
    box = PdfReader(print_pages(Text("x"), look=PageLook("T", "S", "C", "en", paper))).pages[0].mediabox

    assert (round(box.width), round(box.height)) == size


def test_the_same_content_is_the_same_file(print_pages):
    story = [*heading("Head"), Text("Łódź 😀")]
    again = [*heading("Head"), Text("Łódź 😀")]

    assert print_pages(*story).read_bytes() == print_pages(*again, name="again.pdf").read_bytes()


def test_fonts_are_embedded_and_no_other_is_used(print_pages):
    reader = PdfReader(io.BytesIO(print_pages(Text("Ελλάδα"), *heading("Россия")).read_bytes()))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]

    assert {font["/BaseFont"].split("+")[1] for font in fonts} == {"CrmSans-Regular", "CrmSans-SemiBold"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_a_short_table_stays_with_its_heading(print_pages):
    filler = [Text(f"line {n}") for n in range(55)]
    table = together("Heading", Table([Column("Name", weight=1)], range(8), lambda n: (f"Row {n}",)))

    *_before, last = PdfReader(print_pages(*filler, table)).pages
    assert all(word in last.extract_text() for word in ("Heading", "Row 0", "Row 7"))


def test_shades_grow_darker_without_colour():
    grey = [0.299 * c.red + 0.587 * c.green + 0.114 * c.blue for c in (shade_colour(step / 20) for step in range(21))]

    assert grey == sorted(grey, reverse=True)
    assert grey[0] - grey[-1] > 0.8


def test_words_of_a_look_with_control_characters_still_make_a_file(print_pages):
    look = PageLook("T\x00itle\ud800", "S\nub", "C\x1bompany", LOOK.language)

    assert "U+001B" in words_of(print_pages(Text("x"), look=look))


def test_bars_of_more_people_than_a_page_has_room_for_go_on_overleaf(print_pages):
    people = tuple(f"Colleague {number}" for number in range(130))
    values = Series("Cases", (3,) * 130, ("3",) * 130)
    chart = Chart(ChartKind.RANKED, "Open cases of each", people, (values,), notes=((),) * 130)

    pages = [page.extract_text() for page in PdfReader(print_pages(together("Open cases of each", ChartPicture(chart)))).pages]

    assert [name for page in pages for name in page.splitlines() if name.startswith("Colleague")] == [f"{name} 3" for name in people]
    assert "Open cases of each\nColleague 0 3" in pages[0] and len(pages) == 3

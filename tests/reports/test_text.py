"""Whatever a customer wrote is text on the page: never markup, never lost, never slow."""

import ast
import json
import socket
import unicodedata
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crm_desktop
from crm_desktop.core.charts import Chart, ChartKind, Series
from crm_desktop.reports import text as of_text
from crm_desktop.reports.charts import ChartPicture
from crm_desktop.reports.page import PageLook, TitleBlock, heading
from crm_desktop.reports.printing import Tile
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import BODY, Style, Text, lines, one_line, spelled, width_of
from crm_desktop.reports.tiles import Tiles
from crm_desktop.reports.words import Span, sentence
from tests.reports.conftest import words_of

STRINGS = Path(__file__).parents[3] / "shared" / "data" / "strings-blns" / "blns.json"
NASTY = (
    "<b>bold</b>", "</para>", "<img src='/etc/passwd'/>", '<a href="javascript:alert(1)">x</a>', "a & b &amp; c", "{count} %s %(x)s",
    "<onDraw name='x'/>", "=1+2", "\\u0000 \\n", "Ω≈ç√∫˜µ≤", "Łódź İstanbul Ελλάδα Россия Việt",
)  # fmt: skip


def text_of(found):
    return "".join(run.text for line in found for run in line.runs)


@pytest.mark.parametrize("text", NASTY)
def test_markup_is_printed_as_it_was_typed(print_pages, text):
    assert " ".join(text.split()) in words_of(print_pages(Text(text)))


@pytest.mark.parametrize(
    ("character", "code"), [("😀", "U+1F600"), ("\x07", "U+0007"), ("\u202e", "U+202E"), ("\ud800", "U+D800"), ("ע", "U+05E2")]
)
def test_what_the_fonts_lack_or_nobody_sees_is_a_box_with_its_code(print_pages, character, code):
    (line,) = lines(f"ab{character}cd", BODY, 500)

    assert [(run.text, run.box) for run in line.runs] == [("ab", False), (character, True), ("cd", False)]
    assert code in words_of(print_pages(Text(f"ab{character}cd")))


def test_lines_break_at_spaces_and_lose_no_letter():
    text = "The quick brown fox jumps over the lazy dog " * 20
    found = lines(text, BODY, 120)

    assert len(found) > 20
    assert all(line.width <= 120 for line in found)
    assert text_of(found).replace(" ", "") == text.replace(" ", "")
    assert all(line.runs[0].text[0] != " " for line in found)


def test_line_ends_of_any_system_end_a_line():
    assert [text_of([line]) for line in lines("a\r\nb\rc\n\nd", BODY, 100)] == ["a", "b", "c", "", "d"]


def test_a_long_word_is_broken_where_it_must():
    found = lines("x " + "W" * 500 + " y", BODY, 200)

    assert all(line.width <= 200 + 1e-6 for line in found)
    assert text_of(found).count("W") == 500


def test_a_word_of_200_000_letters_takes_no_time_and_says_what_was_cut(print_pages):
    start = perf_counter()
    path = print_pages(Text("x" * 200_000))

    assert perf_counter() - start < 2
    assert "[… 190000 more characters]" in words_of(path)


def test_runs_of_a_line_follow_one_another():
    (line,) = lines([Span("Łódź "), Span("bold", bold=True), Span(" 😀 end")], BODY, 500)

    for before, after in pairwise(line.runs):
        assert after.x > before.x
    assert line.width == pytest.approx(line.runs[-1].x + width_of(" end", BODY))


def test_a_full_stop_stays_with_the_bold_word_before_it():
    spans = [Span("Most of them are with "), Span("Janet Leverling", bold=True), Span(".")]
    narrow = width_of("Most of them are with Janet Leverling", BODY)

    for width in range(60, int(narrow) + 20):
        assert all(line.runs[0].text != "." for line in lines(spans, BODY, width))


def test_what_does_not_fit_ends_with_an_ellipsis():
    line = one_line("A name that is far too long for its place", BODY, 60)

    assert text_of([line]).endswith("…")
    assert line.width <= 60


def test_values_of_a_sentence_are_bold_and_their_braces_are_letters():
    assert sentence("{who} called {n} times", who="{n}", n="3") == [
        Span("{n}", bold=True), Span(" called "), Span("3", bold=True), Span(" times"),
    ]  # fmt: skip


def test_bookmarks_spell_control_characters():
    assert spelled("a\x07b\nc") == "a[U+0007]b c"


def test_no_paragraph_reads_markup():
    """ReportLab's Paragraph parses its text; nothing of the program uses it."""
    refused = {"Paragraph", "XPreformatted", "paragraph"}
    for path in Path(crm_desktop.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if any(name in text for name in refused):
            names = {alias.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom) for alias in node.names}
            assert not names & refused, path


def everywhere(text):
    """The text in every place that text can stand."""
    chart = Chart(ChartKind.RANKED, text, (text,), (Series(text, (3,), (text[:20],)),), notes=((text[:20],),), note_heads=(text[:20],))
    stack = Chart(ChartKind.STACKED, text, (text,), (Series(text, (3,), (text[:20],)),), totals=(text[:20],))
    return [
        TitleBlock(text, text, [text]), Tiles([Tile(text, text, text, "up", True, text)]), *heading(text), Text(text, mark=text[:10]),
        Text([Span(text, bold=True), Span(text)], Style(8)), ChartPicture(chart), ChartPicture(stack),
        Table([Column(text[:40]), Column("", weight=1)], [text], lambda row: (row, row), total=(text, text)),
    ]  # fmt: skip


@pytest.mark.realdata
def test_every_naughty_string_in_every_place_makes_a_page(print_pages, monkeypatch):
    if not STRINGS.exists():
        pytest.skip("no naughty strings here")
    strings = [text for text in json.loads(STRINGS.read_text(encoding="utf-8")) if text.strip()]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("a page asked for an address"))
    for start in range(0, len(strings), 40):
        some = strings[start : start + 40]
        print_pages(*(part for text in some for part in everywhere(text)), look=PageLook(some[0], some[1], some[2], "en"))
        printed = words_of(print_pages(*map(Text, some))).replace(" ", "")
        assert all("".join(text.split()) in printed for text in some if text.isascii() and text.isprintable())


@given(
    st.text(st.sampled_from("aW.ił ж\n☃"), max_size=120)
    | st.lists(st.sampled_from(["a", "lamp", "Ж", "wide" * 16, ""]), max_size=40).map(" ".join),
    st.floats(5, 200),
)
def test_a_plain_text_breaks_where_any_other_would(text, width):
    quick = of_text._broken_at_spaces(text, BODY, width)
    if quick is not None:
        slow = of_text._Breaker(BODY.size, width).broken([Span(text)])
        assert [[run.text for run in line.runs] for line in quick] == [[run.text for run in line.runs] for line in slow]
        assert [line.width for line in quick] == pytest.approx([line.width for line in slow])


def test_letters_of_any_part_of_a_font_are_shown(print_pages):
    """A document gives each letter its code as it comes, 256 to a part of the font; blanks stand in the first."""
    drawn = (chr(code) for code in range(0xA1, 0x52F) if chr(code) in of_text._drawable(BODY.font))
    letters = [each for each in drawn if each.isalpha() and unicodedata.is_normalized("NFC", each)]
    assert len(letters) > 600
    words = ["".join(letters[at : at + 7]) for at in range(0, len(letters), 7)]
    told = words_of(print_pages(Text(" ".join(words)), Text(f"(first) {words[-1]} \\ last")))
    assert "".join(letters) in told.replace(" ", "")
    assert f"(first) {words[-1]} \\ last" in told

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.queries.documents import Recipient, Sender
from crm_desktop.reports.documents.data import Head
from crm_desktop.reports.documents.envelope import address_lines, envelope_lines, is_elsewhere
from crm_desktop.reports.documents.letter import FORMS, Letter, draw_letters
from crm_desktop.reports.text import Text
from tests.examples import examples
from tests.reports.documents.conftest import MM, pages_of, placed

SENDER = Sender("Hafenhandel", "Hafenhandel GmbH", "Speicherstraße 14\n20457 Hamburg", "+49 40 1", "post@hafen.example", "DE 1")
INCH = 72
# x from, x to, from the top, to the top: what an envelope's window shows.
WINDOWS = {"a4": (20 * MM, 105 * MM, 45 * MM, 90 * MM), "letter": (0.75 * INCH, 4.75 * INCH, 2.167 * INCH, 3.167 * INCH)}
LONGEST = (
    "A very long name of a company that sells everything there is, and some of it twice over",
    "Ms Ada Lovelace",
    *(f"Line {n}" for n in range(10)),
)


@pytest.fixture
def print_letters(tmp_path):
    def made(*letters, paper="a4", logo=b""):
        draw_letters(tmp_path / "l.pdf", Head(SENDER, "de_DE", "en", "Europe/Berlin", paper, False, logo), letters, "Letters")
        return tmp_path / "l.pdf"

    return made


def letter(to=("Ada Ltd", "Street 1", "12345 Town"), title="Letter 1", text="Body"):
    return Letter(title, "5 Oct 2026", to, (("Number", "77"), ("Empty", "")), [Text(text)])


@pytest.mark.parametrize("paper", WINDOWS)
@pytest.mark.parametrize("to", [("Ada Ltd", "Street 1", "12345 Town"), ("Ada",), LONGEST], ids=["short", "one line", "too long"])
def test_the_address_lies_in_the_envelopes_window(print_letters, paper, to):
    left, right, top, bottom = WINDOWS[paper]
    pieces = [(x, y) for text, x, y in placed(print_letters(letter(to), paper=paper)) if text in to or text in to[0]]

    assert len(pieces) >= min(len(to), 6)
    assert all(left + 2 < x < right and top + 6 < y < bottom for x, y in pieces)


@pytest.mark.parametrize("paper", FORMS)
def test_nothing_but_address_and_sender_shows_in_the_window(print_letters, paper):
    left, right, top, bottom = WINDOWS[paper]
    seen = [text for text, x, y in placed(print_letters(letter(), paper=paper)) if left < x < right and top < y < bottom]

    sender_line = ["Hafenhandel · Speicherstraße 14 · 20457 Hamburg"] if paper == "a4" else []
    assert seen == ["Ada Ltd", "Street 1", "12345 Town", *sender_line]


def test_the_name_and_the_town_stay_when_an_address_is_longer_than_any_window(print_letters):
    text = pages_of(print_letters(letter(LONGEST)))[0]

    assert "A very long name" in text and "… Line 7 Line 8 Line 9" in text


def test_the_sender_shows_in_the_second_window_of_an_american_envelope(print_letters):
    pieces = {text: (x, y) for text, x, y in placed(print_letters(letter(), paper="letter"))}
    for line in ("Hafenhandel", "Hafenhandel GmbH", "Speicherstraße 14", "20457 Hamburg"):
        x, y = pieces[line]
        assert 0.375 * INCH < x < 3.875 * INCH and 0.417 * INCH + 6 < y < 1.29 * INCH


def test_each_letter_of_a_file_is_numbered_for_itself(print_letters):
    path = print_letters(letter(text="word " * 2500), letter(title="Letter 2"))
    first, *middle, last = pages_of(path)

    assert f"Page 1 of {len(middle) + 1}" in first and "Letter 1 · 5 Oct 2026" in middle[0]
    assert "Page 1 of 1" in last and "Ada Ltd" in last and "Letter 1" not in last


def test_rows_without_a_value_are_left_out(print_letters):
    assert "Empty" not in pages_of(print_letters(letter()))[0]


def test_a_logo_stands_in_the_upper_right_corner(print_letters):
    picture = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\3\1\1\0\xc9\xfe\x92\xef"
    )
    picture += b"\0\0\0\0IEND\xaeB`\x82"

    assert print_letters(letter(), logo=picture).stat().st_size > print_letters(letter()).stat().st_size


@settings(max_examples=examples(6, 60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=90), max_size=14), st.sampled_from(list(FORMS)))
def test_any_address_stays_in_its_window(print_letters, to, paper):
    left, right, top, bottom = WINDOWS[paper]
    outside = {text for text, x, y in placed(print_letters(letter(("Same",)), paper=paper)) if not (left < x < right and top < y < bottom)}
    for text, x, y in placed(print_letters(letter(to), paper=paper)):
        assert text in outside or (left < x < right and top < y < bottom), text


@pytest.mark.parametrize(
    ("address", "locale", "lines"),
    [
        ("Street 1\n50667 Köln\nDE", "de_DE", ["Street 1", "50667 Köln"]),
        ("Street 1\n50667 Köln\nDE", "en_US", ["Street 1", "50667 Köln", "GERMANY"]),
        ("Street 1\n50667 Köln\nGermany", "de_DE", ["Street 1", "50667 Köln"]),
        ("1 Road\nDublin\nIE", "de_DE", ["1 Road", "Dublin", "IRLAND"]),
        ("1 Road\nDublin", "de_DE", ["1 Road", "Dublin"]),
        ("", "de_DE", []),
    ],
)
def test_a_country_is_named_in_capitals_and_only_abroad(address, locale, lines):
    assert address_lines(address, locale) == lines


def test_a_name_is_not_written_twice():
    recipient = Recipient("CU-1", "Ada Ltd", "Bob", "ADA LTD\nStreet 1", "")

    assert envelope_lines(recipient, "de_DE") == ("Ada Ltd", "Bob", "Street 1")


def test_two_spellings_of_one_address_are_one_place():
    recipient = Recipient("CU-1", "Vins et alcools Chevalier", "", "59 rue de l'Abbaye\n51100 Reims\nFR", "")

    assert not is_elsewhere("Vins et alcools Chevalier\n59 rue de l'Abbaye\nReims\n51100\nFRANCE", recipient, "en_US")
    assert not is_elsewhere("", recipient, "en_US")
    assert is_elsewhere("60 rue de l'Abbaye\nReims\n51100\nFrance", recipient, "en_US")


def test_where_to_pay_to_stands_at_the_foot(print_letters):
    sender = SENDER._replace(bank="Bank of Kiel\nIBAN DE00 1234")

    (page,) = pages_of(print_letters(replace(letter(), sender=sender)))

    assert "Bank of Kiel" in page and "IBAN DE00 1234" in page

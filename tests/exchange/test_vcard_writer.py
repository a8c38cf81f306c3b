"""What is written as a card is read back the same, and any bytes at all are read without harm."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import PointKind
from crm_desktop.exchange.contact_import import read_cards
from crm_desktop.exchange.people import Person, PersonAddress, PersonPoint, line, lines
from crm_desktop.exchange.vcard_lines import CardFile
from crm_desktop.exchange.vcard_writer import card_of
from crm_desktop.exchange.vcards import CardReader
from crm_desktop.services.incoming import Place
from tests.examples import examples
from tests.exchange.test_contact_import import ANNA, BERT, CLEO
from tests.exchange.test_vcard_lines import card

SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\\,;:\"'^=% ")
WORDS = st.text(SIGNS, max_size=12).map(line)
FILLED = st.text(SIGNS, min_size=1, max_size=90).map(line).filter(bool)
VALUES = FILLED.filter(lambda text: not text.casefold().startswith(("tel:", "mailto:")))
LABELS = (WORDS | st.sampled_from(["home", "work", "home, work", "fax", "Cell", "skype", "zu Hause; unten"])).filter(
    lambda label: label not in ("PROFILE", "BLOG", "AssistantPhone", "HomePage") and not label.startswith("_$!<")
)
KEYS = st.sampled_from(["nickname", "spouse", "anniversary", "revised", "middle_name", "suffix", "X-FOO", "Schuhgröße"]) | FILLED
POINTS = st.builds(PersonPoint, st.sampled_from(PointKind), VALUES, LABELS, st.booleans())
TEXTS = st.lists(FILLED, max_size=3).map("\n".join)
ADDRESSES = st.builds(PersonAddress, TEXTS.map(lines), WORDS, WORDS, WORDS, st.sampled_from(["", "DE", "FR"]), LABELS, st.booleans())


@st.composite
def people(draw):
    person = Person(Place("a.vcf", 1), draw(WORDS), draw(FILLED), draw(st.booleans()), *(draw(WORDS) for _column in range(6)))
    person.birthday = draw(st.sampled_from(["", "1980-03-22", "--02-29"]))
    person.language, person.notes = draw(st.sampled_from(["", "de", "pt-BR"])), draw(TEXTS)
    for point in draw(st.lists(POINTS, max_size=5)):
        person.add_point(point)
    person.addresses = [address for address in draw(st.lists(ADDRESSES, max_size=3)) if any(address.content())]
    person.tags = draw(st.lists(FILLED, max_size=3, unique=True))
    for name, value in draw(st.dictionaries(KEYS, TEXTS.filter(bool), max_size=4)).items():
        person.add_custom(name, line(value) if name in ("middle_name", "suffix") else value)
    person.finish()
    return person


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cards")


@settings(max_examples=examples(20, 200), deadline=None)
@given(people())
def test_what_is_written_is_read_back_the_same(folder, person):
    path = folder / "a.vcf"
    text = card_of(person)
    path.write_bytes(text.encode())
    file = CardFile(path)
    (found,) = file.cards()
    reader = CardReader(found, file.charset)
    assert reader.read().said() == person.said()
    assert reader.left_out == []
    assert all(len(written.encode()) <= 75 for written in text.split("\r\n"))


DAMAGED = (
    ANNA + BERT + CLEO + card("N;CHARSET=Shift_JIS;ENCODING=QUOTED-PRINTABLE:=83=", "PHOTO;BASE64:", "  /9j", "", version="2.1")
).encode()


@st.composite
def damaged(draw):
    """Cards with pieces cut out, doubled, moved and overwritten."""
    content = bytearray(DAMAGED)
    for _time in range(draw(st.integers(1, 6))):
        start, length = draw(st.integers(0, len(content))), draw(st.integers(0, 40))
        piece = draw(
            st.binary(max_size=8) | st.sampled_from([b"BEGIN:VCARD\r\n", b"END:VCARD\n", b"=\r\n", b"\r\n ", b";", b'"', b":", b"\\"])
        )
        content[start : start + length] = piece
    return bytes(content)


@settings(max_examples=examples(30, 400), deadline=None)
@given(st.binary(max_size=200) | damaged() | damaged().map(lambda content: content.decode("latin-1").encode("utf-16")))
def test_any_bytes_are_cards_refusals_or_one_plain_sentence(folder, content):
    path = folder / "b.vcf"
    path.write_bytes(content)
    try:
        found = read_cards([path], "", None)
    except UserError as refused:
        said = [str(refused)]
    else:
        assert found.people or found.refused
        said = [row.reason for _word, row in found.refused]
    assert all(said)


@pytest.mark.parametrize(
    "piece",
    [b"\r", b" \n", b"=\r\n", b";", b"A;", b'A;B="', b"NOTE;QUOTED-PRINTABLE:=\n", b"BEGIN:VCARD\n",
     b"AGENT:\nBEGIN:VCARD\n", b"TEL:1\n", b"\\",
     b"CATEGORIES:a,b\n", b"item1.X-ABLabel:x\n", b"BEGIN:VCARD\nFN:A\nEND:VCARD\n", b"x\n", b"TITLE:a\n", b"\0"],
)  # fmt: skip
def test_reading_takes_twice_as_long_for_twice_as_much(folder, piece):
    """Generously measured: what grows with the square would take many times as long."""

    def seconds(size):
        path = folder / "c.vcf"
        path.write_bytes(b"BEGIN:VCARD\nFN:A\n" + piece * (size // len(piece)) + b"\nEND:VCARD\n")
        begun = perf_counter()
        read_cards([path], "", None)
        return perf_counter() - begun

    seconds(1_000)
    assert seconds(80_000) < 30 * seconds(10_000) + 0.2

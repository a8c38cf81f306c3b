"""Cards as lines: folds, encodings, what is cut, and files that are none."""

import base64

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.vcard_lines import CardFile, is_charset, list_of, parts_of, split, unescaped, value_of

ANNA = "Anna Ähre"


@pytest.fixture
def cards(write):
    """The cards of a file: a text, or bytes as they are."""

    def make(content, encoding=""):
        file = CardFile(write("a.vcf", content), encoding)
        return [(card, file.charset) for card in file.cards()]

    return make


@pytest.fixture
def value(cards):
    """The text of a property of the only card."""

    def read(content, name="FN", encoding=""):
        ((card, charset),) = cards(content, encoding)
        assert card.problem == ""
        (item,) = [item for item in card.properties if item.name == name]
        return value_of(item, charset, card.version)

    return read


def card(*lines, version="3.0", end="\r\n"):
    return end.join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_lines_end_in_four_ways(value, end):
    assert value(card("NOTE:one ", " two", "FN:Anna", end=end), "NOTE") == "one two"


def test_a_fold_takes_its_one_blank_away_and_no_other(value):
    assert value(card("FN:Ann", " a", "NOTE:far", "  away", "\t!"), "NOTE") == "far away!"


def test_in_the_oldest_version_the_blank_of_a_fold_is_the_texts_own(value):
    assert value(card("FN:Anna", "NOTE:far", " away", version="2.1"), "NOTE") == "far away"


def test_soft_breaks_of_quoted_printable_go_on_until_a_line_without_one(value):
    written = card("NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=", "=0Atwo =", "three=", "", "FN:Anna", version="2.1")
    assert value(written, "NOTE") == "one\r\ntwo three"
    assert value(written) == "Anna"


def test_a_soft_break_does_not_swallow_the_end_of_its_card(cards):
    found = cards(card("FN;QUOTED-PRINTABLE:Anna=", version="2.1") + card("FN:Bert"))
    assert [each.problem for each, _charset in found] == ["", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_marks_and_zeros_tell_the_encoding(value, encoding):
    assert value(card(f"FN:{ANNA}").encode(encoding)) == ANNA


def test_a_line_says_its_own_charset(value):
    assert value(card(f"FN;CHARSET=windows-1252:{ANNA}", version="2.1").encode("cp1252")) == ANNA
    assert value(card("FN;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:Iksi=F1ski", version="2.1")) == "Iksiński"


def test_where_signs_are_parts_of_letters_a_line_is_read_before_it_is_parted(cards):
    ((each, charset),) = cards(card("N;CHARSET=Shift_JIS:ソ;表", version="2.1").encode("shift_jis"))
    assert parts_of(each.properties[1], charset, "2.1") == [["ソ"], ["表"]]


def test_letters_in_no_stated_charset_are_refused_unless_somebody_states_it(value):
    written = card("FN:Iksiński").encode("cp1250")
    with pytest.raises(BadValue, match=r"Line 3 does not say in which charset.*--encoding"):
        value(written)
    assert value(written, encoding="windows-1250") == "Iksiński"
    quoted = card("FN;ENCODING=QUOTED-PRINTABLE:Iksi=F1ski", version="2.1")
    assert value(quoted, encoding="windows-1250") == "Iksiński"


def test_a_wrong_charset_is_refused(value):
    with pytest.raises(BadValue, match="line 3 are not in UTF-8, as it says"):
        value(card(f"FN;CHARSET=UTF-8:{ANNA}").encode("latin-1"))
    with pytest.raises(BadValue, match="charset “rot13” of line 3 is not known"):
        value(card("FN;CHARSET=rot13:Anna"))


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "zlib", "base64", "rot13", "undefined", "no\0", "x" * 5000, ""])
def test_only_charsets_are_charsets(name):
    assert not is_charset(name)


def test_parts_are_told_by_signs_that_no_backslash_stands_before(cards):
    ((each, charset),) = cards(card(r"ADR:;;Am Markt 1\; Hof\nlinks;Köln;;50667;Deutschland", r"CATEGORIES:a\,b,c"))
    assert parts_of(each.properties[1], charset, "3.0")[2:4] == [["Am Markt 1; Hof\nlinks"], ["Köln"]]
    assert list_of(each.properties[2], charset, "3.0") == ["a,b", "c"]


def test_a_semicolon_in_code_parts_nothing(cards):
    ((each, charset),) = cards(card("N;ENCODING=QUOTED-PRINTABLE:A=3BB;C=C3=84", version="2.1"))
    assert parts_of(each.properties[1], charset, "2.1") == [["A;B"], ["CÄ"]]


def test_escapes():
    assert unescaped(r"a\nb\,c\;d\:e\"f\\n", "3.0") == 'a\nb,c;d:e"f\\n'
    assert unescaped(r"C:\new\;x", "2.1") == r"C:\new;x"
    assert split(r"a\\;b\;c", ";") == [r"a\\", r"b\;c"]


def test_parameters_in_all_spellings(cards):
    ((each, _charset),) = cards(card('item1.TEL;type="work,voice";type=pref;CELL;X-A="b;c:d^n^^^\'":1'))
    item = each.properties[1]
    assert (item.group, item.name) == ("item1", "TEL")
    assert item.parameters == {"TYPE": ["work", "voice", "pref", "CELL"], "X-A": ['b;c:d\n^"']}


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", ["This card does not end", ""]),
        (card("FN:A") + "BEGIN:VCARD\nFN:B\nPHOTO;ENCODING=b:/9j/4AAQ", ["", "This card does not end"]),
        (card("FN:A") + "what is\nthis\n" + card("FN:B"), ["", "This stands in no card", ""]),
        (card("FN:A", "no line of a card") + card("FN:B"), ["Line 4 has no colon", ""]),
        (card("FN:A", "=20") + card("FN:B"), ["Line 4 is no line of a card", ""]),
        (card("AGENT:", "BEGIN:VCARD", "FN:C", "END:VCARD", "FN:A"), [""]),
    ],
)  # fmt: skip
def test_a_damaged_card_stays_out_and_the_others_come_in(cards, content, problems):
    found = [each.problem for each, _charset in cards(content)]
    assert len(found) == len(problems)
    assert all(said.startswith(wanted) and bool(said) == bool(wanted) for said, wanted in zip(found, problems, strict=True))


def test_a_card_as_large_as_a_film_is_refused(cards, monkeypatch):
    monkeypatch.setattr("crm_desktop.exchange.vcard_lines.LONGEST_CARD", 2_000)
    picture = base64.b64encode(bytes(3_000)).decode()
    found = cards(card("FN:A", f"PHOTO;ENCODING=b:{picture}") + card("FN:B"))
    assert [each.problem for each, _charset in found] == ["This card is larger than 20 MB.", ""]


@pytest.mark.parametrize(
    ("content", "said"),
    [("", "is empty"), ("Name;Phone\n", "holds no card"), (b"\xff\xfeB\0E\0G\0I\0N\0:\0V\0\xd8", "cannot be read to its end")],
)
def test_a_file_without_cards_is_refused(write, content, said):
    with pytest.raises(UserError, match=said):
        CardFile(write("a.vcf", content))


def test_a_file_that_is_missing_too_large_or_in_an_unknown_encoding_is_refused(write, tmp_path, monkeypatch):
    with pytest.raises(UserError, match="There is no file"):
        CardFile(tmp_path / "no.vcf")
    with pytest.raises(UserError, match="There is no encoding “klingon”"):
        CardFile(write("a.vcf", card("FN:A")), "klingon")
    monkeypatch.setattr("crm_desktop.exchange.vcard_lines.MOST_BYTES", 10)
    with pytest.raises(UserError, match="larger than 250 MB"):
        CardFile(write("a.vcf", card("FN:A")))

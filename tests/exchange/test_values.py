from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.countries import country_code
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.tables import LONGEST_CELL, Exact
from crm_desktop.exchange.values import (
    integer_reader,
    mapped,
    note_reader,
    padded,
    plain,
    read_bool,
    read_decimal,
    read_text,
    scaled_reader,
    told_sign,
    word_reader,
)

MONEY = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=4)


def grouped(amount, group, sign):
    """The amount with thousands marked, as people write it."""
    return f"{amount:,}".replace(",", "\0").replace(".", sign).replace("\0", group)


def reason_of(read, text):
    """Why the text is refused; a full stop where it is not."""
    try:
        read(text)
    except BadValue as refused:
        return refused.reason
    return "."


@given(MONEY, st.sampled_from(["", ",", " ", "\u00a0", "\u202f", "'", "’"]))
def test_an_amount_with_a_point_comes_back_whatever_marks_its_thousands(amount, group):
    assert read_decimal(grouped(amount, group, "."), ".") == amount


@given(MONEY, st.sampled_from(["", ".", " ", "\u00a0", "'"]))
def test_an_amount_with_a_comma_comes_back_whatever_marks_its_thousands(amount, group):
    assert read_decimal(grouped(amount, group, ","), ",") == amount


@given(st.text(alphabet="0123456789.,'+- \u00a0", max_size=20))
def test_without_a_known_sign_a_number_is_read_only_where_both_signs_would_read_the_same(text):
    readings = set()
    for sign in ".,":
        with suppress(BadValue):
            readings.add(read_decimal(text, sign))
    if len(readings) == 1:
        assert {read_decimal(text)} == readings
    else:
        with pytest.raises(BadValue):
            read_decimal(text)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_is_refused_in_a_sentence(text):
    assert reason_of(read_decimal, text).endswith(".")


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.345", "123,456"])
def test_what_may_be_thousands_or_a_fraction_is_refused_unless_the_sign_is_known(text):
    with pytest.raises(BadValue, match="State the decimal sign"):
        read_decimal(text)
    assert read_decimal(text, ".") != read_decimal(text, ",")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1.234,5", ","),
        ("1,234.5", "."),
        ("0.123", "."),
        ("12.5", "."),
        ("12,5", ","),
        ("1.234.567", ","),
        ("1.234", ""),
        ("1234", ""),
        ("x", ""),
    ],
)
def test_a_value_tells_the_sign_only_where_it_has_but_one_reading(text, sign):
    assert told_sign(text) == sign


@pytest.mark.parametrize(
    "text", ["", "x", "1.2.3", "1,2,3", "12,34,567", "1e5", "--1", "1-", "٣", "1 2", "0x10", "NaN", "inf", "1,234.5,6", "5%", "9" * 60]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadValue):
        read_decimal(text)


def test_a_number_cell_of_a_workbook_is_never_in_doubt():
    assert read_decimal(Exact("1.234")) == Decimal("1.234")
    assert told_sign(Exact("1.234")) == ""


def test_money_is_kept_in_ten_thousandths_and_never_rounded_by_accident():
    assert scaled_reader(".")("1234.5678") == 12_345_678
    with pytest.raises(BadValue, match="more than 4 decimal places"):
        scaled_reader(".")("731.9399999999999")
    assert scaled_reader(".", places=4)("731.9399999999999") == 7_319_400
    assert scaled_reader(".", places=2)("0.125") == 1_300


def test_a_fraction_becomes_percent_and_signs_of_money_are_taken_out_where_the_mapping_says_so():
    assert scaled_reader(".", times=Decimal(100))("0.15") == 150_000
    assert scaled_reader(".", remove="$ ")("$ 1,234.50") == 12_345_000


def test_numbers_larger_than_the_store_keeps_are_refused():
    with pytest.raises(BadValue, match="too large"):
        scaled_reader(".")("9" * 16)
    with pytest.raises(BadValue, match="too large"):
        integer_reader(".")("3000000000")


def test_a_whole_number_may_not_have_a_fraction():
    assert integer_reader(".")("12.0") == 12
    with pytest.raises(BadValue, match="whole number"):
        integer_reader(".")("12.5")


@pytest.mark.parametrize(("text", "value"), [("Yes", True), ("1", True), (" TRUE ", True), ("no", False), ("0", False), ("off", False)])
def test_yes_and_no(text, value):
    assert read_bool(text) is value


def test_test_is_not_no():
    with pytest.raises(BadValue, match="neither yes nor no"):
        read_bool("test")


def test_words_are_known_without_regard_to_case_and_blanks_and_others_are_refused():
    assert word_reader(("in_person", "phone"))(" Phone ") == "phone"
    with pytest.raises(BadValue, match="Known are: phone"):
        word_reader(("phone",))("telepathy")


def test_a_map_says_what_words_mean_and_may_say_what_all_others_mean():
    assert mapped({"Live  Chat": "chat"}, None)("live chat") == "chat"
    assert mapped({"Call": "phone"}, "other")("Pigeon") == "other"
    with pytest.raises(BadValue):
        mapped({"Call": "phone"}, None)("Pigeon")


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=200))
def test_text_comes_back_as_it_was_written(text):
    assert read_text(text) == text


@pytest.mark.parametrize(
    ("text", "code"), [("a\0b", "U+0000"), ("\x1b[31m", "U+001B"), ("a\rb", "U+000D"), ("\x85", "U+0085"), ("\ud800", "U+D800")]
)
def test_control_characters_are_refused_by_name(text, code):
    with pytest.raises(BadValue, match=code.replace("+", r"\+")):
        read_text(text)


def test_line_ends_become_newlines_and_tabs_stay():
    assert read_text("a\r\nb\tc") == "a\nb\tc"


def test_a_cell_of_more_than_32768_characters_is_refused():
    assert read_text("x" * LONGEST_CELL)
    with pytest.raises(BadValue, match="32769 characters"):
        read_text("x" * (LONGEST_CELL + 1))


def test_cards_in_free_text_are_cut_down_and_counted():
    found = []
    assert note_reader(found.append)("paid with 4111 1111 1111 1111") == "paid with •••• 1111"
    assert found == [1]


def test_codes_get_their_leading_zeros_back_and_are_counted():
    found = []
    repair = padded(5, found.append)
    assert [repair("2169"), repair("42420"), repair("WA1 1DP"), repair(""), repair("02169")] == ["02169", "42420", "WA1 1DP", "", "02169"]
    assert found == [1]


def test_headers_are_compared_without_regard_to_case_and_blanks():
    assert plain(" Customer \u00a0 NAME") == plain("customer name")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Germany", "DE"),
        ("usa", "US"),
        ("U.K.", "U.K."),
        ("UK", "GB"),
        ("at", "AT"),
        ("Österreich", "AT"),
        ("Türkiye", "TR"),
        ("Narnia", "Narnia"),
    ],
)
def test_countries_are_known_by_name_or_code_and_others_stay_as_they_were_written(written, code):
    assert country_code(written) == code

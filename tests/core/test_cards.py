import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.cards import is_card, mask_behind, mask_cards

ISSUED = (
    ("4", 16),
    ("51", 16),
    ("2720", 16),
    ("34", 15),
    ("6011", 16),
    ("65", 16),
    ("3530", 16),
    ("36", 14),
    ("4", 13),
    ("4", 19),
    ("62", 17),
)
SPELLINGS = ("{plain}", "{spaced}", "{dashed}", "{dotted}", "{hard}", "card no. {spaced}, exp 12/27", "{plain} 123")


def check_digit(digits):
    return next(str(last) for last in range(10) if is_card(digits + str(last)))


@pytest.fixture
def chance():
    return random.Random(20)


def test_every_card_is_found_however_it_is_written(chance):
    for _round in range(300):
        begin, length = chance.choice(ISSUED)
        digits = begin + "".join(chance.choices("0123456789", k=length - len(begin) - 1))
        number = digits + check_digit(digits)
        groups = [number[at : at + 4] for at in range(0, length, 4)]
        forms = {
            "plain": number,
            "spaced": " ".join(groups),
            "dashed": "-".join(groups),
            "dotted": ".".join(groups),
            "hard": "\u00a0".join(groups),
        }
        for spelling in SPELLINGS:
            masked, count = mask_cards(spelling.format(**forms))
            assert count == 1, spelling.format(**forms)
            assert "•••• " in masked
            assert number[:8] not in masked.replace(" ", "")


def test_two_cards_in_one_text_are_both_masked_and_the_rest_stays():
    masked = mask_cards("from 4111 1111 1111 1111 to 5555-5555-5555-4444, order 10248")
    assert masked == ("from •••• 1111 to •••• 4444, order 10248", 2)


@pytest.mark.parametrize(
    "text",
    [
        "+49 151 4111 1111 1111", "0049 4111 111111 1111", "DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1331 9268 19",
        "DE89370400440532013000", "SO-4111111111111111", "#4111111111111111", "39.3470107281118, -76.6759365628603", "1234 5678",
        "4111 1111 1111 1112", "20240131143000", "",
    ],
)  # fmt: skip
def test_phones_ibans_references_places_and_wrong_check_digits_stay(text):
    assert mask_cards(text) == (text, 0)


def test_random_phones_and_ibans_are_hardly_ever_taken_for_cards(chance):
    def digits(count):
        return "".join(chance.choices("0123456789", k=count))

    masked = 0
    for _round in range(3_000):
        groups = [digits(4) for _group in range(5)]
        for text in (
            f"+{digits(2)} {digits(3)} {digits(8)}",
            f"00{digits(12)}",
            f"DE{digits(2)} {' '.join(groups)}",
            f"CA-2013-{digits(6)}",
        ):
            masked += mask_cards(text)[1]
    assert masked <= 3


def test_long_texts_take_no_time():
    for text in ("1" * 32_000, "1 " * 16_000, "a1" * 16_000, "aaaa" * 8_000 + " 1111111111111", "4111 1111 1111 1111 " * 1_500):
        mask_cards(text)


def typed(text):
    """One key after the other."""
    shown, cursor = "", 0
    for key in text:
        shown, cursor = mask_behind(shown[:cursor] + key + shown[cursor:], cursor + 1)
    return shown


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("Card 4111 1111 1111 1111, thanks", "Card •••• 1111, thanks"),
        ("4111111111111111 ok", "•••• 1111 ok"),
        ("4111111111111111", "4111111111111111"),
        ("+49 30 4111 1111 1111 1 call", "+49 30 4111 1111 1111 1 call"),
        ("IBAN DE89 3704 0044 0532 0130 00 ok", "IBAN DE89 3704 0044 0532 0130 00 ok"),
        ("order 10248, 24 boxes", "order 10248, 24 boxes"),
    ],
)
def test_a_card_number_is_cut_down_as_soon_as_it_is_typed_to_its_end(keys, shown):
    assert typed(keys) == shown


@given(st.text(alphabet="0123456789 -.abc+#,", max_size=60))
def test_what_was_typed_and_left_is_masked_as_if_it_had_been_written_at_once(text):
    assert mask_cards(typed(text))[0] == mask_cards(text)[0]

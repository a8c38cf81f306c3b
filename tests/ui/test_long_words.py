from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.long_words import LONGEST, breakable, shortened


@given(st.text())
def test_a_text_that_may_break_is_the_same_text_and_has_no_long_word(text):
    shown = breakable(text.replace("\u200b", ""))
    assert shown.replace("\u200b", "") == text.replace("\u200b", "")
    assert all(len(word) <= LONGEST for part in shown.split() for word in part.split("\u200b"))


def test_an_address_breaks_at_its_signs():
    assert breakable("nadia.birtwistle@morholtdaughters.example").split("\u200b") == [
        "nadia.",
        "birtwistle@",
        "morholtdaughters.",
        "example",
    ]


def test_what_fits_is_left_alone():
    assert breakable("Donau dampf") == "Donau dampf"
    assert shortened("Wholesale", 9) == "Wholesale"
    assert shortened("Wholesale", 8) == "Wholesa…"

"""A quote says nothing of who said it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.quoting import HIDDEN, anonymous, quote_of
from crm_desktop.core.text import fold


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        (
            "Dear all,\nthe lamp of Ada LOVELACE is broken. Ring me: 0171 555 01 23.\n> what you wrote",
            "the lamp of … is broken. Ring me: …",
        ),
        ("Where is SO-00241? Write to ada@example.org or look at https://example.org/x", "Where is … Write to … or look at …"),
        ("Thank you!", ""),
        ("24 boxes came too late, of 30.", "24 boxes came too late, of 30."),
    ],
)
def test_what_is_quoted_has_no_names_numbers_and_addresses(written, quoted):
    assert quote_of(written, ("Ada Lovelace",)) == quoted


NAMES = st.lists(st.text(st.characters(categories=["L"]), min_size=3, max_size=12), min_size=1, max_size=3)


@given(NAMES, st.text(max_size=80), st.from_regex(r"\A[0-9]{4,9}\Z"))
def test_no_word_of_a_name_and_no_number_is_left(names, text, number):
    found = anonymous(" ".join((text, names[0], number)), names)
    words = {fold(word) for word in found.replace(HIDDEN, " ").split()}
    assert not words & {fold(name) for name in names}
    assert number not in found


@given(st.text(), st.integers(1, 20))
def test_a_quote_is_short(text, times):
    assert len(quote_of(" ".join([text] * times), ())) <= 184

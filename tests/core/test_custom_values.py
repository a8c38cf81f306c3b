from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.custom_values import Definition, dumped, kept_value, number_text, overlaid
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import CustomFieldKind as Kind

TEXT, NUMBER, DAY, YES = (Definition(kind, kind.title(), kind) for kind in (Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.YES_NO))
CHOICE = Definition("choice", "Choice", Kind.CHOICE, ("Red", "Light blue"))
RETIRED = Definition("old", "Old", Kind.TEXT, active=False)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (TEXT, " as it is ", " as it is "),
        (TEXT, "4111 1111 1111 1111", "•••• 1111"),
        (NUMBER, "0012.50", "12.5"),
        (NUMBER, "-0.0", "0"),
        (NUMBER, 7, "7"),
        (NUMBER, Decimal("99999999999.9999"), "99999999999.9999"),
        (NUMBER, Decimal("1E+2"), None),
        (DAY, "2028-02-29", "2028-02-29"),
        (DAY, date(2026, 11, 22), "2026-11-22"),
        (YES, "Yes", True),
        (YES, False, False),
        (CHOICE, " light  BLUE ", "Light blue"),
    ],
)
def test_each_kind_of_value_is_kept_in_one_spelling(field, typed, kept):
    if kept is None:
        with pytest.raises(UserError):
            kept_value(field, typed)
    else:
        assert kept_value(field, typed) == kept


@pytest.mark.parametrize("field", [TEXT, NUMBER, DAY, YES, CHOICE])
@pytest.mark.parametrize("nothing", [None, "", "  ", "\n"])
def test_nothing_is_no_value(field, nothing):
    assert kept_value(field, nothing) is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (TEXT, "a\x07b", "U\\+0007"),
        (TEXT, "x" * 10_001, "10001 characters"),
        (TEXT, ["x"], "is no text"),
        (NUMBER, "12,50", "“12,50” is not a number"),
        (NUMBER, "1.23456", "is not a number"),
        (NUMBER, "123456789012", "is not a number"),
        (NUMBER, "٣", "is not a number"),
        (NUMBER, True, "is not a number"),
        (DAY, "2026-02-30", "There is no day"),
        (DAY, "tomorrow", "is not a day"),
        (YES, "perhaps", "neither yes nor no"),
        (CHOICE, "green", "not one of: Red, Light blue"),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence_that_names_its_field(field, typed, words):
    with pytest.raises(UserError, match=f"^{field.label}: .*{words}.* Nothing was saved\\.$"):
        kept_value(field, typed)


def test_what_is_given_goes_over_what_is_there_and_the_rest_stays():
    now = dumped({"choice": "Red", "old": "kept", "from a file": "x", "text": "a"})

    assert overlaid(now, {"CHOICE": "light blue", "text": ""}, (TEXT, CHOICE, RETIRED)) == dumped(
        {"choice": "Light blue", "old": "kept", "from a file": "x"}
    )


def test_an_unknown_or_retired_name_takes_no_value_but_can_be_emptied():
    now = dumped({"old": "kept", "from a file": "x"})

    with pytest.raises(UserError, match="There are: text, choice"):
        overlaid(now, {"colour": "red"}, (TEXT, CHOICE, RETIRED))
    with pytest.raises(UserError, match="“old” is retired"):
        overlaid(now, {"old": "new"}, (TEXT, RETIRED))
    assert overlaid(now, {"old": "kept", "from a file": None}, (TEXT, RETIRED)) == dumped({"old": "kept"})


@given(st.decimals(min_value=-(10**11) + 1, max_value=10**11 - 1, places=4))
def test_no_number_is_rounded(amount):
    assert Decimal(kept_value(NUMBER, str(amount))) == amount == Decimal(number_text(amount))

import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.formats import Formats
from crm_desktop.reports.documents.amounts import Amounts

LOCALES = ("de_DE", "en_US", "fr_FR", "de_CH", "nl_NL", "ja_JP", "sv_SE", "en_IN")


def amounts(locale, currency):
    return Amounts(Formats(locale, "en", ZoneInfo("UTC")), currency)


@given(
    st.decimals(-(10**9), 10**9, allow_nan=False, places=4), st.sampled_from(LOCALES), st.sampled_from(["EUR", "JPY", "KWD", "USD", "CHF"])
)
def test_no_digit_is_lost_and_none_is_made_up(amount, locale, currency):
    for written in (amounts(locale, currency).money(amount), amounts(locale, currency).plain(amount)):
        digits = re.sub(r"\D", "", written)
        behind = re.search(r"[.,](\d+)\D*$", written)
        places = len(behind[1]) if behind and amount.copy_abs().normalize().as_tuple().exponent < 0 else None
        if places is not None:
            assert Decimal(int(digits)).scaleb(-places) == abs(amount)
        assert ("-" in written or "−" in written) == (amount < 0)


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "written"),
    [
        ("de_DE", "EUR", "1234.5", "1.234,50 €"),
        ("en_US", "USD", "1234.5", "$1,234.50"),
        ("en_US", "KWD", "1.5", "KWD 1.500"),
        ("de_DE", "JPY", "1500", "1.500 ¥"),
        ("en_US", "EUR", "0.0125", "€0.0125"),
    ],
)
def test_money_as_its_country_writes_it(locale, currency, amount, written):
    assert amounts(locale, currency).money(Decimal(amount)).replace("\u00a0", " ") == written


def test_quantities_and_rates_have_no_needless_zeros():
    german = amounts("de_DE", "EUR")
    assert [german.quantity(Decimal(text)) for text in ("3.0000", "1.5000", "1200")] == ["3", "1,5", "1.200"]
    assert [german.percent(Decimal(text)).replace("\u00a0", " ") for text in ("19.0000", "7.5", "0")] == ["19 %", "7,5 %", "0 %"]

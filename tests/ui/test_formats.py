from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core import formats as core_formats
from crm_desktop.queries.desk import CompanyFacts
from crm_desktop.ui import formats as formats_module
from crm_desktop.ui.formats import Formats

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(formats_module, "utc_now", lambda: NOW)


def formats(locale="en_GB", currency="EUR", zone="Europe/Berlin"):
    return Formats(CompanyFacts("x", currency, zone, locale, "a4"))


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "of", "expected"),
    [
        ("en_GB", "EUR", "12345.675", "", "€12,345.68"),
        ("de_DE", "EUR", "12345.6", "", "12.345,60\u00a0€"),
        ("ja_JP", "JPY", "12345", "", "￥12,345"),
        ("en_GB", "EUR", "-5", "", "-€5.00"),
        ("en_US", "USD", "5", "CAD", "CAD\u00a05.00"),
        ("en_GB", "EUR", "0", "", "€0.00"),
        ("en_GB", "EUR", "0.0625", "KWD", "KWD\u00a00.063"),
    ],
)
def test_money_is_written_as_the_company_writes_it(locale, currency, amount, of, expected):
    assert formats(locale, currency).money(Decimal(amount), of) == expected


@pytest.mark.parametrize(("amount", "expected"), [("3.0000", "3"), ("1.5000", "1.5"), ("1000", "1,000"), ("0", "0"), ("1E+3", "1,000")])
def test_a_number_has_no_zeros_that_say_nothing(amount, expected):
    assert formats().number(Decimal(amount)) == expected


@pytest.mark.parametrize(("locale", "expected"), [("en_IE", "7.5%"), ("de_DE", "7,5\u00a0%"), ("de_CH", "7.5%"), ("fr_FR", "7,5\u00a0%")])
def test_percent_is_written_as_on_paper(locale, expected):
    paper = core_formats.Formats(locale, "en", formats().zone)
    assert formats(locale).percent(Decimal("7.50")) == paper.percent(Decimal("0.075"), 1) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "today"), (1, "1 d ago"), (6, "6 d ago"), (7, "1 w ago"), (59, "8 w ago"), (60, "2 mo ago"), (729, "24 mo ago"), (730, "2 y ago")],
)
def test_how_long_ago_is_told_in_the_largest_unit_that_fits(days, expected):
    assert formats().ago(NOW - timedelta(days)) == expected


def test_never_is_a_word():
    assert formats().ago(None) == "never"


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        (date(2026, 11, 20), "", "yesterday"),
        (date(2026, 11, 21), "09:00", "today 09:00"),
        (date(2026, 11, 22), "", "tomorrow"),
        (date(2026, 11, 24), "14:30", "Tue 24 Nov 14:30"),
        (date(2026, 12, 24), "", "24 Dec"),
        (date(2027, 1, 2), "", "2 Jan 2027"),
        (None, "", "any day"),
    ],
)
def test_what_is_due_is_said_in_few_words(day, time, expected):
    assert formats().due(day, time) == expected


def test_a_day_begins_at_midnight_where_the_company_is():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert formats(zone="Europe/Berlin").ago(late) == "today"
    assert formats(zone="UTC").ago(late) == "1 d ago"


def test_months_come_before_days_where_people_write_so():
    assert formats("en_US").day(date(2026, 11, 9)) == "Nov 9"
    assert formats("en_US").day(date(2025, 11, 9)) == "Nov 9, 2025"
    assert formats("de_DE").day(date(2025, 11, 9)) == "9 Nov 2025"


@pytest.mark.parametrize("locale", ["en_GB", "de_DE", "fr_FR", "de_CH", "en_IN"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(amount=st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_is_read_back_as_it_was_shown(locale, amount):
    here = formats(locale)
    assert here.read_number(here.plain(amount)) == amount


@pytest.mark.parametrize(
    ("locale", "typed", "read"),
    [
        ("en_GB", "1,234.5", "1234.5"), ("de_DE", "1.234,5", "1234.5"), ("de_DE", "1234,5", "1234.5"), ("fr_FR", "1 234,5", "1234.5"),
        ("de_DE", "1.5", None), ("en_GB", "1,5", None), ("en_GB", "1,23", None), ("en_GB", "", None), ("en_GB", "1e3", None),
        ("en_GB", "\uff11", None),
    ],
)  # fmt: skip
def test_a_number_that_could_be_two_is_none(locale, typed, read):
    assert formats(locale).read_number(typed) == (None if read is None else Decimal(read))


@pytest.mark.parametrize(("locale", "first"), [("de_DE", 0), ("en_GB", 0), ("en_US", 6), ("ar_EG", 5), ("pt_BR", 6)])
def test_a_week_begins_where_the_country_lets_it(locale, first):
    days = [date(2026, 2, 25) + timedelta(ahead) for ahead in range(14)]
    starts = [formats(locale).week_start(day) for day in days]
    assert {start.weekday() for start in starts} == {first}
    assert all(start <= day < start + timedelta(7) for start, day in zip(starts, days, strict=True))

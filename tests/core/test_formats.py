from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.formats import Formats, locale_of

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 10, 1)


@pytest.fixture
def german():
    return Formats("de_DE", "de", BERLIN)


def test_numbers_and_money_follow_the_company(german):
    british, indian = Formats("en_GB", "en", BERLIN), Formats("en_IN", "en", BERLIN)

    assert [german.number(1284), british.number(1284), indian.number(1234567)] == ["1.284", "1,284", "12,34,567"]
    assert german.number(Decimal("4.55"), 1) == "4,6"
    assert german.money(Decimal("1234.505"), "EUR") == "1.234,51\N{NO-BREAK SPACE}€"
    assert british.money(Decimal("1234.5"), "JPY") == "JP¥1,235"


def test_shares_are_percent_spaced_as_the_language_does(german):
    assert german.percent(Fraction(69, 100)) == "69\N{NO-BREAK SPACE}%"
    assert Formats("en_US", "en", BERLIN).percent(Fraction(1, 3), 1) == "33.3%"


def test_dates_speak_the_page_s_language_in_the_company_s_order(german):
    english_in_germany, greek = Formats("de_DE", "en", BERLIN), Formats("el_GR", "el", BERLIN)

    assert [german.month(DAY), english_in_germany.month(DAY), greek.month(DAY)] == ["Oktober 2026", "October 2026", "Οκτώβριος 2026"]
    assert [german.day(DAY), english_in_germany.day(DAY)] == ["1. Okt. 2026", "1 Oct 2026"]
    assert Formats("en_US", "en", BERLIN).short_day(DAY) == "Oct 1"
    assert german.month_name(DAY) == "Okt"


def test_moments_are_shown_in_the_company_s_zone(german):
    assert german.moment(datetime(2026, 10, 24, 23, 30, tzinfo=UTC)) == "25. Okt. 2026, 01:30"
    assert german.short_moment(datetime(2026, 11, 1, 7, 2, tzinfo=UTC)) == "1. Nov. 08:02"
    assert Formats("en_US", "en", BERLIN).clock(24) == "12:00\N{NARROW NO-BREAK SPACE}AM"


def test_weeks_begin_where_the_country_begins_them(german):
    assert german.weekdays()[0] == "Mo"
    assert (german.first_weekday, Formats("en_US", "en", BERLIN).first_weekday) == (0, 6)


def test_a_language_nobody_speaks_is_refused_in_words():
    with pytest.raises(UserError, match="no language or country “klingon_”"):
        locale_of("klingon_")

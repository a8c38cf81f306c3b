from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.formats import Formats
from crm_desktop.reports.periods import Period, checked_period, month_of

BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = Formats("de_DE", "de", BERLIN)


def days(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def test_a_month_ends_where_the_next_begins_in_the_company_s_zone():
    start, end = month_of(date(2025, 10, 26)).seconds(BERLIN)

    assert datetime.fromtimestamp(start, UTC) == datetime(2025, 9, 30, 22, tzinfo=UTC)
    assert datetime.fromtimestamp(end, UTC) == datetime(2025, 10, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "earlier", "year_earlier"),
    [
        (month_of(date(2026, 3, 1)), month_of(date(2026, 2, 1)), month_of(date(2025, 3, 1))),
        (month_of(date(2026, 1, 1)), month_of(date(2025, 12, 1)), month_of(date(2025, 1, 1))),
        (
            Period(date(2026, 3, 2), date(2026, 3, 4)),
            Period(date(2026, 2, 27), date(2026, 3, 1)),
            Period(date(2025, 3, 2), date(2025, 3, 4)),
        ),
        (
            Period(date(2024, 2, 29), date(2024, 3, 1)),
            Period(date(2024, 2, 27), date(2024, 2, 28)),
            Period(date(2023, 2, 28), date(2023, 3, 1)),
        ),
    ],
)
def test_a_month_is_compared_with_months_and_days_with_as_many_days(period, earlier, year_earlier):
    assert period.earlier() == earlier
    assert period.year_earlier() == year_earlier


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (month_of(date(2026, 10, 1)), "Oktober 2026"),
        (Period(date(2026, 10, 1), date(2026, 10, 15)), "1. Okt. – 15. Okt. 2026"),
        (Period(date(2025, 12, 31), date(2026, 1, 2)), "31. Dez. 2025 – 2. Jan. 2026"),
        (Period(date(2026, 10, 5), date(2026, 10, 5)), "5. Okt. 2026"),
    ],
)
def test_a_period_reads_as_people_say_it(period, label):
    assert period.label(GERMAN) == label


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 2, 2), date(2026, 2, 1)), (date(1, 1, 1), date(1, 1, 31)), (date(9999, 1, 1), date(9999, 1, 31))]
)
def test_a_period_that_cannot_be_is_refused(first, last):
    with pytest.raises(UserError, match="Nothing was printed"):
        checked_period(first, last)

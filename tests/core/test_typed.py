from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.typed import Period, read_bool, read_day, read_days, read_decimal, read_integer, read_moment, read_period

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (read_decimal, " 12.50 ", Decimal("12.50")),
        (read_decimal, "-0.0001", Decimal("-0.0001")),
        (read_integer, "+7", 7),
        (read_bool, "Yes", True),
        (read_bool, "0", False),
        (read_day, "2028-02-29", date(2028, 2, 29)),
        (read_days, "2026-12", (date(2026, 12, 1), date(2027, 1, 1))),
        (read_days, "2026", (date(2026, 1, 1), date(2027, 1, 1))),
    ],
)
def test_what_is_written_one_way_is_read(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *(
            (read_decimal, text)
            for text in ("", "12,50", "1.234.567", "1e5", "NaN", "Infinity", "٣", "1_000", "0.00001", "9" * 15, "1" * 400)
        ),
        *((read_integer, text) for text in ("", "1.0", "1234567890", "²")),
        *((read_bool, text) for text in ("", "maybe", "y")),
        *((read_day, text) for text in ("", "2026-02-29", "2026-1-1", "20260101", "01.02.2026", "tomorrow", "2026-W01-1")),
        *((read_days, text) for text in ("2026-13", "0000", "9999", "26", "2026-00-10")),
    ],
)
def test_what_says_nothing_certain_is_refused(read, text):
    with pytest.raises(UserError):
        read(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05T10:30", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ("2026-07-05 10:30:15", datetime(2026, 7, 5, 8, 30, 15, tzinfo=UTC)),
        ("2026-01-05T10:30Z", datetime(2026, 1, 5, 10, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_without_an_offset_is_wall_time(text, moment):
    assert read_moment(text, BERLIN) == moment


@pytest.mark.parametrize("text", ["2026-01-05", "10:30", "2026-01-05T24:30", "2026-03-29T02:30", "2026-10-25T02:30", "0001-01-01T00:00"])
def test_a_moment_that_did_not_come_once_is_refused(text):
    with pytest.raises(UserError):
        read_moment(text, BERLIN)


def test_a_day_of_a_clock_change_has_23_or_25_hours():
    spring, autumn = read_period("2026-03-29", BERLIN), read_period("2026-10-25", BERLIN)

    assert (spring.after - spring.first).total_seconds() == 23 * 3600
    assert (autumn.after - autumn.first).total_seconds() == 25 * 3600


def test_a_moment_is_a_period_of_one_second():
    first = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    assert read_period("2026-01-05T10:30", BERLIN) == Period(first, first.replace(second=1))

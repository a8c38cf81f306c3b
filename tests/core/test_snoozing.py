from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.snoozing import Snooze, snoozed_until

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY_NIGHT = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
"""Half past midnight on Sunday in Berlin, and the clocks go back that night."""


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        (Snooze.MINUTES, datetime(2026, 10, 24, 22, 35, tzinfo=UTC)),
        (Snooze.HOUR, datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        (Snooze.TOMORROW, datetime(2026, 10, 26, 8, tzinfo=UTC)),
        (Snooze.MONDAY, datetime(2026, 10, 26, 8, tzinfo=UTC)),
    ],
)
def test_later_is_counted_where_the_company_is(choice, until):
    assert snoozed_until(choice, SATURDAY_NIGHT, BERLIN) == until


def test_on_a_monday_the_next_one_is_a_week_away():
    assert snoozed_until(Snooze.MONDAY, datetime(2026, 11, 23, 9, tzinfo=UTC), BERLIN) == datetime(2026, 11, 30, 8, tzinfo=UTC)

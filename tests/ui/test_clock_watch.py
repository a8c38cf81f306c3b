"""A clock that is behind is told once."""

from datetime import timedelta

import time_machine

from crm_desktop.core.dates import utc_now
from crm_desktop.ui.clock_watch import ClockWatch


def test_a_clock_that_is_behind_is_told_once_and_again_when_it_went_wrong_again(desk, qapp, settle):
    said, watch = [], ClockWatch(lambda: desk, qapp)
    desk.doors.said.connect(said.append)

    def look():
        watch.look()
        settle()

    look()
    assert said == []
    for _time in range(2):
        with time_machine.travel(utc_now() - timedelta(days=2)):
            look()
            look()
        look()
    assert [each.text.split(":")[0] for each in said] == ["The clock of this computer is behind"] * 2

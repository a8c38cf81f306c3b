"""When the company is open, on the command line."""

from tests.commands.conftest import crm, done
from tests.commands.test_do_cases import listed


def hours():
    return [(each["weekday"], each["opens"], each["closes"]) for each in listed("working-hours")]


def test_days_that_are_given_get_their_hours_and_others_stay(shop):
    done("do", "set-working-hours", "monday=9-12, 13:30-17", "sunday=10-12")
    before = [each for each in hours() if each[0] not in (1, 7)]
    done("do", "set-working-hours", "sunday=closed", "monday=8-16")

    assert [each for each in hours() if each[0] in (1, 7)] == [(1, "08:00", "16:00")]
    assert [each for each in hours() if each[0] != 1] == before
    done("undo")
    assert (1, "13:30", "17:00") in hours()


def test_hours_that_overlap_are_refused_and_nothing_is_changed(shop):
    before = hours()
    refused = crm("do", "set-working-hours", "monday=9-12,11-17")

    assert refused.status and "overlap" in refused.err and hours() == before


def test_a_closed_day_comes_and_goes_by_its_date(shop):
    done("do", "add-holiday", "day=2026-12-24", "name=Christmas Eve")
    assert [(each["day"], each["name"]) for each in listed("holidays")] == [("2026-12-24", "Christmas Eve")]
    done("do", "remove-holiday", "holiday=2026-12-24")
    assert listed("holidays") == []


def test_hours_that_are_not_said_or_as_they_were_change_nothing(shop):
    before = hours()
    refused = crm("do", "set-working-hours")
    assert refused.status and "No day is given. Nothing was changed" in refused.err
    assert "Nothing was changed" in done("do", "set-working-hours", "monday=9-17")
    assert hours() == before


def test_what_stands_already_as_it_is_given_is_told(shop):
    done("do", "set-availability", "staff=owner", "availability=away")
    assert "There was nothing to change" in done("do", "set-availability", "staff=owner", "availability=away")
    done("do", "set-skills", "staff=owner", "languages=de")
    assert "There was nothing to change" in done("do", "set-skills", "staff=owner")

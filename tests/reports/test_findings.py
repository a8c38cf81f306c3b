"""What to look at: each kind of sentence appears when the rows justify it, with their numbers, and not before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.kinds import Direction, Outcome
from crm_desktop.data.models import ContactReason, FollowUp
from crm_desktop.reports.monthly_findings import MOST, SENTENCES, told
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect
from crm_desktop.reports.monthly_sheet import sheet_of
from tests.reports.shop import fill

FILLING = fill
OCTOBER, NOVEMBER = datetime(2025, 10, 2, 9, tzinfo=UTC), datetime(2025, 11, 3, 9, tzinfo=UTC)


@pytest.fixture
def said():
    """The sentences of November 2025."""

    def made(**more):
        data = collect(MonthlyInteractionsParameters(month=date(2025, 11, 1), **more))
        sheet = sheet_of(data)
        return ["".join(span.text for span in told(finding, sheet.printer, "October 2025")) for finding in data.findings]

    return made


@pytest.fixture
def hold(make_interaction, reason):
    """So many interactions, an hour apart."""

    def made(count, start, customer=None, **fields):
        for n in range(count):
            moment = start + timedelta(hours=n % 6, days=n // 6)
            make_interaction(customer, **{"reason_id": reason.id, "started_at": moment, **fields})

    return made


def test_a_quiet_month_has_nothing_to_look_at(hold, said):
    hold(6, OCTOBER)
    hold(6, NOVEMBER)

    assert said() == []


def test_a_reason_that_rises_is_told_with_what_is_usual(hold, said):
    hold(4, OCTOBER)
    hold(9, NOVEMBER)

    assert "Order status: 9 interactions, 2.3 times the usual 4.0." in said()


def test_a_reason_that_is_new_is_told_as_new(hold, said):
    hold(4, OCTOBER)
    hold(6, NOVEMBER, reason_id=ContactReason.get(name="Account").id)

    assert "Account: 6 interactions, none in the months before." in said()


def test_without_earlier_records_nothing_is_called_rising(hold, said):
    hold(20, NOVEMBER)

    assert said() == []


def test_a_product_people_complain_about_is_named(hold, make_order, said):
    order = make_order()
    hold(2, OCTOBER)
    hold(6, NOVEMBER, reason_id=ContactReason.get(name="Damaged goods").id, order_id=order.id)

    assert said()[0] == "Product P-1: 6 complaints and questions about orders with it, none in the months before; 6 about Damaged goods."


def test_missed_calls_are_told_with_their_worst_hour(hold, said):
    hold(6, OCTOBER)
    hold(6, NOVEMBER, outcome=Outcome.TRANSFERRED)
    hold(5, NOVEMBER.replace(hour=11, minute=30), outcome=Outcome.MISSED)
    assert "5 of 11 calls were missed (45%)." in said()

    for day in (10, 11, 12):
        hold(1, NOVEMBER.replace(day=day, hour=11, minute=50), outcome=Outcome.VOICEMAIL)
    assert "8 of 14 calls were missed (57%), 4 of them between 12:00 and 13:00." in said()


def test_overdue_follow_ups_are_told_with_their_owner(hold, make_follow_up, said):
    hold(1, NOVEMBER)
    for day in (3, 4, 5):
        make_follow_up(due_on=date(2025, 11, day))

    sentence = "3 follow-ups were overdue at the end; the oldest was due on 3 Nov 2025."
    assert f"{sentence} Nancy Davolio has the most: 3." in said()
    assert sentence in said(hide_team=True)


def test_late_follow_ups_are_told_with_their_weekday(hold, make_follow_up, said):
    hold(1, NOVEMBER)
    for _n in range(5):
        late = make_follow_up(due_on=date(2025, 11, 3))
        FollowUp.update(state="done", completed_at=datetime(2025, 11, 5, tzinfo=UTC)).where(FollowUp.id == late.id).execute()

    assert "5 follow-ups were done late, 5 of them due on a Monday." in said()


def test_a_reason_that_takes_longer_is_told(make_interaction, reason, said):
    for start, minutes in ((OCTOBER, 4), (NOVEMBER, 9)):
        for n in range(10):
            begun = start + timedelta(hours=n % 5, days=n // 5)
            make_interaction(reason_id=reason.id, started_at=begun, ended_at=begun + timedelta(minutes=minutes))

    assert "Order status: 9 min per interaction on average, 5 min longer than in October 2025 (10 interactions)." in said()


def test_a_customer_who_keeps_coming_is_named_or_numbered(hold, make_customer, said):
    customer = make_customer("Ada & Søn")
    hold(5, NOVEMBER, customer)

    assert "Ada & Søn came 5 times about Order status." in said()
    assert f"{customer.number} came 5 times about Order status." in said(hide_names=True)


def test_contacts_outside_opening_hours_are_told(hold, said):
    hold(12, datetime(2025, 11, 1, 19, 15, tzinfo=UTC))

    assert any(sentence.startswith("12 of 12 inbound interactions (100%) came while we were closed") for sentence in said())


def test_what_got_better_and_worse_is_told_with_both_values(hold, said):
    for start, missed in ((OCTOBER, 2), (NOVEMBER, 0)):
        hold(18, start, outcome=Outcome.TRANSFERRED)
        hold(6, start + timedelta(days=5), outcome=Outcome.MISSED if missed else Outcome.TRANSFERRED, direction=Direction.IN)

    assert "Missed calls: 0%, better than in October 2025 (25%)." in said()


def test_at_most_six_things_are_told(shop, said):
    for month in (10, 11):
        data = collect(MonthlyInteractionsParameters(month=date(2025, month, 1)))
        assert len(data.findings) <= MOST
        assert {finding.kind for finding in data.findings} <= SENTENCES.keys()

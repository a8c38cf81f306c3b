"""What is to be done, as it goes on paper: on both engines."""

from datetime import date, timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import Attempt, PointKind
from crm_desktop.data.models import Contact, ContactPoint, FollowUp
from crm_desktop.queries.to_do import Whose, meetings, open_ids, promises
from crm_desktop.services.appointments import AppointmentInput, AttendeeInput, plan_appointment
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.customers import ContactInput, PointInput, add_contact
from crm_desktop.services.follow_ups import cancel_follow_up, record_attempt
from tests.conftest import DAY, MOMENT

ZONE = "Europe/Berlin"
WEEK = DAY + timedelta(days=7)


@pytest.fixture
def bob(store, owner):
    (row_id,) = add_staff(StaffInput("Bob", "bob"), owner).of(Entity.STAFF)
    return row_id


def test_what_is_open_comes_by_when_it_is_due(make_follow_up, nancy):
    late, soon, done = (make_follow_up(due_on=DAY + timedelta(days=days)) for days in (9, 1, 2))
    cancel_follow_up(done.id, nancy)
    FollowUp.update(shelf="archive").where(FollowUp.id == make_follow_up().id).execute()

    assert [row.number for row in promises(open_ids(Whose()))] == [soon.number, late.number]


def test_it_can_be_asked_for_some_people_one_customer_and_a_time(make_follow_up, make_customer, nancy, bob):
    ada = make_customer("Ada")
    first = make_follow_up("a", customer_id=ada.id)
    second = make_follow_up("b", owner_id=bob, due_on=WEEK)

    def found(*asked):
        return list(open_ids(*asked))

    assert found(Whose((bob,))) == [second.id]
    assert found(Whose((bob, nancy.id))) == [first.id, second.id]
    assert found(Whose((nancy.id,), ada.id)) == [first.id]
    assert found(Whose((bob,), ada.id)) == []
    assert found(Whose(), MOMENT + timedelta(days=1)) == [first.id]


def test_the_phone_is_the_persons_then_the_customers_then_anybodys_there_that_works(make_customer, make_follow_up, nancy):
    ada = make_customer("Ada", points=(PointInput(PointKind.EMAIL, "a@b.example"), PointInput(PointKind.PHONE, "030 1")))
    for name, phone in (("Bea", "030 2"), ("Cai", "030 3")):
        add_contact(ada.id, ContactInput(name), nancy, (PointInput(PointKind.MOBILE, phone),))
    cai = Contact.get(name="Cai")
    make_follow_up("theirs", customer_id=ada.id, contact_id=cai.id)
    make_follow_up("the company's", customer_id=ada.id)

    def phones():
        return {row.title: row.phone for row in promises(open_ids(Whose()))}

    assert phones() == {"theirs": "030 3", "the company's": "030 1"}
    ContactPoint.update(invalid=True).where(ContactPoint.value == "030 3").execute()
    ContactPoint.update(opted_out=True).where(ContactPoint.value == "030 1").execute()
    assert phones() == {"theirs": "030 2", "the company's": "030 2"}
    Contact.update(active=False).execute()
    assert phones() == {"theirs": "", "the company's": ""}


def test_the_last_attempt_is_told_and_how_many_there_were(make_follow_up, nancy):
    row_id = make_follow_up().id
    for result in (Attempt.BUSY, Attempt.VOICEMAIL):
        record_attempt(row_id, result, nancy)
    (row,) = promises(open_ids(Whose()))
    assert (row.attempts, row.tried) == (2, "voicemail")


def test_each_day_of_a_series_is_a_meeting_but_those_that_are_left_out(make_customer, nancy):
    ada = make_customer("Ada")
    plan_appointment(
        AppointmentInput(
            "Daily", DAY - timedelta(days=400), "09:00", recurrence="FREQ=DAILY", except_days=(DAY + timedelta(days=2),), customer_id=ada.id
        ),
        nancy,
    )
    plan_appointment(AppointmentInput("Once", WEEK, "08:00"), nancy)
    plan_appointment(AppointmentInput("After", WEEK + timedelta(days=1), "00:00"), nancy)
    plan_appointment(AppointmentInput("Fair", DAY - timedelta(days=2), minutes=3 * 1440), nancy)

    found = [(met.title, met.starts_at.date()) for met in meetings(Whose(), DAY, WEEK, ZONE)]
    daily = [("Daily", DAY + timedelta(days=days)) for days in (0, 1, 3, 4, 5, 6)]
    assert found == [("Fair", DAY - timedelta(days=3)), *daily, ("Once", WEEK), ("Daily", WEEK)]
    assert {met.title for met in meetings(Whose(customer_id=ada.id), DAY, WEEK, ZONE)} == {"Daily"}


def test_a_colleagues_meetings_are_also_those_they_attend(nancy, bob):
    plan_appointment(AppointmentInput("Hers", DAY), nancy)
    plan_appointment(AppointmentInput("Both", DAY, attendees=(AttendeeInput(staff_id=bob),)), nancy)
    plan_appointment(AppointmentInput("His", date(2026, 1, 6), owner_id=bob), nancy)

    assert [met.title for met in meetings(Whose((bob,)), DAY, WEEK, ZONE)] == ["Both", "His"]
    assert len(meetings(Whose((bob, nancy.id)), DAY, WEEK, ZONE)) == 3

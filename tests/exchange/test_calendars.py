"""Calendars into a store and out of it."""

from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Appointment, AppointmentReminder, Attendee, ImportReject, Staff
from crm_desktop.exchange.calendars import import_calendar, write_appointments
from crm_desktop.exchange.importing import undo_import
from crm_desktop.queries.listing import Question
from crm_desktop.queries.subjects_of_trade import APPOINTMENTS
from crm_desktop.services import appointment_reminders
from crm_desktop.services.appointments import AppointmentInput, AttendeeInput, change_appointment, close_appointment, plan_appointment
from crm_desktop.services.customers import PointInput

START = "DTSTART;TZID=Europe/Berlin:20260302T090000\nDURATION:PT1H"
WEEKLY = f"{START}\nRRULE:FREQ=WEEKLY;COUNT=5"


def calendar(*events, method=""):
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{method}{''.join(events)}END:VCALENDAR\n"


def event(more=START, uid="1", title="Visit"):
    return f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\n{more}\nEND:VEVENT\n"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(appointment_reminders, "utc_now", lambda: datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def bring(nancy, tmp_path):
    def bring(text, **options):
        path = tmp_path / "calendar.ics"
        path.write_text(text, encoding="utf-8")
        return import_calendar([path], by=nancy, **options)

    return bring


def counts(result):
    found = result.counts["appointment"]
    return found.new, found.changed, found.same, found.kept, found.rejected


def only():
    (found,) = Appointment.select()
    return found


def test_an_appointment_comes_in_once_and_goes_out_by_undo(bring, nancy):
    people = "ATTENDEE;CN=Ada;PARTSTAT=ACCEPTED:mailto:ada@example.org\nBEGIN:VALARM\nTRIGGER:-PT30M\nEND:VALARM"
    first = bring(calendar(event(f"{START}\nLOCATION:Köln\n{people}")))

    assert (counts(first), first.refused, first.notices) == ((1, 0, 0, 0, 0), [], [])
    assert (only().title, only().place, only().starts_at, only().uid) == ("Visit", "Köln", datetime(2026, 3, 2, 8, tzinfo=UTC), "1")
    assert (Attendee.get().name, Attendee.get().answer) == ("Ada", Answer.ACCEPTED)
    assert AppointmentReminder.get().at == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    assert set(rebuild().values()) == {0}
    again = bring(calendar(event(f"{START}\nLOCATION:Köln\n{people}")))
    assert (counts(again), again.change) == ((0, 0, 1, 0, 0), None)
    assert undo_import(first.run, by=nancy).kept == []
    assert not Appointment.select().exists()
    assert not AppointmentReminder.select().exists()


def test_a_trial_writes_nothing(bring):
    assert counts(bring(calendar(event()), dry_run=True)) == (1, 0, 0, 0, 0)
    assert not Appointment.select().exists()


def test_a_later_file_moves_it_and_its_reminder(bring):
    alarm = "BEGIN:VALARM\nTRIGGER:-PT30M\nEND:VALARM"
    bring(calendar(event(f"{START}\n{alarm}")))
    result = bring(calendar(event(f"{START.replace('T0900', 'T1100')}\n{alarm}")))
    assert (counts(result), only().starts_time) == ((0, 1, 0, 0, 0), "11:00")
    assert [reminder.at.hour for reminder in AppointmentReminder.select().where(~AppointmentReminder.cancelled)] == [9]


def test_what_somebody_changed_here_stays(bring, nancy):
    bring(calendar(event()))
    visit = only()
    change_appointment(visit.id, visit.version, AppointmentInput("Visit", visit.starts_on, "10:00", 60, uid="1"), nancy)
    result = bring(calendar(event(START.replace("T0900", "T1100"), title="Visit to Ada")))
    assert (only().title, only().starts_time) == ("Visit to Ada", "10:00")
    assert [(row.column, row.value) for row in result.refused] == [("starts_time", "11:00")]


def test_people_are_found_by_their_mail(bring, nancy, make_customer):
    ada = make_customer("Ada Ltd", points=(PointInput("email", "ada@example.org"),))
    make_customer("Twin", points=(PointInput("email", "twin@example.org"),))
    make_customer("Twin too", points=(PointInput("email", "twin@example.org"),))
    Staff.update(email="Nancy@shop.example").where(Staff.id == nancy.id).execute()
    guests = "".join(f"\nATTENDEE:mailto:{name}@example.org" for name in ("ADA", "twin", "bob"))

    bring(calendar(event(f"{START}\nORGANIZER:mailto:nancy@shop.example{guests}")))

    assert (only().customer_id, only().owner_id) == (ada.id, nancy.id)
    assert [(row.customer_id, row.email) for row in Attendee.select().order_by(Attendee.id)] == [
        (ada.id, "ADA@example.org"), (None, "twin@example.org"), (None, "bob@example.org"),
    ]  # fmt: skip
    assert counts(bring(calendar(event(f"{START}\nORGANIZER:mailto:nancy@shop.example{guests}")))) == (0, 0, 1, 0, 0)


def test_who_asks_from_outside_is_an_attendee(bring):
    bring(calendar(event(f"{START}\nORGANIZER;CN=Boss:mailto:boss@example.org")))
    assert only().owner_id is None
    assert (Attendee.get().name, Attendee.get().answer) == ("Boss", Answer.ACCEPTED)


def test_one_time_of_a_series_that_is_here_is_moved(bring):
    bring(calendar(event(WEEKLY)))
    moved = event(f"RECURRENCE-ID:20260309T080000Z\n{START.replace('0302', '0310')}")
    result = bring(calendar(moved))
    series, single = Appointment.select().order_by(Appointment.id)
    assert (series.except_days, single.uid, single.starts_on, counts(result)[0]) == ("2026-03-09", "1/20260309", date(2026, 3, 10), 1)
    assert bring(calendar(moved)).change is None


def test_one_time_of_a_series_is_called_off(bring):
    bring(calendar(event(WEEKLY)))
    bring(calendar(event(f"RECURRENCE-ID:20260309T080000Z\n{START}"), method="METHOD:CANCEL\n"))
    bring(calendar(event(f"RECURRENCE-ID:20260316T080000Z\n{START}"), method="METHOD:CANCEL\n"))
    assert only().except_days == "2026-03-09,2026-03-16"


def test_one_time_of_somebodys_series_comes_alone(bring):
    bring(calendar(event(f"RECURRENCE-ID:20260309T080000Z\n{START}")))
    assert only().uid == "1/20260309"


def test_a_series_that_was_planned_here_is_not_changed_by_a_file(bring, nancy):
    plan_appointment(AppointmentInput("Round", date(2026, 3, 2), "09:00", recurrence="FREQ=WEEKLY", uid="1"), nancy)
    result = bring(calendar(event(f"RECURRENCE-ID:20260309T080000Z\n{START}")))
    assert [row.column for row in result.refused] == ["RECURRENCE-ID"]
    assert only().except_days == ""


def test_what_a_file_calls_off_is_cancelled_and_keeps_its_words(bring):
    bring(calendar(event(f"{START}\nLOCATION:Köln")))
    bring(calendar("BEGIN:VEVENT\nUID:1\nDTSTART:20260302T080000Z\nEND:VEVENT\n", method="METHOD:CANCEL\n"))
    assert (only().state, only().title, only().place, only().minutes) == ("cancelled", "Visit", "Köln", 60)


def test_what_stays_out_is_written_down(bring):
    result = bring(calendar(event(f"{START}\nATTACH:https://x.example/a.pdf"), event("DTSTART:never", uid="2")))
    assert counts(result) == (1, 0, 0, 0, 1)
    assert [(row.line, row.column_name) for row in ImportReject.select().order_by(ImportReject.id)] == [(10, ""), (8, "ATTACH")]


def test_floating_times_are_told(bring):
    result = bring(calendar(event("DTSTART:20260302T090000\nDURATION:PT1H")))
    assert result.notices == ["1 appointment without a time zone was taken to be in Europe/Berlin, the company's."]


def test_an_auditor_imports_no_calendar(bring, auditor, tmp_path):
    (tmp_path / "calendar.ics").write_text(calendar(event()))
    with pytest.raises(NotAllowed):
        import_calendar([tmp_path / "calendar.ics"], by=auditor)


def test_a_file_that_is_not_there(nancy, tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        import_calendar([tmp_path / "none.ics"], by=nancy)


@pytest.fixture
def planned(nancy, make_customer):
    """One of each kind, with people named in each way."""
    ada = make_customer("Ada Ltd", points=(PointInput("email", "ada@example.org"),))
    Staff.update(email="nancy@shop.example").where(Staff.id == nancy.id).execute()
    asked = (
        AttendeeInput(customer_id=ada.id),
        AttendeeInput(name='Bob; "B", Ünal', email="bob@example.org"),
        AttendeeInput(staff_id=nancy.id),
    )
    wanted = [
        AppointmentInput(
            "Visit, with; marks\\", date(2026, 3, 2), "09:00", 90, note="Line one\nLine two, <b>", place="Köln", attendees=asked
        ),
        AppointmentInput("Fair", date(2026, 3, 3), minutes=3 * 24 * 60, remind_before=60, link="https://fair.example/?a=1,2"),
        AppointmentInput("Round", date(2026, 3, 2), "22:30", 120, recurrence="FREQ=WEEKLY;UNTIL=20261231", except_days=(date(2026, 3, 9),)),
        AppointmentInput("Call", date(2026, 3, 5), "23:15", 30, zone="America/New_York", remind_before=15),
    ]
    for each in wanted:
        plan_appointment(each, nancy)
    called_off = plan_appointment(AppointmentInput("Lunch", date(2026, 3, 6), "12:00"), nancy)
    close_appointment(next(iter(called_off.of(Entity.APPOINTMENT))), 1, AppointmentState.CANCELLED, nancy, "ill")
    held = plan_appointment(AppointmentInput("Talk", date(2026, 1, 6), "12:00", zone="UTC"), nancy)
    close_appointment(next(iter(held.of(Entity.APPOINTMENT))), 1, AppointmentState.HELD, nancy)


COMPARED = (
    "uid", "title", "starts_on", "starts_time", "minutes", "zone", "place", "link", "note", "recurrence", "except_days", "remind_before",
    "state", "state_reason", "starts_at", "ends_at", "owner_id",
)  # fmt: skip


def rows():
    return [tuple(getattr(row, name) for name in COMPARED) for row in Appointment.select().order_by(Appointment.uid)]


def test_what_goes_out_comes_in_again_the_same(planned, nancy, tmp_path):
    before = rows()
    assert write_appointments(tmp_path / "all.ics", Question(APPOINTMENTS)) == 6
    assert counts(import_calendar([tmp_path / "all.ics"], by=nancy)) == (0, 0, 6, 0, 0)

    for model in (AppointmentReminder, Attendee, Appointment):
        model.delete().execute()
    result = import_calendar([tmp_path / "all.ics"], by=nancy)

    assert (counts(result), result.refused, result.notices) == ((6, 0, 0, 0, 0), [], [])
    assert rows() == before
    assert [(row.name, row.email, row.staff_id, bool(row.customer_id)) for row in Attendee.select().order_by(Attendee.id)] == [
        ("Ada Ltd", "ada@example.org", None, True), ('Bob; "B", Ünal', "bob@example.org", None, False),
        ("Nancy Davolio", "nancy@shop.example", nancy.id, False),
    ]  # fmt: skip


def test_some_go_out_by_what_is_asked_for(planned, tmp_path):
    assert write_appointments(tmp_path / "some.ics", Question(APPOINTMENTS, (("title", "=", "Fair"),))) == 1
    assert (tmp_path / "some.ics").read_bytes().count(b"BEGIN:VEVENT\r\n") == 1
    assert write_appointments(tmp_path / "none.ics", Question(APPOINTMENTS, (("title", "=", "x"),))) == 0
    assert b"BEGIN:VEVENT" not in (tmp_path / "none.ics").read_bytes()

"""What happens in the sample company, and when, is believable."""

import json
from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.core.kinds import FollowUpState, Outcome
from crm_desktop.data.database import fetch
from crm_desktop.data.models import FollowUp, FollowUpAttempt, Interaction, Order, Reminder
from crm_desktop.sample.catalogue import FRAGILE, ROUGH
from tests.sample.conftest import UNTIL

ZONE = ZoneInfo("Europe/Dublin")
MORNING = datetime.combine(UNTIL, time(10), ZONE)


def local(moment):
    return moment.astimezone(ZONE)


def test_nothing_happens_after_the_last_morning(sample):
    assert max(order.ordered_at for order in Order.select()) < MORNING
    assert max(contact.ended_at for contact in Interaction.select()) < MORNING + timedelta(hours=2)
    assert max(done.completed_at for done in FollowUp.select() if done.completed_at) < MORNING


def test_mondays_are_busy_and_on_sundays_nobody_is_in(sample):
    days = Counter(local(contact.started_at).weekday() for contact in Interaction.select())
    assert days[0] == max(days.values())
    assert days[6] == 0
    assert 0 < days[5] < days[4] / 2


def test_staff_talk_in_office_hours_most_before_noon(sample):
    hours = Counter(local(contact.started_at).hour for contact in Interaction.select())
    assert min(hours) >= 8
    assert max(hours) <= 18
    assert hours[10] > hours[12]


def test_more_is_ordered_before_christmas(sample):
    months = Counter(f"{order.ordered_at:%Y-%m}" for order in Order.select())
    assert months["2025-12"] > 1.4 * months["2025-09"]


def test_the_times_of_a_contact_follow_one_another(sample):
    for contact in Interaction.select():
        spans = [moment for span in fetch_holds(contact) for moment in span]
        times = [contact.started_at.timestamp(), *spans, contact.ended_at.timestamp()]
        assert times == sorted(times)
        assert contact.wrap_up_ended_at is None or contact.wrap_up_ended_at >= contact.ended_at


def fetch_holds(contact):
    return json.loads(contact.holds)


def test_who_is_talking_takes_no_second_call(sample):
    last = {}
    for contact in Interaction.select().where(Interaction.staff.is_null(False)).order_by(Interaction.started_at, Interaction.id):
        overlap = last.get(contact.staff_id, contact.started_at) - contact.started_at
        assert overlap <= timedelta(hours=1), "call-backs may be squeezed in"
        last[contact.staff_id] = contact.wrap_up_ended_at or contact.ended_at


def test_a_contact_about_an_order_is_with_who_ordered(sample):
    about = Interaction.select().where(Interaction.order.is_null(False))
    assert about.count() > 200
    for contact in about:
        assert contact.customer_id == contact.order.customer_id
        assert contact.started_at > contact.order.ordered_at
        assert contact.contact_id is None or contact.contact.customer_id == contact.customer_id


def test_a_follow_up_goes_back_to_its_contact(sample):
    for promise in FollowUp.select().where(FollowUp.interaction.is_null(False)):
        assert promise.customer_id == promise.interaction.customer_id
        assert promise.due_on >= local(promise.interaction.started_at).date()
        assert promise.completed_at is None or promise.completed_at > promise.interaction.started_at


def test_promises_are_kept_late_open_and_due(sample):
    done = FollowUp.select().where(FollowUp.state == FollowUpState.DONE)
    waiting = FollowUp.select().where(FollowUp.state == FollowUpState.OPEN)
    late = [promise for promise in done if promise.completed_at.timestamp() > promise.due_at.timestamp()]
    assert 0 < len(late) < done.count() / 4
    assert sum(promise.due_on < UNTIL for promise in waiting) >= 3
    assert sum(promise.due_on == UNTIL for promise in waiting) >= 3
    assert sum(promise.due_on > UNTIL for promise in waiting) >= 5
    assert FollowUpAttempt.select().count() > 10
    assert Reminder.select().where(Reminder.cancelled).exists()
    assert Reminder.select().where(~Reminder.cancelled).exists()


def test_what_recurs_has_one_open_turn_each(sample):
    recurring = FollowUp.select().where(FollowUp.recurrence != "", FollowUp.customer.is_null(False))
    turns = Counter((promise.customer_id, promise.title, promise.recurrence) for promise in recurring)
    standing = [(p.customer_id, p.title, p.recurrence) for p in recurring if p.state == FollowUpState.OPEN]
    assert sorted(standing) == sorted(turns)


def test_most_missed_calls_are_called_back(sample):
    missed = [call for call in Interaction.select().where(Interaction.outcome == Outcome.MISSED) if call.customer_id]
    backs = Interaction.select().where(Interaction.summary == "Called back")
    assert len(missed) * 0.6 <= backs.count() <= len(missed)
    assert all(call.ended_at == call.started_at for call in missed)


def test_a_few_orders_are_cancelled_and_the_last_ones_are_not_sent_yet(sample):
    states = Counter(order.state for order in Order.select())
    assert 0 < states["cancelled"] < 20
    assert Order.select().where(Order.state == "open", Order.fulfilment == "unfulfilled").count() >= 3
    assert all(order.cancel_reason for order in Order.select().where(Order.state == "cancelled"))


def test_complaints_about_one_product_rise_with_one_carrier(sample):
    about = """
        SELECT substr(date(interaction.started_at, 'unixepoch'), 1, 7), sales_order.carrier
        FROM interaction JOIN contact_reason ON contact_reason.id = reason_id JOIN sales_order ON sales_order.id = order_id
        WHERE contact_reason.name = 'Damaged goods' AND summary LIKE ?"""
    complaints = fetch(about, (f"%{FRAGILE}%",))
    months = Counter(month for month, _carrier in complaints)
    carriers = Counter(carrier for _month, carrier in complaints)
    assert months["2026-04"] >= 2 * max(1, months["2026-03"])
    assert months["2026-03"] >= months["2026-02"]
    assert carriers.most_common(1)[0][0] == ROUGH
    assert carriers[ROUGH] > len(complaints) / 2


def test_notes_speak_of_the_customers_own_order_in_many_words(sample):
    notes = [contact.notes for contact in Interaction.select().where(Interaction.order.is_null(False))]
    assert len(set(notes)) > 0.95 * len(notes)
    assert not [note for note in notes if "{" in note or "  " in note]
    named = [c for c in Interaction.select().where(Interaction.order.is_null(False)) if c.order.number in c.notes + c.summary]
    assert len(named) > 100

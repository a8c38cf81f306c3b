"""Every figure of the monthly report, counted again by independent loops over the rows, on both engines."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from crm_desktop.data.models import Operation
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect, figures
from tests.reports.recount import Recount, rows_of
from tests.reports.shop import BERLIN, MONTH, fill

END = date(2025, 11, 30)


FILLING = fill


@pytest.fixture
def shop(filled_store):
    return filled_store


@pytest.fixture
def until(shop):
    return int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())


@pytest.fixture
def recount(until):
    return Recount(MONTH, END, until)


@pytest.fixture
def data(shop):
    return collect(MonthlyInteractionsParameters(month=MONTH))


def pair(value):
    return value.numerator, value.denominator


def told(data, figure, period="now"):
    """The figure's two numbers for the whole company."""
    start = {"now": "2025-11-01", "before": "2025-10-01"}[period]
    (found,) = [each for each in figures(data)["figures"] if (each["id"], each["of"], each["from"]) == (figure, {}, start)]
    return found["numerator"], found["denominator"]


def test_each_channel_has_its_interactions_times_and_solved_contacts(data, recount):
    by_channel = Counter(recount.channels[row["channel_id"]] for row in recount.held)
    incoming = Counter(recount.channels[row["channel_id"]] for row in recount.incoming)

    assert {row.name: pair(row.share) for row in data.channels} == {n: (c, len(recount.held)) for n, c in by_channel.items()}
    assert {row.name: row.incoming.numerator for row in data.channels} == incoming
    assert data.total.contacts.numerator == data.total.incoming.numerator + data.total.outgoing.numerator == len(recount.held)

    for row in [*data.channels, data.total]:
        held = [each for each in recount.held if row.name in ("", recount.channels[each["channel_id"]])]
        assert pair(row.handle_time) == recount.handle_time(held)
        assert pair(row.resolved) == recount.resolved(held)


def test_repeats_and_calls_are_counted(data, recount):
    offered, missed, known = recount.calls()

    assert told(data, "repeat_contacts") == recount.repeats()
    assert told(data, "missed_calls") == (len(missed), len(offered))
    assert told(data, "called_back_hour") == (recount.answered(known, 3_600), len(known))
    assert told(data, "called_back_day") == (recount.answered(known, 86_400), len(known))
    assert told(data, "outside_hours") == (sum(map(recount.is_closed, recount.incoming)), len(recount.incoming))


def test_days_and_hours_are_those_of_the_company(data, recount, until):
    assert {each.first: each.contacts for each in data.bins if each.contacts} == recount.per_day()
    counted = {(day, hour): count for day, row in enumerate(data.hours.counts) for hour, count in enumerate(row) if count}
    assert counted == recount.per_hour()

    october = collect(MonthlyInteractionsParameters(month=date(2025, 10, 1)))
    assert {each.first: each.contacts for each in october.bins if each.contacts} == Recount(
        date(2025, 10, 1), date(2025, 10, 31), until
    ).per_day()


def test_reasons_outcomes_products_and_what_records_lack_are_counted(data, recount):
    names = {row_id: row["name"] for row_id, row in recount.reasons.items()} | {None: ""}
    by_reason = Counter(names[row["reason_id"]] for row in recount.held)
    ended = Counter(row["outcome"] for row in recount.held if row["outcome"])

    assert {row.name: row.contacts.numerator for row in data.reasons} == by_reason
    assert {row.outcome: pair(row.share) for row in data.outcomes} == {o: (c, ended.total()) for o, c in ended.items()}
    for row in data.reasons:
        assert pair(row.handle_time) == recount.handle_time([each for each in recount.held if names[each["reason_id"]] == row.name])

    held = recount.held
    taken = [row for row in held if row["outcome"] not in ("missed", "voicemail", "wrong_number")]

    assert told(data, "without_customer") == (sum(row["customer_id"] is None for row in held), len(held))
    assert told(data, "without_reason") == (sum(row["reason_id"] is None for row in held), len(held))
    assert told(data, "without_outcome") == (sum(not row["outcome"] for row in held), len(held))
    assert told(data, "without_end") == (sum(row["ended_at"] is None for row in taken), len(taken))

    assert {row.sku: row.trouble.numerator for row in data.products} == recount.trouble()
    for row in data.products:
        assert sum(part.trouble.numerator for part in row.parts) == row.trouble.numerator
        for part in (part for part in row.parts if part.reason):
            about = [each for each in recount.held if names[each["reason_id"]] == part.reason]
            assert part.trouble.numerator == recount.trouble(about)[row.sku]


def test_follow_ups_and_the_month_before_are_counted(data, recount, until):
    counts = recount.follow_ups()

    assert told(data, "follow_ups_created")[0] == counts["created"]
    assert told(data, "follow_ups_on_time")[0] == counts["on_time"]
    assert told(data, "follow_ups_late")[0] == counts["late"]
    assert told(data, "follow_ups_overdue")[0] == counts["overdue"]
    assert told(data, "follow_ups_still_open")[0] == counts["still_open"]
    assert told(data, "follow_ups_kept") == (counts["kept"], counts["due"])
    assert sum(row.overdue.numerator for row in data.follow_ups.owners) == counts["overdue"]

    today = datetime.fromtimestamp(until, BERLIN).date()
    ours = collect(MonthlyInteractionsParameters(month=None, since=today, until=today)).follow_ups
    assert ours.created.now.numerator == Recount(today, today, until).follow_ups()["created"] > 0

    before = Recount(date(2025, 10, 1), date(2025, 10, 31), until)

    assert told(data, "contacts", "before")[0] == len(before.held)
    assert told(data, "handle_time", "before") == before.handle_time(before.held)
    assert told(data, "first_contact_resolved", "before") == before.resolved(before.held)
    assert told(data, "follow_ups_overdue", "before")[0] == before.follow_ups()["overdue"]


def test_customers_and_orders_are_counted(data, recount):
    orders, served = recount.orders(), recount.served()
    per_customer = Counter(row["customer_id"] for row in recount.held if row["customer_id"])
    numbers = {row["id"]: row["number"] for row in rows_of("customer")}
    reachable = {row["customer_id"] for row in rows_of("contact_point")}

    assert told(data, "customers_served")[0] == len(served)
    assert told(data, "customers_active")[0] == len(served | {row["customer_id"] for row in orders})
    assert told(data, "customers_new")[0] == sum("2025-11-01" <= row["customer_since"] <= "2025-11-30" for row in rows_of("customer"))
    assert told(data, "contacts_per_customer") == (per_customer.total(), len(served))
    assert told(data, "unreachable") == (len(served - reachable), len(served))
    assert told(data, "orders_placed")[0] == len(orders)
    assert told(data, "orders_touched")[0] == len({row["order_id"] for row in recount.held if row["order_id"]})
    assert told(data, "contact_rate") == (len(recount.incoming), len(orders))
    assert {row.number: row.contacts.numerator for row in data.top_customers}.items() <= {
        numbers[i]: c for i, c in per_customer.items()
    }.items()
    assert [row.contacts.numerator for row in data.top_customers] == sorted(per_customer.values(), reverse=True)[:20]


def test_a_report_of_some_staff_counts_only_what_they_did(shop, until):
    data = collect(MonthlyInteractionsParameters(month=MONTH, staff=("nancy",)))
    recount = Recount(MONTH, END, until, staff=(2,))

    assert data.total.contacts.numerator == len(recount.held)
    assert pair(data.total.resolved) == recount.resolved(recount.held)
    assert told(data, "follow_ups_kept") == tuple(recount.follow_ups()[name] for name in ("kept", "due"))
    assert [row.login for row in data.team] == ["nancy"]


def test_nothing_falls_due_after_the_moment_the_data_goes_to(shop):
    """The newest operation is now; a report of a month to come knows no broken promise."""
    ahead = datetime.now(UTC).year + 2
    data = collect(MonthlyInteractionsParameters(month=date(ahead, 1, 1)))

    assert pair(data.follow_ups.kept.now) == (None, None)
    assert not data.head.is_final

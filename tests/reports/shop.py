"""A shop of random but repeatable rows, with the cases that counting goes wrong at: midnights, the hour that comes twice, ties, repeats."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.core.kinds import FollowUpState
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Channel, ContactPoint, ContactReason, Customer, FollowUp, Interaction, Order, OrderLine, Product
from crm_desktop.services.company import FOUNDER

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2025, 10, 1), date(2025, 12, 3)
MONTH = date(2025, 11, 1)
CONTACT = "number customer_id caller channel_id direction reason_id staff_id started_at ended_at wrap_up_ended_at outcome order_id"
FOLLOW_UP = "number title zone due_on due_time state owner_id customer_id interaction_id completed_at source source_id"
OUTCOMES = ("resolved", "resolved", "follow_up", "transferred", "missed", "voicemail", "wrong_number", "")


def seconds(day, hour=0, minute=0):
    return int(datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC).timestamp())


def fill(contacts=400, seed=3):
    """Two months of a shop, in one operation of stored values."""
    rnd = random.Random(seed)
    with operation("Filled", FOUNDER, may=Right.IMPORT) as done:
        customers = done.insert_many(Customer, ("number", "name", "customer_since"), [_customer(rnd, n) for n in range(25)])
        done.insert_many(ContactPoint, ("customer_id", "kind", "value"), [(row_id, "email", "a@b.example") for row_id in customers[:20]])
        products = done.insert_many(Product, ("sku", "name"), [(f"P-{n}", name) for n, name in enumerate(("Lamp", "Chair", "Rug"))])
        orders = done.insert_many(Order, ("number", "customer_id", "ordered_at", "currency", "state"), _orders(rnd, customers))
        done.insert_many(
            OrderLine,
            ("order_id", "product_id", "sku", "name", "quantity", "unit_price", "gross", "total"),
            [
                (row_id, products[n], f"P-{n}", ("Lamp", "Chair", "Rug")[n], 10_000, 1, 1, 1)
                for row_id in orders
                for n in rnd.choices(range(3), k=3)
            ],
        )
        held = done.insert_many(
            Interaction,
            CONTACT.split(),
            _contacts(rnd, contacts, customers, orders),
        )  # fmt: skip
        done.insert_many(
            FollowUp,
            FOLLOW_UP.split(),
            _follow_ups(rnd, customers, held),
        )


def _customer(rnd, n):
    since = FIRST + timedelta(days=rnd.randint(-40, 63))
    return f"CU-{n + 1:05}", f"Customer {n + 1}", since.isoformat() if rnd.random() < 0.8 else "9999-12-31"


def _orders(rnd, customers):
    states = ("open", "open", "completed", "draft", "cancelled")
    return [(f"SO-{n:05}", rnd.choice(customers), _moment(rnd), "EUR", rnd.choice(states)) for n in range(80)]


def _moment(rnd):
    day = FIRST + timedelta(days=rnd.randint(0, (LAST - FIRST).days))
    return seconds(day, rnd.randint(0, 23), rnd.randint(0, 59))


def _contacts(rnd, count, customers, orders):
    channels = [row.id for row in Channel.select().order_by(Channel.position)][:4]
    reasons = [row.id for row in ContactReason.select().order_by(ContactReason.position)]
    edges = [seconds(date(2025, 11, 1)), seconds(date(2025, 11, 1)) - 1, seconds(date(2025, 12, 1)), seconds(date(2025, 12, 1)) - 1]
    twice = int(datetime(2025, 10, 26, 0, 30, tzinfo=UTC).timestamp())
    starts = [*edges, twice, twice + 3600, *(_moment(rnd) for _ in range(count))]
    rows = []
    for n, start in enumerate(starts):
        customer, reason = rnd.choice([*customers, None]), rnd.choice([*reasons[:5], None])
        if rows and rnd.random() < 0.3:
            _number, customer, _caller, _channel, _way, reason, _staff, earlier, *_rest = rnd.choice(rows)
            start = earlier + rnd.choice((0, 900, 3_600, 86_400, 7 * 86_400, 7 * 86_400 + 1))
        end = start + rnd.randint(20, 1_500) if rnd.random() < 0.8 else None
        wrapped = end + rnd.randint(0, 300) if end and rnd.random() < 0.5 else None
        rows.append((
            f"I-{n:05}", customer, "" if customer else "Somebody", rnd.choice(channels), rnd.choice(("in", "in", "in", "out")), reason,
            rnd.choice((1, 2, None)), start, end, wrapped, rnd.choice(OUTCOMES), rnd.choice([*orders, None, None]),
        ))  # fmt: skip
    return [*rows, *_a_week_apart(channels[0], customers[0], reasons[9])]


def _a_week_apart(channel, customer, reason):
    """Who comes again after exactly seven days, and who comes a second later."""
    first = seconds(date(2025, 11, 4), 10)
    starts = (first, first + 7 * 86_400, first + 14 * 86_400 + 1)
    return [(f"W-{n}", customer, "", channel, "in", reason, 1, start, start + 60, None, "resolved", None) for n, start in enumerate(starts)]


def _follow_ups(rnd, customers, held):
    rows = []
    for n in range(120):
        due = FIRST + timedelta(days=rnd.randint(0, 70)) if n % 9 else date(9999, 12, 31)
        state = rnd.choice((FollowUpState.DONE, FollowUpState.DONE, FollowUpState.OPEN, FollowUpState.CANCELLED))
        done_at = None
        if state == FollowUpState.DONE:
            done_at = seconds(min(due, LAST) + timedelta(days=rnd.randint(-2, 2)), 12)
        rows.append((
            f"F-{n:05}", "Call back", "Europe/Berlin", due.isoformat(), "12:00" if n % 2 and n % 9 else "", str(state),
            rnd.choice((1, 2, None)), rnd.choice(customers), rnd.choice([rnd.choice(held), None]), done_at,
            *rnd.choice((("", ""), ("other", str(n)))),
        ))  # fmt: skip
    month_end = seconds(date(2025, 12, 1))
    return [
        *rows,
        ("E-1", "Done as the month ended", "Europe/Berlin", "2025-11-20", "", "done", 1, customers[0], None, month_end, "", ""),
        ("E-2", "Due as the month ended", "Europe/Berlin", "2025-12-01", "00:00", "open", 1, customers[0], None, None, "", ""),
    ]

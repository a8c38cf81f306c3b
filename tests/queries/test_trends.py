"""What trends count, counted again by plain loops over the rows, on both engines; and every number opens exactly what it counts."""

import random
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.rights import Right
from crm_desktop.core.rising import By, Compared, corrected
from crm_desktop.data.history import operation
from crm_desktop.data.models import (
    Address,
    Channel,
    ContactReason,
    Customer,
    Interaction,
    Order,
    OrderLine,
    Product,
    Shipment,
    Survey,
    SurveyResponse,
)
from crm_desktop.queries.interactions import interaction_ids
from crm_desktop.queries.risk import at_risk
from crm_desktop.queries.trends import came_again, newest_month, repeats, rising, span_of
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER
from tests.reports.recount import rows_of

BERLIN = ZoneInfo("Europe/Berlin")
MONTH = date(2025, 11, 1)
LATER = datetime(2026, 2, 1, tzinfo=UTC)
WEEK = 7 * 86_400


def seconds(*when):
    return int(datetime(*when, tzinfo=BERLIN).timestamp())


def FILLING():
    """Sixteen months in which lamps begin to arrive broken by one carrier."""
    rnd = random.Random(5)
    with operation("Filled", FOUNDER, may=Right.IMPORT) as done:
        customers = done.insert_many(Customer, ("number", "name"), [(f"CU-{n}", f"Customer {n}") for n in range(30)])
        homes = [("DE", ""), ("DE", "Hesse"), ("FR", ""), ("", "nowhere")]
        done.insert_many(
            Address, ("customer_id", "kind", "country", "region"),
            [(each, "billing", *rnd.choice(homes)) for each in customers[:25] for _twice in (1, 2)],
        )  # fmt: skip
        products = done.insert_many(Product, ("sku", "name"), [(f"P-{n}", name) for n, name in enumerate(("Lamp", "Chair", "Rug"))])
        at = [seconds(2024, 8, 1) + rnd.randrange(470 * 86_400) for _n in range(120)]
        orders = done.insert_many(
            Order, ("number", "customer_id", "ordered_at", "currency", "state"),
            [(f"SO-{n}", rnd.choice(customers), at[n], "EUR", "open") for n in range(120)],
        )  # fmt: skip
        done.insert_many(
            OrderLine, ("order_id", "product_id", "sku", "name", "quantity", "unit_price", "gross", "total"),
            [(each, rnd.choice([*products, None]), "P", "P", 10_000, 1, 1, 1) for each in orders for _line in range(rnd.randint(0, 3))],
        )  # fmt: skip
        sent = [(each, rnd.choice(("out", "out", "in")), rnd.choice(("Post", "Blitz", ""))) for each in [*orders, *orders[::3]]]
        done.insert_many(Shipment, ("order_id", "direction", "carrier", "status"), [(*each, "delivered") for each in sent])
        done.insert_many(
            Interaction,
            ["number", "customer_id", "channel_id", "direction", "reason_id", "started_at", "order_id", "product_id", "outcome", "shelf"],
            _contacts(rnd, customers, products, orders),
        )


@pytest.fixture
def shop(filled_store):
    return filled_store


def _contacts(rnd, customers, products, orders):
    channels = [row.id for row in Channel.select().order_by(Channel.position)][:3]
    reasons = [row.id for row in ContactReason.select().order_by(ContactReason.position)][:5]
    edges = [seconds(2025, 11, 1), seconds(2025, 11, 1) - 1, seconds(2025, 12, 1), seconds(2025, 12, 1) - 1, seconds(2024, 12, 1)]
    starts = [*edges, *(seconds(2024, 8, 1) + rnd.randrange(480 * 86_400) for _n in range(700))]
    rows = [
        (
            f"I-{n}", rnd.choice([*customers, None]), rnd.choice(channels), rnd.choice(("in", "in", "out")), rnd.choice([*reasons, None]),
            start, rnd.choice([*orders, None]), rnd.choice([*products, None, None]), "resolved", "archive" if n % 40 == 7 else "",
        )
        for n, start in enumerate(starts)
    ]  # fmt: skip
    broken = [
        (f"B-{n}", customers[n % 9], channels[0], "in", reasons[3], seconds(2025, 11, 2 + n), orders[0], products[0], "resolved", "")
        for n in range(25)
    ]
    return [*rows, *broken]


@pytest.fixture
def span(shop):
    return span_of(MONTH, 12, BERLIN, LATER)


def values_of(by):
    """By contact, all that it counts for."""
    lines, sent = rows_of("order_line"), rows_of("shipment")
    homes = {}
    for address in rows_of("address"):
        homes.setdefault(address["customer_id"], (address["country"], address["region"]))
    products = {row["id"]: row["name"] for row in rows_of("product")}
    channels = {row["id"]: row["name"] for row in rows_of("channel")}

    def values(held):
        if by is By.ALL:
            return {""}
        if by is By.CHANNEL:
            return {channels[held["channel_id"]]}
        if by is By.REGION:
            home = homes.get(held["customer_id"], ("", ""))
            return {" · ".join(part for part in home if part)} if home[0] else set()
        if by is By.CARRIER:
            return {each["carrier"] for each in sent if each["order_id"] == held["order_id"] and each["direction"] == "out"} - {""}
        ordered = {each["product_id"] for each in lines if each["order_id"] == held["order_id"] and held["order_id"]}
        return {products[each] for each in ordered | {held["product_id"]} if each}

    return values


@pytest.mark.parametrize("by", By)
def test_rising_reasons_are_those_that_counting_each_contact_finds(shop, span, by):
    words, values = {row["id"]: row["name"] for row in rows_of("contact_reason")}, values_of(by)
    counts = {}
    for held in rows_of("interaction"):
        if held["direction"] == "in" and held["reason_id"] and span.first <= held["started_at"] < span.until:
            for value in values(held):
                pair = counts.setdefault((words[held["reason_id"]], value), [0, 0])
                pair[held["started_at"] < span.month] += 1
    tested = {pair: both for pair, both in counts.items() if sum(both) >= 3}
    times = span.until - span.month, span.month - span.first
    found = {pair: Compared(*both, *times) for pair, both in tested.items()}
    levels = dict(zip(found, corrected([each.chance for each in found.values()]), strict=True))

    trends = rising(by, span)
    assert (trends.contacts, trends.compared) == (sum(now for now, _before in counts.values()), len(tested))
    assert {(rise.reason, rise.named): (rise.now, rise.before, rise.usual, rise.chance) for rise in trends.rises} == {
        pair: (each.now, each.before, each.usual, each.chance)
        for pair, each in found.items()
        if each.now >= 3 and each.now >= 1.5 * each.before * times[0] / times[1]
    }
    assert [rise.corrected for rise in trends.rises] == pytest.approx([levels[rise.reason, rise.named] for rise in trends.rises])
    assert trends.rises[0].is_sure, "broken lamps are no chance"


@pytest.mark.parametrize("by", By)
def test_every_number_opens_the_contacts_it_counts(shop, span, by):
    """But for those in the archive, which the list shows only when it is asked for them."""
    put_away = {row["id"] for row in rows_of("interaction") if row["shelf"]}
    values, held = values_of(by), rows_of("interaction")
    words = {row["id"]: row["name"] for row in rows_of("contact_reason")}
    for rise in rising(by, span).rises:
        counted = {
            row["id"] for row in held
            if row["direction"] == "in" and span.month <= row["started_at"] < span.until
            and words.get(row["reason_id"]) == rise.reason and rise.named in values(row)
        }  # fmt: skip
        assert len(counted) == rise.now
        assert set(interaction_ids(rise.opens)) == counted - put_away


def test_the_time_before_begins_with_the_first_contact_and_the_month_ends_with_now(shop):
    first = min(row["started_at"] for row in rows_of("interaction"))
    assert span_of(MONTH, 24, BERLIN, LATER)[:3] == (first, seconds(2025, 11, 1), seconds(2025, 12, 1))
    assert span_of(MONTH, 6, BERLIN, LATER)[:3] == (seconds(2025, 6, 1), seconds(2025, 11, 1), seconds(2025, 12, 1))
    noon = datetime(2025, 11, 10, 12, tzinfo=UTC)
    assert span_of(MONTH, 6, BERLIN, noon).until == int(noon.timestamp()) + 1
    assert span_of(date(2024, 7, 1), 6, BERLIN, LATER) is None
    assert span_of(date(2027, 1, 1), 6, BERLIN, LATER) is None


def test_without_a_time_before_nothing_is_usual(shop):
    span = span_of(date(2024, 8, 1), 12, BERLIN, LATER)
    assert rising(By.ALL, span).rises is None


def test_an_empty_store_has_no_month(store):
    assert newest_month(BERLIN) is None
    assert span_of(MONTH, 12, BERLIN, LATER) is None


def test_repeat_contacts_are_counted_named_and_opened(shop, span):
    held = [row for row in rows_of("interaction") if row["direction"] == "in" and row["customer_id"] and row["reason_id"]]

    def is_repeat(row):
        return any(
            other["customer_id"] == row["customer_id"] and other["reason_id"] == row["reason_id"]
            and row["started_at"] - WEEK <= other["started_at"] and (other["started_at"], other["id"]) < (row["started_at"], row["id"])
            for other in held
        )  # fmt: skip

    month = [row for row in held if span.month <= row["started_at"] < span.until]
    earlier = [row for row in held if span.first <= row["started_at"] < span.month]
    assert [tuple(each) for each in repeats(span)[:2]] == [(sum(map(is_repeat, rows)), len(rows)) for rows in (month, earlier)]

    named = came_again(span, 500)
    assert sum(each.again for each in named) == sum(map(is_repeat, month))
    for each in named:
        assert len(interaction_ids(each.opens)) == each.again, "nothing of them is in the archive"


def test_who_complained_twice_or_is_not_content_is_at_risk(shop, nancy, make_customer):
    twice, once, cross, fine = (make_customer(name) for name in ("Twice", "Once", "Cross", "Fine"))
    complaint = ContactReason.get(name="Complaint about service")
    phone = Channel.get(kind="phone")
    since, until = seconds(2025, 9, 1), seconds(2025, 12, 1)
    at = datetime(2025, 11, 5, 9, tzinfo=UTC)
    before = at_risk(since, until, 500)

    def case(customer, kind="complaint"):
        (row_id,) = open_case(CaseInput("The lamp", kind=kind, customer_id=customer.id, opened_at=at), nancy).of(Entity.CASE)
        return row_id

    def contact(customer, **fields):
        Interaction.insert(
            number=f"X-{Interaction.select().count()}", customer=customer.id, channel=phone.id, reason=complaint.id, started_at=at,
            created_at=at, updated_at=at, **fields,
        ).execute()  # fmt: skip

    told = case(twice)
    contact(twice, case=told)
    assert at_risk(since, until, 500) == before, "a complaint told on the phone and kept as a case is one"
    contact(twice)
    case(once)
    case(fine, "question")
    answered(cross, 2, at)
    answered(fine, 3, at)

    found = {each.customer: (each.complaints, each.answer) for each in at_risk(since, until, 500).first}
    assert {name: found.get(name) for name in ("Twice", "Once", "Cross", "Fine")} == {
        "Twice": (2, None), "Once": None, "Cross": (0, 2), "Fine": None,
    }  # fmt: skip
    assert at_risk(since, until, 500).customers == before.customers + 2
    assert len(at_risk(since, until, 1).first) == 1
    assert not {"Twice", "Cross"} & {each.customer for each in at_risk(since, int(at.timestamp()), 500).first}


def answered(customer, score, at):
    with operation("Filled", FOUNDER, may=Right.IMPORT) as done:
        survey = Survey(name=f"How was it {customer.id}", kind="csat")
        done.insert(survey)
        done.insert(
            SurveyResponse(
                number=f"SV-{customer.id}", survey=survey, customer=customer, channel="phone", state="answered", score=score,
                asked_at=at, answered_at=at,
            )
        )  # fmt: skip

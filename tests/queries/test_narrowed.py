"""Lists as their users narrowed them: conditions, orders and columns, the same on both engines."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import local_day, utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.relative_days import RELATIVE, relative_days
from crm_desktop.core.rights import Right
from crm_desktop.core.text import fold
from crm_desktop.data.database import fetch, is_server
from crm_desktop.data.derived import name_customers
from crm_desktop.data.history import operation
from crm_desktop.data.models import Address, Channel, Company, ContactPoint, Customer, Interaction, Order
from crm_desktop.queries import conditions, narrowed
from crm_desktop.queries.list_orders import LISTS, indexed
from crm_desktop.queries.narrowed import Narrowed, count_of, known_values, narrowed_ids, subject_called, values_of
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.services.tags import tag

SECONDS = 1_700_000_000
TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("told", "first", "after"),
    [
        ("today", date(2026, 11, 22), date(2026, 11, 23)),
        ("this week", date(2026, 11, 16), date(2026, 11, 23)),
        ("Last  Month", date(2026, 10, 1), date(2026, 11, 1)),
        ("next month", date(2026, 12, 1), date(2027, 1, 1)),
        ("this year", date(2026, 1, 1), date(2027, 1, 1)),
        ("last 30 days", date(2026, 10, 24), date(2026, 11, 23)),
        ("next 7 days", date(2026, 11, 22), date(2026, 11, 29)),
    ],
)
def test_a_time_told_from_today_has_its_days(told, first, after):
    assert relative_days(told, TODAY) == (first, after)


@pytest.mark.parametrize(("first_weekday", "first"), [(0, date(2026, 11, 16)), (6, date(2026, 11, 22)), (5, date(2026, 11, 21))])
def test_a_week_begins_as_it_does_where_the_company_is(first_weekday, first):
    week = date(2026, 11, 22), date(2026, 11, 29)
    assert relative_days("this week", TODAY, first_weekday) == (first, first + timedelta(7))
    assert relative_days("last week", TODAY, first_weekday) == (first - timedelta(7), first)
    assert relative_days("next 7 days", TODAY, first_weekday) == week


@pytest.mark.parametrize(("locale", "weekday"), [("de_DE", 0), ("en_US", 6), ("ar_EG", 5)])
def test_a_filter_counts_this_week_from_the_same_day_as_the_calendar(store, nancy, make_follow_up, locale, weekday):
    Company.update(locale=locale).execute()
    today = local_day(utc_now(), ZoneInfo(Company.the().zone))
    first = today - timedelta((today.weekday() - weekday) % 7)
    inside = [make_follow_up("In it", due_on=first + timedelta(days)).id for days in (0, 6)]
    for days in (-1, 7):
        make_follow_up("Out of it", due_on=first + timedelta(days))
    assert sorted(found("follow-ups", ("due_on", "=", "this week"))) == inside


def test_every_time_that_is_offered_is_understood_and_nothing_else():
    assert all(relative_days(each, TODAY) for each in RELATIVE)
    assert [relative_days(each, TODAY) for each in ("2026", "last 0 days", "last days", "")] == [None] * 4


def found(name, *where, sort="", downwards=False, among=None):
    return list(narrowed_ids(Narrowed(subject_called(name), where, sort, downwards, among)))


def test_conditions_of_every_kind_narrow_a_list(make_customer, make_order, nancy):
    ada, bob, eve = (make_customer(name) for name in ("Ada", "Bob", "Eve, Inc"))
    order = make_order(bob, quantity=3)
    tag([RecordRef(Entity.CUSTOMER, eve.id)], ["Fair"], nancy)
    assert found("customers", ("name", "in", 'Ada, "Eve, Inc"')) == [ada.id, eve.id]
    assert found("customers", ("tags", "in", "other, fair")) == [eve.id]
    assert found("customers", ("spent", "=", "1..100")) == [bob.id]
    assert found("customers", ("spent", "!=", "1..100")) == [ada.id, eve.id]
    assert found("orders", ("state", "in", "open,draft"), ("total", "=", f"{order.total}..")) == [order.id]
    assert found("orders", ("ordered_at", "=", f"{order.ordered_at.year}..")) == [order.id]
    assert found("orders", ("ordered_at", "=", "..2000")) == []
    assert found("customers", ("created_at", "=", "today")) == [ada.id, bob.id, eve.id]
    assert found("customers", ("created_at", "=", "last year")) == []


@pytest.mark.parametrize("where", [("name", "in", " , "), ("spent", "in", "1"), ("spent", "=", "a..b"), ("spent", "=", "..")])
def test_what_makes_no_sense_is_refused_in_words(store, where):
    with pytest.raises(UserError):
        found("customers", where)


def test_what_was_put_away_shows_only_where_the_filter_asks_for_it(make_customer, nancy):
    ada, bob = make_customer("Ada"), make_customer("Bob")
    put_on_shelf(Entity.CUSTOMER, bob.id, bob.version, Shelf.ARCHIVE, nancy)
    assert found("customers") == [ada.id]
    assert found("customers", ("shelf", "=", "archive")) == [bob.id]
    assert found("customers", ("shelf", "in", "archive,trash"), among=lambda: [ada.id, bob.id]) == [bob.id]


def test_a_list_is_sorted_by_any_column_and_a_long_one_only_by_an_index(make_customer, monkeypatch):
    ids = [make_customer(name, notes=notes).id for name, notes in (("Ada", "b"), ("Bob", "a"), ("Eve", "c"))]
    assert found("customers", sort="notes") == [ids[1], ids[0], ids[2]]
    assert found("customers", sort="name", downwards=True) == ids[::-1]
    monkeypatch.setattr(narrowed, "SORTED_AT_MOST", 2)
    with pytest.raises(UserError, match="filter"):
        found("customers", sort="notes")
    assert found("customers", ("name", "in", "Ada,Bob"), sort="notes") == [ids[1], ids[0]]


def test_the_values_of_any_column_come_by_id(make_customer, make_order):
    order = make_order(make_customer("Ada"), quantity=2)
    subject = subject_called("orders")
    columns = [subject.column(name) for name in ("customer_name", "total", "ordered_at", "due_on", "tags")]
    name, total, ordered_at, due_on, tags = values_of(subject, columns, [order.id, 999])[order.id]
    assert (name, total, due_on, tags) == ("Ada", Decimal(order.total), None, [])
    assert ordered_at.astimezone(UTC) == order.ordered_at.astimezone(UTC) and isinstance(ordered_at, datetime)
    assert values_of(subject, columns, []) == {}


def test_short_lists_offer_their_words(store, nancy, make_customer):
    tag([RecordRef(Entity.CUSTOMER, make_customer().id)], ["Fair"], nancy)
    subject = subject_called("customers")
    assert "nancy" in known_values(subject, subject.column("account_owner"))
    assert known_values(subject, subject.column("tags")) == ["Fair"]


def test_no_order_of_an_index_sorts_in_memory(store):
    if is_server():
        pytest.skip("the planner sorts small tables in memory")
    for name in LISTS:
        orders = indexed(name)
        for sort in orders:
            for downwards in (False, True):
                wanted = Narrowed(subject_called(name), (), sort, downwards)
                where, _params = narrowed._where(wanted)
                text = f"SELECT {wanted.subject.key} FROM {wanted.subject.source} WHERE {where}"
                plan = fetch(f"EXPLAIN QUERY PLAN {text} ORDER BY {narrowed._order(wanted, orders[sort])}")
                assert not [step for *_, step in plan if "TEMP B-TREE" in step], (name, sort)


def test_any_column_of_any_list_can_be_shown_and_asked_for(store):
    """Also those that compare with this very moment."""
    for name in LISTS:
        subject = subject_called(name)
        assert values_of(subject, subject.columns, [999]) == {}
        for column in subject.columns:
            if column.kind.can_be_asked:
                wanted = Narrowed(subject, ((column.name, "=", ""),))
                assert count_of(wanted) == len(narrowed_ids(wanted)), column.name


@pytest.fixture
def contacts(store):
    """Customers at home in two places, one nowhere, with orders and interactions of them and of nobody."""
    with operation("Imported", FOUNDER, may=Right.IMPORT) as done:
        people = done.insert_many(Customer, ("number", "name"), [(f"X-{n}", f"Ñame {n % 3}") for n in range(9)])
        done.insert_many(
            Address, ("customer_id", "kind", "city", "country"),
            [(people[n % 8], "billing", ("Kiel", "Łódź")[n % 2 ^ n // 8], ("DE", "PL")[n % 2]) for n in range(16)],
        )  # fmt: skip
        done.insert_many(
            ContactPoint, ("customer_id", "kind", "value", "main"),
            [(people[n % 5], "phone", ("0171 5", "0800")[n // 5], n < 5) for n in range(10)],
        )  # fmt: skip
        phone, chat = (Channel.get(kind=kind).id for kind in ("phone", "chat"))
        done.insert_many(
            Interaction, ("number", "customer_id", "channel_id", "direction", "started_at", "notes", "caller"),
            [
                (f"T-{n}", people[n % 9] if n % 4 else None, (phone, chat)[n % 2], "in", SECONDS + n, ("Café", "CAFE", "tea")[n % 3], "X")
                for n in range(60)
            ],
        )  # fmt: skip
        done.insert_many(
            Order,
            ("number", "customer_id", "ordered_at", "currency"),
            [(f"O-{n}", people[n % 9], SECONDS + n, "EUR") for n in range(40)],
        )
    name_customers(people)


ASKED = (
    ("customers", "city", "=", "Kiel"), ("customers", "city", "~", "LODZ"), ("customers", "country", "in", "DE,FR"),
    ("customers", "city", "=", ""),
    ("customers", "account_owner", "=", "nancy"), ("customers", "city", "!=", "Kiel"), ("customers", "city", "~", "nowhere"),
    ("customers", "phone", "=", "0171 5"), ("customers", "phone", "~", "171"), ("customers", "phone", "=", "0800"),
    ("customers", "tags", "~", "fair"),
    ("orders", "country", "=", "PL"), ("orders", "customer", "=", "X-3"), ("orders", "customer_name", "~", "name 1"),
    ("orders", "customer_name", "=", "Ñame 2"), ("orders", "channel", "~", "o"), ("interactions", "channel", "=", "Phone"),
    ("interactions", "channel", "~", "HA"), ("interactions", "customer_name", "~", "ñame"), ("interactions", "customer", "in", "X-1,X-7"),
    ("interactions", "customer", "=", ""), ("interactions", "notes", "~", "cafe"), ("interactions", "notes", "~", "afé"),
    ("interactions", "notes", "~", "ΤEA"), ("interactions", "reason", "~", "x"), ("interactions", "channel_kind", "=", "chat"),
)  # fmt: skip


@pytest.mark.parametrize("few", [2, 5_000])
def test_a_filter_finds_what_each_record_says(contacts, monkeypatch, few):
    """Columns of other tables are looked through there, texts by the engine as far as it can tell."""
    monkeypatch.setattr(conditions, "_FEW", few)
    for name, field, operator, value in ASKED:
        subject = subject_called(name)
        column = subject.column(field)
        every = values_of(subject, [column], list(narrowed_ids(Narrowed(subject))))
        meant = [row_id for row_id, (said,) in every.items() if _fits(said, operator, value)]
        assert found(name, (field, operator, value)) == sorted(meant), (name, field, operator, value)


def _fits(said, operator, value):
    asked = {"=": said == value, "!=": said != value, "~": fold(value) in fold(str(said)), "in": said in value.split(",")}
    return asked[operator]

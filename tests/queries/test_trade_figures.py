"""Every figure of orders, returns, money, appointments and relations, counted again by independent loops, on both engines."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.figures import FIGURES_BY_ID
from crm_desktop.data.database import fetch, is_server
from crm_desktop.data.models import Operation
from crm_desktop.queries import figures_relations as people
from crm_desktop.queries import figures_returns as back
from crm_desktop.queries import figures_trade as trade
from crm_desktop.queries import listed_returns as listed
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.figures_appointments import met_by_owner
from crm_desktop.queries.returns import PATIENCE_DAYS
from crm_desktop.reports.monthly_data import placed_values
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect
from tests.reports.recount import rows_of
from tests.reports.recount_trade import TradeRecount
from tests.reports.shop import BERLIN, MONTH, fill, seconds
from tests.reports.trade_shop import fill_trade

END = date(2025, 11, 30)
PERIODS = {"now": (MONTH, END), "before": (date(2025, 10, 1), date(2025, 10, 31))}
pytestmark = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)


def FILLING():
    fill(contacts=120)
    fill_trade()


@pytest.fixture
def shop(filled_store):
    return filled_store


@pytest.fixture
def until(shop):
    return int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())


@pytest.fixture
def data(shop):
    return collect(MonthlyInteractionsParameters(month=MONTH))


@pytest.fixture
def sides(data, until):
    """The report's figures of both periods, and the same periods counted again."""
    return [(Told(data, name), TradeRecount(*days, until)) for name, days in PERIODS.items()]


@pytest.fixture
def recount(until):
    return TradeRecount(MONTH, END, until)


class Told:
    """The company's figures of one period, each with its two stored numbers; one that is not told is nought."""

    def __init__(self, data, period):
        self.period = period
        told = [each for each in placed_values((data.trade, data.returns, data.refunds, data.money)) if each.period == period]
        self._pairs = {(each.value.figure, each.value.currency): each.value for each in told if not each.kind}

    def pair(self, figure, currency=""):
        value = self._pairs.get((figure, currency))
        return (0, None) if value is None else (value.numerator, value.denominator)

    def sum(self, figure, currency=""):
        assert figure in FIGURES_BY_ID
        return self.pair(figure, currency)[0]


def test_returns_and_what_was_damaged_or_is_stuck_are_counted(sides, data, recount, until):
    _returns_have_units_and_rates(sides)
    _returns_stand_by_reason_product_state_and_resolution(data, recount)
    _damage_stands_by_carrier_and_product(data, recount)
    _what_is_stuck_and_at_suppliers_is_counted(data, recount, until)


def _returns_have_units_and_rates(sides):
    for told, recount in sides:
        asked, came = recount.returns(), recount.came()
        units, sold = sum(line["quantity"] for line, _asked in came), recount.sold().total()

        assert told.sum("returns_requested") == len(asked) > 10
        assert told.sum("returns_undated") == sum(not row["dated"] for row in asked) > 0
        assert told.sum("returns_without_order") == sum(row["order_id"] is None for row in asked) > 0
        assert told.sum("returns_dropped") == sum(row["state"] in ("declined", "cancelled", "expired") for row in asked)
        assert told.sum("returned_units") == units
        assert told.sum("units_sold") == sold
        assert told.pair("return_rate") == (units, sold)
        assert told.pair("warranty_share") == (recount.warranted(), len(came))
        assert told.pair("settle_days") == recount.settling()


def _returns_stand_by_reason_product_state_and_resolution(data, recount):
    skus = {row["id"]: row["sku"] for row in rows_of("product")}
    by_product = recount.units_by(lambda line: skus[line["product_id"]])
    by_both = recount.units_by(lambda line: (skus[line["product_id"]], line["reason"]))
    found, sold = data.returns, recount.sold()

    assert {row.reason: row.units.numerator for row in found.by_reason} == recount.units_by(lambda line: line["reason"])
    assert {row.sku: pair(row.rate) for row in found.products} == {sku: (units, sold[sku]) for sku, units in by_product.items()}
    for row in found.products:
        assert sum(part.units.numerator for part in row.parts) == row.units.numerator == by_product[row.sku]
        assert all(part.units.numerator == by_both[row.sku, part.reason] for part in row.parts if part.reason)
    assert {row.state: row.count.numerator for row in found.states} == Counter(row["state"] for row in recount.returns())
    settled = {(row.resolution, row.currency): (row.lines.numerator, row.units.numerator, row.value.numerator) for row in found.resolutions}
    assert settled == recount.resolutions()


def pair(value):
    return value.numerator, value.denominator


def _damage_stands_by_carrier_and_product(data, recount):
    shipped, damaged = recount.shipped(), recount.damaged()
    by_carrier, sent_by = Counter(), Counter()
    for (_sku, carrier), units in damaged.items():
        by_carrier[carrier] += units
    for (_sku, carrier), units in shipped.items():
        sent_by[carrier] += units

    assert {row.carrier: (row.damaged.numerator, row.shipped.numerator) for row in data.returns.carriers} == {
        carrier: (by_carrier[carrier], sent_by[carrier]) for carrier in {*by_carrier, *sent_by}
    }
    assert {(row.sku, row.carrier): row.damaged.numerator for row in data.returns.damages} == damaged
    for row in data.returns.damages:
        others = [key for key in {*shipped, *damaged} if key[0] == row.sku and key[1] != row.carrier]
        assert row.shipped.numerator == shipped[row.sku, row.carrier]
        assert pair(row.others) == (sum(damaged[key] for key in others), sum(shipped[key] for key in others))


def _what_is_stuck_and_at_suppliers_is_counted(data, recount, until):
    asked = recount.asked.values()
    since = {row["id"]: row["updated_at"] if row["version"] > 1 else row["received_at"] or row["requested_at"] for row in asked}
    waited = {row_id: until - moment for row_id, moment in since.items()}
    stuck = [row for row in recount.asked.values() if waited[row["id"]] > (PATIENCE_DAYS.get(row["state"], 10**6) + 1) * 86_400]
    asked_by_line = {line["id"]: recount.asked[line["return_id"]] for line in recount.lines}
    supplied = rows_of("supplier_return")
    states = [row["state"] for row in supplied if row["state"] in ("waiting", "sent") or recount.within(row["updated_at"])]

    assert [value.numerator for value in data.returns.stuck] == [len(stuck), sum(row["state"] == "approved" for row in stuck)]
    assert [value.numerator for value in data.returns.supplier] == [states.count(state) for state in ("waiting", "sent", "refused")]
    assert data.returns.supplier_credits
    for row in data.returns.supplier_credits:
        credited = [each for each in supplied if each["state"] == "credited" and recount.within(each["updated_at"])]
        ours = [each["credit"] for each in credited if asked_by_line[each["return_line_id"]]["currency"] == row.currency]
        assert row.credits.now.numerator == sum(ours)


def test_money_is_summed_in_its_currency_alone(sides, data, recount, until):
    _sums_stand_in_their_currency(sides)
    _what_is_owed_and_what_moves_no_money_stand_apart(data, recount, until)


def _sums_stand_in_their_currency(sides):
    for told, recount in sides:
        for currency in ("EUR", "JPY"):
            replaced = recount.resolutions().get(("replacement", currency), (0, 0, 0))[2]
            charged_back = recount.payments(currency, lambda row: row["status"] == "charged_back")
            expected = {
                "payments_in": recount.received(currency),
                "refunds_paid": recount.refunded(currency),
                "refunds_of_returns": recount.refunded(currency, for_returns=True),
                "charged_back": charged_back,
                "goodwill_given": len(recount.vouchers(currency, "goodwill")),
                "goodwill_value": sum(recount.vouchers(currency, "goodwill")),
                "store_credit_given": sum(recount.vouchers(currency, "store_credit")),
                "replacements_value": replaced,
                "invoices_issued": len(recount.invoices(currency, "invoice")),
                "invoices_value": sum(recount.invoices(currency, "invoice")),
                "credit_notes_issued": len(recount.invoices(currency, "credit_note")),
                "credit_notes_value": sum(recount.invoices(currency, "credit_note")),
                "order_value": recount.placed(currency),
                "orders_touched_value": recount.touched(currency),
            }
            assert {figure: told.sum(figure, currency) for figure in expected} == expected
        assert told.sum("orders_shipped") == recount.shipped_orders() > 0
        assert told.sum("orders_cancelled") == recount.cancelled().total() > 0


def _what_is_owed_and_what_moves_no_money_stand_apart(data, recount, until):
    told, today = Told(data, "now"), datetime.fromtimestamp(until, BERLIN).date()
    for block in data.money:
        owed = recount.owed(block.currency, today)
        assert told.sum("refunds_pending", block.currency) == recount.pending(block.currency) > 0
        assert {row.step: (row.count.numerator, row.amount.numerator) for row in block.ages if row.count.numerator} == owed
        assert told.sum("open_balance", block.currency) == sum(amount for _count, amount in owed.values())
        for row in block.methods:
            kept = ("captured", "charged_back") if row.direction == "in" and row.moves_money else ("captured",)
            assert row.amount.numerator == recount.paid_by(block.currency, row.direction, row.method, kept)
            assert row.moves_money is (row.method not in ("voucher", "offset"))
    assert {row.reason: row.count.numerator for row in data.trade.cancelled} == recount.cancelled()


def test_appointments_and_relations_are_counted(data, recount):
    met, since, owners = recount.met(), seconds(date(2025, 5, 31)), data.appointments.owners
    counts = [met[state] for state in ("held", "no_show", "cancelled", "unsettled")]
    columns = zip(*((row.held, row.no_show, row.cancelled, row.unsettled) for row in owners), strict=True)
    born = [(row.month, row.day) for row in data.people.birthdays]

    assert [each.now.numerator for each in data.appointments.figures if each.now.figure != "no_show_share"] == counts
    assert [sum(value.numerator for value in column) for column in columns] == counts
    assert data.relations.silent.now.numerator == recount.silent(since)
    assert tuple(value.numerator for value in data.relations.agreements) == recount.terms(date(2025, 12, 1), date(2025, 12, 31))
    assert [value.numerator for value in data.relations.birthdays] == [recount.birthdays(12)] == [len(born)]
    assert born == sorted(born)


def test_a_report_of_some_staff_counts_only_their_returns_and_payments(shop, until):
    data = collect(MonthlyInteractionsParameters(month=MONTH, staff=("nancy",)))
    recount, told = TradeRecount(MONTH, END, until, staff=(2,)), Told(data, "now")

    assert told.sum("returns_requested") == len(recount.returns())
    assert told.sum("refunds_paid", "EUR") == recount.refunded("EUR")
    assert told.sum("order_value", "EUR") == recount.placed("EUR")
    assert (data.relations, data.returns.carriers, data.returns.damages) == (None, (), ())


def test_who_was_silent_for_long_is_known_by_the_day(store, make_customer, make_interaction):
    """Six months before the end of November begin on the 31st of May."""
    for name, last in (("Silent", datetime(2025, 5, 30, 21, 59, 59, tzinfo=UTC)), ("Heard", datetime(2025, 5, 30, 22, tzinfo=UTC))):
        make_interaction(make_customer(name), started_at=last)
    make_customer("Never heard")
    relations = collect(MonthlyInteractionsParameters(month=MONTH)).relations

    assert relations.silent.now.numerator == 1
    assert [(row.number, row.last_on) for row in relations.most_missed] == [("CU-00001", date(2025, 5, 30))]


def test_an_order_falls_due_when_its_day_is_over(make_order, make_customer, make_product):
    customer, product = make_customer(), make_product()
    for days in (0, 1, 30, 31, 60, 61, 90, 91):
        make_order(customer, product, due_on=END - timedelta(days=days))
    make_order(customer, product, ordered_at=datetime(2025, 11, 29, 23, 0, tzinfo=UTC))
    make_order(customer, product, ordered_at=datetime(2025, 11, 29, 22, 59, 59, tzinfo=UTC))
    found = trade.open_balances(END, BERLIN)

    assert {step: owed.cases for (_currency, step), owed in found.items()} == {0: 2, 1: 3, 2: 2, 3: 2, 4: 1}


def test_figures_of_a_period_find_its_rows_by_an_index(store, monkeypatch):
    """Only customers, and the few rows of suppliers, are looked at one by one."""
    asked, scope, days = [], Scope(0, 2**32), (MONTH, END)
    monkeypatch.setattr("crm_desktop.queries.lists.fetch", lambda text, params=(): asked.append((text, params)) or fetch(text, params))
    for read in (
        back.asked_by_state, back.came_back, back.units_sold, back.damaged, back.settled_by_resolution, back.settling_time,
        trade.placed_by_currency, trade.touched_by_currency, trade.cancelled_by_reason, trade.payments, trade.pending_refunds,
        trade.vouchers_given, listed.lines, listed.refunds,
    ):  # fmt: skip
        read(scope)
    back.units_shipped(*days), trade.shipped_orders(scope, *days), trade.invoices(scope, *days), trade.open_balances(END, BERLIN)
    met_by_owner(scope, 0), people.silent_customers(0, 1), people.most_missed(0, 1, 5), people.terms(*days), trade.first_and_last_trade()

    if not is_server():
        plans = {row[3] for text, params in asked for row in fetch(f"EXPLAIN QUERY PLAN {text}", params)}
        of_tables = {step for step in plans if step.startswith("SCAN") and "USING" not in step and step.split()[1] not in WITHIN}
        assert len(asked) > 20
        assert of_tables <= {"SCAN customer", "SCAN CONSTANT ROW"}


WITHIN = {"gone", "owing", "damaged", "paid", "seen", "subqueries"}
"""What statements make of the rows they found."""

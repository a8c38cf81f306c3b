"""Trade of random but repeatable rows beside the shop's contacts: two currencies, several carriers, returns in every state."""

import random
from datetime import date, timedelta

from crm_desktop.core.kinds_of_trade import (
    Condition,
    Disposition,
    PaymentMethod,
    PaymentStatus,
    RepairState,
    Resolution,
    ReturnReason,
    ReturnState,
    SupplierReturnState,
    VoucherKind,
)
from crm_desktop.core.rights import Right
from crm_desktop.data.database import execute
from crm_desktop.data.history import operation
from crm_desktop.data.models import (
    Agreement,
    Appointment,
    Contact,
    Customer,
    Invoice,
    Order,
    OrderLine,
    Payment,
    Product,
    Repair,
    ReturnLine,
    ReturnRequest,
    Shipment,
    ShipmentLine,
    SupplierReturn,
    Voucher,
)
from crm_desktop.services.company import FOUNDER
from tests.reports.shop import FIRST, LAST, seconds

CARRIERS = ("Hare Post", "Tortoise Freight", "")
CENT = 100
UNIT = 10_000


class Filler:
    """Two months of trade with the customers and products that are there."""

    def __init__(self, done, seed):
        self.done, self.rnd = done, random.Random(seed)
        self.customers = [row.id for row in Customer.select(Customer.id).order_by(Customer.id)]
        self.products = list(Product.select().order_by(Product.id))

    def moment(self, after=0):
        days = self.rnd.randint(0, (LAST - FIRST).days)
        return seconds(FIRST + timedelta(days=days), self.rnd.randint(0, 23), self.rnd.randint(0, 59)) + after

    def day(self, spread=63):
        return (FIRST + timedelta(days=self.rnd.randint(0, spread))).isoformat()

    def fill(self):
        orders = self.orders(90)
        lines = self.lines(orders)
        self.parcels(lines)
        back = self.returns(lines, 110)
        self.settled(back)
        self.money(orders, back)
        self.people()

    def orders(self, count):
        rnd, rows = self.rnd, []
        for n in range(count):
            at = self.moment()
            state = rnd.choice(("open", "completed", "completed", "draft", "cancelled"))
            cancelled = at + rnd.randint(1, 20) * 86_400 if state == "cancelled" and n % 3 else None
            reason = rnd.choice(("too late", "ordered twice", "")) if state == "cancelled" else ""
            due = rnd.choice(("9999-12-31", self.day(), self.day()))
            rows.append((f"T-{n:05}", rnd.choice(self.customers), at, rnd.choice(("EUR", "EUR", "EUR", "JPY")), state, cancelled, reason,
                         due, rnd.choice((1, 2, None))))  # fmt: skip
        columns = ("number", "customer_id", "ordered_at", "currency", "state", "cancelled_at", "cancel_reason", "due_on", "staff_id")
        ids = self.done.insert_many(Order, columns, rows)
        return [(row_id, *row) for row_id, row in zip(ids, rows, strict=True)]

    def lines(self, orders):
        rows = []
        for order in orders:
            for place, product in enumerate(self.rnd.sample(self.products, 2), 1):
                quantity, price = self.rnd.randint(1, 9) * UNIT // self.rnd.choice((1, 1, 2)), self.rnd.randint(1, 90) * UNIT
                total = quantity * price // UNIT
                rows.append((order[0], place, product.id, product.sku, product.name, quantity, price, total, total))
        columns = ("order_id", "position", "product_id", "sku", "name", "quantity", "unit_price", "gross", "total")
        ids = self.done.insert_many(OrderLine, columns, rows)
        by_id = {order[0]: order for order in orders}
        return [(row_id, row, by_id[row[0]]) for row_id, row in zip(ids, rows, strict=True)]

    def parcels(self, lines):
        rnd, parcels, packed = self.rnd, [], []
        for line_id, line, _order in lines:
            for share in rnd.choice(((1,), (2, 2), (2, 2), ())):
                status = rnd.choice(("in_transit", "delivered", "lost", "prepared"))
                shipped_on = "9999-12-31" if status == "prepared" and rnd.random() < 0.5 else self.day()
                parcels.append((line[0], "out", rnd.choice(CARRIERS), shipped_on, status))
                packed.append((line_id, line[2], line[5] // share))
        ids = self.done.insert_many(Shipment, ("order_id", "direction", "carrier", "shipped_on", "status"), parcels)
        columns = ("shipment_id", "order_line_id", "product_id", "quantity")
        self.done.insert_many(ShipmentLine, columns, [(row_id, *row) for row_id, row in zip(ids, packed, strict=True)])

    def returns(self, lines, count):
        rnd, requests, parts = self.rnd, [], []
        for n in range(count):
            line_id, line, order = rnd.choice(lines) if n % 9 else (None, None, None)
            state = rnd.choice(tuple(ReturnState))
            dated = bool(n % 5) or order is None
            asked_at = self.moment() if dated else order[3]
            settled_at = asked_at + rnd.randint(3_600, 20 * 86_400) if state == "settled" else None
            customer = order[2] if order else rnd.choice(self.customers)
            requests.append((f"R-{n:05}", customer, order and order[0], rnd.choice((1, 2, None)), asked_at, dated,
                             order[4] if order else "EUR", str(state), settled_at))  # fmt: skip
            product = line[2] if line else rnd.choice(self.products).id
            for _part in range(rnd.choice((1, 1, 2))):
                resolution = rnd.choice(tuple(Resolution)[1:]) if settled_at or rnd.random() < 0.2 else Resolution.NONE
                parts.append((n, line_id, product, "Thing", rnd.randint(1, 4) * UNIT // 2, str(rnd.choice(tuple(ReturnReason)[:8])),
                              str(rnd.choice(("", *Condition))), str(rnd.choice(("", *Disposition))), str(resolution),
                              rnd.randint(0, 900) * CENT, self.moment() if resolution else None,
                              rnd.choice(lines)[1][0] if resolution == Resolution.REPLACEMENT else None))  # fmt: skip
        columns = ("number", "customer_id", "order_id", "responsible_id", "requested_at", "dated", "currency", "state", "settled_at")
        return_ids = self.done.insert_many(ReturnRequest, columns, requests)
        columns = ("return_id", "order_line_id", "product_id", "name", "quantity", "reason", "condition", "disposition", "resolution",
                   "value", "settled_at", "replacement_id")  # fmt: skip
        ids = self.done.insert_many(ReturnLine, columns, [(return_ids[n], *row) for n, *row in parts])
        return [(row_id, requests[part[0]]) for row_id, part in zip(ids, parts, strict=True)]

    def settled(self, back):
        rnd = self.rnd
        repairs = [(row_id, str(rnd.choice(tuple(RepairState))), rnd.random() < 0.5) for row_id, *_rest in back[::4]]
        self.done.insert_many(Repair, ("return_line_id", "state", "warranty"), repairs)
        sent = [(row_id, str(rnd.choice(tuple(SupplierReturnState))), rnd.randint(0, 50) * UNIT) for row_id, *_rest in back[::3]]
        self.done.insert_many(SupplierReturn, ("return_line_id", "state", "credit"), sent)

    def money(self, orders, back):
        rnd, rows = self.rnd, []
        for order in orders:
            for _part in range(rnd.choice((0, 1, 1, 2))):
                rows.append((order[0], order[2], rnd.choice(("in", "in", "in", "out")), rnd.randint(1, 9_000) * CENT, order[4],
                             str(rnd.choice(tuple(PaymentMethod))), self.moment(), str(rnd.choice(("captured", *PaymentStatus))), None,
                             rnd.choice((1, 2, None))))  # fmt: skip
        for row_id, (_number, customer, order_id, _staff, _at, _dated, currency, *_rest) in back[::2]:
            rows.append((order_id, customer, "out", rnd.randint(1, 900) * CENT, currency, "transfer", self.moment(),
                         rnd.choice(("captured", "pending")), row_id, 1))  # fmt: skip
        columns = ("order_id", "customer_id", "direction", "amount", "currency", "method", "received_at", "status", "return_line_id",
                   "staff_id")  # fmt: skip
        self.done.insert_many(Payment, columns, rows)
        vouchers = [
            (f"V{n}", str(rnd.choice(tuple(VoucherKind))), rnd.choice((0, 500, 900)) * CENT, rnd.choice(("EUR", "JPY")), self.moment(),
             rnd.random() < 0.2)
            for n in range(60)
        ]  # fmt: skip
        self.done.insert_many(Voucher, ("code", "kind", "amount", "currency", "given_at", "cancelled"), vouchers)
        invoices = [
            (f"D-{n}", rnd.choice(("invoice", "invoice", "credit_note")), order[0], order[2], self.day(), order[4], "Ada", n * CENT)
            for n, order in enumerate(orders)
        ]
        columns = ("number", "kind", "order_id", "customer_id", "issued_on", "currency", "name", "total")
        self.done.insert_many(Invoice, columns, invoices)

    def people(self):
        rnd = self.rnd
        columns = ("title", "starts_on", "starts_time", "minutes", "zone", "state", "owner_id", "uid")
        states = ("planned", "held", "held", "no_show", "cancelled")
        rows = [
            ("Visit", self.day(), "10:00", 60, "Europe/Berlin", rnd.choice(states), rnd.choice((1, 2, None)), f"u{n}") for n in range(60)
        ]
        self.done.insert_many(Appointment, columns, rows)
        terms = [
            (rnd.choice(self.customers), "Coffee", "2025-01-01", rnd.choice(("9999-12-31", self.day(120))),
             rnd.choice(("9999-12-31", self.day(120))), rnd.choice(("started", "started", "stopped")), 5 * UNIT, "EUR")
            for _n in range(40)
        ]  # fmt: skip
        columns = ("customer_id", "name", "starts_on", "ends_on", "renews_on", "state", "price", "currency")
        self.done.insert_many(Agreement, columns, terms)
        born = [(rnd.choice(self.customers), f"Contact {n}", "" if n % 5 == 0 else f"--{n % 12 + 1:02}-0{n % 9 + 1}") for n in range(40)]
        self.done.insert_many(Contact, ("customer_id", "name", "birthday"), born)


def fill_trade(seed=5):
    """In one operation of stored values; then what the clock set is moved into the two months, or far before them."""
    with operation("Filled", FOUNDER, may=Right.IMPORT) as done:
        Filler(done, seed).fill()
    month, long_ago = seconds(date(2025, 11, 1)), seconds(date(2025, 3, 3))
    execute(f"UPDATE supplier_return SET updated_at = {month} + (id - 10) * 86400", ())
    execute("UPDATE customer SET birthday = '1984-12-24' WHERE number = 'CU-00003'", ())
    execute("UPDATE customer SET birthday = '--01-02' WHERE number = 'CU-00004'", ())
    execute(f"UPDATE return_request SET version = 2, updated_at = {long_ago} WHERE id / 3 * 3 = id", ())
    execute("UPDATE return_request SET version = 2 WHERE id / 4 * 4 = id", ())

"""The figures of orders, returns and money again, by plain loops over rows: nothing of the program's counting is used here."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from tests.reports.recount import rows_of
from tests.reports.shop import BERLIN

DROPPED = ("declined", "cancelled", "expired")
NO_MONEY = ("voucher", "offset")


class TradeRecount:
    """Everything between two local days; `until` is how far the data goes, in UTC seconds."""

    def __init__(self, first, last, until, staff=()):
        self.first, self.last, self.until, self.staff = first, last, until, staff
        self.start = datetime(first.year, first.month, first.day, tzinfo=BERLIN).timestamp()
        after = last + timedelta(days=1)
        self.end = datetime(after.year, after.month, after.day, tzinfo=BERLIN).timestamp()
        self.orders = {row["id"]: row for row in rows_of("sales_order")}
        self.sold_lines = {row["id"]: row for row in rows_of("order_line")}
        self.products = {row["id"]: row for row in rows_of("product")}
        self.parcels = {row["id"]: row for row in rows_of("shipment")}
        self.packed = rows_of("shipment_line")
        self.asked = {row["id"]: row for row in rows_of("return_request")}
        self.lines = rows_of("return_line")

    def within(self, moment, person=None):
        return moment is not None and self.start <= moment < self.end and (not self.staff or person in self.staff)

    def on(self, day):
        return self.first.isoformat() <= day <= self.last.isoformat()

    def returns(self):
        return [row for row in self.asked.values() if self.within(row["requested_at"], row["responsible_id"])]

    def came(self):
        """Lines that count, each with its return."""
        wanted = {row["id"]: row for row in self.returns() if row["state"] not in DROPPED}
        return [(line, wanted[line["return_id"]]) for line in self.lines if line["return_id"] in wanted]

    def units_by(self, key):
        found = Counter()
        for line, _asked in self.came():
            found[key(line)] += line["quantity"]
        return found

    def sold(self):
        """Units by sku of orders placed that are no replacement."""
        again = {line["replacement_id"] for line in self.lines if line["resolution"] == "replacement"}
        found = Counter()
        for line in self.sold_lines.values():
            order = self.orders[line["order_id"]]
            is_placed = self.within(order["ordered_at"], order["staff_id"]) and order["state"] not in ("draft", "cancelled")
            if is_placed and order["id"] not in again and line["quantity"] > 0:
                found[line["sku"]] += line["quantity"]
        return found

    def warranted(self):
        repaired = {row["return_line_id"] for row in rows_of("repair") if row["warranty"] and row["state"] != "cancelled"}
        return sum(line["reason"] == "warranty" or line["id"] in repaired for line, _asked in self.came())

    def settling(self):
        rows = [row for row in self.asked.values() if row["state"] == "settled" and row["dated"]]
        times = [row["settled_at"] - row["requested_at"] for row in rows if self.within(row["settled_at"], row["responsible_id"])]
        return (sum(times), len(times)) if times else (None, None)

    def resolutions(self):
        """By resolution and currency: lines, units, value."""
        found = {}
        for line in self.lines:
            asked = self.asked[line["return_id"]]
            if line["resolution"] and self.within(line["settled_at"], asked["responsible_id"]):
                lines, units, value = found.get((line["resolution"], asked["currency"]), (0, 0, 0))
                found[line["resolution"], asked["currency"]] = lines + 1, units + line["quantity"], value + line["value"]
        return found

    def shipped(self):
        found = Counter()
        for line in self.packed:
            parcel = self.parcels[line["shipment_id"]]
            if parcel["direction"] == "out" and parcel["status"] != "prepared" and self.on(parcel["shipped_on"]):
                found[self.products[line["product_id"]]["sku"], parcel["carrier"]] += line["quantity"]
        return found

    def damaged(self):
        found = Counter()
        for line, _asked in self.came():
            is_damaged = line["reason"] in ("damaged", "damaged_in_transit") or line["condition"] == "damaged_by_carrier"
            carrier = self._last_carrier(line["order_line_id"])
            if is_damaged and carrier is not None:
                found[self.products[line["product_id"]]["sku"], carrier] += line["quantity"]
        return found

    def _last_carrier(self, order_line_id):
        ids = {line["shipment_id"] for line in self.packed if line["order_line_id"] == order_line_id is not None}
        sent = [self.parcels[row_id] for row_id in ids]
        sent = [row for row in sent if row["direction"] == "out" and row["status"] != "prepared"]
        return max(sent, key=lambda row: (row["shipped_on"], row["id"]))["carrier"] if sent else None

    def payments(self, currency, keep):
        rows = [row for row in rows_of("payment") if row["currency"] == currency and self.within(row["received_at"], row["staff_id"])]
        return sum(row["amount"] for row in rows if keep(row))

    def received(self, currency):
        kept = ("captured", "charged_back")
        return self.payments(
            currency, lambda row: row["direction"] == "in" and row["status"] in kept and row["method"] not in NO_MONEY
        )  # fmt: skip

    def refunded(self, currency, *, for_returns=False):
        def keep(row):
            is_refund = row["direction"] == "out" and row["status"] == "captured" and row["method"] not in NO_MONEY
            return is_refund and (row["return_line_id"] is not None or not for_returns)

        return self.payments(currency, keep)

    def paid_by(self, currency, direction, method, kept):
        return self.payments(currency, lambda row: (row["direction"], row["method"]) == (direction, method) and row["status"] in kept)

    def pending(self, currency):
        return sum(
            row["amount"]
            for row in rows_of("payment")
            if row["currency"] == currency and row["status"] == "pending" and row["direction"] == "out" and row["received_at"] < self.end
        )

    def vouchers(self, currency, kind):
        rows = [row for row in rows_of("voucher") if (row["currency"], row["kind"]) == (currency, kind) and not row["cancelled"]]
        return [row["amount"] for row in rows if self.within(row["given_at"], row["staff_id"])]

    def invoices(self, currency, kind):
        rows = [row for row in rows_of("invoice") if (row["currency"], row["kind"]) == (currency, kind)]
        return [row["total"] for row in rows if self.on(row["issued_on"])]

    def owed(self, currency, today):
        """By step of days overdue: how many orders owe how much."""
        found = {}
        for row in self.orders.values():
            owed = row["total"] - row["credited"] - row["paid"] + row["refunded"]
            if row["currency"] != currency or row["state"] in ("draft", "cancelled") or owed <= 0:
                continue
            due = date.fromisoformat(row["due_on"]) if row["due_on"] != "9999-12-31" else self._day(row["ordered_at"])
            late = (today - due).days
            step = next((place for place, days in enumerate((0, 30, 60, 90)) if late <= days), 4)
            count, amount = found.get(step, (0, 0))
            found[step] = count + 1, amount + owed
        return found

    def _day(self, moment):
        return datetime.fromtimestamp(moment, UTC).astimezone(BERLIN).date()

    def placed(self, currency):
        rows = [row for row in self.orders.values() if row["currency"] == currency and row["state"] not in ("draft", "cancelled")]
        return sum(row["total"] for row in rows if self.within(row["ordered_at"], row["staff_id"]))

    def touched(self, currency):
        rows = [row for row in rows_of("interaction") if row["order_id"] and self.within(row["started_at"], row["staff_id"])]
        return sum(
            self.orders[row_id]["total"] for row_id in {row["order_id"] for row in rows} if self.orders[row_id]["currency"] == currency
        )

    def shipped_orders(self):
        rows = self.parcels.values()
        return len({
            row["order_id"] for row in rows
            if row["order_id"] and row["direction"] == "out" and row["status"] != "prepared" and self.on(row["shipped_on"])
        })  # fmt: skip

    def cancelled(self):
        rows = [row for row in self.orders.values() if row["state"] == "cancelled"]
        return Counter(
            row["cancel_reason"]
            for row in rows
            if self.within(row["ordered_at"] if row["cancelled_at"] is None else row["cancelled_at"], row["staff_id"])
        )

    def met(self):
        rows = [row for row in rows_of("appointment") if self.within(row["starts_at"], row["owner_id"])]
        counts = Counter(row["state"] for row in rows)
        counts["unsettled"] = sum(row["state"] == "planned" and row["ends_at"] <= self.until for row in rows)
        return counts

    def silent(self, since):
        """Active customers with nothing since that moment, and something before it."""
        end = min(self.end, self.until + 1)
        seen = {}
        for table, moment in (("interaction", "started_at"), ("sales_order", "ordered_at")):
            for row in rows_of(table):
                seen.setdefault(row["customer_id"], []).append(row[moment])
        return sum(
            any(at < since for at in seen.get(row["id"], ())) and not any(since <= at < end for at in seen.get(row["id"], ()))
            for row in rows_of("customer")
            if row["status"] == "active"
        )

    def terms(self, first, last):
        """Ending and renewing between two days."""
        rows = [row for row in rows_of("agreement") if row["state"] == "started"]
        low, high = first.isoformat(), last.isoformat()
        renewing = [row for row in rows if low <= row["renews_on"] <= high]
        return sum(low <= row["ends_on"] <= high and row not in renewing for row in rows), len(renewing)

    def birthdays(self, month):
        return sum(
            row["birthday"][-5:-3] == f"{month:02}" for table in ("customer", "contact") for row in rows_of(table) if row["birthday"]
        )

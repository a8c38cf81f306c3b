"""The report's figures again, by plain loops over rows: nothing of the program's counting is used here."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from crm_desktop.data.database import fetch
from tests.reports.shop import BERLIN

WEEK = 7 * 86_400
NOT_TAKEN = ("missed", "voicemail", "wrong_number")
TROUBLE = ("complaint", "return", "product", "technical")


def rows_of(table):
    names = [name for (name,) in _columns(table)]
    return [dict(zip(names, row, strict=True)) for row in fetch(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")]


def _columns(table):
    from crm_desktop.data.database import is_server

    if is_server():
        text = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = current_schema()"
        return fetch(text)
    return fetch(f"SELECT name FROM pragma_table_info('{table}')")


class Recount:
    """Everything between two local days; `until` is how far the data goes, in UTC seconds."""

    zone = BERLIN

    def __init__(self, first, last, until, staff=()):
        self.start = datetime(first.year, first.month, first.day, tzinfo=self.zone).timestamp()
        after = last + timedelta(days=1)
        self.end = datetime(after.year, after.month, after.day, tzinfo=self.zone).timestamp()
        self.first, self.last, self.until, self.staff = first, last, until, staff
        self.everything = rows_of("interaction")
        self.kinds = {row["id"]: row["kind"] for row in rows_of("channel")}
        self.channels = {row["id"]: row["name"] for row in rows_of("channel")}
        self.reasons = {row["id"]: row for row in rows_of("contact_reason")}
        self.held = [row for row in self.everything if self.start <= row["started_at"] < self.end and self._is_theirs(row["staff_id"])]
        self.incoming = [row for row in self.held if row["direction"] == "in"]

    def _is_theirs(self, staff_id):
        return not self.staff or staff_id in self.staff

    def handle_time(self, rows):
        times = [
            (row["wrap_up_ended_at"] or row["ended_at"]) - row["started_at"]
            for row in rows
            if row["ended_at"] is not None and row["outcome"] not in NOT_TAKEN
        ]
        return (sum(times), len(times)) if times else (None, None)

    def resolved(self, rows):
        firsts = [row for row in rows if self._is_known(row) and row["outcome"] and not self._others(row, -WEEK, 0)]
        good = [row for row in firsts if row["outcome"] == "resolved" and not self._others(row, 0, WEEK)]
        return (len(good), len(firsts)) if firsts else (None, None)

    def repeats(self):
        known = [row for row in self.incoming if self._is_known(row)]
        return sum(bool(self._others(row, -WEEK, 0)) for row in known), len(known)

    def _is_known(self, row):
        return row["direction"] == "in" and row["customer_id"] and row["reason_id"]

    def _others(self, row, low, high):
        """Inbound interactions of the same customer for the same reason, before or after; of two at once, the later number is after."""
        here = row["started_at"], row["id"]
        for other in self.everything:
            if other["direction"] != "in" or (other["customer_id"], other["reason_id"]) != (row["customer_id"], row["reason_id"]):
                continue
            there = other["started_at"], other["id"]
            if row["started_at"] + low <= other["started_at"] <= row["started_at"] + high and (there < here if high == 0 else there > here):
                return True
        return False

    def calls(self):
        offered = [row for row in self.incoming if self.kinds[row["channel_id"]] == "phone" and row["outcome"]]
        missed = [row for row in offered if row["outcome"] in ("missed", "voicemail")]
        known = [row for row in missed if row["customer_id"]]
        return offered, missed, known

    def answered(self, known, within):
        return sum(
            any(
                other["direction"] == "out" and other["customer_id"] == row["customer_id"]
                and 0 <= other["started_at"] - row["started_at"] <= within
                for other in self.everything
            )
            for row in known
        )  # fmt: skip

    def is_closed(self, row):
        local = datetime.fromtimestamp(row["started_at"], UTC).astimezone(self.zone)
        return local.weekday() > 4 or not 9 <= local.hour < 17

    def per_day(self):
        return Counter(datetime.fromtimestamp(row["started_at"], UTC).astimezone(self.zone).date() for row in self.held)

    def per_hour(self):
        moments = (datetime.fromtimestamp(row["started_at"], UTC).astimezone(self.zone) for row in self.held)
        return Counter((moment.weekday(), moment.hour) for moment in moments)

    def follow_ups(self):
        """Created, on time, late, due, kept, overdue, still open."""
        begun = {row["id"]: row["started_at"] for row in self.everything}
        counts, cutoff = Counter(), min(self.end, self.until)
        for row in rows_of("follow_up"):
            if not self._is_theirs(row["owner_id"]):
                continue
            made = begun.get(row["interaction_id"]) or (row["created_at"] if not row["source"] else None)
            done_at, due = row["completed_at"], row["due_at"]
            is_done = row["state"] == "done"
            counts["created"] += made is not None and self.start <= made < self.end
            if is_done and self.start <= done_at < self.end:
                counts["on_time" if done_at <= due else "late"] += 1
            if row["state"] != "cancelled" and self.start <= due < cutoff:
                counts["due"] += 1
                counts["kept"] += is_done and done_at <= due
            if row["state"] != "cancelled" and due < cutoff:
                counts["overdue"] += not (is_done and done_at < cutoff)
                counts["still_open"] += row["state"] == "open"
        return counts

    def orders(self):
        counted = [row for row in rows_of("sales_order") if row["state"] not in ("draft", "cancelled")]
        return [row for row in counted if self.start <= row["ordered_at"] < self.end and self._is_theirs(row["staff_id"])]

    def served(self):
        return {row["customer_id"] for row in self.held if row["customer_id"]}

    def trouble(self, rows=None):
        """Interactions by sku: about trouble, with an order that holds the product."""
        lines = rows_of("order_line")
        found = Counter()
        for row in self.held if rows is None else rows:
            if row["reason_id"] and self.reasons[row["reason_id"]]["kind"] in TROUBLE:
                found.update({line["sku"] for line in lines if line["order_id"] == row["order_id"]})
        return found

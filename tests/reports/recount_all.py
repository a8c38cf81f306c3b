"""Every figure once more, by plain loops over exported rows: nothing of the program's counting is used.

`RECOUNTS` knows every figure of a whole company; those of rows, and of what is stuck, are in `ELSEWHERE`,
with the test that counts them.
A new figure has to stand in one of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from crm_desktop.reports.figure_board import Asked, board
from crm_desktop.reports.monthly_data import placed_values
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect
from crm_desktop.reports.periods import Period
from tests.reports.recount import Recount, rows_of
from tests.reports.recount_desk import DeskRecount
from tests.reports.recount_privacy import PRIVACY_RECOUNTS
from tests.reports.recount_trade import TradeRecount

NOT_TAKEN = ("missed", "voicemail", "wrong_number")
STORED = 10_000
SCALES = {"yes_no": (0, 1), "0_3_5": (0, 5), "0_1_2": (0, 2), "1_5": (1, 5)}
MEDIANS = ("first_response", "full_resolution_median")


class Trade(TradeRecount):
    def __init__(self, first, last, until, zone):
        super().__init__(first, last, until)
        self.start, self.end = (datetime.combine(day, time(), zone).timestamp() for day in (first, last + timedelta(days=1)))


class Books(DeskRecount):
    """All of a company's rows in one period, by its own clock and hours."""

    def __init__(self, first, last, until):
        (self.company,) = rows_of("company")
        self.zone, self.own = ZoneInfo(self.company["zone"]), self.company["currency"]
        super().__init__(first, last, until)
        self.trade = Trade(first, last, until, self.zone)
        self.hours = rows_of("business_hours")
        self.holidays = {row["day"] for row in rows_of("holiday")}
        self.calling = self.calls()
        self.plans = self.follow_ups()
        self.solutions = self.solved()
        self.judged = {row["id"]: row for row in rows_of("assessment") if first.isoformat() <= row["contact_on"] <= last.isoformat()}
        self.quality = self._scores()

    @property
    def stop(self):
        return min(self.end, self.until + 1)

    def of_period(self, table, moment):
        return [row for row in rows_of(table) if self.start <= row[moment] < self.end]

    def opening(self, day):
        if day.isoformat() in self.holidays:
            return []
        ranges = [(row["opens"], row["closes"]) for row in self.hours if row["weekday"] == day.weekday()]
        return [tuple(datetime.combine(day, time.fromisoformat(side), self.zone).timestamp() for side in sides) for sides in ranges]

    def is_closed(self, row):
        day = datetime.fromtimestamp(row["started_at"], UTC).astimezone(self.zone).date()
        return not any(opens <= row["started_at"] < closes for opens, closes in self.opening(day))

    def working(self, start, end):
        if not self.hours:
            return end - start
        day, last = (datetime.fromtimestamp(moment, self.zone).date() for moment in (start, end))
        total = 0
        while day <= last:
            total += sum(max(min(closes, end) - max(opens, start), 0) for opens, closes in self.opening(day))
            day += timedelta(days=1)
        return total

    def there(self, person):
        """Seconds of the company's hours, day by day, without the days away."""
        own = [row["started_at"] for row in self.everything if row["staff_id"] == person["id"]]
        start = max(self.start, min([person["created_at"], *own]))
        end = self.stop if person["active"] else min(self.stop, max(own, default=0))
        away = [(row["from_on"], row["until_on"]) for row in rows_of("staff_absence") if row["staff_id"] == person["id"]]
        total, day = 0, self.first
        while day <= self.last:
            if not any(since <= day.isoformat() <= until for since, until in away):
                total += sum(max(min(closes, end) - max(opens, start), 0) for opens, closes in self.opening(day))
            day += timedelta(days=1)
        return total

    def occupancy(self):
        there = sum(self.there(person) for person in rows_of("staff") if person["role"] != "auditor")
        handled, _count = self.handle_time(self.held)
        return (handled, there) if handled is not None and there else (None, None)

    def _scores(self):
        """By assessment that is made: its score, or None where nothing applied."""
        criteria = {row["id"]: row for row in rows_of("criterion")}
        given = {}
        for row in rows_of("assessment_score"):
            given.setdefault(row["assessment_id"], []).append((criteria[row["criterion_id"]], row["score"]))
        found = {}
        for row_id, row in self.judged.items():
            if row["state"] in ("done", "acknowledged", "disputed") and row_id in given:
                got = [(criterion, self._part(criterion, score)) for criterion, score in given[row_id] if score is not None]
                weight = sum(criterion["weight"] for criterion, _part in got)
                failed = any(criterion["fatal"] and not part for criterion, part in got)
                found[row_id] = 0.0 if failed else sum(each["weight"] * part for each, part in got) / weight if weight else None
        return found

    def _part(self, criterion, score):
        lowest, highest = SCALES[criterion["scale"]]
        return (score - lowest) / (highest - lowest)

    def qa_by(self, *kinds):
        return {row_id: score for row_id, score in self.quality.items() if self.judged[row_id]["kind"] in kinds}

    def gaps(self):
        def talk(row_id):
            row = self.judged[row_id]
            return row["staff_id"], row["interaction_id"], row["case_id"]

        others = {row_id: score for row_id, score in self.qa_by("supervisor", "peer").items() if score is not None}
        found = []
        for row_id, score in self.qa_by("self").items():
            same = [theirs for other, theirs in others.items() if talk(other) == talk(row_id)]
            if same and score is not None:
                found.append(score - sum(same) / len(same))
        return found

    def at_risk(self):
        month = self.last.year * 12 + self.last.month - 3
        since = datetime(month // 12, month % 12 + 1, 1, tzinfo=self.zone).timestamp()
        complaints, low = {}, set()
        trouble = {row_id for row_id, row in self.reasons.items() if row["kind"] == "complaint"}
        told = [(row["customer_id"], row["opened_at"]) for row in self.cases if row["kind"] == "complaint"]
        told += [
            (row["customer_id"], row["started_at"]) for row in self.everything
            if row["direction"] == "in" and row["reason_id"] in trouble and row["case_id"] is None
        ]  # fmt: skip
        for customer, moment in told:
            if customer is not None and since <= moment < self.stop:
                complaints[customer] = complaints.get(customer, 0) + 1
        csat = {row["id"] for row in rows_of("survey") if row["kind"] == "csat"}
        for row in rows_of("survey_response"):
            if row["survey_id"] in csat and row["customer_id"] and row["state"] == "answered" and 1 <= row["score"] <= 2:
                low |= {row["customer_id"]} if since <= row["answered_at"] < self.stop else set()
        return low | {customer for customer, count in complaints.items() if count >= 2}

    def is_new(self, customer):
        return self.first.isoformat() <= customer["customer_since"] <= self.last.isoformat() and customer["merged_into_id"] is None

    def active(self):
        return self.served() | {row["customer_id"] for row in self.orders()}

    def silence(self):
        """Six months before the last day that counts, from its end on."""
        day = datetime.fromtimestamp(self.stop - 1, UTC).astimezone(self.zone).date()
        month = day.year * 12 + day.month - 7
        year, month = month // 12, month % 12 + 1
        days = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        since = datetime.combine(date(year, month, min(day.day, days)) + timedelta(days=1), time(), self.zone)
        return since.timestamp()

    def coming(self):
        """The month after this one."""
        first = self.last + timedelta(days=1)
        after = first.replace(day=28) + timedelta(days=4)
        return first, after.replace(day=1) - timedelta(days=1)

    def owed(self):
        today = datetime.fromtimestamp(self.until, UTC).astimezone(self.zone).date()
        return self.trade.owed(self.own, today).values()

    def turn_time(self, case, state):
        """Seconds of this period in which the case was in this state."""
        steps = [(at, into) for at, into, _before in self.turns(case)]
        ends = [at for at, _into in steps[1:]] + [self.stop]
        return sum(max(min(end, self.stop) - max(at, self.start), 0) for (at, into), end in zip(steps, ends, strict=True) if into == state)

    def due(self, target, ended):
        rows = [row for row in rows_of("support_case") if row[target] and self.within(row[target])]
        rows = [row for row in rows if ended(row) is not None or row[target] <= self.until]
        return sum(ended(row) is not None and ended(row) <= row[target] for row in rows), len(rows)


def count(number):
    return number, None


def share(part, whole):
    return (part, whole) if whole else (None, None)


def mean(seconds):
    found = list(seconds)
    return share(sum(found), len(found))


def middle(seconds):
    """The middle one times their number, as the program keeps it."""
    found = list(seconds)
    return share(median(found) * len(found) if found else 0, len(found))


def last_of(measure):
    return lambda books: mean(measure(books, case, moments[-1]) for case, moments in books.solutions)


def solved_share(holds):
    return lambda books: share(sum(bool(holds(books, *each)) for each in books.solutions), len(books.solutions))


def scores(kind, keep=lambda score: score):
    return lambda books: share(sum(map(keep, books.scores(kind))), len(books.scores(kind)))


def held_share(holds, rows=lambda books: books.held):
    return lambda books: share(sum(bool(holds(row)) for row in rows(books)), len(rows(books)))


def plan(name):
    return lambda books: count(books.plans[name])


def qa(*kinds):
    def told(books):
        found = [score for score in books.qa_by(*kinds).values() if score is not None]
        return share(sum(found) * STORED, len(found) * STORED)

    return told


def gap(books):
    found = books.gaps()
    return share(sum(found) * STORED, len(found) * STORED)


def escalations(books):
    return [row for row in rows_of("escalation") if books.start <= row["at"] < books.stop]


def taken(books):
    return [row for row in books.held if row["outcome"] not in NOT_TAKEN]


def articles(books, keep):
    return count(sum(row["state"] == "published" and bool(keep(books, row)) for row in rows_of("article")))


def late_article(books, row):
    day = datetime.fromtimestamp(books.stop - 1, UTC).astimezone(books.zone).date()
    return row["review_by"] < day.isoformat()


def money(told):
    return lambda books: count(told(books.trade, books.own))


RECOUNTS = {
    "contacts": lambda books: count(len(books.held)),
    "contacts_in": lambda books: count(len(books.incoming)),
    "contacts_out": lambda books: count(len(books.held) - len(books.incoming)),
    "customers_served": lambda books: count(len(books.served())),
    "handle_time": lambda books: books.handle_time(books.held),
    "occupancy": lambda books: books.occupancy(),
    "first_contact_resolved": lambda books: books.resolved(books.held),
    "repeat_contacts": lambda books: share(*books.repeats()),
    "contacts_per_customer": lambda books: share(sum(bool(row["customer_id"]) for row in books.held), len(books.served())),
    "outside_hours": lambda books: share(sum(map(books.is_closed, books.incoming)), len(books.incoming)),
    "missed_calls": lambda books: share(len(books.calling[1]), len(books.calling[0])),
    "called_back_hour": lambda books: share(Recount.answered(books, books.calling[2], 3_600), len(books.calling[2])),
    "called_back_day": lambda books: share(Recount.answered(books, books.calling[2], 86_400), len(books.calling[2])),
    "transfer_rate": held_share(
        lambda row: row["outcome"] == "transferred", lambda books: [row for row in books.calling[0] if row["outcome"] not in NOT_TAKEN]
    ),
    "cases_open_before": lambda books: count(books.flow()[0]),
    "cases_opened": lambda books: count(books.flow()[1]),
    "cases_reopened": lambda books: count(books.flow()[2]),
    "cases_closed": lambda books: count(books.flow()[3]),
    "cases_open": lambda books: count(books.flow()[4]),
    "complaints_opened": lambda books: count(sum(case["kind"] == "complaint" for case in books.opened())),
    "case_first_contact": lambda books: share(*books.first_contact()),
    "one_touch": solved_share(lambda books, case, _moments: len(books.answers(case)) == 1),
    "reopened_rate": solved_share(lambda books, case, moments: any(at >= moments[0] for at in books.reopenings(case))),
    "escalation_rate": lambda books: share(
        sum(case["id"] in {row["case_id"] for row in rows_of("escalation")} for case in books.opened()), len(books.opened())
    ),
    "escalations": lambda books: count(len(escalations(books))),
    "escalations_accepted": lambda books: count(sum(row["accepted_at"] is not None for row in escalations(books))),
    "escalations_handed_back": lambda books: count(sum(row["handed_back_at"] is not None for row in escalations(books))),
    "escalation_take_over": lambda books: mean(row["accepted_at"] - row["at"] for row in escalations(books) if row["accepted_at"]),
    "sla_response": lambda books: share(*books.due("response_due_at", books.answered)),
    "sla_resolution": lambda books: share(*books.due("resolution_due_at", books.settled)),
    "first_response": lambda books: middle(books.first_responses(books.working)),
    "first_response_mean": lambda books: mean(books.first_responses(books.working)),
    "first_response_clock": lambda books: mean(books.first_responses(lambda opened, answered: max(answered - opened, 0))),
    "next_response": lambda books: mean(books.next_responses()),
    "first_resolution": lambda books: mean(
        moments[0] - case["opened_at"] for case, moments in books.solutions if books.closings(case)[0] == moments[0]
    ),
    "full_resolution": last_of(lambda _books, case, moment: moment - case["opened_at"]),
    "full_resolution_median": lambda books: middle(moments[-1] - case["opened_at"] for case, moments in books.solutions),
    "net_resolution": last_of(lambda books, case, moment: books.net(case, moment)),
    "wait_us": last_of(lambda books, case, moment: books.in_state(case, "open", moment)),
    "wait_customer": last_of(lambda books, case, moment: books.in_state(case, "waiting_customer", moment)),
    "wait_other": last_of(lambda books, case, moment: books.in_state(case, "waiting_other", moment)),
    "csat": scores("csat", lambda score: score >= 4),
    "csat_mean": scores("csat"),
    "csat_asked": lambda books: share(*books.asked("csat")),
    "nps": scores("nps", lambda score: (score >= 9) - (score <= 6)),
    "nps_promoters": scores("nps", lambda score: score >= 9),
    "nps_detractors": scores("nps", lambda score: score <= 6),
    "ces": scores("ces"),
    "qa_score": qa("supervisor", "peer"),
    "qa_done": lambda books: count(len(books.qa_by("supervisor", "peer"))),
    "qa_nought": lambda books: count(sum(score == 0 for score in books.qa_by("supervisor", "peer").values())),
    "qa_planned": lambda books: count(
        sum(row["state"] == "planned" and row["kind"] in ("supervisor", "peer") for row in books.judged.values())
    ),
    "qa_own": qa("self"),
    "qa_gap": gap,
    "knowledge_share": lambda books: share(
        len({row["interaction_id"] for row in rows_of("knowledge_use")} & {row["id"] for row in books.held}), len(books.held)
    ),
    "knowledge_uses": lambda books: count(
        sum(books.within(row["used_at"]) for row in rows_of("knowledge_use"))
        + sum(row["interaction_id"] in {held["id"] for held in books.held} for row in rows_of("script_path"))
    ),
    "searches_missed": lambda books: count(sum(books.within(row["at"]) for row in rows_of("missed_search"))),
    "articles_new": lambda books: articles(books, lambda books, row: row["approved_at"] and books.within(row["approved_at"])),
    "articles_late": lambda books: articles(books, late_article),
    "follow_ups_created": plan("created"),
    "follow_ups_on_time": plan("on_time"),
    "follow_ups_late": plan("late"),
    "follow_ups_overdue": plan("overdue"),
    "follow_ups_still_open": plan("still_open"),
    "follow_ups_kept": lambda books: share(books.plans["kept"], books.plans["due"]),
    "appointments_held": lambda books: count(books.trade.met()["held"]),
    "appointments_no_show": lambda books: count(books.trade.met()["no_show"]),
    "appointments_cancelled": lambda books: count(books.trade.met()["cancelled"]),
    "appointments_unsettled": lambda books: count(books.trade.met()["unsettled"]),
    "no_show_share": lambda books: share(books.trade.met()["no_show"], books.trade.met()["no_show"] + books.trade.met()["held"]),
    "orders_placed": lambda books: count(len(books.orders())),
    "orders_touched": lambda books: count(len({row["order_id"] for row in books.held if row["order_id"]})),
    "orders_shipped": lambda books: count(books.trade.shipped_orders()),
    "orders_cancelled": lambda books: count(books.trade.cancelled().total()),
    "contact_rate": lambda books: share(len(books.incoming), len(books.orders())),
    "order_value": money(lambda trade, own: trade.placed(own)),
    "orders_touched_value": money(lambda trade, own: trade.touched(own)),
    "returns_requested": lambda books: count(len(books.trade.returns())),
    "returns_undated": lambda books: count(sum(not row["dated"] for row in books.trade.returns())),
    "returns_without_order": lambda books: count(sum(row["order_id"] is None for row in books.trade.returns())),
    "returns_dropped": lambda books: count(
        sum(row["state"] in ("declined", "cancelled", "expired") for row in books.trade.returns())
    ),
    "returned_units": lambda books: count(sum(line["quantity"] for line, _asked in books.trade.came())),
    "units_sold": lambda books: count(books.trade.sold().total()),
    "return_rate": lambda books: share(sum(line["quantity"] for line, _asked in books.trade.came()), books.trade.sold().total()),
    "orders_returned": lambda books: share(
        len({asked["order_id"] for _line, asked in books.trade.came()} - {None}), len(books.orders())
    ),
    "warranty_share": lambda books: share(books.trade.warranted(), len(books.trade.came())),
    "settle_days": lambda books: books.trade.settling(),
    "payments_in": money(lambda trade, own: trade.received(own)),
    "refunds_paid": money(lambda trade, own: trade.refunded(own)),
    "refund_rate": lambda books: share(books.trade.refunded(books.own), books.trade.placed(books.own)),
    "refunds_of_returns": money(lambda trade, own: trade.refunded(own, for_returns=True)),
    "refunds_pending": money(lambda trade, own: trade.pending(own)),
    "charged_back": money(lambda trade, own: trade.payments(own, lambda row: row["status"] == "charged_back")),
    "goodwill_given": money(lambda trade, own: len(trade.vouchers(own, "goodwill"))),
    "goodwill_value": money(lambda trade, own: sum(trade.vouchers(own, "goodwill"))),
    "store_credit_given": money(lambda trade, own: sum(trade.vouchers(own, "store_credit"))),
    "replacements_value": money(lambda trade, own: trade.resolutions().get(("replacement", own), (0, 0, 0))[2]),
    "invoices_issued": money(lambda trade, own: len(trade.invoices(own, "invoice"))),
    "invoices_value": money(lambda trade, own: sum(trade.invoices(own, "invoice"))),
    "credit_notes_issued": money(lambda trade, own: len(trade.invoices(own, "credit_note"))),
    "credit_notes_value": money(lambda trade, own: sum(trade.invoices(own, "credit_note"))),
    "open_orders": lambda books: count(sum(orders for orders, _amount in books.owed())),
    "open_balance": lambda books: count(sum(amount for _orders, amount in books.owed())),
    "customers_new": lambda books: count(
        sum(books.is_new(row) for row in rows_of("customer"))
    ),
    "customers_active": lambda books: count(len(books.active())),
    "customers_at_risk": lambda books: count(len(books.at_risk())),
    "customers_silent": lambda books: count(books.trade.silent(books.silence())),
    "agreements_ending": lambda books: count(books.trade.terms(*books.coming())[0]),
    "agreements_renewing": lambda books: count(books.trade.terms(*books.coming())[1]),
    "birthdays": lambda books: count(books.trade.birthdays(books.coming()[0].month)),
    "without_customer": held_share(lambda row: row["customer_id"] is None),
    "without_reason": held_share(lambda row: row["reason_id"] is None),
    "without_outcome": held_share(lambda row: not row["outcome"]),
    "without_end": held_share(lambda row: row["ended_at"] is None, taken),
    "cases_merged": lambda books: count(sum(row["merged_into_id"] is not None for row in books.of_period("support_case", "opened_at"))),
    "orders_drafted": lambda books: count(sum(row["state"] == "draft" for row in books.of_period("sales_order", "ordered_at"))),
    "interactions_thrown_away": lambda books: count(sum(row["shelf"] == "trash" for row in books.held)),
    **PRIVACY_RECOUNTS,
    "unreachable": lambda books: share(
        len(books.served() - {row["customer_id"] for row in rows_of("contact_point")}), len(books.served())
    ),
}  # fmt: skip
ELSEWHERE = {
    "contact_share": "test_monthly_figures: each channel has its interactions",
    "contact_share_running": "test_monthly_figures: reasons, outcomes, products",
    "outcome_share": "test_monthly_figures: reasons, outcomes, products",
    "product_trouble": "test_monthly_figures: reasons, outcomes, products",
    "case_age": "test_desk_figures: ages, priorities, kinds",
    "complaint_cause": "test_desk_figures: ages, priorities, kinds",
    "remedies_given": "test_desk_figures: ages, priorities, kinds",
    "remedies_cost": "test_desk_figures: ages, priorities, kinds",
    "sla_met": "test_every_figure: rows of cases and people",
    "turn_share": "test_every_figure: rows of cases and people",
    "score_count": "test_every_figure: rows of cases and people",
    "product_answers": "test_desk_figures: what was said about products",
    "product_low": "test_desk_figures: what was said about products",
    "return_state": "test_trade_figures: returns stand by reason",
    "return_reason_share": "test_trade_figures: returns stand by reason",
    "lines_settled": "test_trade_figures: returns stand by reason",
    "units_settled": "test_trade_figures: returns stand by reason",
    "settled_value": "test_trade_figures: returns stand by reason",
    "units_shipped": "test_trade_figures: damage stands by carrier",
    "units_damaged": "test_trade_figures: damage stands by carrier",
    "damage_share": "test_trade_figures: damage stands by carrier",
    "damage_share_others": "test_trade_figures: damage stands by carrier",
    "returns_stuck": "test_trade_figures: what is stuck",
    "returns_not_received": "test_trade_figures: what is stuck",
    "supplier_waiting": "test_trade_figures: what is stuck",
    "supplier_sent": "test_trade_figures: what is stuck",
    "supplier_refused": "test_trade_figures: what is stuck",
    "supplier_credits": "test_trade_figures: what is stuck",
    "payment_count": "test_trade_figures: what is owed",
    "payment_amount": "test_trade_figures: what is owed",
}


def told(first, last):
    """Every figure of the whole company in this period, on the page and in the report: [(where, figure, its two numbers)]."""
    period, own = Period(first, last), rows_of("company")[0]["currency"]
    shown = [row.now for section in board(Asked(period, period.earlier())).sections for row in section.rows]
    data = collect(MonthlyInteractionsParameters(since=first, until=last))
    printed = [placed.value for placed in placed_values(data) if not placed.kind and placed.period == "now"]
    return [
        (where, each.figure, (each.numerator, each.denominator))
        for where, values in (("page", shown), ("report", printed)) for each in values if each.currency in ("", own)
    ]  # fmt: skip


def differing(first, last, until):
    """What the program tells otherwise than plain loops do, and which figures it tells with a number."""
    books, found, known = Books(first, last, until), [], set()
    again = {}
    for where, figure, numbers in told(first, last):
        if figure in ELSEWHERE:
            continue
        if figure not in again:
            again[figure] = RECOUNTS[figure](books)
        known |= {figure} if numbers[0] else set()
        if not is_same(figure, numbers, again[figure]):
            found.append((where, figure, numbers, again[figure]))
    return found, known


def is_same(figure, numbers, again):
    """Sums of fractions are kept rounded, and the middle of two whole seconds too."""
    (mine, of_mine), (theirs, of_theirs) = numbers, again
    if mine is None or theirs is None:
        return mine is theirs
    return of_mine == of_theirs and abs(mine - theirs) <= (of_theirs / 2 + 1 if figure in MEDIANS else 1)

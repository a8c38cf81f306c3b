"""Every figure the program shows, defined once: screen, tooltip, JSON, PDF and appendix read this."""

from dataclasses import dataclass
from fractions import Fraction

from crm_desktop.core.figure import PLAIN, STORED, Better, Figure, Unit
from crm_desktop.core.figures_of_desk import DESK_FIGURES
from crm_desktop.core.figures_of_privacy import PRIVACY_FIGURES
from crm_desktop.core.i18n import N_

__all__ = [
    "APPOINTMENT_FIGURES", "CONTACT_FIGURES", "CUSTOMER_FIGURES", "FIGURES", "FIGURES_BY_ID", "FOLLOW_UP_FIGURES", "MONEY_FIGURES",
    "PLAIN", "RELATION_FIGURES", "STORED", "TRADE_FIGURES", "Better", "Change", "Figure", "Unit", "Value", "change", "figure",
]  # fmt: skip
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's two numbers. Without data they are None, and nothing is printed but a dash: never a zero.

    `currency`: of money, and of what is counted of one currency.
    """

    figure: str
    numerator: int | None
    denominator: int | None = None
    currency: str = ""

    @property
    def amount(self) -> Fraction | None:
        """The figure itself; seconds for times, 0 to 1 for shares, whole money."""
        if self.numerator is None:
            return None
        figure = FIGURES_BY_ID[self.figure]
        if figure.unit in PLAIN:
            return Fraction(self.numerator, figure.scale)
        whole = (self.denominator or 0) * (_DAY if figure.unit is Unit.DAYS else 1)
        return Fraction(self.numerator, whole) if whole else None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough cases for a share to mean something."""
        figure = FIGURES_BY_ID[self.figure]
        return self.amount is not None and (self.denominator is None or self.denominator >= figure.least * figure.scale)


@dataclass(frozen=True, slots=True)
class Change:
    """From one period to another: relative (0.06) for counts and sums, the difference for shares, times and ratios."""

    amount: Fraction
    is_relative: bool
    is_better: bool | None


def change(now: Value, before: Value) -> Change | None:
    """None where either has no data, or too few cases, or the earlier count was nought. Two currencies are not compared."""
    if now.amount is None or before.amount is None or not (now.is_enough and before.is_enough) or now.currency != before.currency:
        return None
    figure = FIGURES_BY_ID[now.figure]
    difference = now.amount - before.amount
    is_better = None if figure.better is Better.NEITHER or not difference else (difference > 0) is (figure.better is Better.MORE)
    if figure.unit not in PLAIN:
        return Change(difference, False, is_better)
    return Change(difference / before.amount, True, is_better) if before.amount else None


_CONTACTS = N_("interactions that began in the period")
_IN_HANDLED = N_("inbound interactions of a known customer with reason and outcome that repeat none of the 7 days before")

CONTACT_FIGURES = (
    Figure("contacts", N_("Interactions"), _CONTACTS, "", Unit.COUNT, Better.NEITHER,
           N_("Every interaction that began in the period, in and out, in the company's time zone; missed calls and wrong numbers too.")),
    Figure("contacts_in", N_("Inbound interactions"), N_("inbound interactions"), "", Unit.COUNT, Better.NEITHER,
           N_("Interactions that the customer began.")),
    Figure("contacts_out", N_("Outbound interactions"), N_("outbound interactions"), "", Unit.COUNT, Better.NEITHER,
           N_("Interactions that we began.")),
    Figure("contact_share", N_("Share of interactions"), N_("interactions of the row"), _CONTACTS, Unit.SHARE, Better.NEITHER,
           N_("Part of all interactions of the period.")),
    Figure("contact_share_running", N_("Sum of shares"), N_("interactions of the row and the rows above"), _CONTACTS,
           Unit.SHARE, Better.NEITHER,
           N_("How much the most frequent reasons explain together.")),
    Figure("customers_served", N_("Customers served"), N_("different customers with an interaction"), "", Unit.COUNT, Better.MORE,
           N_("Customers with at least one interaction in the period, each counted once; unknown callers are not among them.")),
    Figure("handle_time", N_("Average handle time"), N_("seconds from start to end of wrap-up"), N_("interactions with an end"),
           Unit.SECONDS, Better.LESS,
           N_("Talk, hold and wrap-up together. Missed calls, voicemail, wrong numbers and interactions without an end are left out."), 5),
    Figure("occupancy", N_("Occupancy"), N_("seconds from start to end of wrap-up"), N_("seconds of working time of those who were there"),
           Unit.SHARE, Better.NEITHER,
           N_("The time that counts as handle time, divided by the company's working hours up to the moment the data goes to, for "
              "everybody but auditors, without holidays and recorded absences. A colleague counts from the day they were added, or from "
              "their first interaction if that was earlier; one who left, up to their last. Without working hours, or without an "
              "interaction that has an end, there is no figure."),
           is_part=False),
    Figure("first_contact_resolved", N_("First contact resolved"),
           N_("those resolved at once, with none for the same reason in the 7 days after"), _IN_HANDLED, Unit.SHARE, Better.MORE,
           N_("Inbound first contacts with the outcome “resolved” and no further inbound contact of the customer for the same "
              "reason within "
              "7 days. Repeats, unknown callers and interactions without reason or outcome are left out."), 5),
    Figure("repeat_contacts", N_("Repeat contacts"), N_("those with an earlier one for the same reason in the 7 days before"),
           N_("inbound interactions of a known customer with a reason"), Unit.SHARE, Better.LESS,
           N_("The same customer had to come back for the same reason within 7 days."), 5),
    Figure("missed_calls", N_("Missed calls"), N_("inbound calls missed or gone to voicemail"), N_("inbound calls with an outcome"),
           Unit.SHARE, Better.LESS,
           N_("Inbound calls nobody took. Calls without a recorded outcome are left out."), 5),
    Figure("transfer_rate", N_("Calls handed on"), N_("those handed on to somebody else"), N_("inbound calls that were taken"), Unit.SHARE,
           Better.LESS, N_("Inbound calls with the outcome “transferred”. Missed calls, voicemail, wrong numbers and calls without an "
                           "outcome are left out."), 5),
    Figure("called_back_hour", N_("Called back within 1 hour"), N_("those called or written to within 1 hour"),
           N_("missed calls of known customers"), Unit.SHARE, Better.MORE,
           N_("A missed call counts as called back when we began an interaction with that customer, on any channel, within the time."), 5),
    Figure("called_back_day", N_("Called back within 24 hours"), N_("those called or written to within 24 hours"),
           N_("missed calls of known customers"), Unit.SHARE, Better.MORE,
           N_("As above, within 24 hours."), 5),
    Figure("outside_hours", N_("Outside opening hours"), N_("inbound interactions outside opening hours or on holidays"),
           N_("inbound interactions"), Unit.SHARE, Better.NEITHER,
           N_("Inbound interactions that began when the company was closed."), 5),
    Figure("outcome_share", N_("Share of outcomes"), N_("interactions with this outcome"), N_("interactions with an outcome"), Unit.SHARE,
           Better.NEITHER, N_("How interactions ended; those without a recorded outcome are left out."), 5),
)  # fmt: skip
FOLLOW_UP_FIGURES = (
    Figure("follow_ups_created", N_("Promised"), N_("follow-ups promised in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("Follow-ups by the interaction they came from, else by when they were entered; imported ones only by their interaction.")),
    Figure("follow_ups_on_time", N_("Done on time"), N_("follow-ups done in the period, no later than due"), "", Unit.COUNT, Better.MORE,
           N_("Follow-ups completed in the period, at or before the moment they were due; without a day they are on time.")),
    Figure("follow_ups_late", N_("Done late"), N_("follow-ups done in the period, later than due"), "", Unit.COUNT, Better.LESS,
           N_("Follow-ups completed in the period after the moment they were due.")),
    Figure("follow_ups_overdue", N_("Follow-ups overdue"), N_("follow-ups due by the end of the period and not done by then"), "",
           Unit.COUNT, Better.LESS,
           N_("Open at the end of the period, or at the moment the data goes to if that is earlier, and due before. Cancelled ones are not "
              "counted.")),
    Figure("follow_ups_still_open", N_("of them still open"), N_("those of them that are not done yet"), "", Unit.COUNT, Better.LESS,
           N_("Overdue at the end of the period and still open when the report was made.")),
    Figure("follow_ups_kept", N_("Follow-ups kept"), N_("those done by the moment they were due"),
           N_("follow-ups that fell due in the period"),
           Unit.SHARE, Better.MORE,
           N_("Promises kept: done by the due moment, of all that fell due in the period up to the moment the data goes to. Cancelled ones "
              "are left out."), 5),
)  # fmt: skip
CUSTOMER_FIGURES = (
    Figure("customers_new", N_("New customers"), N_("customers since a day of the period"), "", Unit.COUNT, Better.MORE,
           N_("Customers whose “customer since” lies in the period.")),
    Figure("customers_active", N_("Active customers"), N_("different customers with an interaction or an order"), "",
           Unit.COUNT, Better.MORE,
           N_("Customers with an interaction or an order in the period; drafts and cancelled orders do not count.")),
    Figure("contacts_per_customer", N_("Interactions per customer"), N_("interactions of known customers"),
           N_("different customers with an interaction"), Unit.RATIO, Better.NEITHER,
           N_("How often a customer we heard from was in touch.")),
    Figure("orders_placed", N_("Orders placed"), N_("orders of the period"), "", Unit.COUNT, Better.MORE,
           N_("Orders by the moment they were placed; drafts and cancelled orders do not count.")),
    Figure("orders_touched", N_("Orders we were in touch about"), N_("different orders named in an interaction of the period"), "",
           Unit.COUNT,
           Better.NEITHER, N_("Orders that an interaction of the period is about, whenever they were placed.")),
    Figure("contact_rate", N_("Inbound interactions per order"), N_("inbound interactions"), N_("orders placed"), Unit.RATIO, Better.LESS,
           N_("Inbound interactions divided by the orders placed in the same period.")),
    Figure("product_trouble", N_("Complaints and questions"),
           N_("interactions about a complaint, return, product or technical matter whose order holds the product"), "", Unit.COUNT,
           Better.LESS, N_("Interactions about a complaint, a return, a product or a technical matter whose order holds the product. An "
              "order of several products counts for each of them.")),
    Figure("without_customer", N_("Without a customer"), N_("interactions of nobody we know"), _CONTACTS, Unit.SHARE, Better.LESS,
           N_("Interactions that no customer is recorded for.")),
    Figure("without_reason", N_("Without a reason"), N_("interactions without a reason"), _CONTACTS, Unit.SHARE, Better.LESS,
           N_("Interactions that no reason is recorded for.")),
    Figure("without_outcome", N_("Without an outcome"), N_("interactions without an outcome"), _CONTACTS, Unit.SHARE, Better.LESS,
           N_("Interactions that do not say how they ended.")),
    Figure("without_end", N_("Without an end"), N_("taken interactions without an end"), N_("interactions that were taken"), Unit.SHARE,
           Better.LESS, N_("They cannot count in the handle time. Missed calls, voicemail and wrong numbers are left out.")),
    Figure("unreachable", N_("Customers with neither phone nor e-mail"), N_("those with neither a phone nor an e-mail"),
           N_("customers served"),
           Unit.SHARE,
           Better.LESS, N_("Customers of the period that could not be called or written to.")),
)  # fmt: skip
APPOINTMENT_FIGURES = (
    Figure("appointments_held", N_("Appointments held"), N_("appointments of the period that were held"), "", Unit.COUNT, Better.MORE,
           N_("Appointments by the moment they begin; a series counts once, where it begins.")),
    Figure("appointments_no_show", N_("No-shows"), N_("appointments of the period that nobody came to"), "", Unit.COUNT, Better.LESS,
           N_("Appointments of the period to which nobody came.")),
    Figure("appointments_cancelled", N_("Appointments cancelled"), N_("appointments of the period that were cancelled"), "", Unit.COUNT,
           Better.LESS, N_("Appointments of the period that were called off, by us or by the customer.")),
    Figure("appointments_unsettled", N_("Nothing noted"), N_("appointments whose time has passed and that are still planned"), "",
           Unit.COUNT, Better.LESS, N_("Appointments of the period that nobody noted an end of, up to the moment the data goes to.")),
    Figure("no_show_share", N_("No-show rate"), N_("appointments that nobody came to"), N_("appointments held, or that nobody came to"),
           Unit.SHARE, Better.LESS, N_("How often nobody came. Cancelled appointments are left out."), 5),
)  # fmt: skip
TRADE_FIGURES = (
    Figure("order_value", N_("Value of orders placed"), N_("totals of the orders placed"), "", Unit.MONEY, Better.MORE,
           N_("What the orders of the period come to with shipping and tax. Drafts and cancelled orders do not count; currencies are never "
              "added."), scale=STORED),
    Figure("orders_touched_value", N_("Value of orders we were in touch about"), N_("totals of those orders"), "", Unit.MONEY,
           Better.NEITHER, N_("Totals of the orders that an interaction of the period is about, whenever they were placed."), scale=STORED),
    Figure("orders_shipped", N_("Orders shipped"), N_("different orders of which a parcel left in the period"), "", Unit.COUNT,
           Better.MORE, N_("Orders of which goods left in the period, in whole or in part.")),
    Figure("orders_cancelled", N_("Orders cancelled"), N_("orders cancelled in the period"), "", Unit.COUNT, Better.LESS,
           N_("Orders by the moment they were cancelled; where that is not recorded, by the moment they were placed.")),
    Figure("returns_requested", N_("Returns asked for"), N_("returns asked for in the period"), "", Unit.COUNT, Better.LESS,
           N_("Returns by the moment they were asked for, whatever became of them. A return without a date counts when its order was "
              "placed.")),
    Figure("returns_undated", N_("of them without a date"), N_("returns of the period that have no date of their own"), "", Unit.COUNT,
           Better.LESS, N_("Returns that count when their order was placed, since nobody recorded when they were asked for.")),
    Figure("returns_without_order", N_("of them without an order"), N_("returns of the period that name no order"), "", Unit.COUNT,
           Better.LESS, N_("Returns of goods that no order of ours is known for.")),
    Figure("returns_dropped", N_("of them declined, cancelled or expired"), N_("returns of the period whose goods do not come back"), "",
           Unit.COUNT, Better.NEITHER, N_("Returns that were declined or called off, or whose goods did not come in time.")),
    Figure("return_state", N_("Returns by state"), N_("returns of the period in this state"), "", Unit.COUNT, Better.NEITHER,
           N_("Where the returns of the period stood at the moment the data goes to.")),
    Figure("returned_units", N_("Units returned"), N_("units in returns of the period"), "", Unit.UNITS, Better.LESS,
           N_("Units of the returns asked for in the period. Those declined, cancelled or expired are left out."), scale=STORED),
    Figure("units_sold", N_("Units sold"), N_("units in orders of the period"), "", Unit.UNITS, Better.MORE,
           N_("Units of the orders placed. Drafts, cancelled orders and replacements of returned goods do not count."), scale=STORED),
    Figure("return_rate", N_("Return rate"), N_("units returned in the period"), N_("units sold in the period"), Unit.SHARE, Better.LESS,
           N_("Units returned divided by units sold in the same period; what comes back was often sold in an earlier one."), 5, STORED),
    Figure("orders_returned", N_("Orders with a return"), N_("different orders of which something came back"),
           N_("orders placed in the period"), Unit.SHARE, Better.LESS,
           N_("Different orders that a return of the period is for, divided by orders placed in it; returns declined, cancelled or expired "
              "are left out. What comes back was often ordered in an earlier period."), 5, is_part=False),
    Figure("return_reason_share", N_("Share of returned units"), N_("units of the row"), N_("units returned in the period"), Unit.SHARE,
           Better.NEITHER, N_("Part of all units returned in the period."), 5, STORED),
    Figure("settle_days", N_("Days until settled"), N_("seconds from request to settlement"), N_("returns settled in the period"),
           Unit.DAYS, Better.LESS, N_("The mean of the returns settled in the period. Those without a date are left out.")),
    Figure("warranty_share", N_("Under warranty"), N_("return lines for warranty, or repaired under it"),
           N_("return lines of the period"), Unit.SHARE, Better.LESS,
           N_("Lines with the reason warranty, or with a repair under warranty. Declined, cancelled and expired returns are left out."), 5),
    Figure("lines_settled", N_("Lines settled"), N_("return lines settled this way in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("Lines of returns by the moment they were settled.")),
    Figure("units_settled", N_("Units settled"), N_("units of the lines settled this way"), "", Unit.UNITS, Better.NEITHER,
           N_("Units of the lines settled in the period."), scale=STORED),
    Figure("settled_value", N_("Value settled"), N_("values of the lines settled this way"), "", Unit.MONEY, Better.NEITHER,
           N_("What customers were credited for these lines; of a replacement, what the goods are worth."), scale=STORED),
    Figure("units_shipped", N_("Units shipped"), N_("units in parcels that left in the period"), "", Unit.UNITS, Better.MORE,
           N_("Units by the carrier that took them."), scale=STORED),
    Figure("units_damaged", N_("Units damaged"), N_("units returned as damaged in the period"), "", Unit.UNITS, Better.LESS,
           N_("Returned units with the reason damaged or damaged in transit, or found to be damaged by the carrier; by the carrier of the "
              "order's last parcel with them."), scale=STORED),
    Figure("damage_share", N_("Damage rate"), N_("units returned as damaged in the period"), N_("units shipped in the period"), Unit.SHARE,
           Better.LESS, N_("Units returned as damaged divided by the units that the same carrier took in the same period."), 5, STORED),
    Figure("damage_share_others", N_("Damage rate of other carriers"), N_("units of the product returned as damaged from other carriers"),
           N_("units of the product that others shipped"), Unit.SHARE, Better.LESS,
           N_("The same product with all other carriers together."), 5, STORED),
    Figure("returns_stuck", N_("Returns stuck"), N_("returns that stay in a state for too long"), "", Unit.COUNT, Better.LESS,
           N_("Returns that nobody touched for longer than their state allows (asked for 2 days, approved 14, on the way 10, received 3, "
              "inspected 3), or past their deadline; at the moment the data goes to.")),
    Figure("returns_not_received", N_("of them approved, nothing received"), N_("those of them that are approved"), "", Unit.COUNT,
           Better.LESS, N_("Approved more than 14 days ago or past their deadline, and nothing has come.")),
    Figure("supplier_waiting", N_("Waiting for the supplier"), N_("lines that are to go to their supplier"), "", Unit.COUNT, Better.LESS,
           N_("Returned goods that are to go back to whom they came from, at the moment the data goes to.")),
    Figure("supplier_sent", N_("At the supplier"), N_("lines that the supplier has not answered about"), "", Unit.COUNT, Better.LESS,
           N_("Returned goods at their supplier, without an answer yet.")),
    Figure("supplier_refused", N_("Refused by the supplier"), N_("lines that the supplier refused in the period"), "", Unit.COUNT,
           Better.LESS, N_("Returned goods that the supplier gave nothing for.")),
    Figure("supplier_credits", N_("Credits of suppliers"), N_("credits that suppliers gave in the period"), "", Unit.MONEY, Better.MORE,
           N_("What suppliers gave for returned goods, by the day their answer was recorded."), scale=STORED),
)  # fmt: skip
MONEY_FIGURES = (
    Figure("payments_in", N_("Payments received"), N_("payments that came in"), "", Unit.MONEY, Better.MORE,
           N_("Payments of the period that were not refused. Vouchers and offsets move no money and are shown apart."), scale=STORED),
    Figure("refunds_paid", N_("Refunds paid"), N_("payments that went back"), "", Unit.MONEY, Better.LESS,
           N_("Money that went back to customers in the period. Vouchers and offsets are shown apart."), scale=STORED),
    Figure("refund_rate", N_("Refund rate"), N_("payments that went back in the period"), N_("value of the orders placed in the period"),
           Unit.SHARE, Better.LESS, N_("What went back to customers, divided by what was ordered in the same period; in the company's "
                                       "currency."), 0, STORED),
    Figure("refunds_of_returns", N_("of them for returns"), N_("payments that went back for a line of a return"), "", Unit.MONEY,
           Better.LESS, N_("Refunds that settle a return."), scale=STORED),
    Figure("refunds_pending", N_("Refunds pending"), N_("payments that are to go back"), "", Unit.MONEY, Better.LESS,
           N_("Refunds recorded before the end of the period that were still pending at the moment the data goes to."), scale=STORED),
    Figure("charged_back", N_("Charged back"), N_("payments of the period that the bank took back"), "", Unit.MONEY, Better.LESS,
           N_("Payments received in the period that the customer's bank took back, then or later."), scale=STORED),
    Figure("payment_count", N_("Payments of a kind"), N_("payments of the row"), "", Unit.COUNT, Better.NEITHER,
           N_("Payments of the period by the way they were made.")),
    Figure("payment_amount", N_("Amount of a kind"), N_("amounts of the payments of the row"), "", Unit.MONEY, Better.NEITHER,
           N_("Payments of the period by the way they were made."), scale=STORED),
    Figure("goodwill_given", N_("Goodwill vouchers given"), N_("goodwill vouchers given in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("Vouchers of the kind goodwill, worth an amount or percent. Cancelled ones are left out.")),
    Figure("goodwill_value", N_("Goodwill in vouchers"), N_("amounts of goodwill vouchers"), "", Unit.MONEY, Better.LESS,
           N_("What the goodwill vouchers of the period are worth. Those worth percent of an order have no amount."), scale=STORED),
    Figure("replacements_value", N_("Value of replacements"), N_("values of return lines settled by replacement"), "", Unit.MONEY,
           Better.LESS, N_("What the goods were sold for that were sent again for nothing."), scale=STORED),
    Figure("store_credit_given", N_("Store credit given"), N_("amounts of store credit vouchers"), "", Unit.MONEY, Better.NEITHER,
           N_("Vouchers given in place of a refund. They are the customers' money."), scale=STORED),
    Figure("invoices_issued", N_("Invoices issued"), N_("invoices issued in the period"), "", Unit.COUNT, Better.MORE,
           N_("Invoices by their day.")),
    Figure("invoices_value", N_("Value of invoices"), N_("totals of the invoices"), "", Unit.MONEY, Better.MORE,
           N_("Totals of the invoices of the period, with tax."), scale=STORED),
    Figure("credit_notes_issued", N_("Credit notes issued"), N_("credit notes issued in the period"), "", Unit.COUNT, Better.LESS,
           N_("Credit notes by their day.")),
    Figure("credit_notes_value", N_("Value of credit notes"), N_("totals of the credit notes"), "", Unit.MONEY, Better.LESS,
           N_("Totals of the credit notes of the period, with tax."), scale=STORED),
    Figure("open_orders", N_("Orders with an open balance"), N_("orders that are not paid in full"), "", Unit.COUNT, Better.LESS,
           N_("Orders that still owe something at the moment the data goes to. Drafts and cancelled orders do not count.")),
    Figure("open_balance", N_("Open balance"), N_("what these orders still owe"), "", Unit.MONEY, Better.LESS,
           N_("Total less credits and payments, plus refunds, by the days since it was due; without a due day an order is due when it is "
              "placed."), scale=STORED),
)  # fmt: skip
RELATION_FIGURES = (
    Figure("customers_silent", N_("Customers not heard from"), N_("active customers with nothing in the 6 months to the end"), "",
           Unit.COUNT, Better.LESS,
           N_("Active customers without an interaction or an order in the 6 months up to the end of the period, who had one before. "
              "Those in the archive or the trash are left out.")),
    Figure("customers_at_risk", N_("Customers at risk"), N_("customers with two complaints or a low answer in the 3 months to the end"), "",
           Unit.COUNT, Better.LESS,
           N_("Customers with two complaints or more, or an answer of 1 or 2 of 5, in the 3 months that the last day of the period ends "
              "with. A complaint is a case of that kind, or an inbound interaction about one that belongs to no case.")),
    Figure("agreements_ending", N_("Agreements ending"), N_("running agreements that end in the period after"), "", Unit.COUNT,
           Better.NEITHER, N_("Agreements whose last day lies in the month after, or in as many days after the period, and that do not "
                              "renew then.")),
    Figure("agreements_renewing", N_("Agreements to renew"), N_("running agreements that renew in the period after"), "", Unit.COUNT,
           Better.NEITHER, N_("Agreements whose renewal falls into the month after, or into as many days after the period.")),
    Figure("birthdays", N_("Birthdays"), N_("customers and their contacts with a birthday in the period after"), "", Unit.COUNT,
           Better.NEITHER, N_("Birthdays in the month after, or in as many days after the period; nobody erased, merged or put away is "
              "among them.")),
)  # fmt: skip
LEFT_OUT_FIGURES = (
    Figure("cases_merged", N_("Cases merged into another"), N_("cases of the period that became part of another"), "", Unit.COUNT,
           Better.NEITHER, N_("By the moment they were opened. They count once, as the case they became.")),
    Figure("orders_drafted", N_("Drafts of orders"), N_("drafts begun in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("Orders of the period that nobody confirmed yet. No other figure counts them.")),
    Figure("interactions_thrown_away", N_("Interactions in the trash"), N_("interactions of the period that lie in the trash"), "",
           Unit.COUNT, Better.NEITHER, N_("They count until the trash is emptied.")),
)  # fmt: skip
FIGURES = (
    CONTACT_FIGURES + DESK_FIGURES + FOLLOW_UP_FIGURES + APPOINTMENT_FIGURES + CUSTOMER_FIGURES + RELATION_FIGURES + TRADE_FIGURES
    + MONEY_FIGURES + PRIVACY_FIGURES + LEFT_OUT_FIGURES
)  # fmt: skip
FIGURES_BY_ID = {figure.id: figure for figure in FIGURES}


def figure(figure_id: str) -> Figure:
    return FIGURES_BY_ID[figure_id]

"""Every figure the program shows, defined once: screen, tooltip, JSON, PDF and appendix read this."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from crm_desktop.core.i18n import N_


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"
    RATIO = "ratio"


class Better(StrEnum):
    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figure:
    """`numerator` and `denominator` say what is counted; a plain count has no denominator.

    With a denominator below `least` the two numbers are shown instead of a share that would mislead.
    """

    id: str
    name: str
    numerator: str
    denominator: str
    unit: Unit
    better: Better
    definition: str
    least: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A figure's two numbers. Without data they are None, and nothing is printed but a dash: never a zero."""

    figure: str
    numerator: int | None
    denominator: int | None = None

    @property
    def amount(self) -> Fraction | None:
        """The figure itself; seconds for times, 0 to 1 for shares."""
        if self.numerator is None:
            return None
        if FIGURES_BY_ID[self.figure].unit is Unit.COUNT:
            return Fraction(self.numerator)
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough cases for a share to mean something."""
        return self.amount is not None and (self.denominator is None or self.denominator >= FIGURES_BY_ID[self.figure].least)


@dataclass(frozen=True, slots=True)
class Change:
    """From one period to another: relative (0.06) for counts, the difference for shares, times and ratios."""

    amount: Fraction
    is_relative: bool
    is_better: bool | None


def change(now: Value, before: Value) -> Change | None:
    """None where either has no data, or too few cases, or the earlier count was nought."""
    if now.amount is None or before.amount is None or not (now.is_enough and before.is_enough):
        return None
    figure = FIGURES_BY_ID[now.figure]
    difference = now.amount - before.amount
    is_better = None if figure.better is Better.NEITHER or not difference else (difference > 0) is (figure.better is Better.MORE)
    if figure.unit is not Unit.COUNT:
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
FIGURES = CONTACT_FIGURES + FOLLOW_UP_FIGURES + CUSTOMER_FIGURES
FIGURES_BY_ID = {figure.id: figure for figure in FIGURES}


def figure(figure_id: str) -> Figure:
    return FIGURES_BY_ID[figure_id]

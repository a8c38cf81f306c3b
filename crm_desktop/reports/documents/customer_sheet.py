"""One customer with everything: who they are, how to reach them, how things stand, and all that happened, newest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import NO_MONEY, Flow, InvoiceKind, PaymentStatus
from crm_desktop.core.money import ZERO
from crm_desktop.queries.customer_sheets import Party, party
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow
from crm_desktop.queries.follow_ups import FollowUpRow
from crm_desktop.queries.interactions import InteractionRow
from crm_desktop.queries.orders import OrderRow
from crm_desktop.queries.timeline import KINDS, Entry, Record, entries, timeline_ids
from crm_desktop.queries.timeline_rows import (
    AgreementRow,
    AppointmentRow,
    CaseRow,
    InvoiceRow,
    PaymentRow,
    ReturnRow,
    ShipmentRow,
    SurveyRow,
    VoucherRow,
)
from crm_desktop.reports.documents.collecting import head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "customer-sheet"
_GULP = 500
_DAYS: dict[type, Callable[[Any], date | None]] = {
    InvoiceRow: attrgetter("issued_on"),
    ShipmentRow: attrgetter("shipped_on"),
    AgreementRow: attrgetter("starts_on"),
}
_MOMENTS: dict[type, Callable[[Any], datetime]] = {
    InteractionRow: attrgetter("started_at"),
    OrderRow: attrgetter("ordered_at"),
    PaymentRow: attrgetter("received_at"),
    ReturnRow: attrgetter("requested_at"),
    VoucherRow: attrgetter("given_at"),
    CaseRow: attrgetter("opened_at"),
    SurveyRow: attrgetter("asked_at"),
    EscalationRow: attrgetter("at"),
    ApprovalRow: attrgetter("at"),
}
_PLANNED: dict[type, Callable[[Any], tuple[date | None, str, datetime]]] = {
    FollowUpRow: attrgetter("due_on", "due_time", "due_at"),
    AppointmentRow: attrgetter("starts_on", "starts_time", "starts_at"),
}
_BINDING = frozenset({OrderState.OPEN, OrderState.COMPLETED})


@dataclass(frozen=True, slots=True)
class CustomerSheetParameters:
    """`since` and `until` are the first and last day of what happened; None: from the beginning, to the end of what is planned."""

    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Customer"), N_("a customer's number, like CU-00001"), "number", needed=True)
    )
    since: date | None = field(
        default=None, metadata=asked(Ask.DAY, N_("From"), N_("first day of the history; all of it, unless said otherwise"), "from")
    )
    until: date | None = field(default=None, metadata=asked(Ask.DAY, N_("Until"), N_("last day of the history")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


class Happened(NamedTuple):
    """`day` in the company's zone, None: no day was set; `at` where the time of day is known."""

    kind: Entity
    day: date | None
    at: datetime | None
    record: Record


class Counted(NamedTuple):
    kind: Entity
    records: int


class Sums(NamedTuple):
    """Of what is in the history, in one currency: orders that hold, invoices less credit notes, and money that came and went.

    Vouchers and offsets move no money.
    """

    currency: str
    ordered: Decimal
    invoiced: Decimal
    received: Decimal
    paid_back: Decimal


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    day: date
    since: date | None
    until: date | None
    party: Party
    counts: tuple[Counted, ...]
    sums: tuple[Sums, ...]
    history: tuple[Happened, ...]

    @property
    def number(self) -> str:
        return self.party.number


def collect(wanted: CustomerSheetParameters) -> Documents:
    """Raises UserError for a customer who is not there or was erased, and for days the wrong way round."""
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise UserError(_("The last day comes before the first. Nothing was printed."))
    parties = standing_parties(wanted.numbers)
    head = head_of(wanted.language, wanted.paper)
    zone = zone_of(head.zone)
    today = local_day(utc_now(), zone)
    kept = {each.number: each for each in parties}
    return Documents(NAME, head, tuple(_sheet(each, wanted, today, zone) for each in kept.values()))


def standing_parties(numbers: Sequence[str]) -> tuple[Party, ...]:
    """Who has these numbers, or whom they were merged into. Raises UserError for somebody who is not there or was erased."""
    found = papers_of(numbers, party, _("There is no customer “{number}”. Nothing was printed."))
    for each in found:
        if each.is_erased:
            raise UserError(
                _("Customer {number} was erased, so there is nothing to print of them. Nothing was printed.").format(number=each.number)
            )
    return found


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.customer_sheet_pages import draw_pages

    draw_pages(data, path)


def _sheet(found: Party, wanted: CustomerSheetParameters, today: date, zone: ZoneInfo) -> CustomerSheet:
    history = tuple(each for each in _history(found.id, zone) if _is_within(each.day, wanted.since, wanted.until))
    counts = dict.fromkeys(KINDS, 0)
    for each in history:
        counts[each.kind] += 1
    counted = tuple(Counted(kind, count) for kind, count in counts.items() if count)
    return CustomerSheet(today, wanted.since, wanted.until, found, counted, _sums(history, found.currency), history)


def _history(customer_id: int, zone: ZoneInfo) -> Iterator[Happened]:
    """Newest first, read in gulps: there is no end to how much may have happened."""
    ids = timeline_ids(customer_id)
    for start in range(0, len(ids), _GULP):
        some = ids[start : start + _GULP]
        rows = entries(some)
        yield from (_happened(rows[entry], zone) for entry in some if entry in rows)


def _happened(entry: Entry, zone: ZoneInfo) -> Happened:
    day, at = _when(entry.record, zone)
    return Happened(entry.kind, day, at, entry.record)


def _when(row: Record, zone: ZoneInfo) -> tuple[date | None, datetime | None]:
    kind = type(row)
    if kind in _DAYS:
        return _DAYS[kind](row), None
    if kind in _PLANNED:
        day, time, moment = _PLANNED[kind](row)
        return (day, None) if day is None or not time else (local_day(moment, zone), moment)
    moment = _MOMENTS[kind](row)
    return local_day(moment, zone), moment if isinstance(row, InteractionRow) else None


def _is_within(day: date | None, since: date | None, until: date | None) -> bool:
    """What has no day yet is still to come."""
    return until is None if day is None else (since is None or since <= day) and (until is None or day <= until)


def _sums(history: tuple[Happened, ...], first: str) -> tuple[Sums, ...]:
    """Each currency for itself, the company's first."""
    found: dict[str, list[Decimal]] = {}
    for each in history:
        sized = _sized(each.record)
        if sized is not None:
            currency, place, amount = sized
            found.setdefault(currency, [ZERO] * 4)[place] += amount
    return tuple(Sums(currency, *found[currency]) for currency in sorted(found, key=lambda code: (code != first, code)))


def _sized(row: Record) -> tuple[str, int, Decimal] | None:
    """Currency, place in `Sums` and amount; None for what is no money."""
    if isinstance(row, OrderRow) and row.state in _BINDING:
        return row.currency, 0, row.total
    if isinstance(row, InvoiceRow):
        return row.currency, 1, -row.total if row.kind == InvoiceKind.CREDIT_NOTE else row.total
    if isinstance(row, PaymentRow) and row.status == PaymentStatus.CAPTURED and row.method not in NO_MONEY:
        return row.currency, 3 if row.direction == Flow.OUT else 2, row.amount
    return None

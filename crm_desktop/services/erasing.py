"""Making a person unknown: here, in history, in search and in what was not saved yet. What an invoice states stays until it may go.

Sums and states stay; what people wrote about or for the person does not. What was erased, and what was kept and why, is written down.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import CustomerStatus, FollowUpState
from crm_desktop.core.kinds_of_trade import AppointmentState
from crm_desktop.core.retention import Kept, months_kept
from crm_desktop.core.rights import Right
from crm_desktop.data.attachment_contents import drop_contents
from crm_desktop.data.audit import former_hanging, former_parts
from crm_desktop.data.erased import leave_no_page, remember_erased
from crm_desktop.data.fields import is_personal
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    RECORDS,
    Appointment,
    AppointmentReminder,
    Attendee,
    Company,
    Contact,
    ContactPoint,
    Customer,
    FollowUp,
    Interaction,
    Invoice,
    Order,
    Record,
    Reminder,
    RetentionRun,
    ReturnRequest,
    SavedView,
)
from crm_desktop.data.models.party import Attachment, Hanging, Tag
from crm_desktop.data.rows import parents
from crm_desktop.data.search import forget_removed
from crm_desktop.queries.belongings import Owned, hanging_on, ids_where, persons_of, rows_of_theirs
from crm_desktop.services.erasing_typed import AnyOf, Known, forget_typed
from crm_desktop.services.erasing_views import forget_views
from crm_desktop.services.shelves import demand_nothing_under_way


def erase_customer(customer_id: int, by: Actor, key: str | None = None) -> Change:
    """Anonymise a person, with whoever was merged into them. Cannot be undone. Raises NotAllowed while something is under way for them.

    Invoices keep name and address as long as the law wants them; the protocol, `list erasures`, names them.
    """
    with operation(N_("Erased customer {number}"), by, may=Right.ERASE, key=key, final=True) as done:
        customer = Customer.get_or_none(id=customer_id)
        if customer is None:
            raise UserError(_("This customer is not there any more. Nothing was changed."))
        persons = persons_of(customer)
        _demand_free(persons)
        Erasure(persons, done, by).run()
        done.numbers["number"] = persons[0].number
    leave_no_page()
    remember_erased()
    return done.change


def erase_kept_invoices(by: Actor, key: str | None = None) -> Change:
    """Names and addresses on invoices of persons who were erased, once nothing requires them any more. Cannot be undone."""
    with operation(N_("Erased what {count} invoices kept"), by, may=Right.ERASE, key=key, final=True) as done:
        of_erased = Invoice.select().join(Customer).where(Customer.status == CustomerStatus.ANONYMISED, Invoice.name != "")
        due = [invoice for invoice in of_erased if _may_go(invoice)]
        if not due:
            raise UserError(_("No invoice of an erased person has been kept for long enough yet. Nothing was erased."))
        for invoice in due:
            blank_row(invoice, done)
        _drop(Attachment, {Invoice._meta.table_name: {invoice.id for invoice in due}}, done)
        done.at_end(lambda _operation: forget_removed())
        done.numbers["count"] = len(due)
        write_down(by, done, {"invoices_erased": [invoice.number for invoice in due]})
    return done.change


class WhatGoes(NamedTuple):
    """What erasing a person takes, and what it cannot: numbers of invoices, with the last day they keep name and address."""

    names: tuple[str, ...]
    interactions: int
    documents: int
    kept: tuple[tuple[str, date], ...]


def what_goes(customer_id: int) -> WhatGoes:
    """Before anybody is erased. Raises NotAllowed while something is under way for them."""
    customer = Customer.get_or_none(id=customer_id)
    if customer is None:
        raise UserError(_("This customer is not there any more. Nothing was changed."))
    persons = persons_of(customer)
    ids = [person.id for person in persons]
    _demand_free(persons)
    invoices = list(Invoice.select().where(Invoice.customer.in_(ids)).order_by(Invoice.id))
    holders: dict[type[Record], list[int]] = {Customer: ids}
    holders |= {model: list(ids_where(model, "customer", ids)) for model in (Order, Interaction, ReturnRequest, FollowUp)}
    files = sum(len(list(hanging_on(Attachment, model._meta.table_name, theirs))) for model, theirs in holders.items())
    kept = tuple((invoice.number, _until(invoice)) for invoice in invoices if not _may_go(invoice))
    return WhatGoes(tuple(person.name for person in persons), len(holders[Interaction]), files, kept)


def _demand_free(persons: list[Customer]) -> None:
    """Raises NotAllowed where something is under way for them, or a legal matter needs them."""
    demand_nothing_under_way([person.id for person in persons])
    held = next((person for person in persons if person.legal_hold), None)
    if held is not None:
        raise NotAllowed(
            _("{number} is kept for a legal matter: {why}. Nothing was erased; an owner can take that back first.").format(
                number=held.number, why=held.legal_hold
            )
        )


class Erasure:
    """`_owned` are all rows that belong to these persons, `_gone` those that only history knows."""

    def __init__(self, persons: list[Customer], done: Done, by: Actor) -> None:
        self._persons, self._done, self._by = persons, done, by
        self._owned: Owned = {Customer: {person.id for person in persons}}
        self._gone: Owned = defaultdict(set)
        self._counts: dict[str, int] = {}
        self._kept: list[dict[str, str]] = []

    def run(self) -> None:
        words = self._words()
        for model in RECORDS:
            if model is not Customer and not issubclass(model, Hanging):
                self._owned[model] = set(rows_of_theirs(model, self._owned))
                self._gone[model] = self._former(model)
        known = Known(words, self._numbers(), {model: ids | self._gone[model] for model, ids in self._owned.items()} | self._files())
        self._close()
        self._drop_what_hangs()
        for model in RECORDS:
            if any(map(is_personal, model._meta.sorted_fields)) and not issubclass(model, Hanging):
                self._erase(model)
        views = forget_views(AnyOf(words), self._done)
        self._counts |= {SavedView._meta.table_name: views} if views else {}
        self._done.at_end(lambda _operation: forget_typed(known))
        self._done.at_end(lambda _operation: forget_removed())
        merged = [person.number for person in self._persons[1:]]
        protocol = {"customer": self._persons[0].number, "merged": merged, "erased": self._counts, "invoices_kept": self._kept}
        write_down(self._by, self._done, protocol)

    def _words(self) -> frozenset[str]:
        """What the persons, and the people of a company, can be known by in texts that belong to no record."""
        names = {getattr(person, name) for person in self._persons for name in ("number", "name", "legal_name", "last_name")}
        people = Contact.select().where(Contact.customer.in_(self._persons))
        points = ContactPoint.select().where(ContactPoint.customer.in_(self._persons))
        said = {word for contact in people for word in (contact.name, contact.last_name)}
        return frozenset(names | said | {word for point in points for word in (point.value, point.normal)})

    def _numbers(self) -> frozenset[str]:
        """Of what is theirs alone: nobody else's form speaks of it."""
        numbered = [model for model in self._owned if "number" in model._meta.fields]
        return frozenset(row.number for model in numbered for row in _rows(model, self._owned))

    def _files(self) -> Owned:
        theirs = {model._meta.table_name: ids for model, ids in self._owned.items()}
        return {Attachment: {row.id for table, ids in theirs.items() for row in hanging_on(Attachment, table, ids)}}

    def _former(self, model: type[Record]) -> set[int]:
        """Whole and part alike may be gone: a logged call that was undone, with what was noted of it."""
        names = dict(parents(model))
        name = "customer" if "customer" in names else model.part_of
        if name is None:
            return set()
        whole = self._owned.get(names[name], set()) | self._gone.get(names[name], set())
        return former_parts(model._meta.table_name, name, whole) - self._owned[model] if whole else set()

    def _close(self) -> None:
        """Nobody can be called back or met any more."""
        for follow_up in _rows(FollowUp, self._owned):
            if follow_up.state == FollowUpState.OPEN:
                follow_up.state, follow_up.completed_at = FollowUpState.CANCELLED, utc_now()
                self._done.save(follow_up)
        for appointment in _rows(Appointment, self._owned):
            if appointment.state == AppointmentState.PLANNED:
                appointment.state = AppointmentState.CANCELLED
                self._done.save(appointment)
        for model in (Reminder, AppointmentReminder):
            for notice in _rows(model, self._owned):
                notice.cancelled = True
                self._done.save(notice)

    def _drop_what_hangs(self) -> None:
        """Files on anything of theirs but an invoice that is kept, and words on the persons themselves."""
        theirs = {model._meta.table_name: ids | self._gone[model] for model, ids in self._owned.items()}
        theirs[Invoice._meta.table_name] -= {invoice.id for invoice in _rows(Invoice, self._owned) if not _may_go(invoice)}
        persons = {Customer._meta.table_name: self._owned[Customer]}
        for model, holders in ((Tag, persons), (Attachment, theirs)):
            count = _drop(model, holders, self._done)
            self._counts |= {model._meta.table_name: count} if count else {}

    def _erase(self, model: type[Record]) -> None:
        rows = list(_rows(model, self._owned))
        if model is Invoice:
            self._kept = [{"number": row.number, "until": _until(row).isoformat()} for row in rows if not _may_go(row)]
            rows = [row for row in rows if _may_go(row)]
        if model is Attendee:
            rows = [row for row in rows if row.staff_id is None]
        for row in rows:
            if isinstance(row, Customer):
                row.status = CustomerStatus.ANONYMISED
            blank_row(row, self._done)
        for row_id in self._gone.get(model, ()):
            self._done.erase(model, row_id)
        self._counts |= {model._meta.table_name: len(rows)} if rows else {}


def blank_row(row: Record, done: Done) -> None:
    for field in filter(is_personal, row._meta.sorted_fields):
        setattr(row, field.name, "{}" if field.name == "custom" else "")
    done.save(row)
    done.erase(type(row), row.id)


def _drop(model: type[Hanging], holders: Mapping[str, Collection[int]], done: Done) -> int:
    """How many hung on these records, by their tables. Contents of files go too, also of those that hung there before."""
    rows = [row for table, ids in holders.items() for row in hanging_on(model, table, ids)]
    former = former_hanging(model._meta.table_name, holders)
    for row in rows:
        done.delete(row)
    for row_id in former.keys() | {row.id for row in rows}:
        done.erase(model, row_id)
    hashes = {row.sha256 for row in rows if isinstance(row, Attachment)} | set(filter(None, former.values()))
    done.at_end(lambda _operation: drop_contents(hashes))
    return len(rows)


def _until(invoice: Invoice) -> date:
    """The last day on which an invoice has to say whom it was for."""
    years = months_kept(Company.the().retention, Kept.INVOICES) // 12
    return date(invoice.issued_on.year + years, 12, 31)


def _may_go(invoice: Invoice) -> bool:
    return _until(invoice) < local_day(utc_now(), zone_of(Company.the().zone))


def write_down(by: Actor, done: Done, result: dict[str, Any]) -> None:
    """Numbers and ids, never names."""

    def note(operation_id: int) -> None:
        text = json.dumps({"operation": operation_id, **result}, sort_keys=True)
        RetentionRun.create(at=utc_now(), staff_id=by.id, result=text)

    done.at_end(note)


def _rows(model: type[Any], owned: Owned) -> Iterator[Any]:
    return (model.get_by_id(row_id) for row_id in sorted(owned.get(model, ())))

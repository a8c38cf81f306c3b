"""Which kept counts an operation reached: they are forgotten, and whoever looks at them next counts them anew.

Forgetting too much costs time, forgetting too little would tell what is not so: where many rows were reached, all of a subject goes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from crm_desktop.core.kept_counts import Subject
from crm_desktop.data import contact_days
from crm_desktop.data.contact_days import DAY, HOUR, WEEK
from crm_desktop.data.database import database, execute, fetch
from crm_desktop.data.kept import BY_WAY
from crm_desktop.data.models import (
    Address,
    BusinessHours,
    CaseEvent,
    Company,
    ContactReason,
    Customer,
    Holiday,
    Interaction,
    KnowledgeUse,
    Order,
    OrderLine,
    Payment,
    Record,
    ReturnLine,
    Shipment,
    SupportCase,
    Survey,
    SurveyResponse,
)

Ids = Mapping[type[Record], Collection[int]]
MOMENTS: Mapping[type[Record], str] = {
    Interaction: "started_at",
    SupportCase: "opened_at",
    CaseEvent: "at",
    Order: "ordered_at",
    Payment: "received_at",
    SurveyResponse: "answered_at",
}
"""The column that says when it was; what a row held there before counts too."""
_GAP = 2 * WEEK
"""Moments no farther apart are one stretch."""
_MANY, _SOME = 2_000, 100
_HOURS = (BusinessHours, Holiday, Company)
_REASONS = tuple(BY_WAY.values())
_COUNTED: tuple[tuple[type[Record], tuple[Subject, ...]], ...] = (
    (Interaction, (*_REASONS, Subject.CONTACTS_WITH_KNOWLEDGE, Subject.ACTIVE_CUSTOMERS, Subject.CUSTOMERS_AT_RISK)),
    (Order, (Subject.TRADE, Subject.ACTIVE_CUSTOMERS)),
    (Payment, (Subject.TRADE,)),
    (SupportCase, (Subject.CUSTOMERS_AT_RISK,)),
    (SurveyResponse, (Subject.CUSTOMERS_AT_RISK,)),
)
"""What counts when it was, and for which subjects."""
_WAYS: tuple[tuple[type[Record], type[Record], str, Subject], ...] = (
    (Shipment, Order, "order_id", Subject.REASONS_BY_CARRIER),
    (OrderLine, Order, "order_id", Subject.REASONS_BY_PRODUCT),
    (Address, Customer, "customer_id", Subject.REASONS_BY_REGION),
    (KnowledgeUse, Interaction, "id", Subject.CONTACTS_WITH_KNOWLEDGE),
)
"""What counts with contacts, whom it belongs to, by which column a contact names that, and the subject it is counted for."""


def forget(moments: Ids, changed: Ids, reached: Ids) -> None:
    """`moments` of `MOMENTS`, before and after; `changed` are rows that changed themselves, `reached` also those that they refer to."""
    _forget_beside(moments.get(Interaction, ()), reached.get(Customer, ()))
    for model, subjects in _COUNTED:
        for first, last in _stretches(moments.get(model, ())):
            _forget(subjects, first, last)
    for model, whole, column, subject in _WAYS:
        if changed.get(model) and _is_kept(subject):
            _forget_contacts(subject, column, reached.get(whole, ()))
    if (changed.get(OrderLine) or changed.get(ReturnLine)) and _is_kept(Subject.TRADE):
        _forget_orders(reached.get(Order, ()))
    if changed.get(ContactReason) or changed.get(Survey):
        _forget((Subject.CUSTOMERS_AT_RISK,), None, None)
    if any(changed.get(model) for model in _HOURS):
        _forget((Subject.CASES,), None, None)
    elif changed.get(SupportCase) or changed.get(CaseEvent):
        _forget_cases([*moments.get(SupportCase, ()), *moments.get(CaseEvent, ())], reached.get(SupportCase, ()))


def first_and_last(moments: Iterable[int]) -> set[int]:
    """Of each hour that any of them lies in. What is forgotten for these is what would be for all of them."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for moment in moments:
        hour = moment // HOUR
        first[hour] = min(moment, first.get(hour, moment))
        last[hour] = max(moment, last.get(hour, moment))
    return {*first.values(), *last.values()}


def _forget_beside(held: Collection[int], customers: Collection[int]) -> None:
    """A contact makes others of the same customer a repeat, or answered, up to a week away. Of many, all that week is forgotten."""
    reach, gap = 0, DAY
    if len(held) > _SOME or len(customers) > _SOME:
        reach, gap = WEEK, _GAP
    elif held and customers:
        marks = ", ".join([database.param] * len(customers))
        text = f"SELECT started_at FROM interaction WHERE customer_id IN ({marks}) AND started_at >= {{0}} AND started_at <= {{0}}"
        rows = fetch(text.format(database.param), (*customers, min(held) - WEEK, max(held) + WEEK))
        held = {*held, *(row[0] for row in rows)}
    for first, last in _stretches(held, gap):
        contact_days.forget(first - reach, last + reach)
        _forget((Subject.CAME_AGAIN, Subject.CONTACTS, Subject.CONTACTS_BY_CHANNEL), first - reach, last + reach)


def _forget_contacts(subject: Subject, column: str, ids: Collection[int]) -> None:
    if len(ids) > _MANY:
        _forget((subject,), None, None)
    elif ids:
        marks = ", ".join([database.param] * len(ids))
        rows = fetch(f"SELECT DISTINCT started_at FROM interaction WHERE {column} IN ({marks})", tuple(ids))
        for first, last in _stretches(row[0] for row in rows):
            _forget((subject,), first, last)


def _forget_orders(ids: Collection[int]) -> None:
    """Lines say what was sold, and returned ones what was sent again."""
    if len(ids) > _MANY:
        _forget((Subject.TRADE,), None, None)
    elif ids:
        marks = ", ".join([database.param] * len(ids))
        rows = fetch(f"SELECT ordered_at FROM sales_order WHERE id IN ({marks})", tuple(ids))
        for first, last in _stretches(row[0] for row in rows):
            _forget((Subject.TRADE,), first, last)


def _forget_cases(moments: Sequence[int], ids: Collection[int]) -> None:
    """From the first moment that is told of them: what comes later may say of any time since whether a case came back."""
    if len(ids) > _MANY:
        _forget((Subject.CASES,), None, None)
    elif _is_kept(Subject.CASES):
        marks = ", ".join([database.param] * len(ids)) or "NULL"
        text = (
            f"SELECT MIN(at) FROM case_event WHERE case_id IN ({marks}) UNION SELECT MIN(opened_at) FROM support_case WHERE id IN ({marks})"
        )
        known = [row[0] for row in fetch(text, (*ids, *ids)) if row[0] is not None]
        _forget((Subject.CASES,), min([*moments, *known], default=None), None)


def _stretches(moments: Iterable[int], gap: int = _GAP) -> Iterator[tuple[int, int]]:
    first = last = None
    for moment in sorted(moments):
        if first is None or last is None or moment - last > gap:
            if first is not None and last is not None:
                yield first, last
            first = moment
        last = moment
    if first is not None and last is not None:
        yield first, last


def _forget(subjects: Sequence[Subject], first: int | None, last: int | None) -> None:
    """What has any moment from first to last in it; None: the beginning, and the end, of all times."""
    text = f"DELETE FROM kept_count WHERE subject IN ({', '.join('?' * len(subjects))})"
    params: list[Any] = [*subjects]
    for condition, moment in (("starts_at <= ?", last), ("ends_at > ?", first)):
        if moment is not None:
            text += f" AND {condition}"
            params.append(moment)
    execute(text.replace("?", database.param), params)


def _is_kept(subject: Subject) -> bool:
    return bool(fetch("SELECT 1 FROM kept_count WHERE subject = ? LIMIT 1".replace("?", database.param), (subject,)))

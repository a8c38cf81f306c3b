"""Writes invented cases into the store: the cases before the contacts they came with, and what happened to them afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm_desktop.core.kinds_of_service import CaseEventKind
from crm_desktop.data.models import CaseEvent, CaseRemedy, CaseStatus, SupportCase
from crm_desktop.data.numbering import next_numbers
from crm_desktop.sample.cases import Asked, Step
from crm_desktop.sample.filling import Filling

_OF_STATUS = (CaseEventKind.OPENED, CaseEventKind.STATUS, CaseEventKind.REOPENED)


class CaseFilling:
    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._statuses = {row.kind: row.id for row in CaseStatus.select().order_by(CaseStatus.position.desc())}

    def cases(self, asked: Sequence[Asked]) -> dict[int, int]:
        """The id of each by the place of its contact."""
        filling = self._filling
        columns = (
            "number", "customer_id", "contact_id", "caller", "channel_id", "kind", "subject", "description", "reason_id", "priority",
            "status_id", "assignee_id", "order_id", "opened_at", "validity", "cause", "closes_on", "state",
        )  # fmt: skip
        rows = (
            (
                number, filling.customer(each.contacted.customer), filling.contact(each.contacted.customer, each.contacted.contact),
                each.contacted.caller, filling.channel(each.contacted.channel), each.kind, each.subject, each.contacted.notes,
                filling.reason(each.contacted.reason), each.priority, self._statuses[each.state], filling.member(each.owner),
                filling.sale(each.contacted.sale), each.contacted.at, each.validity, each.cause, each.closes_on.isoformat(), each.state,
            )
            for number, each in zip(next_numbers(SupportCase, len(asked)), asked, strict=True)
        )  # fmt: skip
        ids = filling.insert(SupportCase, columns, rows)
        return {each.place: row_id for each, row_id in zip(asked, ids, strict=True)}

    def events(self, asked: Sequence[Asked], cases: Mapping[int, int], contacts: Sequence[int]) -> None:
        """`contacts`: ids of the contacts, by place."""
        columns = ("case_id", "at", "staff_id", "kind", "before", "after", "state", "note", "visibility", "interaction_id")
        rows = (self._event(cases[each.place], step, contacts[each.place], each.owner) for each in asked for step in each.steps)
        self._filling.insert(CaseEvent, columns, rows)
        given = (
            (cases[each.place], each.remedy[1], self._filling.currency, each.remedy[0], self._filling.member(each.owner))
            for each in asked
            if each.remedy is not None
        )
        self._filling.insert(CaseRemedy, ("case_id", "kind", "currency", "at", "staff_id"), given)

    def _event(self, case_id: int, step: Step, contact_id: int, owner: int) -> tuple[Any, ...]:
        after = step.after
        if step.kind in _OF_STATUS:
            after = str(self._statuses[step.after])
        elif step.kind == CaseEventKind.ASSIGNED:
            after = str(self._filling.member(owner))
        return (
            case_id, step.at, self._filling.member(step.staff), step.kind, "", after, step.state, step.note, step.visibility,
            contact_id if step.of_contact else None,
        )  # fmt: skip

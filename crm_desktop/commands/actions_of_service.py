"""What `do` can do at the service desk."""

from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.models import CasePayment, SupportCase
from crm_desktop.services import case_joining, case_lists, case_steps, cases, complaints


def _case(row: SupportCase) -> dict[str, Any]:
    links = CasePayment.select().where(CasePayment.case == row).order_by(CasePayment.id)
    return {
        **same_names(cases.CaseInput, row, without={"interaction_id", "custom", "payment_ids"}),
        "payment_ids": tuple(link.payment_id for link in links),
    }


def close_due_cases(by: Actor) -> Change:
    """What the program does by itself while its window is open, for those who let it run by the clock."""
    demand(by, Right.HANDLE_CASES)
    return case_steps.close_due_cases()


ACTIONS = (
    Action("open-case", N_("Something a customer wants settled."), cases.open_case),
    Action("change-case", N_("Change what is given of a case."), cases.change_case, _case),
    Action("set-case-status", N_("Where a case stands."), case_steps.set_case_status),
    Action("assign-case", N_("In whose hands a case is; empty: nobody's."), case_steps.assign_case),
    Action("set-case-priority", N_("How urgent a case is."), case_steps.set_case_priority),
    Action("note-case", N_("A note on a case, for us or what the customer was told."), case_steps.note_case),
    Action("solve-case", N_("A case is solved."), case_steps.solve_case),
    Action("reopen-case", N_("A solved case comes back."), case_steps.reopen_case),
    Action("close-case", N_("Nothing more is expected of a solved case."), case_steps.close_case),
    Action("close-due-cases", N_("Close the solved cases whose day has come."), close_due_cases),
    Action("merge-cases", N_("A case is part of another, which goes on for both."), case_joining.merge_cases),
    Action("split-case", N_("A case of its own for what came up beside another."), case_joining.split_case),
    Action("set-case-parent", N_("A case is an incident of a problem; empty: of none."), case_joining.set_case_parent),
    Action("judge-complaint", N_("Whether a complaint is valid, and where it came from."), complaints.judge_complaint),
    Action("give-remedy", N_("What makes a case good, and the refund, voucher or order with it."), complaints.give_remedy),
    Action("tick-item", N_("What is on a case's checklist is done."), complaints.tick_item),
    Action("add-case-status", N_("A name for where cases stand."), case_lists.add_case_status),
    Action("change-case-status", N_("Rename or retire a status of cases."), case_lists.change_case_status),
    Action("add-checklist-item", N_("What is checked in cases of a kind."), case_lists.add_checklist_item),
    Action("change-checklist-item", N_("Rename or retire what is checked in cases of a kind."), case_lists.change_checklist_item),
)

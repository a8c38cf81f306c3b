"""What `do` can do at the service desk."""

from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.i18n import N_
from crm_desktop.data.models import SupportCase
from crm_desktop.services import case_lists, cases


def _case(row: SupportCase) -> dict[str, Any]:
    return same_names(cases.CaseInput, row, without={"interaction_id", "custom"})


ACTIONS = (
    Action("open-case", N_("Something a customer wants settled."), cases.open_case),
    Action("change-case", N_("Change what is given of a case."), cases.change_case, _case),
    Action("add-case-status", N_("A name for where cases stand."), case_lists.add_case_status),
    Action("change-case-status", N_("Rename or retire a status of cases."), case_lists.change_case_status),
    Action("add-checklist-item", N_("What is checked in cases of a kind."), case_lists.add_checklist_item),
    Action("change-checklist-item", N_("Rename or retire what is checked in cases of a kind."), case_lists.change_checklist_item),
)

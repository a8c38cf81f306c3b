"""Which open case of a customer something is about."""

from collections.abc import Sequence
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.queries.case_pages import CaseRef
from crm_desktop.ui.widgets.late_choice import LateChoice


class CaseChoice(LateChoice):
    def offer_cases(self, cases: Sequence[CaseRef]) -> None:
        self.offer([(_("No case"), None), *((f"{each.number} {each.subject}", each.id) for each in cases)])

    def pair(self) -> list[Any] | None:
        """Id and words."""
        case_id = self.value()
        return [case_id, self.shown(case_id)] if case_id else None

    def fill(self, given: Sequence[Any] | None) -> None:
        if given:
            self.know(*given)
        self.choose(given[0] if given else None)

"""Drawing by lot what is judged, and planning one conversation by hand."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.quality_score import AssessmentKind
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.assessment_sheets import ScorecardSheet, scorecards
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.services.assessments import AssessmentInput, plan_assessment
from crm_desktop.services.quality_samples import MOST_DRAWN, SampleInput, draw_sample
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import Field, choice_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.words_of_quality import ASSESSMENT_KINDS

_FEW = 4


class SampleDialog(FormDialog):
    """So many conversations of one person and month; last month, unless somebody says otherwise."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Draw conversations by lot"), _("Draw"), parent)
        last = desk.formats.today().replace(day=1) - timedelta(days=1)
        self.staff, self.card, self.count = LateChoice(), LateChoice(), number_box(1, MOST_DRAWN, _FEW)
        self.month = QDateEdit(QDate(last.year, last.month, 1))
        self.month.setDisplayFormat("MMMM yyyy")
        self.month.setCalendarPopup(True)
        said = _("Chance decides, so that nobody can say they were picked. What it was drawn from is kept with the draw.")
        self.form.add(label(said, "soft", wrap=True))
        self._staff_row = self.form.add_row(_("&Whose"), self.staff)
        self.form.add_row(_("&Month"), self.month, _("What was judged already, and what nobody took, is not drawn."))
        self.form.add_row(_("How m&any"), self.count)
        self._card_row = self.form.add_row(_("&Scorecard"), self.card)
        self.fields.add(
            late_field("staff", _("Whose"), self.staff), late_field("card", _("Scorecard"), self.card),
            Field("count", _("How many"), self.count.value, self.count.setValue, self.count.valueChanged),
        )  # fmt: skip
        self.begin_with({})
        desk.jobs.read(self, _known, self._offer)
        self.fit(440)
        self.staff.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if self.staff.value() is None:
            self._staff_row.mark(_("Choose a colleague."))
            return None
        if self.card.value() is None:
            self._card_row.mark(_("No scorecard is in use. Put one to use with “Scorecards …” first."))
            return None
        month = self.month.date().toString("yyyy-MM")
        wanted = SampleInput(self.card.value(), self.staff.value(), month, self.count.value())
        return partial(draw_sample, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("Drawn. What is to be judged stands in the list.")

    def _offer(self, found: tuple[Choices, list[ScorecardSheet]]) -> None:
        people, cards = found
        self.staff.offer((each.name, each.id) for each in people.staff if each.id != self.desk.by.id)
        self.card.offer((f"{card.name} {card.edition}", card.id) for card in cards)
        self.base.update(self.fields.values())


class PlanDialog(FormDialog):
    """One call or case to be judged."""

    def __init__(self, desk: Desk, interaction_id: int | None, case_id: int | None, called: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Plan an assessment"), _("Plan it"), parent)
        self._interaction, self._case, self.makes = interaction_id, case_id, Entity.ASSESSMENT
        self.kind, self.card, self.staff, self.reviewer = QComboBox(), LateChoice(), LateChoice(), LateChoice()
        may = Right.ASSESS in RIGHTS[desk.by.role]
        for kind, words in ASSESSMENT_KINDS.items():
            if may or kind in (AssessmentKind.SELF, AssessmentKind.PEER):
                self.kind.addItem(_(words), kind)
        self.form.add(label(called, "soft", wrap=True))
        self.form.add_row(_("&Kind"), self.kind, _("Calibration: several judge the same conversation, to see how far they are apart."))
        self._card_row = self.form.add_row(_("&Scorecard"), self.card)
        reviewer = self.form.add_row(_("&Reviewer"), self.reviewer)
        reviewer.setVisible(may)
        self.places["reviewer_id"] = reviewer
        self.fields.add(choice_field("kind", _("Kind"), self.kind), late_field("card", _("Scorecard"), self.card))
        self.begin_with({})
        desk.jobs.read(self, _known, self._offer)
        self.fit(440)
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if self.card.value() is None:
            self._card_row.mark(_("No scorecard is in use. Put one to use with “Scorecards …” first."))
            return None
        kind = AssessmentKind(self.kind.currentData())
        wanted = AssessmentInput(
            self.card.value(), kind, self._interaction, self._case, reviewer_id=self.reviewer.value() if self.reviewer.isVisible() else None
        )
        return partial(plan_assessment, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("Assessment {number} is planned.").format(number=self.change.number)

    def _offer(self, found: tuple[Choices, list[ScorecardSheet]]) -> None:
        people, cards = found
        self.card.offer((f"{card.name} {card.edition}", card.id) for card in cards)
        self.reviewer.offer((each.name, each.id) for each in people.staff)
        self.reviewer.choose(self.desk.by.id)
        self.base.update(self.fields.values())


def _known() -> tuple[Choices, list[ScorecardSheet]]:
    return choices(), scorecards(in_use=True)

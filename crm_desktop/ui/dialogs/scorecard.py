"""The form of a scorecard: its criteria, what each can be given, how much it weighs, and which are fatal."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.quality_score import CriterionScale
from crm_desktop.queries.assessment_sheets import ScorecardSheet
from crm_desktop.services.scorecards import HEAVIEST, CriterionInput, ScorecardInput, add_scorecard, change_scorecard
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import Field, check_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import label, row
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.widgets.rows_editor import EditorRow, RowsEditor
from crm_desktop.ui.words_of_quality import SCALES


class CriterionRow(EditorRow):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("this criterion"), parent)
        self.text, self.section, self.guidance = QLineEdit(), QLineEdit(), QLineEdit()
        self.scale, self.weight, self.fatal = QComboBox(), number_box(0, HEAVIEST, 10), QCheckBox(_("fatal"))
        self.fatal.setToolTip(_("The worst of it makes the whole assessment 0."))
        for scale, words in SCALES.items():
            self.scale.addItem(_(words), scale)
        for field, name in (
            (self.text, _("Criterion")), (self.section, _("Section")), (self.guidance, _("Guidance")), (self.scale, _("Scale")),
            (self.weight, _("Weight")),
        ):  # fmt: skip
            field.setAccessibleName(name)
        self.text.setPlaceholderText(_("What is judged"))
        self.section.setPlaceholderText(_("Section"))
        self.guidance.setPlaceholderText(_("What counts as good"))
        first, second = row(self.text, self.section), row(self.scale, label(_("weight")), self.weight, self.fatal, 1)
        first.setStretch(0, 2)
        first.setStretch(1, 1)
        self.body.addLayout(first)
        self.body.addLayout(second)
        self.body.addWidget(self.guidance)
        for signal in (
            self.text.textChanged, self.section.textChanged, self.guidance.textChanged, self.scale.currentIndexChanged,
            self.weight.valueChanged, self.fatal.toggled,
        ):  # fmt: skip
            signal.connect(self.touched)

    def start(self) -> None:
        self.text.setFocus()

    def values(self) -> list[object]:
        if not self.text.text().strip():
            return []
        return [
            self.text.text(), self.section.text(), self.guidance.text(), str(self.scale.currentData()), self.weight.value(),
            self.fatal.isChecked(),
        ]  # fmt: skip

    def fill(self, values: Sequence[Any]) -> None:
        text, section, guidance, scale, weight, fatal = values
        self.text.setText(text)
        self.section.setText(section)
        self.guidance.setText(guidance)
        self.scale.setCurrentIndex(self.scale.findData(CriterionScale(scale)))
        self.weight.setValue(weight)
        self.fatal.setChecked(fatal)


class ScorecardDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: ScorecardSheet | None = None, parent: QWidget | None = None) -> None:
        """`sheet` None: a new one."""
        title = _("Change “{name}”").format(name=sheet.name) if sheet else _("New scorecard")
        super().__init__(desk, title, _("Save"), parent)
        self._sheet = sheet
        self.name, self.peers, self.note = QLineEdit(), QCheckBox(_("Colleagues may judge each other by it")), NotesEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(sized(52))
        self.criteria: RowsEditor[CriterionRow] = RowsEditor(CriterionRow, _("Another criterion"))
        self._name_row = self.form.add_row(_("&Name"), self.name)
        self.form.add_row(_("&Peers"), self.peers)
        self.form.add_row(_("N&ote"), self.note)
        self._criteria_row = self.form.add_row(
            _("&Criteria"), self.criteria, _("Weights count by their proportions; they need not add up to 100.")
        )
        self.form.add(QWidget(), 1)
        self.fields.add(
            line_field("name", _("Name"), self.name), check_field("peers", _("Peers"), self.peers),
            text_field("note", _("Note"), self.note),
            Field("criteria", _("Criteria"), self.criteria.values, self.criteria.fill, self.criteria.changed),
        )  # fmt: skip
        self.begin_with(_values(sheet) if sheet else {}, sheet.version if sheet else 0)
        self.keep_changes(f"scorecard {sheet.id}" if sheet else "new scorecard")
        open_at(self, 640, 680)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.name.text().strip():
            self._name_row.mark(_("By what name you will know it."))
            return None
        if not self.criteria.values():
            self._criteria_row.mark(_("A scorecard needs a criterion."))
            return None
        criteria = tuple(_criterion(values) for values in self.criteria.values())
        wanted = ScorecardInput(self.name.text(), self.peers.isChecked(), self.note.toPlainText(), criteria)
        if self._sheet is None:
            return partial(add_scorecard, wanted, self.desk.by, self.key)
        return partial(change_scorecard, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("“{name}” was saved.").format(name=self.name.text().strip())


def _values(sheet: ScorecardSheet) -> dict[str, Any]:
    criteria = [[each.text, each.section, each.guidance, each.scale, each.weight, each.fatal] for each in sheet.criteria]
    return {"name": sheet.name, "peers": sheet.peers, "note": sheet.note, "criteria": criteria}


def _criterion(values: Sequence[Any]) -> CriterionInput:
    text, section, guidance, scale, weight, fatal = values
    return CriterionInput(text, section, guidance, CriterionScale(scale), weight, fatal)

"""The steps of a script, one below the other, and beside them what the chosen one says, asks and leads to."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind
from crm_desktop.core.plain import from_plain, to_plain
from crm_desktop.core.script_flow import ScriptStep, Way
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import button, column, empty, label, row
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.words_of_knowledge import ANSWER_KINDS, NODE_KINDS

_LIST_WIDTH, _SAY_HEIGHT = 210, 76
_MOST_SECONDS = 3600


class ScriptEditor(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[ScriptStep] = []
        self._is_showing = False
        self.list = QListWidget()
        self.list.setFixedWidth(sized(_LIST_WIDTH))
        self.list.setAccessibleName(_("Steps"))
        self.add = button("", "plus", tip=_("Another step, after the chosen one"))
        self.remove = button("", "trash-2", tip=_("Take the chosen step out"))
        self.up, self.down = button("", "chevron-up", tip=_("Earlier")), button("", "chevron-down", tip=_("Later"))
        self.name, self.ask, self.choices = NoteLine(), NoteLine(), NoteLine()
        self.kind, self.answer, self.then, self.article = QComboBox(), QComboBox(), QComboBox(), LateChoice()
        self.say, self.required, self.seconds = NotesEdit(), QCheckBox(_("It &must be done")), number_box(0, _MOST_SECONDS)
        self._ways = QVBoxLayout()
        self._to: dict[str, QComboBox] = {}
        self._build()
        self._connect()
        self.show_steps(())

    def steps(self) -> tuple[ScriptStep, ...]:
        return tuple(self._steps)

    def show_steps(self, steps: tuple[ScriptStep, ...]) -> None:
        self._steps = list(steps) or [ScriptStep(_("Greeting"), NodeKind.GREETING)]
        self._show_list(0)
        self.changed.emit()

    def choose(self, name: str) -> None:
        """The step of this name is shown, and has the keyboard."""
        found = next((place for place, step in enumerate(self._steps) if step.name == name), None)
        if found is not None:
            self.list.setCurrentRow(found)
            self.list.setFocus()

    def plain(self) -> list[Any]:
        """As a draft keeps them."""
        return [to_plain(step) for step in self._steps]

    def show_plain(self, steps: list[Any]) -> None:
        self.show_steps(tuple(from_plain(ScriptStep, step) for step in steps))

    def _build(self) -> None:
        for kind, word in NODE_KINDS.items():
            self.kind.addItem(_(word), kind.value)
        for answer, word in ANSWER_KINDS.items():
            self.answer.addItem(_(word), answer.value)
        self.say.setFixedHeight(sized(_SAY_HEIGHT))
        self.seconds.setSuffix(f" {_('s')}")
        self.seconds.setSpecialValueText(_("not said"))
        form = Form()
        form.beside((_("Name of the step"), self.name), (_("What it is for"), self.kind))
        form.add_row(_("Sa&y"), self.say)
        form.beside((_("As&k"), self.ask), (_("Answer"), self.answer))
        self._choices_row = form.add_row(_("Answers to choose from"), self.choices, _("With commas between them."))
        ways = QWidget()
        self._ways.setContentsMargins(0, 0, 0, 0)
        ways.setLayout(self._ways)
        form.add(ways)
        form.beside((_("Go on with"), self.then), (_("Time for it"), self.seconds))
        form.add_row(_("Article to look at"), self.article)
        form.add(self.required)
        left = column(self.list, row(self.add, self.remove, self.up, self.down, 1, gap=4))
        both = row(left, form, gap=16)
        both.setStretch(1, 1)
        self.setLayout(both)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_chosen)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        self.name.editingFinished.connect(self._on_renamed)
        for line in (self.ask, self.choices):
            line.textEdited.connect(self._on_edited)
        self.say.textChanged.connect(self._on_edited)
        for choice in (self.kind, self.answer, self.then, self.article):
            choice.currentIndexChanged.connect(self._on_edited)
        self.required.toggled.connect(self._on_edited)
        self.seconds.valueChanged.connect(self._on_edited)

    def _place(self) -> int:
        return max(self.list.currentRow(), 0)

    def _show_list(self, place: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([f"{number}. {step.name}" for number, step in enumerate(self._steps, 1)])
        self.list.setCurrentRow(place)
        self.list.blockSignals(False)
        self._show_step()

    def _show_step(self) -> None:
        step = self._steps[self._place()]
        self._is_showing = True
        self.name.setText(step.name)
        self.kind.setCurrentIndex(self.kind.findData(step.kind.value))
        self.say.setPlainText(step.say)
        self.ask.setText(step.ask)
        self.answer.setCurrentIndex(self.answer.findData(step.answer.value))
        self.choices.setText(", ".join(step.choices))
        self.required.setChecked(step.required)
        self.seconds.setValue(step.seconds)
        self.article.choose(step.article_id)
        self._show_targets(step)
        self._is_showing = False

    def _show_targets(self, step: ScriptStep) -> None:
        self._offer(self.then, step.then)
        self._choices_row.setVisible(step.answer == AnswerKind.CHOICE)
        empty(self._ways)
        self._to = {}
        for answer in step.answers:
            to = QComboBox()
            to.setAccessibleName(_("After “{answer}” go on with").format(answer=answer))
            self._offer(to, next((way.to for way in step.ways if way.answer == answer), None), _("as below"))
            to.currentIndexChanged.connect(self._on_edited)
            self._to[answer] = to
            word = {"yes": _("yes"), "no": _("no")}.get(answer, answer)
            line = QWidget()
            line.setLayout(row(label(_("“{answer}” →").format(answer=word), "soft"), to))
            self._ways.addWidget(line)

    def _offer(self, choice: QComboBox, chosen: str | None, none: str = "") -> None:
        choice.blockSignals(True)
        choice.clear()
        if none:
            choice.addItem(none, None)
        choice.addItem(_("the end"), "")
        for step in self._steps:
            choice.addItem(step.name, step.name)
        choice.setCurrentIndex(max(choice.findData(chosen) if chosen is not None else 0, 0))
        choice.blockSignals(False)

    @Slot()
    def _on_edited(self, *_given: object) -> None:
        if self._is_showing:
            return
        place = self._place()
        before = self._steps[place]
        answer = AnswerKind(self.answer.currentData())
        choices = tuple(dict.fromkeys(filter(None, (part.strip() for part in self.choices.text().split(",")))))
        step = replace(
            before, kind=NodeKind(self.kind.currentData()), say=self.say.toPlainText(), ask=self.ask.text(), answer=answer,
            choices=choices if answer == AnswerKind.CHOICE else (), then=self.then.currentData() or "",
            required=self.required.isChecked(), seconds=self.seconds.value(), article_id=self.article.value(),
        )  # fmt: skip
        given = {answer: to.currentData() for answer, to in self._to.items() if to.currentData() is not None}
        step = replace(step, ways=tuple(Way(answer, given[answer]) for answer in step.answers if answer in given))
        self._steps[place] = step
        if step.answers != before.answers or step.answer != before.answer:
            self._show_targets(step)
        self.changed.emit()

    @Slot()
    def _on_renamed(self) -> None:
        """Whatever leads to the step leads to its new name."""
        place, name = self._place(), self.name.text().strip()
        before = self._steps[place].name
        if not name or name == before:
            return
        self._steps = [_renamed(step, before, name) for step in self._steps]
        self._show_list(place)
        self.changed.emit()

    @Slot(int)
    def _on_chosen(self, _place: int) -> None:
        self._show_step()

    @Slot()
    def _on_add(self) -> None:
        """It comes between the chosen step and what followed it."""
        place = self._place()
        before, names = self._steps[place], {step.name for step in self._steps}
        name = next(name for number in range(1, len(names) + 2) if (name := _("Step {number}").format(number=number)) not in names)
        self._steps[place] = replace(before, then=name)
        self._steps.insert(place + 1, ScriptStep(name, then=before.then))
        self._show_list(place + 1)
        self.name.setFocus()
        self.name.selectAll()
        self.changed.emit()

    @Slot()
    def _on_remove(self) -> None:
        """What led to it leads to what followed it."""
        if len(self._steps) > 1:
            place = self._place()
            gone = self._steps.pop(place)
            self._steps = [_renamed(step, gone.name, gone.then if gone.then != step.name else "") for step in self._steps]
            self._show_list(max(place - 1, 0))
            self.changed.emit()

    def _move(self, by: int, _checked: bool = False) -> None:
        place = self._place()
        if 0 <= place + by < len(self._steps):
            self._steps.insert(place + by, self._steps.pop(place))
            self._show_list(place + by)
            self.changed.emit()


def _renamed(step: ScriptStep, before: str, after: str) -> ScriptStep:
    def to(name: str) -> str:
        return after if name == before else name

    return replace(step, name=to(step.name), then=to(step.then), ways=tuple(Way(way.answer, to(way.to)) for way in step.ways))

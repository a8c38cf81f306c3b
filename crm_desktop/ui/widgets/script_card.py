"""A script beside the call: what to say and ask now, what was done, what comes; the way that was taken is kept with the call."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.core.script_flow import ScriptStep, step_called
from crm_desktop.queries.scripts import OfferedScript, ScriptSheet, script_sheet, scripts_for
from crm_desktop.services.scripts import PathInput, Walked
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, empty, label, row
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.laid_out import laid_out
from crm_desktop.ui.widgets.late_choice import LateChoice

_DONE, _NOW, _AHEAD = "✓", "○", "·"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Taken:
    step: str
    answer: str
    at: datetime


class ScriptCard(QFrame):
    edited = Signal()
    article_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked: tuple[str, int | None] = ("", None)
        self.sheet: ScriptSheet | None = None
        self.taken: list[Taken] = []
        self.now = ""
        """The step that is to be taken; empty at the end."""
        self.setProperty("surface", "box")
        self.which = LateChoice()
        self.which.setAccessibleName(_("Script"))
        self._lines, self._step = QVBoxLayout(), QVBoxLayout()
        self._lines.setSpacing(2)
        self._step.setSpacing(6)
        head = row(label(_("Script"), "heading"), self.which)
        head.setStretch(1, 1)
        self.setLayout(column(head, self._lines, self._step, gap=GAP, margins=(2 * GAP, 12, 2 * GAP, 12)))
        self.which.activated.connect(self._on_chosen)
        self._show()

    def offer_for(self, channel: str, reason_id: int | None, language: str) -> None:
        """What serves this kind of contact; one that was begun stays."""
        if (channel, reason_id) != self._asked:
            self._asked = channel, reason_id
            self._desk.jobs.read(self, partial(scripts_for, channel, reason_id, language), self._offer, newest="scripts")

    def path(self) -> PathInput | None:
        if self.sheet is None or not self.taken:
            return None
        return PathInput(self.sheet.id, tuple(Walked(each.step, each.answer, each.at) for each in self.taken), self.sheet.version)

    def is_blank(self) -> bool:
        return not self.taken

    def typed(self) -> str:
        if self.sheet is None or not self.taken:
            return ""
        steps = [[each.step, each.answer, int(each.at.timestamp())] for each in self.taken]
        return json.dumps({"script": self.sheet.id, "steps": steps}, ensure_ascii=False)

    def retype(self, text: str) -> None:
        """As far as the script still has the steps that were taken."""
        if text:
            kept = json.loads(text)
            taken = [Taken(step, answer, datetime.fromtimestamp(at, utc_now().tzinfo)) for step, answer, at in kept["steps"]]
            self._desk.jobs.read(self, partial(script_sheet, kept["script"]), partial(self._begin, taken), newest="script")

    def _offer(self, found: Sequence[OfferedScript]) -> None:
        self.which.offer([(_("none"), None), *((each.name, each.id) for each in found)])
        if self.sheet is None and self._asked[1] is not None and found:
            self._read(found[0].id)
        self.setVisible(bool(found) or self.sheet is not None)

    def _read(self, script_id: int | None) -> None:
        if script_id is None:
            self._begin([], None)
        else:
            self._desk.jobs.read(self, partial(script_sheet, script_id), partial(self._begin, []), newest="script")

    def _begin(self, taken: list[Taken], sheet: ScriptSheet | None) -> None:
        self.sheet, self.taken, self.now = sheet, [], ""
        if sheet is not None:
            self.which.know(sheet.id, sheet.name)
            self.now = sheet.steps[0].name
            for each in taken:
                step = step_called(sheet.steps, each.step)
                if step is None or step.name != self.now:
                    break
                self.taken.append(each)
                self.now = step.next(each.answer)
        self.which.choose(sheet.id if sheet else None)
        self._show()

    def _show(self) -> None:
        for layout in (self._lines, self._step):
            empty(layout)
        if self.sheet is None:
            return
        for each in self.taken:
            self._line(_DONE, f"{each.step}: {_words(each.answer)}" if each.answer else each.step, "soft")
        step = step_called(self.sheet.steps, self.now)
        if step is None:
            self._line(_DONE, _("The script is done."), "soft")
            self._step.addWidget(self._tools(None))
            return
        self._line(_NOW, step.name, "label")
        for text, kind in ((step.say, ""), (step.ask, "label")):
            if text:
                self._step.addWidget(label(text, kind, wrap=True))
        self._step.addWidget(self._answers(step))
        ahead = step_called(self.sheet.steps, step.then) if not step.answers else None
        if ahead is not None:
            self._step.addWidget(label(f"{_AHEAD} {ahead.name}", "small"))

    def _line(self, sign: str, text: str, kind: str) -> None:
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        self._lines.addWidget(label(f"{sign}  {shown}", kind, wrap=True))

    def _answers(self, step: ScriptStep) -> QWidget:
        if step.answers:
            return self._tools(step, *(self._answer_button(answer) for answer in step.answers))
        if step.ask:
            line = QLineEdit(placeholderText=_("What they say"))
            line.setAccessibleName(step.ask)
            line.returnPressed.connect(partial(self._take_line, line))
            done = button(_("Next"), "check", tip=_("Note the answer and go on"))
            done.clicked.connect(partial(self._take_line, line))
            around = QWidget()
            around.setLayout(column(line, self._tools(step, done), gap=6))
            return around
        done = button(_("Next"), "check", tip=_("Said; go on"))
        done.clicked.connect(partial(self.take, ""))
        return self._tools(step, done)

    def _answer_button(self, answer: str) -> QWidget:
        made = button(_words(answer).replace("&", "&&"), tip=_("They say: {answer}").format(answer=_words(answer)))
        made.clicked.connect(partial(self.take, answer))
        return made

    def _tools(self, step: ScriptStep | None, *first: QWidget) -> QWidget:
        tools = [*first]
        if step is not None and not step.required:
            skip = button(_("Skip"), role="quiet", tip=_("Go on without this step"))
            skip.clicked.connect(self._on_skip)
            tools.append(skip)
        if self.taken:
            back = button("", "undo-2", "quiet", tip=_("Back one step"))
            back.clicked.connect(self.back)
            tools.append(back)
        if step is not None and step.article_id is not None:
            read = button("", "book-open", "quiet", tip=_("Read the article"))
            read.clicked.connect(partial(self.article_wanted.emit, step.article_id))
            tools.append(read)
        return flowing(*tools, gap=4)

    def take(self, answer: str, _checked: bool = False) -> None:
        """The step was done, with this answer."""
        step = step_called(self.sheet.steps, self.now) if self.sheet else None
        if step is None:
            return
        self.taken.append(Taken(step.name, answer.strip(), utc_now()))
        self.now = step.next(answer)
        self._show()
        self._focus_next()
        self.edited.emit()

    @Slot()
    def back(self) -> None:
        if self.taken:
            self.now = self.taken.pop().step
            self._show()
            self._focus_next()
            self.edited.emit()

    def _take_line(self, line: QLineEdit, _checked: bool = False) -> None:
        step = step_called(self.sheet.steps, self.now) if self.sheet else None
        if line.text().strip() or (step is not None and not step.required):
            self.take(line.text())

    def _focus_next(self) -> None:
        """Whoever goes through it by keyboard stays in it."""
        for part in laid_out(self._step):
            offered = part.findChildren(QWidget)
            first = next((each for each in offered if each.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.which.setFocus()

    @Slot()
    def _on_skip(self) -> None:
        """As if it had been done: it leads where no answer leads."""
        step = step_called(self.sheet.steps, self.now) if self.sheet else None
        if step is not None:
            self.now = step.then
            self._show()
            self._focus_next()

    @Slot(int)
    def _on_chosen(self, _place: int) -> None:
        self._read(self.which.value())
        self.edited.emit()


def _words(answer: str) -> str:
    return {"yes": _("Yes"), "no": _("No")}.get(answer, answer)

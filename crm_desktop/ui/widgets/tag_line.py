"""What a record is and which words stand on it: chips, tags that can be taken away, and a field for another."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.tags import all_tags
from crm_desktop.ui import icons
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.long_words import shortened
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.theme import Tone, sized
from crm_desktop.ui.widgets.basics import button, chip, empty, only_for
from crm_desktop.ui.widgets.flow import Flow

_CROSS = 11
"""Pixels; it stands behind the word."""


_LONGEST = 30
"""Letters of a tag that are shown; its tooltip says all of it."""


class TagLine(QWidget):
    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record: RecordRef | None = None
        self._flow = Flow(gap=6)
        self.setLayout(self._flow)
        self.tags: list[QPushButton] = []
        self.add = button(_("Tag"), "", "tag", tip=_("Put a word on this customer"))
        only_for(desk.by, Right.EDIT_CUSTOMERS, self.add)
        self.add.setParent(self)  # shown before it has its place, it would be a window of its own and take the keyboard
        icons.set_icon(self.add, "plus", "soft", _CROSS)
        self.line = QLineEdit(self, placeholderText=_("A word, then Enter"))
        self.line.setAccessibleName(_("New tag"))
        self.line.setFixedWidth(sized(150))
        self.line.installEventFilter(self)
        self._known = QStringListModel(self)
        self._completer = QCompleter(self._known, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(self._completer)
        self.line.returnPressed.connect(self._on_entered)
        self.add.clicked.connect(self.ask)
        self.line.hide()

    def show_for(self, record: RecordRef | None, chips: Sequence[Chip], tags: Mapping[str, str]) -> None:
        """`tags`: their colours by their names."""
        if record != self._record:
            self._put_back()
        self._record = record
        for kept in (self.add, self.line):
            self._flow.removeWidget(kept)
        empty(self._flow)
        self.tags = [self._tag_button(name, Tone(tone)) for name, tone in tags.items()]
        for made in (*(chip(each.text, each.tone) for each in chips), *self.tags, self.line, self.add):
            self._flow.addWidget(made)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._flow.heightForWidth(max(self.width(), 1)))

    @Slot()
    def ask(self) -> None:
        """A field for the next word, completed from those that are in use."""
        self._desk.jobs.read(self, _known, self._known.setStringList, newest="tags")
        self.line.show()
        self.add.hide()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._put_back()
            self.add.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _put_back(self) -> None:
        self.line.clear()
        self.line.hide()
        self.add.show()

    def _tag_button(self, name: str, tone: Tone) -> QPushButton:
        made = button(shortened(name, _LONGEST).replace("&", "&&"), "", "tag", tip=_("Take the tag “{tag}” away").format(tag=name))
        icons.set_icon(made, "x", "soft", _CROSS)
        made.setProperty("tone", tone.value)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setAccessibleName(_("Take the tag “{tag}” away").format(tag=name))
        made.setEnabled(Right.EDIT_CUSTOMERS in RIGHTS[self._desk.by.role])
        made.clicked.connect(partial(self._on_remove, name))
        return made

    @Slot()
    def _on_entered(self) -> None:
        from crm_desktop.services.tags import tag

        name = self.line.text().strip()
        if name and self._record is not None:
            self._desk.jobs.write(self, partial(tag, [self._record], [name], self._desk.by), self._on_tagged, self._desk.say_error)

    def _on_tagged(self, _change: Change) -> None:
        self.line.clear()
        self.changed.emit()

    def _on_remove(self, name: str) -> None:
        from crm_desktop.services.tags import untag

        if self._record is not None:
            done = partial(self._on_removed, name)
            self._desk.jobs.write(self, partial(untag, [self._record], [name], self._desk.by), done, self._desk.say_error)

    def _on_removed(self, name: str, _change: Change) -> None:
        self._desk.say(_("The tag “{tag}” was taken away. Ctrl+Z brings it back.").format(tag=name))
        self.changed.emit()


def _known() -> list[str]:
    return [each.name for each in all_tags() if each.active]

"""Words on a record: typed one after the other, completed from those that are there, taken away one by one."""

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.tag_names import tag_key, tag_name, tag_names
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, offer
from crm_desktop.ui.widgets.flow import flowing


class TagLine(QLineEdit):
    finished = Signal()
    """Enter, or a comma: what was typed is whole."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if (is_enter and self.text().strip()) or event.text() in (",", ";"):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class TagsEditor(QWidget):
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: list[str] = []
        self.buttons: list[QPushButton] = []
        self.line = TagLine()
        self.line.setPlaceholderText(_("A word, and Enter"))
        self._known = QStringListModel([], self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)
        self._chips = flowing(gap=GAP // 2)
        self.setLayout(column(self._chips, self.line, gap=GAP // 2))
        self.setFocusProxy(self.line)
        self._chips.hide()
        self.line.finished.connect(self._take)
        self.line.editingFinished.connect(self._take)
        self.line.textChanged.connect(self.edited)
        completer.activated.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def suggest(self, tags: Iterable[str]) -> None:
        self._known.setStringList(list(tags))

    def tags(self) -> list[str]:
        """With what stands in the line: somebody who saves means it."""
        return _each_once([*self._tags, *_several(self.line.text())])

    def show_tags(self, tags: list[str]) -> None:
        self.line.clear()
        self._show(list(tags))

    def shown(self, tags: list[str]) -> str:
        return ", ".join(tags)

    def problem(self) -> str:
        """Of what stands in the line; empty where it is well."""
        try:
            tag_names(self.line.text())
        except UserError as error:
            return str(error)
        return ""

    def _show(self, tags: list[str]) -> None:
        self._tags = tags
        bar = self._chips.layout()
        assert bar is not None
        for made in self.buttons:
            bar.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.buttons = [button(tag.replace("&", "&&"), "x", "quiet", tip=_("Take the tag “{tag}” away").format(tag=tag)) for tag in tags]
        for tag, made in zip(tags, self.buttons, strict=True):
            made.setProperty("tag", tag)
            made.setAccessibleName(made.toolTip())
            made.clicked.connect(self._on_away)
            bar.addWidget(made)
        offer(self._chips, wanted=bool(tags))

    @Slot()
    def _take(self) -> None:
        """What is no tag yet stays in the line."""
        found = _several(self.line.text())
        if found and not self.problem():
            self.line.clear()
            self._show(_each_once([*self._tags, *found]))
            self.edited.emit()

    @Slot()
    def _on_away(self) -> None:
        made = self.sender()
        self._show([tag for tag in self._tags if tag != made.property("tag")])
        self.line.setFocus()
        self.edited.emit()


def joined_tags(theirs: list[str], mine: list[str]) -> list[str]:
    return _each_once([*theirs, *mine])


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _each_once(tags: Iterable[str]) -> list[str]:
    return list({tag_key(tag): tag for tag in reversed(list(tags))}.values())[::-1]


def put_and_taken(before: Iterable[str], now: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which came, and which went."""
    old, new = ({tag_key(tag): tag for tag in tags} for tags in (before, now))
    return tuple(tag_name(tag) for key, tag in new.items() if key not in old), tuple(tag for key, tag in old.items() if key not in new)

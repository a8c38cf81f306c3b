"""Fields for what somebody says: a payment card's number is cut down to its last digits as soon as it is typed to its end."""

from PySide6.QtCore import QMetaObject, QMimeData, Qt, Slot
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.cards import mask_behind, mask_cards


class NotesEdit(QPlainTextEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, tabChangesFocus=True)
        self._is_masking = False
        self._steps = 0
        """That can be undone."""
        self.textChanged.connect(self._on_changed)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Nobody goes on typing what was pasted."""
        if source.hasText():
            self.insertPlainText(mask_cards(source.text())[0])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._put(mask_cards(self.toPlainText())[0])

    @Slot()
    def _on_changed(self) -> None:
        if self._is_masking:
            return
        steps, text = self.document().availableUndoSteps(), self.toPlainText()
        is_back, self._steps = steps < self._steps, steps
        if self.document().isRedoAvailable():
            self._go_past(text, is_back=is_back)
        elif self.hasFocus():
            self._put(*mask_behind(text, _points(text, self.textCursor().position())))
        else:
            self._put(mask_cards(text)[0])

    def _go_past(self, text: str, *, is_back: bool) -> None:
        """Undo and redo stop at nothing that shows a card; they go on once this step is over, for it must not be changed meanwhile."""
        if mask_cards(text)[1]:
            QMetaObject.invokeMethod(self, "undo" if is_back else "redo", Qt.ConnectionType.QueuedConnection)

    def _put(self, text: str, position: int | None = None) -> None:
        """Only what differs is replaced, as a step of its own, so that what was typed before it can still be undone."""
        before = self.toPlainText()
        if text == before:
            return
        start, end = _differing(before, text)
        self._is_masking = True
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(before[:start]))
        cursor.setPosition(_units(before[: len(before) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])
        if position is not None:
            cursor.setPosition(_units(text[:position]))
            self.setTextCursor(cursor)
        self._is_masking = False
        self._steps = self.document().availableUndoSteps()


class NoteLine(QLineEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = 0
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        masked, count = mask_cards(self.text())
        if count:
            self.setText(masked)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        """Nobody goes on typing what was pasted."""
        cursor = _points(text, self.cursorPosition())
        if len(text) > self._length + 1:
            masked, _cards = mask_cards(text)
            cursor += len(masked) - len(text)
        else:
            masked, cursor = mask_behind(text, cursor)
        if masked != text:
            self.setText(masked)
            self.setCursorPosition(_units(masked[: max(cursor, 0)]))

    @Slot(str)
    def _on_changed(self, _text: str) -> None:
        self._length = len(self.text())


def _differing(before: str, after: str) -> tuple[int, int]:
    """How many characters both have in common at the beginning, and at the end behind those."""
    shorter = min(len(before), len(after))
    start = _alike(before, after, shorter)
    return start, _alike(before[::-1], after[::-1], shorter - start)


def _alike(one: str, other: str, most: int) -> int:
    return next((place for place in range(most) if one[place] != other[place]), most)


def _units(text: str) -> int:
    """Qt counts an emoji as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _points(text: str, units: int) -> int:
    """How many characters of the text so many of Qt's are."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace"))

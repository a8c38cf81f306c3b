"""Fields for what somebody says: a payment card's number is cut down to its last digits as soon as it is typed to its end."""

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.cards import mask_behind, mask_cards


class NotesEdit(QPlainTextEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, tabChangesFocus=True)
        self._is_masking = False
        self.textChanged.connect(self._on_changed)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Nobody goes on typing what was pasted."""
        if source.hasText():
            self.insertPlainText(mask_cards(source.text())[0])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._put(mask_cards(self.toPlainText())[0], 0)

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_masking:
            cursor = self.textCursor().position() if self.hasFocus() else 0
            self._put(*mask_behind(self.toPlainText(), cursor))

    def _put(self, text: str, position: int) -> None:
        """As an edit of its own, so that what was typed before it can still be undone."""
        if text == self.toPlainText():
            return
        self._is_masking = True
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)
        self._is_masking = False


class NoteLine(QLineEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self._on_edited)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        masked, count = mask_cards(self.text())
        if count:
            self.setText(masked)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        masked, cursor = mask_behind(text, self.cursorPosition())
        if masked != text:
            self.setText(masked)
            self.setCursorPosition(cursor)

"""Texts with placeholders: those that are known are tinted, others are underlined as wrong; a menu puts one in."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.placeholders import NAMES, empty_places, holes
from crm_desktop.ui.theme import Tone, colours, theme
from crm_desktop.ui.widgets.basics import button, set_menu


class PlaceholderMarks(QSyntaxHighlighter):
    """Also marks what a filled text shows as empty."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        theme().changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        for start, end, name in holes(text):
            self.setFormat(start, end - start, _format(is_known=name in NAMES))
        for start, end in empty_places(text):
            self.setFormat(start, end - start, _format(is_known=False))


def _format(*, is_known: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    if is_known:
        made.setForeground(QColor(colours().accent))
    else:
        made.setForeground(QColor(colours().tones[Tone.BAD][0]))
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        made.setUnderlineColor(QColor(colours().tones[Tone.BAD][0]))
    return made


def placeholder_menu(*fields: QPlainTextEdit | QLineEdit, parent: QWidget) -> QPushButton:
    """A button whose menu puts a placeholder where the cursor is, in the field that had the keyboard last."""
    opener = button(_("Insert a placeholder"), "tags", tip=_("What is filled in when the template is used"))
    menu = _Menu(fields, opener)
    for name, says in NAMES.items():
        menu.addAction(f"{_(says)}   {{{name}}}").triggered.connect(partial(menu.insert, name))
    set_menu(opener, menu)
    opener.setParent(parent)
    return opener


class _Menu(QMenu):
    def __init__(self, fields: tuple[QPlainTextEdit | QLineEdit, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._fields = fields
        self._last: QPlainTextEdit | QLineEdit = fields[0]
        self.aboutToShow.connect(self._on_show)

    def insert(self, name: str, _checked: bool = False) -> None:
        text = f"{{{name}}}"
        if isinstance(self._last, QPlainTextEdit):
            self._last.insertPlainText(text)
        else:
            self._last.insert(text)
        self._last.setFocus()

    @Slot()
    def _on_show(self) -> None:
        self._last = next((field for field in self._fields if field.hasFocus()), self._last)

"""Every page and every dialog of the window on a company full of naughty strings, and each of them pasted into every field."""

import re
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication, QTextDocument
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from crm_desktop.core.errors import UserError
from crm_desktop.data.database import fetch
from crm_desktop.data.opening import opened as opened_store
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.settings_form import FormSection
from crm_desktop.ui.rubbish import collect_some
from crm_desktop.ui.widgets.form import FormRow
from tests.benchmarks.dialogs_bench import opened, openers
from tests.torture.naughty import fill
from tests.ui.pictures.studio import Studio, studio

MARKS = re.compile(r"<[a-zA-Z!/]|&[a-zA-Z#]")
"""What Qt may take for markup."""
CALL_PAGE = "log"
CALLS = 20
"""That are written down in each company."""
ROWS = 40
"""Of a list that are looked at: what is on screen."""


def window(address: str, texts: list[str], _folder: Path, app: QApplication) -> tuple[list[str], dict[str, int]]:
    with opened_store(address):
        places = fill(texts)
    harm: list[str] = []
    counted = ("pages", "dialogs", "fields typed into", "calls saved", "settings saved or refused", "searches")
    done = {"places filled": places, **dict.fromkeys(counted, 0)}
    before, sys.excepthook = sys.excepthook, lambda _kind, error, _trace: harm.append(f"a bug: {error!r}")
    try:
        with studio(address, app) as made:  # type: ignore[arg-type]
            harm += _Walk(made, texts, done).all()
            harm += [f"a bug: {error!r}" for error in made.failures if not isinstance(error, UserError)]
            made.failures.clear()
    finally:
        sys.excepthook = before
    return harm, done


class _Walk:
    def __init__(self, made: Studio, texts: list[str], done: dict[str, int]) -> None:
        self.made, self.texts, self.done = made, texts, done
        self.marked = [text for text in texts if MARKS.search(text)]
        self.turn = count()

    def all(self) -> list[str]:
        harm = []
        for page in PAGES:
            harm += self._page(page.name)
        for name, make in openers(self.made.desk, self.made.window).items():
            harm += self._dialog(name, make)
        for page in [each for each in PAGES if each.name != CALL_PAGE]:  # last: pages then show what was sought there
            harm += [f"page {page.name}, typed into: {each}" for each in self._typed(self.made.page(page.name))]
        harm += [f"settings, {each}" for each in self._settings()]
        harm += [f"a call: {each}" for each in self._call()]
        harm += [f"search: {each}" for each in self._search()]
        return list(dict.fromkeys(harm))

    def _page(self, name: str) -> list[str]:
        page = self.made.page(name)
        harm = [f"page {name}: {each}" for each in looked_at(self.made.window, self.marked)]
        for view in [each for each in page.findChildren(QAbstractItemView) if each.isVisible() and each.model() is not None]:
            for row in range(min(view.model().rowCount(), 3)):
                view.setCurrentIndex(view.model().index(row, 0))
                self.made.settle(0)
            harm += [f"page {name}: {each}" for each in looked_at(self.made.window, self.marked)]
        self.done["pages"] += 1
        return harm

    def _typed(self, part: QWidget) -> list[str]:
        self._type(part)
        self.made.settle(0)
        return looked_at(self.made.window, self.marked)

    def _settings(self) -> Iterator[str]:
        page = self.made.page("settings")
        for place in range(page.sections.count()):
            page.sections.setCurrentRow(place)
            self.made.settle(0)
            title = page.sections.item(place).text()
            section = page.section()
            found = looked_at(self.made.window, self.marked) + self._typed(section)
            if isinstance(section, FormSection) and section.save.isEnabled():
                section.save.click()
                self.made.settle(0)
                found += looked_at(self.made.window, self.marked)
                if section.is_changed() and not self._says_why(section):
                    found.append("was neither saved nor refused in a sentence")
                section.back.click()
                self._answer_all()
                self.done["settings saved or refused"] += 1
            yield from (f"{title}: {each}" for each in found)
            self.done["pages"] += 1

    def _call(self) -> Iterator[str]:
        """Whatever somebody says who calls is written down, and lies in the store as it was typed."""
        yield from self._typed(self.made.page(CALL_PAGE))
        self.made.page(CALL_PAGE).view.discard.click()
        self._answer_all()
        for text in self.texts[:CALLS]:
            page = self.made.page(CALL_PAGE)
            view = page.view
            for field in (view.form.summary, view.form.notes):
                self._paste(field, text)
            page.try_save()
            self.made.settle(0)
            ((summary, notes),) = fetch("SELECT summary, notes FROM interaction ORDER BY id DESC LIMIT 1")
            if (summary, notes) != (" ".join(text.split()), text.strip()):
                yield f"{text!r} was saved as {summary!r} and {notes!r}: {view.message.text() if shiboken6.isValid(view) else ''}"
            yield from looked_at(self.made.window, self.marked)
            self.done["calls saved"] += 1

    def _answer_all(self) -> None:
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QDialog) and each.isVisible():
                each.accept()
        self.made.settle(0)

    def _search(self) -> Iterator[str]:
        """For whatever there is, and for what the program can do."""
        search = self.made.window.search
        for text in self.texts:
            for begin in (search.start, search.start_commands):
                begin()
                search.insert(" ".join(text.split()))
                self.made.settle(0)
                self.done["searches"] += 1
        yield from looked_at(self.made.window, self.marked)
        search.clear()
        self.made.settle(0)

    def _dialog(self, name: str, make: Any) -> list[str]:
        dialog: Any = opened(make, name, self.made.jobs)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        self.made.settle(0)
        harm = looked_at(dialog, self.marked)
        self._type(dialog)
        self.made.settle(0)
        harm += looked_at(dialog, self.marked)
        if hasattr(dialog, "try_save") and hasattr(dialog, "form") and dialog.isVisible():
            dialog.try_save()
            self.made.settle(0)
            if dialog.isVisible():
                harm += [] if self._says_why(dialog) else ["was neither saved nor refused in a sentence"]
                harm += looked_at(dialog, self.marked)
        self._close(dialog)
        self.done["dialogs"] += 1
        return [f"dialog {name}: {each}" for each in harm]

    def _type(self, dialog: QWidget) -> None:
        """As people do it who have such a text: they paste it."""
        for field in [*dialog.findChildren(QLineEdit), *dialog.findChildren(QPlainTextEdit), *dialog.findChildren(QTextEdit)]:
            if field.isVisible() and field.isEnabled() and not field.isReadOnly():
                self._paste(field, self.texts[next(self.turn) % len(self.texts)])
        QApplication.processEvents()

    def _paste(self, field: QLineEdit | QPlainTextEdit | QTextEdit, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        field.setFocus()
        field.selectAll()
        field.paste()
        self.done["fields typed into"] += 1

    @staticmethod
    def _says_why(dialog: Any) -> bool:
        others = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible() and each is not dialog]
        marked = any(row.is_wrong and row.note.text() for row in dialog.findChildren(FormRow))
        return bool(dialog.message.text() or others or marked)

    def _close(self, dialog: Any) -> None:
        for each in [*QApplication.topLevelWidgets(), dialog]:
            if isinstance(each, QDialog) and each.isVisible():
                getattr(each, "throw_away", each.reject)()
        self.made.settle(0)
        if shiboken6.isValid(dialog):
            dialog.setParent(None)
            dialog.deleteLater()
        self.made.settle(0)
        collect_some()


def looked_at(top: QWidget, marked: list[str]) -> list[str]:
    """Where a string is not shown as it is."""
    top.grab()
    found = []
    for widget in [top, *top.findChildren(QWidget)]:
        if widget.isVisible():
            found += [f"{type(widget).__name__}: {each}" for each in _taken_for_markup(widget, marked)]
    for action in top.findChildren(QAction):
        found += [f"a menu: {action.text()!r}" for _each in _letters_eaten(action.text(), marked)]
    return found


def _taken_for_markup(widget: QWidget, marked: list[str]) -> Iterator[str]:
    tip = widget.toolTip()
    if _is_rich(tip) and any(text in tip for text in marked):
        yield f"its tip is markup: {tip!r}"
    if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
        text = widget.text()
        if any(each in text for each in marked) and (widget.textFormat() == Qt.TextFormat.RichText or _is_rich(text)):
            yield f"markup: {text!r}"
    if isinstance(widget, QAbstractButton | QGroupBox):
        text = widget.text() if isinstance(widget, QAbstractButton) else widget.title()
        yield from (f"its name: {text!r}" for _each in _letters_eaten(text, marked))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget, marked)
    if isinstance(widget, QComboBox):
        tips = (str(widget.itemData(row, Qt.ItemDataRole.ToolTipRole) or "") for row in range(widget.count()))
        yield from (f"a tip: {tip!r}" for tip in tips if _is_rich(tip) and any(each in tip for each in marked))
    if isinstance(widget, QTextEdit):
        yield from _made_of_html(widget.document(), marked)


def _is_rich(text: str) -> bool:
    """It would be taken for markup, and is not a plain text that was made into some."""
    if not Gui.mightBeRichText(text):
        return False
    document = QTextDocument()
    document.setHtml(text)
    return bool(Gui.convertFromPlainText(document.toPlainText()) != text)


def _letters_eaten(text: str, marked: list[str]) -> list[str]:
    """Of a button or a menu, where one & is a key and no letter."""
    return [each for each in marked if "&" in each and each in text and each.replace("&", "&&") not in text]


def _cells(view: QAbstractItemView, marked: list[str]) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(), ROWS)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
            tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str) and _is_rich(tip) and any(each in tip for each in marked):
                yield f"the tip of a cell is markup: {tip!r}"


def _made_of_html(document: QTextDocument, marked: list[str]) -> Iterator[str]:
    """A picture of elsewhere, or a link that leads out of a text that is none."""
    block = document.begin()
    while block.isValid():
        each = block.begin()
        while not each.atEnd():
            shape = each.fragment().charFormat()
            if shape.isImageFormat() and any(shape.toImageFormat().name() in text for text in marked if "<img" in text.lower()):
                yield f"a picture: {shape.toImageFormat().name()!r}"
            each += 1
        block = block.next()

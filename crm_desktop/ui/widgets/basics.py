"""The plain parts every page is made of, with their roles in the stylesheet and their names for screen readers."""

import re
from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QMenu, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.ui import icons
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import GAP, Tone

Box = TypeVar("Box", QVBoxLayout, QHBoxLayout)
_KEY = re.compile("&(.|$)")
_ENTER = Qt.Key.Key_Return, Qt.Key.Key_Enter
_ALONE = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier


def label(text: str = "", kind: str = "", wrap: bool = False) -> QLabel:
    """Always plain text: whatever a customer or a file wrote is never markup. `kind`: a `type` of the stylesheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", kind)
    made.setWordWrap(wrap)
    return made


def chip(text: str, tone: Tone = Tone.PLAIN) -> QLabel:
    made = label(text)
    made.setProperty("chip", tone.value)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


class ChipRow(QWidget):
    """As many chips as a record has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row(1, gap=6)
        self.setLayout(self._row)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        empty(self._row)
        for each in chips:
            self._row.addWidget(chip(each.text, each.tone))
        self._row.addStretch(1)


def offer(widget: QWidget, *, wanted: bool) -> None:
    """Show or hide. Qt dresses and measures all of what is told to show, though it is not on screen yet: say it only where it changes."""
    if widget.isHidden() == wanted:
        widget.setVisible(wanted)


def empty(layout: QLayout) -> None:
    """Take everything out, for good."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class Button(QPushButton):
    """Keeps its keys, and its icon at a distance, when its text changes: Qt would take the keys from the text.

    Enter presses the one that has the keyboard, as the space bar does: in a form Qt would press the form's own button instead.
    One that is withheld stays hidden, whatever its page shows.
    """

    _is_withheld = False

    def withhold(self) -> None:
        self._is_withheld = True
        self.hide()

    def setVisible(self, wanted: bool) -> None:
        super().setVisible(wanted and not self._is_withheld)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() in _ALONE:
            self.click()
        else:
            super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        keys = self.shortcut()
        super().setText(text)
        if not keys.isEmpty():
            self.setShortcut(keys)
        icons.recolour_one(self)


def button(text: str, icon: str = "", role: str = "", tip: str = "", keys: str = "") -> QPushButton:
    """`keys`: its shortcut, which its tooltip names. Without a text, the tip is its name."""
    made = Button(text)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setAccessibleName(without_keys(text) or tip)
    if icon:
        icons.set_icon(made, icon, {"primary": "on_accent", "quiet": "soft", "status": "soft", "rail": "soft"}.get(role, "ink"))
    if keys:
        made.setShortcut(QKeySequence(keys))
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        tip = f"{tip or without_keys(text)} ({shown})"
    made.setToolTip(plain_tip(tip))
    return made


def without_keys(text: str) -> str:
    """A button's name as it is read: of two & one is a letter."""
    return _KEY.sub(r"\1", text)


def only_for(by: Actor, right: Right, *buttons: QPushButton) -> None:
    """Whoever may not do it never sees a button that would only refuse."""
    if right in RIGHTS[by.role]:
        return
    for each in buttons:
        if isinstance(each, Button):
            each.withhold()


def set_menu(opener: QPushButton, menu: QMenu) -> None:
    """The stylesheet leaves room for the arrow of a button that opens a menu."""
    opener.setProperty("menu", "true")
    opener.setMenu(menu)


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room, and says all of it in its tooltip."""

    def __init__(self, text: str, kind: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), text)
        painter.end()


def column(*items: QWidget | QLayout | int, gap: int = GAP, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Top to bottom; a number is a stretch of that weight."""
    return _filled(QVBoxLayout(), items, gap, margins)


def row(*items: QWidget | QLayout | int, gap: int = GAP, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    return _filled(QHBoxLayout(), items, gap, margins)


def scrolled(inner: QWidget) -> QScrollArea:
    """Scrolls downwards only: a form is as wide as its window."""
    area = QScrollArea()
    make_scrolled(area, inner)
    return area


def make_scrolled(area: QScrollArea, inner: QWidget) -> None:
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner.resize(1, 1)  # or Qt asks everything in it for its size now, and dresses it once more wherever it is put
    area.setWidget(inner)


def scroll_page(page: QWidget, whole: QLayout) -> None:
    """A page of cards scrolls where they find no room, as with large text, instead of pressing them together."""
    area = scrolled(surface("ground", whole))
    page.setLayout(column(area, margins=(0, 0, 0, 0)))


def surface(kind: str, layout: QLayout | None = None) -> QFrame:
    """A part with a background of its own: ground, card, box, rail, header, status, line."""
    frame = QFrame()
    frame.setProperty("surface", kind)
    if layout is not None:
        frame.setLayout(layout)
    return frame


def _filled(box: Box, items: tuple[QWidget | QLayout | int, ...], gap: int, margins: tuple[int, int, int, int]) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    for item in items:
        if isinstance(item, int):
            box.addStretch(item)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        else:
            box.addWidget(item)
    return box

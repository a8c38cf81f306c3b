"""The columns of a file, one line each: its name, where it goes, how its values look, and whether that is clear."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.exchange.field_words import slot_words
from crm_desktop.exchange.row_shapes import KEEP, Shape, places
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import ElidedLabel, chip, empty, label, surface

_ROLE = Qt.ItemDataRole.UserRole


class PlaceBox(QComboBox):
    """Scrolling over a long list of these scrolls the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(18)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ColumnGrid(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, PlaceBox] = {}
        self._examples: dict[str, ElidedLabel] = {}
        self._marks: dict[str, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        self._grid.setHorizontalSpacing(2 * GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        for place, weight in enumerate((3, 4, 4)):
            self._grid.setColumnStretch(place, weight)
        self._grid.setColumnMinimumWidth(0, 110)
        self._grid.setColumnMinimumWidth(2, 120)

    def show_choices(self, header: Sequence[str], shape: Shape, chosen: Mapping[str, str]) -> None:
        """Each column with a choice of where it goes."""
        self._begin()
        model = _choices(shape, self)
        for line, name in enumerate(header, start=1):
            box = PlaceBox()
            box.setModel(model)
            box.setCurrentIndex(max(box.findData(chosen.get(name, "")), 0))
            box.setAccessibleName(_("Where “{column}” goes").format(column=name))
            box.currentIndexChanged.connect(self.changed)
            self.boxes[name] = box
            self._line(line, name, box)
        self._end(len(header) + 1)

    def show_fixed(self, header: Sequence[str], told: Mapping[str, str]) -> None:
        """Each column with where a ready mapping puts it."""
        self._begin()
        for line, name in enumerate(header, start=1):
            self._line(line, name, ElidedLabel(told.get(name, "") or _("(left out)"), "" if told.get(name) else "soft"))
        self._end(len(header) + 1)

    def chosen(self) -> dict[str, str]:
        """Place by column, of those that are not left out."""
        return {name: place for name, box in self.boxes.items() if (place := box.currentData(_ROLE))}

    def show_example(self, column: str, text: str) -> None:
        self._examples[column].setText(text)
        self._examples[column].setToolTip(plain_tip(text))

    def mark(self, column: str, text: str, tone: Tone) -> None:
        made, before = chip(text, tone), self._marks[column]
        self._grid.replaceWidget(before, made)
        before.hide()
        before.deleteLater()
        self._marks[column] = made

    def _begin(self) -> None:
        self.boxes, self._examples, self._marks = {}, {}, {}
        empty(self._grid)
        for place, text in enumerate((_("In your file"), _("Here"), _("For example"))):
            self._grid.addWidget(label(text, "label"), 0, place)

    def _line(self, line: int, name: str, where: QWidget) -> None:
        self._examples[name], self._marks[name] = ElidedLabel("", "soft"), chip("")
        shown = ElidedLabel(name or _("(no name)"))
        shown.setToolTip(plain_tip(name))
        shown.setMinimumHeight(sized(30))
        for place, widget in enumerate((shown, where, self._examples[name], self._marks[name])):
            self._grid.addWidget(widget, line, place)

    def _end(self, line: int) -> None:
        self._grid.addWidget(surface("clear"), line, 0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(line, 1)

    @Slot()
    def first(self) -> None:
        """Put the keyboard on the first choice."""
        for box in self.boxes.values():
            box.setFocus()
            return


def _choices(shape: Shape, parent: QWidget) -> QStandardItemModel:
    """One for all boxes: a table may have five hundred columns."""
    model = QStandardItemModel(parent)
    add = partial(_add, model)
    add(_("(leave out)"), "")
    if shape.has_custom:
        add(_("(keep as a further field)"), KEEP)
    for place in places(shape):
        add(slot_words(place), place)
    return model


def _add(model: QStandardItemModel, text: str, place: str) -> None:
    item = QStandardItem(text)
    item.setData(place, _ROLE)
    model.appendRow(item)

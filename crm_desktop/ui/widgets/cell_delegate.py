"""Paints rows of a list, each text as it was laid out when it was painted first: faster than Qt's own delegate in C++.

That asks the model, the selection and the style about every cell.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from crm_desktop.ui import icons
from crm_desktop.ui.mirrored import mirrored
from crm_desktop.ui.models.cells import Cell, Chip, Heading
from crm_desktop.ui.models.record_table import RIGHT, RecordTableModel
from crm_desktop.ui.theme import BODY, SMALL, TINY, Tone, sized, theme

MARGIN, CHIP_PADDING, CHIP_HEIGHT, CIRCLE = 12, 7, 18, 28
_ELIDE = Qt.TextElideMode.ElideRight


class _Font:
    """A font that remembers how wide texts are, and their letters' places: to find those takes as long as to draw them."""

    KEPT = 2_000

    def __init__(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> None:
        self.font = QFont(QApplication.font())
        self.font.setPixelSize(sized(size))
        self.font.setWeight(weight)
        self._metrics = QFontMetrics(self.font)
        self.height, self.ascent = self._metrics.height(), self._metrics.ascent()
        self._widths: dict[str, int] = {}
        self._laid: dict[tuple[str, int], tuple[QStaticText, int]] = {}

    def width(self, text: str) -> int:
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) >= self.KEPT:
                self._widths.clear()
            found = self._widths[text] = self._metrics.horizontalAdvance(text)
        return found

    def laid(self, text: str, room: int) -> tuple[QStaticText, int]:
        """As much of it as there is room for, ready to be drawn, and how wide that is."""
        found = self._laid.get((text, room))
        if found is None:
            if len(self._laid) >= self.KEPT:
                self._laid.clear()
            found = self._laid[text, room] = self._lay(text, room)
        return found

    def _lay(self, text: str, room: int) -> tuple[QStaticText, int]:
        width = self.width(text)
        if width > room:
            text = self._metrics.elidedText(text, _ELIDE, room)
            width = self.width(text)
        laid = QStaticText(text.replace("\u2028", " "))  # the only sign that would begin another line
        laid.setTextFormat(Qt.TextFormat.PlainText)
        laid.prepare(font=self.font)
        return laid, width


class CellDelegate(QStyledItemDelegate):
    """Works on a `RecordTableModel` shown by the table it belongs to."""

    def __init__(self, model: RecordTableModel, table: QTableView) -> None:
        super().__init__(table)
        self._model, self._table = model, table
        self.arrange()
        self._is_leftwards = table.layoutDirection() == Qt.LayoutDirection.RightToLeft
        theme().changed.connect(self._on_theme)
        self._on_theme()

    def arrange(self) -> None:
        """The model has other columns."""
        self._at_end = [column.align == RIGHT for column in self._model.columns]

    @Slot()
    def _on_theme(self) -> None:
        colours = theme().colours
        self._body, self._strong = _Font(BODY), _Font(BODY, QFont.Weight.Medium)
        self._small, self._tiny = _Font(SMALL), _Font(TINY, QFont.Weight.DemiBold)
        self._bold = _Font(SMALL, QFont.Weight.DemiBold)
        self._chip_height, self._circle_size = sized(CHIP_HEIGHT), sized(CIRCLE)
        self._ink, self._soft, self._line = QColor(colours.ink), QColor(colours.soft), QColor(colours.line)
        self._chosen, self._accent, self._circle = QColor(colours.chosen), QColor(colours.accent), QColor(colours.hover)
        self._icon_colour = colours.soft
        self._tones = {tone: (QColor(ink), QColor(ground)) for tone, (ink, ground) in colours.tones.items()}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._table.verticalHeader().defaultSectionSize())

    def paint_row(self, painter: QPainter, row: int, top: int, height: int, columns: Sequence[tuple[int, int, int]]) -> None:
        """Of these columns, each with its left edge and its width, and a line below all of them."""
        width = self._table.viewport().width()
        first = self._model.shown(row, 0)
        if isinstance(first, Heading):
            self._heading(painter, QRect(0, top, width, height), first)
        else:
            is_selected = self._table.selectionModel().isSelected(self._model.index(row, 0))
            for column, left, room in columns:
                rect = QRect(left, top, room, height)
                if is_selected:
                    self._select(painter, rect, column)
                self._cell(painter, rect, self._model.shown(row, column), column)
        painter.setPen(self._line)
        painter.drawLine(0, top + height - 1, width, top + height - 1)

    def _select(self, painter: QPainter, rect: QRect, column: int) -> None:
        painter.fillRect(rect.adjusted(0, 0, 0, -1), self._chosen)
        if column == 0 and self._table.hasFocus():
            painter.fillRect(self._mirrored(rect, QRect(rect.left(), rect.top(), 3, rect.height() - 1)), self._accent)

    def _cell(self, painter: QPainter, rect: QRect, shown: Cell | Heading, column: int) -> None:
        assert isinstance(shown, Cell), "a heading fills its row"
        inner = rect.adjusted(MARGIN, 0, -MARGIN, -1)
        at_end = self._at_end[column]
        if shown.icon:
            inner = self._icon(painter, inner, shown.icon)
        if not (shown.second or shown.chips or shown.aside):
            self._text(painter, inner, shown.text, self._body, self._soft if shown.soft else self._ink, at_end)
        else:
            self._lines(painter, inner, shown, at_end)

    def _lines(self, painter: QPainter, inner: QRect, cell: Cell, at_end: bool) -> None:
        if not cell.second:
            self._first_line(painter, inner, cell, at_end, self._body)
            return
        upper, lower = self._halves(inner)
        if cell.chips and self._belong_below(cell, inner.width()):
            self._first_line(painter, upper, Cell(cell.text, aside=cell.aside, soft=cell.soft), at_end, self._strong)
            self._first_line(painter, lower, Cell(cell.second, chips=cell.chips, soft=True), at_end, self._small)
            return
        self._first_line(painter, upper, cell, at_end, self._strong)
        self._text(painter, lower, cell.second, self._small, self._soft, at_end)

    def _belong_below(self, cell: Cell, room: int) -> bool:
        """Beside the second line the chips cut nothing, beside the first they would."""
        chips = sum(self._chip_width(chip) + 5 for chip in cell.chips) + 6
        aside = self._small.width(cell.aside) + MARGIN if cell.aside else 0
        return self._strong.width(cell.text) + chips + aside > room >= self._small.width(cell.second) + chips

    def _halves(self, inner: QRect) -> tuple[QRect, QRect]:
        first, second = self._strong.height, self._small.height
        top = inner.top() + (inner.height() - first - second) // 2
        return QRect(inner.left(), top, inner.width(), first), QRect(inner.left(), top + first, inner.width(), second)

    def _first_line(self, painter: QPainter, rect: QRect, cell: Cell, at_end: bool, font: _Font) -> None:
        if cell.aside:
            width = self._small.width(cell.aside) + MARGIN
            aside = QRect(rect.right() - width + 1, rect.top(), width, rect.height())
            self._text(painter, self._mirrored(rect, aside), cell.aside, self._small, self._soft, at_end=True)
            rect = self._mirrored(rect, QRect(rect.left(), rect.top(), rect.width() - width, rect.height()))
        if not cell.chips:
            self._text(painter, rect, cell.text, font, self._soft if cell.soft else self._ink, at_end)
            return
        taken = sum(self._chip_width(chip) + 5 for chip in cell.chips)
        # The text keeps half of the line; chips beyond that are cut.
        width = min(font.width(cell.text) + 6, max(rect.width() - taken, rect.width() // 2)) if cell.text else 0
        text = QRect(rect.left(), rect.top(), width, rect.height())
        self._text(painter, self._mirrored(rect, text), cell.text, font, self._soft if cell.soft else self._ink, at_end)
        left = rect.left() + width
        top = rect.top() + (rect.height() - self._chip_height + 1) // 2
        for chip in cell.chips:
            place = QRect(left, top, min(self._chip_width(chip), rect.right() - left), self._chip_height)
            self._chip(painter, self._mirrored(rect, place), chip)
            left += self._chip_width(chip) + 5

    def _text(self, painter: QPainter, rect: QRect, text: str, font: _Font, colour: QColor, at_end: bool) -> None:
        room = rect.width()
        if room <= 0 or not text:
            return
        laid, width = font.laid(text, room)
        x = rect.left() + room - width if at_end != self._is_leftwards else rect.left()
        painter.setFont(font.font)
        painter.setPen(colour)
        painter.drawStaticText(x, rect.top() + (rect.height() - font.height) // 2, laid)

    def _chip(self, painter: QPainter, rect: QRect, chip: Chip) -> None:
        if rect.width() <= 2 * CHIP_PADDING:
            return
        ink, ground = self._tones[chip.tone]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, self._chip_height / 2, self._chip_height / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        inner = rect.adjusted(CHIP_PADDING, 0, 2 - CHIP_PADDING, 0)
        self._text(painter, inner, chip.text, self._tiny, ink, at_end=False)

    def _icon(self, painter: QPainter, inner: QRect, name: str) -> QRect:
        """A circle with the icon; where the text goes on."""
        circle = self._mirrored(
            inner, QRect(inner.left(), inner.center().y() - self._circle_size // 2, self._circle_size, self._circle_size)
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tones[Tone.PLAIN][1])
        painter.drawEllipse(circle)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        size = sized(14)
        picture = icons.pixmap(name, self._icon_colour, size, self._table.devicePixelRatioF())
        painter.drawPixmap(circle.center() - QPoint(size // 2 - 1, size // 2 - 1), picture)
        return self._mirrored(inner, inner.adjusted(self._circle_size + 10, 0, 0, 0))

    def _heading(self, painter: QPainter, rect: QRect, heading: Heading) -> None:
        """Across all columns."""
        line = self._mirrored(rect, rect.adjusted(MARGIN, 6, -MARGIN, -1))
        self._text(painter, line, heading.text, self._bold, self._ink, at_end=False)
        after = self._mirrored(rect, line.adjusted(self._bold.width(heading.text) + 6, 0, 0, 0))
        self._text(painter, after, heading.count, self._bold, self._soft, at_end=False)

    def _chip_width(self, chip: Chip) -> int:
        return self._tiny.width(chip.text) + 2 * CHIP_PADDING

    def _mirrored(self, around: QRect, rect: QRect) -> QRect:
        return mirrored(self._table.layoutDirection(), around, rect)

"""Pages of a PDF as they will be printed, with the usual ways through them: paging, zoom, and looking for words."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMargins, QModelIndex, QObject, QPointF, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPalette, QShortcut, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.flow import flowing

_STEP = 1.2
_SMALLEST, _LARGEST = 0.2, 6.0
_MARGIN = 20
_FIELD_WIDTH = 150
_HIT = "#ffd54a"
"""Marker on white paper, in either theme."""


def _group(line: QHBoxLayout) -> QWidget:
    """What stays together when the line is broken."""
    made = QWidget()
    made.setLayout(line)
    return made


class _Laid:
    """Where the pages lie in a view at a size: Qt itself keeps the pixels when the size changes, and so loses the place."""

    def __init__(self, view: QPdfView, factor: float) -> None:
        self._view, self._bar = view, view.verticalScrollBar()
        self._pixels = factor * view.logicalDpiX() / 72
        """For each point."""

    def middle(self) -> tuple[int, float]:
        """The page there, and how many points below its top."""
        middle = self._bar.value() + self._view.viewport().height() / 2
        page = max((each for each in range(self._view.document().pageCount()) if self._top(each) <= middle), default=0)
        return page, (middle - self._top(page)) / self._pixels

    def show_in_middle(self, page: int, points: float) -> None:
        self._bar.setValue(round(self._top(page) + points * self._pixels - self._view.viewport().height() / 2))

    def _top(self, page: int) -> float:
        points = sum(self._view.document().pagePointSize(each).height() for each in range(page))
        return points * self._pixels + (page + 1) * _MARGIN


class PdfPreview(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self.hits = QPdfSearchModel(self)
        self.hits.setDocument(self.document)
        self._build_view()
        self._build_ways()
        self._connect()

    def show_file(self, path: Path) -> None:
        """The place in the pages stays, where the new file has it; so do the words that are looked for."""
        page = self.view.pageNavigator().currentPage()
        self.document.load(str(path))
        if page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF())
        self._show_place()

    def clear(self) -> None:
        self.document.close()
        self.view.viewport().update()
        self._show_place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and the wheel change the size, as everywhere."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            return True
        if watched is self.sought and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def _build_view(self) -> None:
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setSearchModel(self.hits)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocumentMargins(QMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
        self.view.setPageSpacing(_MARGIN)
        self.view.setAccessibleName(_("The pages of the report"))
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Highlight, QColor(_HIT))
        self.view.setPalette(palette)
        self.view.viewport().installEventFilter(self)

    def _build_ways(self) -> None:
        self.before, self.after = button("", "chevron-left", tip=_("Page before")), button("", "chevron-right", tip=_("Next page"))
        self.smaller, self.larger = button("", "zoom-out", tip=_("Smaller"), keys="Ctrl+-"), button("", "zoom-in", tip=_("Larger"))
        self.larger.setShortcut(QKeySequence("Ctrl++"))
        self.larger.setToolTip(f"{_('Larger')} ({QKeySequence('Ctrl++').toString(QKeySequence.SequenceFormat.NativeText)})")
        self.fit, self.whole = button(_("Fit"), tip=_("As wide as the window")), button(_("Whole page"), tip=_("As high as the window"))
        self.page = QSpinBox(minimum=1, maximum=1)
        self.page.setAccessibleName(_("Page"))
        self.page.setFixedWidth(sized(60))
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place = label("", "soft")
        self.sought = QLineEdit(placeholderText=_("Find on the pages"), clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Find on the pages"))
        self.sought.setToolTip(_("Enter goes to the next place, Shift+Enter to the one before (Ctrl+F)"))
        self.sought.setMinimumWidth(sized(_FIELD_WIDTH))
        self.sought.installEventFilter(self)
        self.found = label("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        pages = row(self.before, self.page, self.place, self.after, gap=6)
        sizes = row(self.smaller, self.larger, self.fit, self.whole, gap=6)
        words = row(self.sought, self.found, gap=6)
        ways = column(flowing(*(_group(each) for each in (pages, sizes, words)), gap=3 * GAP), margins=(GAP, GAP, GAP, GAP))
        layout.addWidget(surface("status", ways))

    def _connect(self) -> None:
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        self.fit.clicked.connect(self._on_fit)
        self.whole.clicked.connect(self._on_whole)
        self.page.valueChanged.connect(self._on_page)
        self.sought.textChanged.connect(self._on_sought)
        self.hits.countChanged.connect(self._show_found)
        self.view.pageNavigator().currentPageChanged.connect(self._show_place)
        QShortcut(QKeySequence("Ctrl+="), self).activated.connect(self._on_larger)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.sought.setFocus)

    @Slot()
    def _show_place(self) -> None:
        page, pages = self.view.pageNavigator().currentPage(), self.document.pageCount()
        with QSignalBlocker(self.page):
            self.page.setMaximum(max(pages, 1))
            self.page.setValue(page + 1)
        self.page.setEnabled(pages > 0)
        self.place.setText(_("of {pages}").format(pages=pages) if pages else "")
        self.before.setEnabled(page > 0)
        self.after.setEnabled(page + 1 < pages)

    @Slot()
    def _on_before(self) -> None:
        self._jump(-1)

    @Slot()
    def _on_after(self) -> None:
        self._jump(1)

    def _jump(self, step: int) -> None:
        self.view.pageNavigator().jump(self.view.pageNavigator().currentPage() + step, QPointF())

    @Slot(int)
    def _on_page(self, number: int) -> None:
        if 0 < number <= self.document.pageCount():
            self.view.pageNavigator().jump(number - 1, QPointF())

    @Slot()
    def _on_smaller(self) -> None:
        self._zoom(1 / _STEP)

    @Slot()
    def _on_larger(self) -> None:
        self._zoom(_STEP)

    def _zoom(self, factor: float) -> None:
        """What stands in the middle stays there."""
        shown = self._shown()
        page, points = _Laid(self.view, shown).middle()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(shown * factor, _SMALLEST), _LARGEST))
        _Laid(self.view, self.view.zoomFactor()).show_in_middle(page, points)

    def _shown(self) -> float:
        return self.view.zoomFactor() if self.view.zoomMode() == QPdfView.ZoomMode.Custom else self._fitting()

    def _fitting(self) -> float:
        """The factor that the present way of fitting comes to."""
        points = self.document.pagePointSize(0)
        room, per_point = self.view.viewport().size(), self.view.logicalDpiX() / 72
        wide = (room.width() - 2 * _MARGIN) / ((points.width() or 595.0) * per_point)
        high = (room.height() - 2 * _MARGIN) / ((points.height() or 842.0) * per_point)
        return min(wide, high) if self.view.zoomMode() == QPdfView.ZoomMode.FitInView else wide

    @Slot()
    def _on_fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    @Slot()
    def _on_whole(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)

    @Slot(str)
    def _on_sought(self, text: str) -> None:
        self.hits.setSearchString(text.strip())
        self.view.setCurrentSearchResultIndex(-1)
        self._show_found()

    @Slot()
    def _show_found(self) -> None:
        count, at = self.hits.rowCount(QModelIndex()), self.view.currentSearchResultIndex()
        if not self.sought.text().strip():
            self.found.setText("")
        elif not count:
            self.found.setText(_("not on these pages"))
        elif at < 0:
            self.found.setText(ngettext("{count} place", "{count} places", count))
        else:
            self.found.setText(_("{place} of {places}").format(place=at + 1, places=count))

    def _search_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_to_hit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        if event.key() == Qt.Key.Key_Escape and self.sought.text():
            self.sought.clear()
            return True
        return False

    def _go_to_hit(self, step: int) -> None:
        """Round and round."""
        count = self.hits.rowCount(QModelIndex())
        if not count:
            return
        at = self.view.currentSearchResultIndex()
        at = (at + step) % count if at >= 0 else 0 if step > 0 else count - 1
        hit = self.hits.resultAtIndex(at)
        self.view.setCurrentSearchResultIndex(at)
        self.view.pageNavigator().jump(hit.page(), hit.location())
        self._show_found()

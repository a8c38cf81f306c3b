"""Pages of a PDF as they will be printed, with the usual ways through them."""

from pathlib import Path

from PySide6.QtCore import QMargins, QPointF, Slot
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row, surface

_STEP = 1.2
_MARGIN = 20


class PdfPreview(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocumentMargins(QMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
        self.view.setPageSpacing(_MARGIN)
        self.view.setAccessibleName(_("The pages of the report"))
        self.before, self.after = button("", "chevron-left", tip=_("Page before")), button("", "chevron-right", tip=_("Next page"))
        self.smaller, self.larger = button("", "zoom-out", tip=_("Smaller")), button("", "zoom-in", tip=_("Larger"))
        self.fit = button(_("Fit"), tip=_("As wide as the window"))
        self.place = label("", "soft")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        ways = row(1, self.before, self.place, self.after, self.smaller, self.larger, self.fit, 1, margins=(GAP, GAP, GAP, GAP))
        layout.addWidget(surface("status", ways))
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)
        self.smaller.clicked.connect(self._on_smaller)
        self.larger.clicked.connect(self._on_larger)
        self.fit.clicked.connect(self._on_fit)
        self.view.pageNavigator().currentPageChanged.connect(self._show_place)

    def show_file(self, path: Path) -> None:
        """The place in the pages stays, where the new file has it."""
        page = self.view.pageNavigator().currentPage()
        self.document.load(str(path))
        if page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF())
        self._show_place()

    def clear(self) -> None:
        self.document.close()
        self.view.viewport().update()
        self._show_place()

    @Slot()
    def _show_place(self) -> None:
        page, pages = self.view.pageNavigator().currentPage(), self.document.pageCount()
        self.place.setText(_("Page {page} of {pages}").format(page=page + 1, pages=pages) if pages else "")
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

    @Slot()
    def _on_smaller(self) -> None:
        self._zoom(1 / _STEP)

    @Slot()
    def _on_larger(self) -> None:
        self._zoom(_STEP)

    def _zoom(self, factor: float) -> None:
        shown = self.view.zoomFactor() if self.view.zoomMode() == QPdfView.ZoomMode.Custom else self._fitting()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(shown * factor, 0.2), 6.0))

    def _fitting(self) -> float:
        """The factor that "as wide as the window" comes to."""
        points = self.document.pagePointSize(0).width() or 595.0
        return self.view.viewport().width() / (points * self.view.logicalDpiX() / 72)

    @Slot()
    def _on_fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

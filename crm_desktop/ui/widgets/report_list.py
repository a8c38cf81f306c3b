"""The reports and documents there are, narrowed by any word of their titles and descriptions."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text import fold, search_words
from crm_desktop.reports.registry import DOCUMENTS, PRINTABLES, REPORTS, Printable
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import button, column, label, surface
from crm_desktop.ui.widgets.downwards import Downwards

_ROW = 30
"""Pixels: a dozen reports leave room for what they are asked for."""


class ReportList(QWidget):
    chosen = Signal(object)
    """A Printable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sought = QLineEdit(placeholderText=_("Find a report or document"), clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Find a report or document"))
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self, exclusive=True)
        self._documents, self._nothing = label(_("Documents"), "label"), label(_("No report is called so."), "soft", wrap=True)
        reports, documents = ([self._button(each) for each in printables] for printables in (REPORTS, DOCUMENTS))
        rows = column(*reports, self._documents, *documents, self._nothing, 1, gap=0)
        self._area = Downwards(surface("card", rows))
        whole = column(self.sought, self._area, gap=4)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._nothing.hide()
        self.mark(REPORTS[0])
        self._group.idClicked.connect(self._on_clicked)
        self.sought.textChanged.connect(self._on_sought)
        self.sought.returnPressed.connect(self._on_enter)

    def mark(self, report: Printable) -> None:
        chosen = self.buttons[report.name]
        chosen.setChecked(True)
        self._area.ensureWidgetVisible(chosen)

    def _button(self, report: Printable) -> QPushButton:
        made = button(_(report.title), "file-chart-column", "rail", tip=f"{_(report.title)}: {_(report.description)}")
        made.setCheckable(True)
        made.setMaximumHeight(sized(_ROW))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.setAccessibleDescription(_(report.description))
        self._group.addButton(made, PRINTABLES.index(report))
        self.buttons[report.name] = made
        return made

    @Slot(int)
    def _on_clicked(self, place: int) -> None:
        self.chosen.emit(PRINTABLES[place])

    @Slot(str)
    def _on_sought(self, text: str) -> None:
        words = search_words(text)
        for report in PRINTABLES:
            said = fold(f"{_(report.title)} {_(report.description)} {report.name}")
            self.buttons[report.name].setVisible(all(word in said for word in words))
        shown = [report for report in PRINTABLES if not self.buttons[report.name].isHidden()]
        self._documents.setVisible(any(document in shown for document in DOCUMENTS))
        self._nothing.setVisible(not shown)

    @Slot()
    def _on_enter(self) -> None:
        """The first that is left."""
        shown = [report for report in PRINTABLES if not self.buttons[report.name].isHidden()]
        if shown:
            self.mark(shown[0])
            self.chosen.emit(shown[0])

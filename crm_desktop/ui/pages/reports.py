"""The reports. What draws and shows them is loaded when the page is first opened, not when the window starts."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk, Monthly, Paper
from crm_desktop.ui.pages.page import Page


class ReportsPage(Page):
    name: ClassVar[str] = "reports"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        from crm_desktop.ui.widgets.report_view import ReportView

        super().__init__(desk, parent)
        self.view = ReportView(desk, _(self.card.title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def narrow(self, only: object, called: str) -> None:
        from crm_desktop.ui.monthly import KeptRun

        if isinstance(only, KeptRun):
            self.view.show_kept(only.run)
        elif isinstance(only, Monthly):
            from crm_desktop.reports.registry import printable_called

            self.view.asked = only
            self.view.choose(printable_called("monthly-interactions"))
        else:
            assert isinstance(only, Paper)
            self.view.show_paper(only.document, only.number)

    def start(self) -> None:
        self.view.start()

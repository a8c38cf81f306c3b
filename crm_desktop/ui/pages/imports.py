"""Bringing in what other programs wrote. What reads files is loaded when the page is first opened, not when the window starts."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.page import Page


class ImportPage(Page):
    name: ClassVar[str] = "import"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        from crm_desktop.ui.pages.import_wizard import ImportWizard

        super().__init__(desk, parent)
        self.setProperty("surface", "ground")
        self.wizard = ImportWizard(desk, _(self.card.title))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.wizard)

    def start(self) -> None:
        self.wizard.start()

    def add_new(self) -> None:
        self.wizard.start()

    def narrow(self, only: object, called: str) -> None:
        """Files that were dropped somewhere else."""
        assert isinstance(only, Sequence)
        self.wizard.take([Path(str(each)) for each in only])

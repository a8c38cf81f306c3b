"""When somebody changes how the company writes days, numbers and money, every open page writes so too."""

from PySide6.QtCore import QObject, Slot

from crm_desktop.core.changes import Change, Entity
from crm_desktop.queries.desk import CompanyFacts, company_facts
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs


class CompanyNews(QObject):
    def __init__(self, jobs: Jobs, formats: Formats) -> None:
        super().__init__(jobs)
        self._jobs, self._formats = jobs, formats
        jobs.changed.connect(self._on_changed)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if Entity.COMPANY in change.ids:
            self._jobs.read(self, company_facts, self._on_facts, newest="company")

    def _on_facts(self, facts: CompanyFacts | None) -> None:
        if facts is not None and self._formats.take(facts):
            self._jobs.changed.emit(Change(membership=frozenset(Entity)))

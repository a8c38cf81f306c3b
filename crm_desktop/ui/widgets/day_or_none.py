"""A day that may be left open."""

from datetime import date

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDateEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.widgets.basics import row


class DayOrNone(QWidget):
    changed = Signal()

    def __init__(self, text: str, proposed: date, parent: QWidget | None = None) -> None:
        """`text` says what ticking it means; `proposed` is the day that is offered then."""
        super().__init__(parent)
        self.has_day = QCheckBox(text)
        self.day = QDateEdit(QDate(proposed.year, proposed.month, proposed.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMM yyyy")
        self.day.setEnabled(False)
        self.day.setAccessibleName(_("{what}: the day").format(what=text.replace("&", "")))
        self.setLayout(row(self.has_day, self.day, 1))
        self.setFocusProxy(self.has_day)
        self.has_day.toggled.connect(self._on_toggled)
        self.day.dateChanged.connect(self.changed)

    def value(self) -> date | None:
        shown = self.day.date()
        return date(shown.year(), shown.month(), shown.day()) if self.has_day.isChecked() else None

    def text(self) -> str:
        """ISO, or nothing: for drafts."""
        found = self.value()
        return found.isoformat() if found else ""

    def show_text(self, text: str) -> None:
        if text:
            self.day.setDate(QDate.fromString(text, "yyyy-MM-dd"))
        self.has_day.setChecked(bool(text))

    @Slot(bool)
    def _on_toggled(self, is_set: bool) -> None:
        self.day.setEnabled(is_set)
        self.changed.emit()

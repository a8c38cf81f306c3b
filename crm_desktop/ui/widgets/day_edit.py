"""A day that may be left empty: typed as people here write it, or as 2026-11-21."""

import re
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.formats import Formats

_PARTS = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})", re.ASCII)


class DayEdit(QLineEdit):
    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month_first = formats.month_first
        self.setPlaceholderText(_("month/day/year") if self._month_first else _("day.month.year"))
        self.editingFinished.connect(self._spell)

    def iso(self) -> str:
        """`YYYY-MM-DD`; what is no day as it was typed, for `is_wrong` to tell."""
        found = self._read()
        return found.isoformat() if found else self.text().strip()

    def show_iso(self, text: str) -> None:
        self.setText(text)
        self._spell()

    def shown(self, text: str) -> str:
        return text

    def is_wrong(self) -> bool:
        return bool(self.text().strip()) and self._read() is None

    def problem(self) -> str:
        return _("“{text}” is no day. Write it like {example}.").format(text=self.text().strip(), example=self._spelled(date(2026, 5, 31)))

    def _read(self) -> date | None:
        found = _PARTS.fullmatch(self.text().strip())
        if found is None:
            return None
        first, second, third = map(int, found.groups())
        year, month, day = (
            (first, second, third) if len(found[1]) == 4 else (third, first, second) if self._month_first else (third, second, first)
        )
        try:
            return date(year, month, day) if year >= 1000 else None
        except ValueError:
            return None

    def _spelled(self, day: date) -> str:
        return f"{day.month}/{day.day}/{day.year}" if self._month_first else f"{day.day}.{day.month}.{day.year}"

    @Slot()
    def _spell(self) -> None:
        if (found := self._read()) is not None:
            self.setText(self._spelled(found))

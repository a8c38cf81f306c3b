"""Calls that were missed and not returned yet, the longest waiting first, each with its age: one key takes the next."""

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.queries.interactions import InteractionFilter, InteractionRow, first_interactions
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.basics import button, column, empty, label

_SHOWN, _READ = 5, 50
_HOUR, _DAY = 60, 24 * 60
_SINCE = timedelta(days=14)
"""Who called longer ago has called again or has given up."""


def calls_to_return() -> list[InteractionRow]:
    """The longest waiting first."""
    return first_interactions(InteractionFilter(since=utc_now() - _SINCE, to_return=True), _READ)[::-1]


class MissedCalls(QWidget):
    chosen = Signal(int)
    """The contact that was missed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.title, self._rows = label("", "label"), QVBoxLayout()
        self._rows.setSpacing(2)
        self.setLayout(column(self.title, self._rows, gap=4))
        self.hide()

    def read(self) -> None:
        self._desk.jobs.read(self, calls_to_return, self._show, newest="missed")

    def _age(self, when: datetime) -> str:
        minutes = int((utc_now() - when).total_seconds()) // 60
        if minutes < _HOUR:
            return _("{count} min").format(count=self._desk.formats.number(max(minutes, 0)))
        if minutes < _DAY:
            return _("{count} h").format(count=self._desk.formats.number(minutes // _HOUR))
        return self._desk.formats.ago(when)

    def _show(self, found: list[InteractionRow]) -> None:
        empty(self._rows)
        self.title.setText(_("Calls to return: {count}").format(count=self._desk.formats.number(len(found))))
        for call in found[:_SHOWN]:
            who, age = call.customer or _("Somebody"), self._age(call.started_at)
            made = button(f"{who} · {age}".replace("&", "&&"), "phone-missed", "row", tip=_("Call back"))
            made.setAccessibleName(_("Call {who} back, who waits since: {age}").format(who=who, age=age))
            made.clicked.connect(partial(self.chosen.emit, call.id))
            self._rows.addWidget(made)
        self.setVisible(bool(found))

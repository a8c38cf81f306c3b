"""Calls that go on at once: a button for each, once there are several."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, empty
from crm_desktop.ui.widgets.call_view import CallView
from crm_desktop.ui.widgets.flow import Flow

_LONGEST = 32


class WaitingCalls(QWidget):
    chosen = Signal(int)
    """Its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line, self._group = Flow(gap=GAP), QButtonGroup(self, exclusive=True)
        self.setLayout(self._line)
        self.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 0)
        self._group.idClicked.connect(self.chosen)
        self.hide()

    def show_calls(self, calls: Sequence[CallView], shown: QWidget | None) -> None:
        if len(self._group.buttons()) != len(calls):
            self._make(len(calls))
        for place, view in enumerate(calls):
            made = self._group.button(place)
            made.setText(_called(view))
            made.setAccessibleName(_("Call with {who}").format(who=view.side.title()))
            made.setChecked(view is shown)
        self.setVisible(len(calls) > 1)

    def _make(self, count: int) -> None:
        for each in self._group.buttons():
            self._group.removeButton(each)
        empty(self._line)
        for place in range(count):
            made = _button()
            self._group.addButton(made, place)
            self._line.addWidget(made)


def _button() -> QPushButton:
    made = button("", "phone", tip=_("Go on with this call (Ctrl+F2: the next one)"))
    made.setCheckable(True)
    return made


def _called(view: CallView) -> str:
    title = view.side.title()
    title = (title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…").replace("&", "&&")
    return f"{title} · {view.card.time.text()}" if view.card.clock is not None else title

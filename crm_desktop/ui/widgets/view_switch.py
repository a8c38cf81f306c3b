"""List, board, week, month: buttons of which one is down, shared by the pages that show promises and appointments."""

from enum import StrEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.flow import Flow


class View(StrEnum):
    LIST = "list"
    BOARD = "board"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


VIEWS = {
    View.LIST: (N_("List"), "list"),
    View.BOARD: (N_("Board"), "columns-3"),
    View.DAY: (N_("Day"), "sun"),
    View.WEEK: (N_("Week"), "calendar-days"),
    View.MONTH: (N_("Month"), "calendar"),
}


class ViewSwitch(QWidget):
    chosen = Signal(object)
    """The view that was asked for; it is shown as chosen once `show_view` says so."""

    def __init__(self, parent: QWidget | None = None, *, only_icons: bool = False) -> None:
        super().__init__(parent)
        self._only_icons = only_icons
        self._views = tuple(VIEWS)
        self._group = QButtonGroup(self, exclusive=True)
        buttons = [self._button(place, *VIEWS[view]) for place, view in enumerate(self._views)]
        self.setLayout(Flow(*buttons, gap=4))
        self._group.idClicked.connect(self._on_clicked)

    def show_view(self, view: View) -> None:
        self._group.button(self._views.index(view)).setChecked(True)

    def _button(self, place: int, word: str, icon: str) -> QWidget:
        name = _("Show as: {view}").format(view=_(word))
        made = button("" if self._only_icons else _(word), icon, tip=name)
        made.setCheckable(True)
        made.setAccessibleName(name)
        self._group.addButton(made, place)
        return made

    @Slot(int)
    def _on_clicked(self, place: int) -> None:
        self.chosen.emit(self._views[place])

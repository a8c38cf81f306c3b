"""What a list was narrowed by: a chip for each condition, which opens it again, and takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, empty, row, surface
from crm_desktop.ui.widgets.flow import flowing

if TYPE_CHECKING:
    from crm_desktop.queries.columns import Subject
    from crm_desktop.queries.conditions import Asked
    from crm_desktop.ui.formats import Formats


class Shaped(Protocol):
    """What it is about: asked only where there is a condition."""

    @property
    def subject(self) -> Subject: ...

    @property
    def labels(self) -> Mapping[str, str]: ...


class FilterBar(QWidget):
    edit_wanted = Signal(int)
    """The place of the condition that was chosen."""
    remove_wanted = Signal(int)
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * GAP, 0, 2 * GAP, GAP)
        self.hide()

    def show_conditions(self, where: Sequence[Asked], shape: Shaped, formats: Formats) -> None:
        empty(self._layout)
        self.hide()
        if not where:
            return
        from crm_desktop.ui.models.filters import told  # most lists begin without a filter

        chips = [self._chip(place, told(each, shape.subject, shape.labels, formats)) for place, each in enumerate(where)]
        if len(chips) > 1:
            clear = button(_("Clear all"), role="filter", tip=_("Show the whole list again"))
            clear.clicked.connect(self.clear_wanted)
            chips.append(clear)
        self._layout.addWidget(flowing(*chips))
        self.show()

    def _chip(self, place: int, text: str) -> QWidget:
        opener, remover = button(text, role="filter", tip=_("Change this filter")), button("", "x", "filter")
        opener.setAccessibleName(_("Filter: {text}. Change it").format(text=text))
        remover.setAccessibleName(_("Remove the filter: {text}").format(text=text))
        remover.setToolTip(_("Remove this filter"))
        opener.clicked.connect(partial(self._edit, place))
        remover.clicked.connect(partial(self._remove, place))
        chip = surface("filter", row(opener, remover, gap=0))
        chip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return chip

    def _edit(self, place: int, _checked: bool = False) -> None:
        self.edit_wanted.emit(place)

    def _remove(self, place: int, _checked: bool = False) -> None:
        self.remove_wanted.emit(place)

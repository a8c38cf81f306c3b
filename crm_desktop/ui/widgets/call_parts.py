"""The small forms of what comes next, below one another beside the notes: none, one or several of each kind."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crm_desktop.queries.desk import Choices
from crm_desktop.queries.orders import OrderRow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.basics import make_scrolled
from crm_desktop.ui.widgets.call_goods import OrderPart, ReturnPart
from crm_desktop.ui.widgets.call_part import AppointmentPart, FollowUpPart, Part

KINDS = {"returns": ReturnPart, "orders": OrderPart, "follow_ups": FollowUpPart, "appointments": AppointmentPart}
"""In the order in which they stand."""


class CallParts(QScrollArea):
    edited = Signal()
    grown = Signal()
    """A form came into being, and takes its place among what the keyboard reaches."""
    shut = Signal(object)
    """A form is not wanted any more."""
    wanted_again = Signal(str)
    """One more of this kind."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._choices: Choices | None = None
        self._orders: Sequence[OrderRow] | None = None
        self._coming: Part | None = None
        """To be brought into sight."""
        self._parts: dict[str, list[Part]] = {name: [] for name in KINDS}
        """Made when they are first asked for: most calls end without any."""
        self._place = QVBoxLayout()
        inner = QWidget()
        inner.setProperty("surface", "clear")
        inner.setLayout(self._place)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(14)
        self._place.addStretch(1)
        make_scrolled(self, inner)
        self.hide()

    def of(self, name: str) -> list[Part]:
        return self._parts[name] or [self.make(name)]

    def make(self, name: str) -> Part:
        """Below those of its kind."""
        made = KINDS[name](self._desk, self._place.parentWidget())
        if isinstance(made, ReturnPart | FollowUpPart) and self._choices is not None:
            made.offer(self._choices)
        if isinstance(made, ReturnPart) and self._orders is not None:
            made.offer_orders(self._orders)
        made.hide()
        made.narrow()
        names = tuple(self._parts)
        self._place.insertWidget(sum(len(self._parts[each]) for each in names[: names.index(name) + 1]), made)
        self._parts[name].append(made)
        made.closed.connect(self._on_closed)
        made.wanted_again.connect(self._on_wanted_again)
        made.edited.connect(self.edited)
        self.grown.emit()
        return made

    def leave_out(self, part: Part) -> Part:
        """One of several; the last of those that stay."""
        parts = self._parts[self.name_of(part)]
        parts.remove(part)
        part.hide()
        part.deleteLater()
        return parts[-1]

    def name_of(self, part: QObject) -> str:
        return next(name for name, parts in self._parts.items() if part in parts)

    def offer(self, found: Choices) -> None:
        self._choices = found
        for part in self._all():
            if isinstance(part, ReturnPart | FollowUpPart):
                part.offer(found)

    def offer_orders(self, rows: Sequence[OrderRow]) -> None:
        self._orders = rows
        for part in self._all():
            if isinstance(part, ReturnPart):
                part.offer_orders(rows)

    def show_kinds(self, shown: Collection[str]) -> None:
        for name in KINDS:
            parts = self.of(name) if name in shown else self._parts[name]
            for place, part in enumerate(parts, 1):
                part.number(place, len(parts))
                part.setVisible(name in shown)
        inner = self.widget()
        if inner is not None:  # it scrolls downwards only, so it must be as wide as what it shows
            self.setMinimumWidth(inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())
        self.setVisible(bool(shown))

    def bring_up(self, part: Part) -> None:
        """Once it has its place."""
        self._coming = part
        QTimer.singleShot(0, self._on_placed)

    def _all(self) -> list[Part]:
        return [part for parts in self._parts.values() for part in parts]

    @Slot()
    def _on_placed(self) -> None:
        if self._coming is not None and self._coming in self._all():
            self.verticalScrollBar().setValue(self._coming.y())

    @Slot()
    def _on_closed(self) -> None:
        self.shut.emit(self.sender())

    @Slot()
    def _on_wanted_again(self) -> None:
        self.wanted_again.emit(self.name_of(self.sender()))

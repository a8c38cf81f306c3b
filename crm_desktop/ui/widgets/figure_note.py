"""What a figure is: how it is counted, and its two numbers, each of which opens the records it counts."""

from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from crm_desktop.core.figures import FIGURES_BY_ID, Figure, Unit
from crm_desktop.core.i18n import _
from crm_desktop.core.spans_of_time import duration
from crm_desktop.reports.figure_board import Row, opens
from crm_desktop.reports.printing import Printer
from crm_desktop.ui.widgets.basics import button, column, label, offer, row


class FigureNote(QFrame):
    wanted = Signal(bool)
    """The rows of the first number, or else of the second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.definition = label("", "soft", wrap=True)
        self.numerator, self.denominator = button("", "list"), button("", "list")
        self._what = label("", "soft", wrap=True), label("", "soft", wrap=True)
        lines = [row(number, what, gap=10) for number, what in zip((self.numerator, self.denominator), self._what, strict=True)]
        for line in lines:
            line.setStretch(1, 1)
        self.setLayout(column(self.definition, *lines, gap=6))
        self.numerator.clicked.connect(self._on_numerator)
        self.denominator.clicked.connect(self._on_denominator)

    def show_figure(self, shown: Row, printer: Printer, target: str = "") -> None:
        """`target`: a sentence about what is aimed at."""
        figure = FIGURES_BY_ID[shown.figure]
        told = _(figure.definition) if shown.is_told else _("It cannot be narrowed like this: its records do not know it.")
        self.definition.setText(" ".join(filter(None, (f"{_(figure.name)}: {told}", target))))
        has_rows = opens(shown.figure)
        numbers = (shown.now.numerator, figure.numerator), (shown.now.denominator, figure.denominator)
        for place, (button_of, (number, what)) in enumerate(zip((self.numerator, self.denominator), numbers, strict=True)):
            is_there = number is not None and bool(what)
            offer(button_of, wanted=is_there)
            offer(self._what[place], wanted=is_there)
            if is_there:
                self._what[place].setText(_(what))
                _say(button_of, _told(number or 0, figure, place, shown.now.currency, printer), _(what), can_open=has_rows[place])

    @Slot()
    def _on_numerator(self) -> None:
        self.wanted.emit(True)

    @Slot()
    def _on_denominator(self) -> None:
        self.wanted.emit(False)


def _say(part: QPushButton, number: str, what: str, *, can_open: bool) -> None:
    part.setText(number)
    part.setAccessibleName(f"{number} {what}")
    part.setEnabled(can_open)
    part.setToolTip(_("Show these records") if can_open else _("These are no records of a list."))


def _told(number: int, figure: Figure, place: int, currency: str, printer: Printer) -> str:
    """A number as it is counted: seconds as a length of time, money with its currency."""
    if place == 0 and figure.unit in (Unit.SECONDS, Unit.DAYS):
        return duration(number)
    if currency and figure.unit is Unit.MONEY:
        return printer.amount(number, currency)
    return printer.formats.quantity(Fraction(number, figure.scale))

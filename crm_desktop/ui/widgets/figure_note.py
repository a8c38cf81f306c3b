"""What a figure is: how it is counted, and its two numbers, each of which opens the records it counts."""

from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from crm_desktop.core.figures import FIGURES_BY_ID, Figure, Unit
from crm_desktop.core.formats import duration
from crm_desktop.core.i18n import _
from crm_desktop.queries.figure_rows import PARTS
from crm_desktop.reports.figure_board import Row
from crm_desktop.reports.printing import Printer
from crm_desktop.ui.widgets.basics import button, column, label, offer


class FigureNote(QFrame):
    wanted = Signal(bool)
    """The rows of the first number, or else of the second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.definition = label("", "soft", wrap=True)
        self.numerator, self.denominator = button("", "list", "quiet"), button("", "list", "quiet")
        self.setLayout(column(self.definition, self.numerator, self.denominator, gap=2))
        for each in (self.numerator, self.denominator):
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.numerator.clicked.connect(self._on_numerator)
        self.denominator.clicked.connect(self._on_denominator)

    def show_figure(self, row: Row, printer: Printer) -> None:
        figure, parts = FIGURES_BY_ID[row.figure], PARTS.get(row.figure)
        told = _(figure.definition) if row.is_told else _("It cannot be narrowed like this: its records do not know it.")
        self.definition.setText(f"{_(figure.name)}: {told}")
        opens = bool(parts and parts.numerator), bool(parts and parts.denominator)
        numbers = (row.now.numerator, figure.numerator), (row.now.denominator, figure.denominator)
        for place, (button_of, (number, what)) in enumerate(zip((self.numerator, self.denominator), numbers, strict=True)):
            is_there = number is not None and bool(what)
            offer(button_of, wanted=is_there)
            if is_there:
                _say(button_of, f"{_told(number or 0, figure, place, row.now.currency, printer)} {_(what)}", can_open=opens[place])

    @Slot()
    def _on_numerator(self) -> None:
        self.wanted.emit(True)

    @Slot()
    def _on_denominator(self) -> None:
        self.wanted.emit(False)


def _say(part: QPushButton, text: str, *, can_open: bool) -> None:
    part.setText(text)
    part.setAccessibleName(text)
    part.setEnabled(can_open)
    part.setToolTip(_("Show these records") if can_open else _("These are no records of a list."))


def _told(number: int, figure: Figure, place: int, currency: str, printer: Printer) -> str:
    """A number as it is counted: seconds as a length of time, money with its currency."""
    if place == 0 and figure.unit in (Unit.SECONDS, Unit.DAYS):
        return duration(number)
    if currency and figure.unit is Unit.MONEY:
        return printer.amount(number, currency)
    return printer.formats.quantity(Fraction(number, figure.scale))

"""Which figures are shown: of which days, beside which others, and whose."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QVBoxLayout, QWidget

from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import _
from crm_desktop.queries.figure_sides import Sides
from crm_desktop.reports.figure_board import Asked, Narrowing
from crm_desktop.reports.periods import Period, month_of, quarter_of, year_of
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.product_finder import ProductFinder

_MONTHS, _QUARTERS, _YEARS = 24, 8, 5
"""How far back they are offered."""
_WIDEST = 24
"""Letters."""
_OWN = "own"
_BEFORE, _YEAR = "before", "year"


class FigureChoices(QWidget):
    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period, self.compared, self.who = QComboBox(), QComboBox(), QComboBox()
        self.channel, self.reason, self.product = QComboBox(), QComboBox(), ProductFinder(jobs)
        self.first, self.last = QDateEdit(), QDateEdit()
        self.product.setPlaceholderText(_("Any product"))
        for box, name in (
            (self.period, _("Of which days")), (self.compared, _("Compared with")), (self.who, _("Whose figures")),
            (self.channel, _("Which channel")), (self.reason, _("Which reason")), (self.product, _("Which product")),
            (self.first, _("First day")), (self.last, _("Last day")),
        ):  # fmt: skip
            box.setAccessibleName(name)
            box.setToolTip(plain_tip(name))
        for box in (self.period, self.compared, self.who, self.channel, self.reason):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(_WIDEST * box.fontMetrics().averageCharWidth())
        self.product.setMaximumWidth(_WIDEST * self.product.fontMetrics().averageCharWidth())
        self._parts = flowing(self.period, self.first, self.last, self.compared, self.who, self.channel, self.reason, self.product)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._parts)
        self._offer_days()

    def fill(self, newest: date, sides: Sides, formats: Formats) -> None:
        """Once, before anything is asked."""
        for period in _periods(newest):
            self.period.addItem(period.label(formats), period)
        self.period.addItem(_("From day to day …"), _OWN)
        self.compared.addItem(_("vs the period before"), _BEFORE)
        self.compared.addItem(_("vs a year before"), _YEAR)
        for month in _months(newest):
            self.compared.addItem(_("vs {period}").format(period=month.label(formats)), month)
        _offer(self.who, _("Everyone"), sides.people)
        _offer(self.channel, _("All channels"), sides.channels)
        _offer(self.reason, _("All reasons"), sides.reasons)
        for edit, day in ((self.first, newest.replace(day=1)), (self.last, newest)):
            edit.setCalendarPopup(True)
            edit.setDate(QDate(day.year, day.month, day.day))
        for box in (self.period, self.compared, self.who, self.channel, self.reason):
            box.currentIndexChanged.connect(self._on_change)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self._on_change)
        self.product.changed.connect(self._on_product)

    def asked(self) -> Asked:
        period = self._period()
        beside = self.compared.currentData()
        compared = beside if isinstance(beside, Period) else period.earlier() if beside == _BEFORE else period.year_earlier()
        product = self.product.product_id()
        narrowing = Narrowing(
            self.who.currentData(), self.channel.currentData(), self.reason.currentData(), (product,) if product is not None else ()
        )
        return Asked(period, compared, narrowing)

    def show_period(self, period: Period) -> None:
        """One of those that are offered, or else its days."""
        place = next((place for place in range(self.period.count()) if self.period.itemData(place) == period), -1)
        if place < 0:
            for edit, day in ((self.first, period.first), (self.last, period.last)):
                edit.setDate(QDate(day.year, day.month, day.day))
            place = self.period.findData(_OWN)
        self.period.setCurrentIndex(place)

    def _period(self) -> Period:
        chosen = self.period.currentData()
        if isinstance(chosen, Period):
            return chosen
        first, last = (date(shown.year(), shown.month(), shown.day()) for shown in (self.first.date(), self.last.date()))
        return Period(min(first, last), max(first, last))

    def _offer_days(self) -> None:
        for edit in (self.first, self.last):
            edit.setVisible(self.period.currentData() == _OWN)

    @Slot()
    def _on_change(self) -> None:
        self._offer_days()
        self.changed.emit()

    @Slot()
    def _on_product(self) -> None:
        if not self.product.is_undecided():
            self.changed.emit()


def _periods(newest: date) -> list[Period]:
    """Months, then quarters, then years, the newest of each first."""
    found = _months(newest)
    for of, count in ((quarter_of, _QUARTERS), (year_of, _YEARS)):
        found += _back(of, newest, count)
    return found


def _months(newest: date) -> list[Period]:
    return _back(month_of, newest, _MONTHS)


def _back(of: Callable[[date], Period], newest: date, count: int) -> list[Period]:
    found = [of(newest)]
    while len(found) < count:
        found.append(of(found[-1].first - timedelta(days=1)))
    return found


def _offer(box: QComboBox, everything: str, choices: Sequence[tuple[str, tuple[int, ...]]]) -> None:
    box.addItem(everything, ())
    for name, ids in choices:
        box.addItem(name, ids)

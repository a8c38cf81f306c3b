"""What customers contact the company about more than usual, who comes again, and who may be lost. Every number opens its rows."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.kept_counts import Counted
from crm_desktop.core.rising import LEAST, RISE, SURE, By
from crm_desktop.queries.interactions import InteractionFilter
from crm_desktop.queries.lists import at
from crm_desktop.queries.risk import MONTHS as RISK_MONTHS
from crm_desktop.queries.risk import AtRisk, Risk, at_risk, ids_at_risk, since
from crm_desktop.queries.trends import (
    MONTHS,
    NOBODY_AGAIN,
    Again,
    Repeated,
    Repeats,
    Rise,
    Span,
    Trends,
    came_again,
    earlier_month,
    newest_month,
    repeats,
    rising,
    span_of,
)
from crm_desktop.services.figures import keep_counts
from crm_desktop.ui.desk import Chosen, Desk
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import column, label, row, scroll_page, surface
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.list_card import LEAST_ROWS, ListCard
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.tile import Tile

_WAYS = (
    (By.ALL, N_("Reasons alone")),
    (By.PRODUCT, N_("By product")),
    (By.CARRIER, N_("By carrier")),
    (By.CHANNEL, N_("By channel")),
    (By.REGION, N_("By country and region")),
)
_MOST = 500
"""People listed; the figures count all of them."""


class Around(NamedTuple):
    """What stands beside the rising reasons, and the months there are to choose."""

    months: tuple[date, ...]
    month: date | None
    span: Span | None
    repeated: Repeated
    again: tuple[Again, ...]
    risk: Risk
    risky: tuple[int, int]
    """The UTC seconds whose complaints and answers count for the risk."""


class Line(NamedTuple):
    """A row of a list; its id is only its place."""

    id: int
    cells: tuple[Cell, ...]
    opens: InteractionFilter | int
    """The contacts it counts, or a customer."""
    called: str


class TrendsPage(Page):
    name: ClassVar[str] = "trends"
    watches: ClassVar[frozenset[Entity]] = frozenset(
        {Entity.INTERACTION, Entity.ORDER, Entity.SHIPMENT, Entity.CUSTOMER, Entity.CASE, Entity.SURVEY_RESPONSE}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setProperty("surface", "ground")
        self._lines: dict[int, Line] = {}
        self._span: Span | None = None
        self._risky = 0, 0
        self._there: tuple[date, ...] = ()
        self.month, self.months, self.way = QComboBox(), QComboBox(), QComboBox()
        self._fill_choices()
        self.model = RecordTableModel(_rising_columns(), desk.jobs, self)
        self.again_model = RecordTableModel(_columns(_("Who"), _("How often")), desk.jobs, self)
        self.risk_model = RecordTableModel(_columns(_("Who"), _("Why")), desk.jobs, self)
        self.list = RecordView(self.model, _("Rising reasons"), TALL_ROW_HEIGHT)
        self.again = RecordView(self.again_model, _("Who came again for the same reason"), TALL_ROW_HEIGHT)
        self.risk = RecordView(self.risk_model, _("Customers at risk"), TALL_ROW_HEIGHT)
        self.repeat = Tile(
            _("Repeat contacts"), _("Incoming contacts whose customer came for the same reason within the seven days before."),
        )  # fmt: skip
        self.lost = Tile(_("Customers at risk"), _risk_definition())
        self.how, self.empty = label("", "soft", wrap=True), EmptyState(self.card.icon)
        self.nobody_again = label(_("Nobody came again for the same reason."), "soft", wrap=True)
        self.nobody_lost = label(_("Nobody is at risk."), "soft", wrap=True)
        self._build()
        self._connect()
        self.reload()

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        wanted = partial(_around, *self._wanted())
        self.desk.jobs.read(self, wanted, self._show_around, newest="around")

    def take(self, change: Change) -> None:
        self.reload()

    def _fill_choices(self) -> None:
        for box, name in (
            (self.month, _("Month")), (self.months, _("What it is compared with")), (self.way, _("What reasons are looked at with")),
        ):  # fmt: skip
            box.setAccessibleName(name)
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # filled only once the window stands
        self.months.addItems([_("against the {count} months before").format(count=months - 1) for months in MONTHS])
        self.months.setCurrentIndex(1)
        self.way.addItems([_(text) for _way, text in _WAYS])

    def _build(self) -> None:
        self.list.setMinimumWidth(340)
        self.list.setMinimumHeight((LEAST_ROWS + 1) * self.list.verticalHeader().defaultSectionSize())  # and its head
        self.how.setMinimumWidth(1)  # its longest word may be wider than the list: it does not decide how tall the note is
        head = row(label(_(self.card.title), "title"), flowing(self.month, self.months, at_end=True))
        head.setStretch(1, 1)
        above = row(label(_("Rising reasons"), "heading"), flowing(self.way, at_end=True))
        above.setStretch(1, 1)
        left = column(above, self.list, self.empty, self.how, margins=(2 * GAP, 12, 12, 12))
        left.setStretch(1, 1)
        left.setStretch(2, 1)
        tiles = QHBoxLayout()
        tiles.setSpacing(12)
        tiles.addWidget(self.repeat, 1)
        tiles.addWidget(self.lost, 1)
        self._again_card = ListCard(
            row(label(_("Who came again for the same reason"), "heading", wrap=True)), self.again, self.nobody_again
        )
        self._risk_card = ListCard(row(label(_("Customers at risk"), "heading", wrap=True)), self.risk, self.nobody_lost)
        right = column(tiles, self._risk_card, self._again_card, 0, gap=14)
        right.setStretch(1, 1)
        right.setStretch(2, 1)
        below = row(_box(left), right, gap=14)
        below.setStretch(0, 6)
        below.setStretch(1, 5)
        whole = QVBoxLayout()
        whole.setContentsMargins(2 * GAP, 12, 2 * GAP, 2 * GAP)
        whole.setSpacing(14)
        whole.addLayout(head)
        whole.addLayout(below, 1)
        scroll_page(self, whole)

    def _connect(self) -> None:
        for box in (self.month, self.months):
            box.activated.connect(self.reload)
        self.way.activated.connect(self._read_rising)
        for view in (self.list, self.again, self.risk):
            view.opened.connect(self._on_opened)
        self.repeat.clicked.connect(self._on_repeat)
        self.lost.clicked.connect(self._on_lost)

    def _wanted(self) -> tuple[date | None, int, ZoneInfo]:
        """The month, the newest where none was chosen yet; how many months; the company's zone."""
        chosen = self._there[self.month.currentIndex()] if self._there else None
        return chosen, MONTHS[self.months.currentIndex()], self.desk.formats.zone

    def _show_around(self, around: Around) -> None:
        formats, self._span, self._risky = self.desk.formats, around.span, around.risky
        if self._there != around.months:
            self._there = around.months
            self.month.clear()
            self.month.addItems([formats.month(month) for month in around.months])
        if around.month in around.months:
            self.month.setCurrentIndex(around.months.index(around.month))
        for box in (self.month, self.months, self.way):
            box.setVisible(bool(around.months))
        now, before, fresh = around.repeated
        was = _("{share} before").format(share=_share(before, formats)) if before.contacts else _("nothing to compare with")
        counts = _("{again} of {all}").format(again=formats.number(now.again), all=formats.number(now.contacts))
        self.repeat.show_figure(_share(now, formats), f"{counts} · {was}")
        self._keep(fresh)
        self.lost.show_figure(formats.number(around.risk.customers), _("in {count} months").format(count=RISK_MONTHS))
        self._show(self.again_model, self._again_card, 2_000, [_again_line(each, formats.number) for each in around.again])
        self._show(self.risk_model, self._risk_card, 3_000, [_risk_line(each, formats.number) for each in around.risk.first])
        self._read_rising()

    @Slot()
    def _read_rising(self) -> None:
        wanted = partial(_rising, _WAYS[self.way.currentIndex()][0], *self._wanted())
        self.desk.jobs.read(self, wanted, self._show_rising, newest="rising")

    def _show_rising(self, found: Trends | None) -> None:
        rises = (found and found.rises) or ()
        lines = [_rise_line(each, self.desk.formats) for each in rises]
        self._show(self.model, None, 1_000, lines)
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.how.setText("" if found is None or found.rises is None else _how(found, self.desk.formats))
        if not lines:
            self.empty.say(_why_empty(found), "")
        self._keep(found.fresh if found else ())

    def _keep(self, counted: Sequence[Counted]) -> None:
        """So that it need not be counted again. Nobody waits for it."""
        if counted:
            self.desk.jobs.note(self, partial(keep_counts, counted), lambda _change: None)

    def _show(self, model: RecordTableModel, card: ListCard | None, first: int, lines: Sequence[Line]) -> None:
        placed = [line._replace(id=first + place) for place, line in enumerate(lines)]
        self._lines = {key: line for key, line in self._lines.items() if not first <= key < first + 1_000}
        self._lines.update((line.id, line) for line in placed)
        if card is not None:
            card.show_count(len(placed))
        model.show(source_of(placed))

    @Slot(int)
    def _on_opened(self, line_id: int) -> None:
        line = self._lines[line_id]
        if isinstance(line.opens, InteractionFilter):
            self.desk.narrow(Entity.INTERACTION.value, line.opens, line.called)
        else:
            self.desk.go_to(Entity.CUSTOMER.value, line.opens)

    @Slot()
    def _on_repeat(self) -> None:
        if self._span is not None:
            wanted = InteractionFilter(since=at(self._span.month), until=at(self._span.until), is_repeat=True)
            self.desk.narrow(Entity.INTERACTION.value, wanted, _("Repeat contacts"))

    @Slot()
    def _on_lost(self) -> None:
        self.desk.narrow(Entity.CUSTOMER.value, Chosen(partial(ids_at_risk, *self._risky)), _("Customers at risk"))


def _around(month: date | None, months: int, zone: ZoneInfo) -> Around:
    newest = newest_month(zone)
    chosen = month or newest
    span = span_of(chosen, months, zone, utc_now()) if chosen else None
    if newest is None or span is None:
        return Around((), None, None, NOBODY_AGAIN, (), Risk(0, ()), (0, 0))
    there = tuple(earlier_month(newest, back) for back in range(MONTHS[-1]))
    risky = since(chosen or newest, zone), span.until
    return Around(there, chosen, span, repeats(span), came_again(span, _MOST), at_risk(*risky, _MOST), risky)


def _rising(way: By, month: date | None, months: int, zone: ZoneInfo) -> Trends | None:
    chosen = month or newest_month(zone)
    span = span_of(chosen, months, zone, utc_now()) if chosen else None
    return None if span is None else rising(way, span)


def _box(inside: QVBoxLayout) -> QFrame:
    return surface("box", inside)


def _rising_columns() -> tuple[Column, ...]:
    def shown(place: int) -> Callable[[Line], Cell]:
        return lambda line: line.cells[place]

    return (
        Column(_("Reason"), shown(0)),
        Column(_("This month"), shown(1), 88, RIGHT),
        Column(_("Usual"), shown(2), 64, RIGHT),
        Column(_("Rise"), shown(3), 74),
        Column(_("By chance"), shown(4), 150),
    )


def _columns(who: str, what: str) -> tuple[Column, ...]:
    return Column(who, _first), Column(what, _second, 152)


def _first(line: Line) -> Cell:
    return line.cells[0]


def _second(line: Line) -> Cell:
    return line.cells[1]


def _rise_line(rise: Rise, formats: Formats) -> Line:
    times = _("new") if rise.times is None else _("{times} ×").format(times=formats.plain(_tenths(rise.times), 1))
    called = " · ".join(filter(None, (rise.reason, rise.named)))
    return Line(
        0,
        (
            Cell(rise.reason, rise.named),
            Cell(formats.number(rise.now)),
            Cell(formats.plain(_tenths(rise.usual), 1), soft=True),
            Cell(chips=(Chip(times, Tone.BAD if rise.is_sure else Tone.WARN),)),
            Cell(_percent(rise.corrected, formats), _("{percent} alone").format(percent=_percent(rise.chance, formats)), soft=True),
        ),
        rise.opens,
        called,
    )


def _again_line(each: Again, number: Callable[[int], str]) -> Line:
    often = ngettext("{count} time again", "{count} times again", each.again).format(count=number(each.again))
    return Line(
        0, (Cell(each.customer, each.reason, icon="repeat"), Cell(often, soft=True)), each.opens, f"{each.customer} · {each.reason}"
    )


def _risk_line(each: AtRisk, number: Callable[[int], str]) -> Line:
    told = ngettext("{count} complaint", "{count} complaints", each.complaints).format(count=number(each.complaints))
    answer = "" if each.answer is None else _("rated {score} of 5").format(score=number(each.answer))
    words = " · ".join(filter(None, (told if each.complaints else "", answer)))
    return Line(0, (Cell(each.customer, each.number, icon="user-x"), Cell(chips=(Chip(words, Tone.BAD),))), each.customer_id, "")


def _tenths(value: float) -> Decimal:
    return Decimal(round(value * 10)) / 10


def _percent(chance: float, formats: Formats) -> str:
    if chance < 0.001:
        return _("less than {percent}").format(percent=formats.percent(Decimal("0.1")))
    return formats.percent(_tenths(chance * 100))


def _share(found: Repeats, formats: Formats) -> str:
    return formats.percent(round(100 * found.again / found.contacts)) if found.contacts else "–"


def _risk_definition() -> str:
    return _("Customers with two complaints or more, or an answer of 1 or 2 of 5, in {count} months.").format(count=RISK_MONTHS)


def _how(found: Trends, formats: Formats) -> str:
    return _(
        "Incoming contacts that came {least} times or more, and {rise} times as often as usual. “By chance” is how likely so many are if"
        " nothing changed (exact conditional test of two Poisson rates), corrected for the {count} that were looked at together"
        " (Benjamini and Hochberg). What is red is below {sure}."
    ).format(least=LEAST, rise=formats.plain(_tenths(RISE)), count=formats.number(found.compared), sure=formats.percent(round(SURE * 100)))


def _why_empty(found: Trends | None) -> str:
    if found is None:
        return _("No customer has contacted you yet. What rises is seen from the second month on.")
    if found.rises is None:
        return _("Before this month there were no contacts, so there is nothing usual to compare it with.")
    return _("Nothing rose. Customers contact you for the usual reasons as often as usual.")

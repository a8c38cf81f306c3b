"""Every figure of a period: what it is, how it is counted, how it was before, its chart, and the records behind each number."""

from functools import partial
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.charts import Chart, ChartKind, Series
from crm_desktop.core.figure_targets import Reached, Target
from crm_desktop.core.figures import FIGURES_BY_ID, Value, change
from crm_desktop.core.formats import NOTHING, Formats
from crm_desktop.core.i18n import _
from crm_desktop.core.kept_counts import Counted
from crm_desktop.queries.desk import staff_logins
from crm_desktop.queries.figure_sides import Sides, sides
from crm_desktop.reports.desk_rows import Records
from crm_desktop.reports.figure_board import Board, Lines, Row, newest_day, opens, page_formats, records, records_of_hour
from crm_desktop.reports.figure_board import board as read_board
from crm_desktop.reports.figure_board import lines as figure_lines
from crm_desktop.reports.monthly_charts import heat_map
from crm_desktop.reports.periods import Period
from crm_desktop.reports.printing import REACHED, Printer
from crm_desktop.services.figures import keep_counts, keep_days
from crm_desktop.ui.desk import Chosen, Desk, Monthly, Searched
from crm_desktop.ui.focus import give_keyboard, keyboard_kept
from crm_desktop.ui.models.cells import Cell, Chip, Heading
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.beside import Beside
from crm_desktop.ui.widgets.chart_view import ChartView
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.figure_choices import FigureChoices
from crm_desktop.ui.widgets.figure_note import FigureNote
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.tile import Tile

_TILES = (
    "first_response", "first_contact_resolved", "sla_response", "csat", "follow_ups_kept", "return_rate", "contacts", "handle_time",
    "orders_placed", "cases_opened", "cases_closed", "cases_open", "full_resolution_median",
)  # fmt: skip
"""The first four of which anything is known stand above the others."""
_SHOWN = 4
_PERIODS = 12
"""Bars of a figure's chart."""
_POINTS = 6
"""Of a tile's line."""
_LIST = 190
"""Pixels of height that the list has at least."""
_FINE = 1_000
"""The largest bar fills the chart, also where it is a small share."""
_OF_RECORDS = frozenset(
    {
        Entity.INTERACTION,
        Entity.FOLLOW_UP,
        Entity.APPOINTMENT,
        Entity.ORDER,
        Entity.RETURN,
        Entity.PAYMENT,
        Entity.CUSTOMER,
        Entity.CASE,
        Entity.SURVEY_RESPONSE,
        Entity.ASSESSMENT,
        Entity.ARTICLE,
    }
)


_REACHED_TONES = {Reached.MET: Tone.OK, Reached.NEAR: Tone.WARN, Reached.MISSED: Tone.BAD, None: Tone.PLAIN}


class Start(NamedTuple):
    """What is known before anything is asked."""

    newest: object
    sides: Sides
    formats: Formats
    logins: dict[int, str]


class Line(NamedTuple):
    """A figure in the list; its id is only its place."""

    id: int
    figure: str
    name: str
    now: str
    before: str
    change: str
    is_better: bool | None
    is_told: bool
    aim: str
    reached: Reached | None


class _Low(QFrame):
    """Scrolls only where its parts find less room than they need at least; they share whatever there is above that."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "ground")

    def heightForWidth(self, width: int) -> int:
        inside = self.layout()
        return inside.minimumHeightForWidth(width) if inside else -1


class FiguresPage(Page):
    name: ClassVar[str] = "figures"
    watches: ClassVar[frozenset[Entity]] = _OF_RECORDS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setProperty("surface", "ground")
        self.choices = FigureChoices(desk.jobs)
        self.tiles = [Tile("", "") for _place in range(_SHOWN)]
        self.model = RecordTableModel(_columns("", ""), desk.jobs, self)
        self.list = RecordView(self.model, _("Every figure, with its rows"))
        self.note = FigureNote()
        self.chart, self.heat = ChartView(_("The figure over time")), ChartView(_("When people contact us"))
        self.chart_title = label("", "heading")
        self.paper = button(_("Print …"), "printer", tip=_("The monthly report, which prints these figures"))
        self.empty = EmptyState(self.card.icon)
        self._board: Board | None = None
        self._printer: Printer | None = None
        self._lines: dict[int, Line] = {}
        self._figures: list[str] = []
        self._logins: dict[int, str] = {}
        self._shown = ""
        self._periods: tuple[Period, ...] = ()
        self._build()
        self._connect()
        desk.jobs.read(self, _start, self._begin)

    def start(self) -> None:
        give_keyboard(self.list, self.choices.period)

    def reload(self) -> None:
        if self._printer is not None:
            self.desk.jobs.read(self, partial(read_board, self.choices.asked()), self._show, newest="figures")

    def take(self, change: Change) -> None:
        self.reload()

    def choose(self, figure: str) -> None:
        """It is the one whose chart, definition and rows are shown."""
        place = next((line.id for line in self._lines.values() if line.figure == figure), 0)
        if place:
            self.list.choose(place)
            self._on_chosen(place)

    def _build(self) -> None:
        head = column(row(label(_(self.card.title), "title"), 1, self.paper), self.choices)
        tiles = Beside(*self.tiles)
        over_time, hours = _box(self.chart_title, self.chart), _box(label(_("When people contact us"), "heading"), self.heat)
        left = column(over_time, hours, gap=14)
        left.setStretch(0, 1)
        self._hours = hours
        right = column(label(_("Every figure, with its rows"), "heading"), self.list, self.note, gap=6, margins=(2 * GAP, 12, 12, 12))
        right.setStretch(1, 1)
        told = row(surface("ground", left), surface("box", right), gap=14)
        told.setStretch(0, 4)
        told.setStretch(1, 7)
        self.list.setMinimumHeight(sized(_LIST))
        lower = _Low()
        lower.setLayout(told)
        self._told = Downwards(lower)
        self.empty.say(_("There is nothing to count in these days, nor in those they are compared with."))
        self.empty.hide()
        whole = QVBoxLayout()
        whole.setContentsMargins(2 * GAP, 12, 2 * GAP, 2 * GAP)
        whole.setSpacing(14)
        whole.addLayout(head)
        whole.addLayout(tiles)
        whole.addWidget(self._told, 1)
        whole.addWidget(self.empty, 1)
        self.setLayout(column(Downwards(surface("ground", whole))))

    def _connect(self) -> None:
        self.choices.changed.connect(self.reload)
        self.list.current_changed.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.model.loaded.connect(self._on_loaded)
        self.note.wanted.connect(self._on_part)
        self.chart.opened.connect(self._on_bar)
        self.heat.opened.connect(self._on_hour)
        self.paper.clicked.connect(self._on_paper)
        for tile in self.tiles:
            tile.clicked.connect(self._on_tile)

    def _begin(self, known: Start) -> None:
        self._printer, self._logins = Printer(known.formats, {}, {}), known.logins
        if known.newest is not None:
            self.choices.fill(known.newest, known.sides, known.formats)  # type: ignore[arg-type]
            self.reload()

    def _show(self, board: Board) -> None:
        with keyboard_kept(self, self.start):
            self._fill(board)

    def _fill(self, board: Board) -> None:
        assert self._printer is not None
        self._board, formats = board, self._printer.formats
        now, before = (period.label(formats, short=True) for period in (board.asked.period, board.asked.compared))
        lines: list[Line | Heading] = []
        for place, section in enumerate(board.sections, 1):
            lines.append(Heading(-place, _(section.title)))
            aims = board.targets
            lines += [_line(100 * place + number, each, self._printer, aims.get(each.figure)) for number, each in enumerate(section.rows)]
        self._lines = {line.id: line for line in lines if isinstance(line, Line)}
        self.model.arrange(_columns(now, before, has_targets=any(line.aim for line in self._lines.values())))
        self.list.arrange({})
        self.model.show(source_of(lines))
        self._show_tiles(board, before)
        self._told.setVisible(bool(board.sections))
        self.empty.setVisible(not board.sections)
        self._hours.setVisible(board.hours is not None)
        if board.hours is not None:
            self.heat.show_chart(heat_map(board.hours, formats))
        if board.missing:
            self.desk.jobs.note(self, partial(keep_days, board.missing), _on_kept)
        _keep(self, board.fresh)

    def _show_tiles(self, board: Board, before: str) -> None:
        found = {each.figure: each for section in board.sections for each in section.rows if each.now.amount is not None}
        self._figures = [figure for figure in _TILES if figure in found][:_SHOWN]
        for tile, figure in zip(self.tiles, self._figures, strict=False):
            known, each = FIGURES_BY_ID[figure], found[figure]
            assert self._printer is not None
            changed = self._printer.change(each.now, each.before)
            note = _("{change} against {period}").format(change=changed, period=before) if changed != NOTHING else ""
            tile.show_title(_(known.name), _(known.definition))
            tile.show_figure(self._printer.value(each.now), note)
            if figure in board.targets:
                line = self._line_of(figure)
                tile.show_target(_aim(line), _aimed(line), _REACHED_TONES[line.reached])
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < len(self._figures))
            tile.line.hide()
        wanted = partial(figure_lines, tuple(self._figures), board.asked, _run(board.asked.period, _POINTS))
        self.desk.jobs.read(self, wanted, self._show_lines, newest="lines")

    def _show_lines(self, found: Lines) -> None:
        _keep(self, found.fresh)
        for tile, figure in zip(self.tiles, self._figures, strict=False):
            if figure in found.values:
                tile.line.show_values([None if value.amount is None else float(value.amount) for value in found.values[figure]])

    def _line_of(self, figure: str) -> Line:
        return next(line for line in self._lines.values() if line.figure == figure)

    def _row(self, figure: str) -> Row:
        assert self._board is not None
        return next(each for section in self._board.sections for each in section.rows if each.figure == figure)

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        self.list.choose_first()
        self._on_chosen(self.list.chosen())

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        if self._printer is None or self._board is None or place not in self._lines:
            return
        line = self._lines[place]
        self._shown = line.figure
        self.note.show_figure(self._row(line.figure), self._printer, _aimed(line))
        self.chart_title.setText(line.name)
        self._periods = _run(self._board.asked.period)
        wanted = partial(figure_lines, (line.figure,), self._board.asked, self._periods)
        self.desk.jobs.read(self, wanted, partial(self._show_chart, line.figure, self._periods), newest="chart")

    def _show_chart(self, figure: str, periods: tuple[Period, ...], found: Lines) -> None:
        _keep(self, found.fresh)
        if figure == self._shown and self._printer is not None:
            self.chart.show_chart(_chart(figure, periods, found.values[figure], self._printer))

    @Slot(int)
    def _on_opened(self, place: int) -> None:
        """Its rows: those of its first number, or where that counts none, of its second."""
        figure = self._lines[place].figure
        numerator, denominator = opens(figure)
        if numerator or denominator:
            self._open(figure, numerator=numerator)

    @Slot(bool)
    def _on_part(self, numerator: bool) -> None:
        self._open(self._shown, numerator=numerator)

    def _open(self, figure: str, *, numerator: bool) -> None:
        if self._board is not None:
            wanted = partial(records, figure, self._board.asked, numerator=numerator)
            self.desk.jobs.read(self, wanted, partial(self._show_records, _(FIGURES_BY_ID[figure].name)), newest="rows")

    def _show_records(self, name: str, found: Records | None) -> None:
        if found is not None and found.entity.value not in {card.name for card in PAGES}:
            self.desk.say(_("These records have no list of their own."), Tone.INFO)
        elif found is not None and self._board is not None and self._printer is not None:
            period = self._board.asked.period.label(self._printer.formats, short=True)
            called = _("{figure}, {period}").format(figure=name, period=period)
            only = Searched if found.are_searches else Chosen
            self.desk.narrow(found.entity.value, only(lambda: found.ids), called)

    @Slot(object)
    def _on_bar(self, period: Period) -> None:
        self.choices.show_period(period)

    @Slot(object)
    def _on_hour(self, cell: tuple[int, int]) -> None:
        if self._board is not None and self._printer is not None:
            formats, (weekday, hour) = self._printer.formats, cell
            called = f"{formats.weekdays()[weekday]} {formats.clock(hour)} – {formats.clock(hour + 1)}"
            wanted = partial(records_of_hour, self._board.asked, weekday, hour)
            self.desk.jobs.read(self, wanted, partial(self._show_records, called), newest="rows")

    @Slot()
    def _on_tile(self) -> None:
        place = self.tiles.index(self.sender())  # type: ignore[arg-type]
        self.choose(self._figures[place])

    @Slot()
    def _on_paper(self) -> None:
        """The report of the same days, compared with the same month, about the same people."""
        if self._board is None:
            self.desk.go_to("reports")
            return
        asked = self.choices.asked()
        other = asked.compared if asked.compared.is_month and asked.compared != asked.period.earlier() else None
        staff = tuple(self._logins[each] for each in asked.narrowing.staff)
        self.desk.narrow("reports", Monthly(asked.period.first, asked.period.last, other.first if other else None, staff), "")


def _keep(page: Page, counted: tuple[Counted, ...]) -> None:
    if counted:
        page.desk.jobs.note(page, partial(keep_counts, counted), _on_kept)


def _on_kept(_change: Change) -> None:
    """Nobody waits for it."""


def _start() -> Start:
    return Start(newest_day(), sides(), page_formats(), staff_logins())


def _run(period: Period, count: int = _PERIODS) -> tuple[Period, ...]:
    """So many periods of its length, as many as a chart shows, it being the last."""
    found = [period]
    while len(found) < count:
        found.insert(0, found[0].earlier())
    return tuple(found)


def _chart(figure: str, periods: tuple[Period, ...], found: tuple[Value, ...], printer: Printer) -> Chart:
    name = _(FIGURES_BY_ID[figure].name)
    heights = tuple(float(value.amount or 0) * _FINE for value in found)
    texts = tuple(printer.value(value) if value.amount is not None else "" for value in found)
    return Chart(
        ChartKind.BARS,
        name,
        tuple(period.label(printer.formats, short=True) for period in periods),
        (Series(name, heights, texts),),
        opens=periods,
        quiet=frozenset(range(len(periods) - 1)),
    )


def _columns(now: str, before: str, *, has_targets: bool = False) -> tuple[Column, ...]:
    columns = (
        Column(_("Figure"), lambda line: Cell(line.name, soft=not line.is_told), key="name"),
        Column(now, lambda line: Cell(line.now), 108, RIGHT, key="now"),
        Column(before, lambda line: Cell(line.before, soft=True), 108, RIGHT, key="before"),
        Column(_("Change"), _change_cell, 118, key="change"),
    )
    return (*columns, Column(_("Target"), _target_cell, 92, key="target")) if has_targets else columns


def _target_cell(line: Line) -> Cell:
    return Cell(chips=(Chip(_aim(line), _REACHED_TONES[line.reached]),)) if line.aim else Cell("")


def _aim(line: Line) -> str:
    """With a tick where it was met: no colour tells it alone."""
    return f"✓ {line.aim}" if line.reached is Reached.MET else line.aim


def _aimed(line: Line) -> str:
    """In words; empty: there is no target."""
    if not line.aim:
        return ""
    verdict = _(REACHED[line.reached]) if line.reached else _("nothing to judge yet")
    return _("Target: {target}, {verdict}.").format(target=line.aim, verdict=verdict)


def _change_cell(line: Line) -> Cell:
    if line.change == NOTHING:
        return Cell(NOTHING, soft=True)
    tone = {True: Tone.OK, False: Tone.BAD, None: Tone.PLAIN}[line.is_better]
    return Cell(chips=(Chip(line.change, tone),))


def _line(place: int, found: Row, printer: Printer, target: Target | None) -> Line:
    changed = change(found.now, found.before)
    told = printer.change(found.now, found.before)
    is_better = changed.is_better if changed and not told.startswith("±") else None
    return Line(
        place, found.figure, _(FIGURES_BY_ID[found.figure].name), printer.value(found.now), printer.value(found.before), told, is_better,
        found.is_told, printer.target(target, found.now.currency) if target and found.is_told else "",
        target.reached(found.now) if target else None,
    )  # fmt: skip


def _box(title: QWidget, chart: ChartView) -> QFrame:
    parts = column(title, chart, gap=6, margins=(2 * GAP, 12, 2 * GAP, 12))
    parts.setStretch(1, 1)
    return surface("box", parts)

"""Every figure of a period beside those of another: what the page of figures shows, and the records behind each number."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import zone_of
from crm_desktop.core.figure_targets import Target, judged
from crm_desktop.core.figures import Value
from crm_desktop.core.formats import Formats
from crm_desktop.core.kept_counts import Counted
from crm_desktop.queries import figure_rows
from crm_desktop.queries.contact_days import missing_days
from crm_desktop.queries.figure_rows import Span, behind
from crm_desktop.queries.figure_targets import targets
from crm_desktop.queries.figures import Scope, held_at
from crm_desktop.queries.figures_cases import first_of_desk
from crm_desktop.queries.figures_company import first_and_last_contact, newest_counted
from crm_desktop.reports import desk_rows
from crm_desktop.reports.desk_reach import desk_reach
from crm_desktop.reports.desk_rows import Records
from crm_desktop.reports.heads import company_setting
from crm_desktop.reports.measures import GROUPS, MEASURES, Measure, Reaches, Side
from crm_desktop.reports.monthly_collect import hours
from crm_desktop.reports.monthly_data import Hours
from crm_desktop.reports.monthly_reach import View, reach_of
from crm_desktop.reports.periods import Period
from crm_desktop.reports.trade_reach import first_trade, trade_reach
from crm_desktop.reports.wording import checked_language


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Ids; empty: all of them."""

    staff: tuple[int, ...] = ()
    channels: tuple[int, ...] = ()
    reasons: tuple[int, ...] = ()
    products: tuple[int, ...] = ()

    @property
    def sides(self) -> frozenset[Side]:
        given = ((Side.STAFF, self.staff), (Side.CHANNEL, self.channels), (Side.REASON, self.reasons), (Side.PRODUCT, self.products))
        return frozenset(side for side, ids in given if ids)

    def scope(self, start: int, end: int) -> Scope:
        return Scope(start, end, self.staff, self.channels, self.reasons, self.products)


@dataclass(frozen=True, slots=True)
class Asked:
    period: Period
    compared: Period
    narrowing: Narrowing = field(default_factory=Narrowing)


class Row(NamedTuple):
    """`is_told` False: it cannot be narrowed as it was asked for."""

    figure: str
    now: Value
    before: Value
    is_told: bool


class Section(NamedTuple):
    """`title` is a message id."""

    title: str
    rows: tuple[Row, ...]


class Board(NamedTuple):
    """`missing`: days that were counted and are not kept yet; `fresh`: what else is not."""

    asked: Asked
    sections: tuple[Section, ...]
    hours: Hours | None
    missing: tuple[tuple[int, int], ...]
    fresh: tuple[Counted, ...]
    targets: Mapping[str, Target]
    """By figure: those that these days can be judged by."""


class _Store:
    """What the store knows, read once for all periods."""

    def __init__(self) -> None:
        where = company_setting()
        self.zone, self.own = zone_of(where.zone), where.currency
        self.around: View | None = None
        """The company's hours and names, read once."""
        self.until = int(where.as_of.timestamp()) if where.as_of else 2**62
        known = first_and_last_contact()
        self.first_contact, self.first_trade = known[0].timestamp() if known else None, first_trade()
        self.first_desk = first_of_desk()

    def reaches(self, asked: Asked, days: Period) -> Reaches:
        scope, is_asked = asked.narrowing.scope(*days.seconds(self.zone)), days is asked.period
        held = reach_of(days, scope, self.until, self.zone, self.first_contact, is_asked=is_asked)
        sold = trade_reach(days, scope, self.first_trade, is_asked=is_asked)
        desk = desk_reach(days, scope, self.until, self.zone, self.first_desk, is_asked=is_asked)
        self.around = self.around or View(held, held, held, (), self.zone)
        return Reaches(held, sold, desk, self.around, self.own)


def board(asked: Asked) -> Board:
    """Raises UserError in a store without a company."""
    store = _Store()
    now, before = store.reaches(asked, asked.period), store.reaches(asked, asked.compared)
    sides = asked.narrowing.sides
    sections = tuple(Section(group.title, tuple(_row(measure, now, before, sides) for measure in group.measures)) for group in GROUPS)
    shown = tuple(Section(each.title, rows) for each in sections if (rows := tuple(filter(_has_subject, each.rows))))
    missing = () if sides else _missing(asked, store.zone)
    aims = judged(targets(), is_month=asked.period.is_month, is_whole=not sides)
    return Board(asked, shown, hours(now.around), missing, _fresh(before, now), aims)


class Lines(NamedTuple):
    """By figure, its value in each period; `fresh` as of a board."""

    values: dict[str, tuple[Value, ...]]
    fresh: tuple[Counted, ...]


def lines(figures: Sequence[str], asked: Asked, periods: tuple[Period, ...]) -> Lines:
    """Several figures in the same periods, each of which is asked of the store once."""
    store = _Store()
    reaches = [store.reaches(asked, period) for period in periods]
    sides, count = asked.narrowing.sides, len(periods)
    values = {
        figure: tuple(map(MEASURES[figure].made, reaches)) if sides <= MEASURES[figure].by else (Value(figure, None),) * count
        for figure in figures
    }
    return Lines(values, _fresh(*reaches))


def records(figure: str, asked: Asked, *, numerator: bool) -> Records | None:
    """The records that the figure of this period counts; None where it counts none."""
    store = _Store()
    if figure in desk_rows.PARTS:
        return desk_rows.desk_records(figure, store.reaches(asked, asked.period).desk, numerator=numerator)
    scope = asked.narrowing.scope(*asked.period.seconds(store.zone))
    found = behind(figure, Span(scope, asked.period.first, asked.period.last, store.until), numerator=numerator)
    return Records(found.entity, found.ids()) if found else None


def page_formats() -> Formats:
    """As reports write them, in the language that is spoken."""
    where = company_setting()
    return Formats(where.locale, checked_language(""), zone_of(where.zone))


def records_of_hour(asked: Asked, weekday: int, hour: int) -> Records:
    """Interactions that began in this hour of this weekday (0 is Monday), by the company's clock."""
    store = _Store()
    scope = asked.narrowing.scope(*asked.period.seconds(store.zone))
    found = held_at(scope)
    local = ((row_id, datetime.fromtimestamp(moment, store.zone)) for row_id, moment in found)
    return Records(Entity.INTERACTION, array("q", (row_id for row_id, at in local if (at.weekday(), at.hour) == (weekday, hour))))


def opens(figure: str) -> tuple[bool, bool]:
    """Whether records of a list stand behind its two numbers."""
    parts = desk_rows.PARTS.get(figure) or figure_rows.PARTS.get(figure)
    return (parts.numerator is not None, parts.denominator is not None) if parts else (False, False)


def newest_day() -> date | None:
    """Of the newest record that figures count, or of the newest operation where there is none."""
    where = company_setting()
    newest = newest_counted(where.as_of) or where.as_of
    return newest.astimezone(zone_of(where.zone)).date() if newest else None


def _row(measure: Measure, now: Reaches, before: Reaches, sides: frozenset[Side]) -> Row:
    if not sides <= measure.by:
        return Row(measure.figure, Value(measure.figure, None), Value(measure.figure, None), is_told=False)
    return Row(measure.figure, measure.made(now), measure.made(before), is_told=True)


def _has_subject(row: Row) -> bool:
    """Whether anything but noughts and unknowns would be shown."""
    return not row.is_told or bool(row.now.numerator or row.before.numerator or row.now.denominator or row.before.denominator)


def _fresh(*reaches: Reaches) -> tuple[Counted, ...]:
    return tuple(
        {each[:3]: each for reach in reaches for part in (reach.held, reach.sold, reach.desk) for each in part.kept.fresh}.values()
    )


def _missing(asked: Asked, zone: ZoneInfo) -> tuple[tuple[int, int], ...]:
    return tuple(day for period in (asked.period, asked.compared) for day in missing_days(period.first, period.last, zone))

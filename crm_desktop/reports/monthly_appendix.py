"""How everything was counted, and every interaction where it was asked for."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from reportlab.platypus import Flowable, PageBreak

from crm_desktop import __version__
from crm_desktop.core.figures import FIGURES, FIGURES_BY_ID, Value
from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Direction
from crm_desktop.core.plain import to_plain
from crm_desktop.queries.figures_people import Listed
from crm_desktop.reports.columns import InColumns
from crm_desktop.reports.glossary import TERMS
from crm_desktop.reports.monthly_data import placed_values
from crm_desktop.reports.monthly_sheet import Sheet
from crm_desktop.reports.page import heading, together
from crm_desktop.reports.sheet import PeriodSheet
from crm_desktop.reports.tables import CELL, Column, Table
from crm_desktop.reports.text import BODY, SMALL, Text, width_of
from crm_desktop.reports.words import Span


def appendix(sheet: PeriodSheet, printed: Any, left_out: Sequence[Value] = ()) -> list[Flowable]:
    """`printed` is the data whose figures stand on the pages before."""
    head = sheet.head
    story = heading(_("How this was counted"))
    for words in _facts(sheet):
        story.append(Text(words, BODY, after=2))
    made = _("Made with version {version}; the fingerprint of all figures is {fingerprint}.")
    story.append(Text(made.format(version=__version__, fingerprint=_fingerprint(printed)), BODY, after=2))
    story.append(Text(_("Days, months and hours are counted in the time zone {zone}.").format(zone=head.zone), BODY, after=8))

    used = _used(printed)
    story += [*_left_out(sheet, left_out), *_glossary(used), *heading(_("Each figure"), 1)]
    return [*story, InColumns([_definition(figure_id) for figure_id in used])]


def _definition(figure_id: str) -> Flowable:
    figure = FIGURES_BY_ID[figure_id]
    formula = f" = {_(figure.numerator)} ÷ {_(figure.denominator)}" if figure.denominator else ""
    return _entry(_(figure.name), f"{_(figure.definition)}{formula}")


def _entry(name: str, words: str) -> Flowable:
    return Text([Span(name, bold=True), Span(f"  {words}")], CELL, after=3)


def _left_out(sheet: PeriodSheet, values: Sequence[Value]) -> list[Flowable]:
    if not values:
        return []
    told = " · ".join(f"{_(FIGURES_BY_ID[value.figure].name)}: {sheet.printer.value(value)}" for value in values)
    return [together(_("Left out"), Text(told, BODY, after=2))]


def _glossary(used: Sequence[str]) -> list[Flowable]:
    """The words of the subjects that are printed."""
    told = [_entry(_(name), _(words)) for figure, name, words in TERMS if figure in used]
    return [*heading(_("Words"), 1), InColumns(told)] if told else []


def _used(printed: Any) -> list[str]:
    """The figures that are printed with a number, in the order of their definitions."""
    used = {placed.value.figure for placed in placed_values(printed) if placed.value.numerator is not None}
    return [figure.id for figure in FIGURES if figure.id in used]


def _fingerprint(printed: Any) -> str:
    """Of all figures: two reports with the same one say the same."""
    told = ((each.period, str(each.kind), str(each.key), *to_plain(each.value).values()) for each in placed_values(printed))
    return sha256(json.dumps(list(told)).encode()).hexdigest()[:16]


def _facts(sheet: PeriodSheet) -> list[str]:
    head = sheet.head
    bounds = _("Covered: {first} to {last}.").format(first=sheet.formats.day(head.period.first), last=sheet.formats.day(head.period.last))
    facts = [bounds]
    if head.as_of is not None:
        facts.append(
            _("The data goes to operation {operation} of {moment}. The same data prints the same page.").format(
                operation=sheet.formats.number(head.operation), moment=sheet.formats.moment(head.as_of)
            )
        )
    facts.append(
        _("A dash means that nothing is known, which is not the same as nought. A period is known if records begin in its first week.")
    )
    few = _("Of fewer than {count} cases a share is printed as its two numbers, and a mean with their number beside it.")
    facts.append(few.format(count=max(figure.least for figure in FIGURES)))
    if sheet.targets:
        facts.append(_("A target is nearly met where no more than a tenth of it is missing."))
    if head.hide_names:
        facts.append(_("Customers are shown by number, not by name."))
    return facts


def listing(sheet: Sheet) -> list[Flowable]:
    """One line for each interaction; with names hidden, without the words that could tell who it was."""
    if not sheet.data.head.list_interactions:
        return []
    rows = sheet.data.people.listing
    columns = [
        Column(_("When"), width=_moment_width(sheet)),
        Column(_("Customer"), weight=4, lines=3),
        Column(_("Channel"), width=72),
        Column(_("Reason"), weight=3.3),
        Column(_("Summary"), weight=5.5),
    ]
    shown = 4 if sheet.data.head.hide_names else 5
    count = _("{count} in all").format(count=sheet.formats.number(len(rows)))
    if sheet.data.people.operation != sheet.data.head.operation:
        count += " · " + _("read again for this print; the figures before it are those of their day")
    table = Table(columns[:shown], rows, lambda row: _listed(sheet, row)[:shown], padding=2.4)
    return [PageBreak(), *heading(_("Every interaction")), Text(count, SMALL, after=4), table]


def _moment_width(sheet: Sheet) -> float:
    """Of the widest moment in any month."""
    moments = (datetime(2026, month, 28, 22, 58, tzinfo=sheet.formats.zone) for month in range(1, 13))
    return max(width_of(sheet.formats.short_moment(moment)) for moment in moments) + 1


def _listed(sheet: Sheet, row: Listed) -> tuple[str, str, str, str, str]:
    if row.customer_number:
        customer = sheet.printer.customer(row.customer_number)
    else:
        customer = NOTHING if sheet.data.head.hide_names else row.caller or NOTHING
    direction = _("in") if row.direction == Direction.IN else _("out")
    reason = sheet.data.people.reasons.get(row.reason_id or 0, NOTHING)
    return sheet.formats.short_moment(row.started_at), customer, f"{row.channel}, {direction}", reason, row.summary

"""One section for each subject of the monthly interaction report; what the store knows nothing of is left out."""

from reportlab.platypus import Flowable

from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import N_, _
from crm_desktop.reports import desk_sections as desk
from crm_desktop.reports.charts import ChartPicture
from crm_desktop.reports.monthly_charts import heat_map, ranked_reasons, stacked
from crm_desktop.reports.monthly_data import ChannelRow, CustomerRow, FollowUps, OutcomeRow, ProductRow, RisingRow
from crm_desktop.reports.monthly_sheet import Sheet
from crm_desktop.reports.page import heading, together
from crm_desktop.reports.privacy_sections import privacy
from crm_desktop.reports.relations_sections import appointments, coming
from crm_desktop.reports.returns_sections import refunds_and_goodwill, returns
from crm_desktop.reports.sheet import compared_table, usual
from crm_desktop.reports.tables import Column, Table, narrow_number, number
from crm_desktop.reports.text import BODY, SMALL, Text
from crm_desktop.reports.trade_sections import money, orders
from crm_desktop.reports.words import Span

OUTCOMES = {
    "resolved": N_("Resolved"),
    "follow_up": N_("Follow-up needed"),
    "transferred": N_("Transferred"),
    "escalated": N_("Escalated"),
    "missed": N_("Missed"),
    "voicemail": N_("Voicemail"),
    "wrong_number": N_("Wrong number"),
}


def channels(sheet: Sheet) -> list[Flowable]:
    data = sheet.data
    story = [*heading(_("Channels")), _channel_table(sheet)]
    if len(data.layers) > 1:
        story.append(together(_("Channels over time"), ChartPicture(stacked(data, sheet.formats), 140)))
    if data.hours is not None:
        note = _("Interactions by weekday and hour in {zone}; opening hours are outlined.").format(zone=data.head.zone)
        chart = ChartPicture(heat_map(data.hours, sheet.formats), after=4)
        story.append(together(_("When people contact us"), chart, Text(note, SMALL)))
    if data.calls:
        story.append(together(_("Missed calls and opening hours"), compared_table(sheet, data.calls)))
    return story


def _channel_table(sheet: Sheet) -> Flowable:
    data, value, change = sheet.data, sheet.printer.value, sheet.printer.change
    columns = [
        Column(_("Channel"), weight=1),
        *map(number, (_("In"), _("Out"), _("Total"), _("Share"), _("Change"), _("Avg. time"), _("Resolved at once"))),
    ]

    def cells(row: ChannelRow) -> tuple[str, ...]:
        counts = value(row.incoming), value(row.outgoing), value(row.contacts), value(row.share), change(row.contacts, row.before)
        return row.name, *counts, value(row.handle_time), value(row.resolved)

    total = (_("Total"), *cells(data.total)[1:])
    return Table(columns, data.channels, cells, total=total)


def reasons(sheet: Sheet) -> list[Flowable]:
    data = sheet.data
    if not data.reasons:
        return []
    story = heading(_("Why customers contacted us"), room=170)
    story.append(ChartPicture(ranked_reasons(data.reasons, sheet.printer), after=2))
    if data.rising:
        story += [*heading(_("New or rising"), 1), _rising(sheet)]
    if data.products:
        story += [*heading(_("Products people complained or asked about"), 1), _products(sheet)]
    if data.rising or data.products:
        story.append(Text(_("Usual is the mean of up to three periods before."), SMALL))
    return [*story, *_quotes(sheet), *_outcomes(sheet)]


def _products(sheet: Sheet) -> Flowable:
    """Products down, reasons across; a cell without any stays empty."""
    value, rows = sheet.printer.value, sheet.data.products
    reasons = [part.reason for part in rows[0].parts if part.reason]
    with_rest = any(row.parts[-1].trouble.numerator for row in rows)
    heads = [*reasons, *([_("Others")] if with_rest else [])]

    def cells(row: ProductRow) -> tuple[str, ...]:
        about = (value(part.trouble) if part.trouble.numerator else "" for part in row.parts[: len(heads)])
        return row.name, value(row.trouble), value(row.before), usual(sheet, row.usual), *about

    columns = [Column(_("Product"), weight=1, lines=2), *map(narrow_number, (sheet.now, sheet.before, _("Usual"), *heads))]
    return Table(columns, rows, cells)


def _quotes(sheet: Sheet) -> list[Flowable]:
    """What was erased since is not quoted any more."""
    people = sheet.data.people
    told = [(quoted, words) for quoted in sheet.data.quotes if (words := people.quotes.get(quoted.number))]
    if not told:
        return []
    below: list[Flowable] = []
    for quoted, words in told:
        reason = people.reasons.get(quoted.reason_id or 0, _("No reason recorded"))
        below.append(Text([Span(reason, bold=True), Span(f"  “{words}”")], BODY, after=4))
    note = Text(
        _("As they wrote it or as it was noted, without names, numbers and addresses. What is left may still tell who it was."), SMALL
    )
    return [together(_("What they said"), *below, note)]


def _rising(sheet: Sheet) -> Flowable:
    value, formats = sheet.printer.value, sheet.formats

    def cells(row: RisingRow) -> tuple[str, ...]:
        grown = f"{formats.number((row.contacts.numerator or 0) / row.usual, 1)} ×" if row.usual else _("new")
        return row.name, value(row.contacts), value(row.before), usual(sheet, row.usual), grown

    heads = (sheet.now, sheet.before, _("Usual"), _("Of the usual"))
    return Table([Column(_("Reason"), weight=1), *map(number, heads)], sheet.data.rising, cells)


def _outcomes(sheet: Sheet) -> list[Flowable]:
    rows, printer = sheet.data.outcomes, sheet.printer
    if not rows:
        return []

    def cells(row: OutcomeRow) -> tuple[str, ...]:
        count, name = sheet.formats.number(row.share.numerator or 0), _(OUTCOMES.get(row.outcome, row.outcome))
        return name, count, printer.value(row.share), printer.value(row.before), printer.change(row.share, row.before)

    heads = (_("Interactions"), _("Share"), sheet.before, _("Change"))
    table = Table([Column(_("Outcome"), weight=1), *map(number, heads)], rows, cells)
    return [together(_("How they ended"), table)]


def follow_ups(sheet: Sheet) -> list[Flowable]:
    planned = sheet.data.follow_ups
    if planned is None:
        return []
    figures = (planned.created, planned.on_time, planned.late, planned.kept, planned.overdue, planned.still_open)
    story: list[Flowable] = [together(_("Follow-ups"), compared_table(sheet, figures), level=0)]
    if planned.owners and not sheet.data.head.hide_team:
        story += [*heading(_("By owner"), 1), _owners(sheet, planned)]
    if planned.oldest:
        story += [*heading(_("Longest overdue"), 1), _oldest(sheet, planned)]
    return story


def _owners(sheet: Sheet, planned: FollowUps) -> Flowable:
    value = sheet.printer.value
    return Table(
        [Column(_("Owner"), weight=1), number(_("Promised")), number(_("On time")), number(_("Late")), number(_("Kept")),
         number(_("Overdue")), number(_("Still open"))],
        planned.owners,
        lambda row: (sheet.printer.colleague(row.login), value(row.created), value(row.on_time), value(row.late), value(row.kept),
                     value(row.overdue), value(row.still_open)),
    )  # fmt: skip


def _oldest(sheet: Sheet, planned: FollowUps) -> Flowable:
    titles, hide = sheet.data.people.titles, sheet.data.head.hide_names
    return Table(
        [Column(_("No.")), Column(_("What"), weight=1, lines=2), Column(_("Customer"), weight=1, lines=2), Column(_("Owner"), lines=2),
         Column(_("Due")), number(_("Days late")), Column(_("Now"))],
        planned.oldest,
        lambda row: (row.number, NOTHING if hide else titles.get(row.number, NOTHING), sheet.printer.customer(row.customer),
                     sheet.printer.colleague(row.owner), sheet.formats.day(row.due_on), sheet.formats.number(row.days_late),
                     _("open") if row.is_open else _("done")),
    )  # fmt: skip


def trade(sheet: Sheet) -> list[Flowable]:
    """Orders, returns and money."""
    data = sheet.data
    found = returns(sheet, data.returns) if data.returns else []
    money_back = refunds_and_goodwill(sheet, data.refunds)
    return [*orders(sheet, data.orders, data.trade), *found, *money_back, *money(sheet, data.money)]


def plans(sheet: Sheet) -> list[Flowable]:
    """Follow-ups and appointments."""
    met = sheet.data.appointments
    return [*follow_ups(sheet), *(appointments(sheet, met) if met else ())]


def customers(sheet: Sheet) -> list[Flowable]:
    data = sheet.data
    risk = [data.relations.risk] if data.relations and data.relations.risk else []
    figures = [*data.customers, *risk, *([data.relations.silent] if data.relations else ())]
    story: list[Flowable] = [together(_("Customers"), compared_table(sheet, figures), level=0)]
    if data.top_customers:
        story += [*heading(_("Most interactions"), 1), _top_customers(sheet)]
    return [*story, *(coming(sheet, data.relations) if data.relations else ())]


def _top_customers(sheet: Sheet) -> Flowable:
    value, hide = sheet.printer.value, sheet.data.head.hide_names

    def cells(row: CustomerRow) -> tuple[str, ...]:
        name = () if hide else (sheet.printer.customer(row.number),)
        return row.number, *name, value(row.contacts), value(row.before), value(row.share)

    names = () if hide else (Column(_("Customer"), weight=1),)
    number_column = Column(_("No."), weight=1 if hide else 0)
    return Table([number_column, *names, *map(number, (sheet.now, sheet.before, _("Share")))], sheet.data.top_customers, cells)


def team(sheet: Sheet) -> list[Flowable]:
    data, value = sheet.data, sheet.printer.value
    if not data.team or data.head.hide_team:
        return []
    story: list[Flowable] = heading(_("Team"))
    story.append(
        Table(
            [Column(_("Name"), weight=1), number(_("Interactions")), number(sheet.before), number(_("Avg. time")),
             number(_("Occupancy")), narrow_number(_("Resolved at once")), narrow_number(_("Follow-ups kept")), number(_("Overdue"))],
            sorted(data.team, key=lambda row: sheet.printer.colleague(row.login)),
            lambda row: (sheet.printer.colleague(row.login), value(row.contacts), value(row.before), value(row.handle_time),
                         value(row.occupancy) if row.occupancy else NOTHING, value(row.resolved), value(row.kept),
                         value(row.overdue) if row.overdue else NOTHING),
        )
    )  # fmt: skip
    story.append(Text(_("In the order of names; this is no ranking."), SMALL))
    return [*story, *(desk.people(sheet, data.desk.team) if data.desk else ())]


def desk_work(sheet: Sheet) -> list[Flowable]:
    """Cases, complaints and service levels."""
    part = sheet.data.desk
    if part is None or part.cases is None:
        return []
    return [*desk.cases(sheet, part.cases), *(desk.levels(sheet, part.levels) if part.levels else ())]


def satisfaction(sheet: Sheet) -> list[Flowable]:
    part = sheet.data.desk
    return desk.satisfaction(sheet, part.voices) if part and part.voices else []


def desk_quality(sheet: Sheet) -> list[Flowable]:
    """Assessments and knowledge."""
    part = sheet.data.desk
    if part is None:
        return []
    return [*(desk.assessed(sheet, part.assessed) if part.assessed else ()), *(desk.known(sheet, part.known) if part.known else ())]


def complaints(sheet: Sheet) -> list[Flowable]:
    return desk.all_complaints(sheet, sheet.data.desk.cases) if sheet.data.desk else []


def data_protection(sheet: Sheet) -> list[Flowable]:
    return privacy(sheet, sheet.data.privacy) if sheet.data.privacy else []


def quality(sheet: Sheet) -> list[Flowable]:
    return [together(_("What the records lack"), compared_table(sheet, sheet.data.quality), level=0)]

"""A customer's sheet on paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from reportlab.platypus import Flowable, Spacer

from crm_desktop.core.changes import Entity
from crm_desktop.core.custom_values import number_text
from crm_desktop.core.formats import NOTHING, Formats, locale_of
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import AddressKind, ChannelKind, CustomerKind, CustomerStatus, PointKind
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.core.money import ZERO
from crm_desktop.queries.customer_sheets import Further, Party, Person, Reach
from crm_desktop.reports.documents import record_terms
from crm_desktop.reports.documents.customer_sheet import CustomerSheet, Happened
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.envelope import address_lines
from crm_desktop.reports.documents.history_lines import dotted, lined, parts, told, when, widest
from crm_desktop.reports.page import PageLook, Part, TitleBlock, heading, make_parts
from crm_desktop.reports.printing import Tile
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import BODY, SMALL, Text
from crm_desktop.reports.tiles import Tiles
from crm_desktop.reports.words import Span, Words

_TILES = 56.0
_LABEL = 92.0
_PARAGRAPH = 9_000
_HEADLINE = 150
"""Characters of what is set in bold; a summary that is longer is a text."""
_KINDS = {
    Entity.INTERACTION: N_("Interactions"),
    Entity.ORDER: N_("Orders"),
    Entity.FOLLOW_UP: N_("Follow-ups"),
    Entity.PAYMENT: N_("Payments"),
    Entity.INVOICE: N_("Invoices and credit notes"),
    Entity.RETURN: N_("Returns"),
    Entity.APPOINTMENT: N_("Appointments"),
    Entity.SHIPMENT: N_("Parcels"),
    Entity.VOUCHER: N_("Vouchers"),
    Entity.AGREEMENT: N_("Agreements"),
    Entity.CASE: N_("Cases"),
    Entity.SURVEY_RESPONSE: N_("Surveys"),
    Entity.ESCALATION: N_("Requests for help"),
    Entity.APPROVAL: N_("Approvals"),
}


class Fact(NamedTuple):
    label: str
    value: Words


def draw_pages(data: Documents, path: Path) -> None:
    looks = [_look(data.head, paper) for paper in data.papers]
    make_parts(path, looks[0], [Part(look, _story(data.head, paper)) for look, paper in zip(looks, data.papers, strict=True)])


def _look(head: Head, paper: CustomerSheet) -> PageLook:
    return PageLook(_("Customer sheet"), dotted(paper.party.name, paper.number), head.sender.name, head.language, head.paper)


def _story(head: Head, paper: CustomerSheet) -> list[Flowable]:
    formats, party = head.formats, paper.party
    remarks = [_("Customer sheet"), _("as of {day}").format(day=formats.day(paper.day))]
    kind = _(record_terms.CUSTOMER_KINDS[CustomerKind(party.kind)])
    story: list[Flowable] = [TitleBlock(party.name, dotted(party.number, kind), remarks), Tiles(_tiles(formats, party), height=_TILES)]
    story += _facts(formats, party)
    story += _reaching(head, party)
    story += _remembered(party)
    return [*story, *_history(formats, paper)]


def _tiles(formats: Formats, party: Party) -> list[Tile]:
    owed = _("to be paid") if party.balance > ZERO else _("to be paid back") if party.balance < ZERO else _("nothing to be paid")
    contact = party.last_contact_at
    return [
        Tile(_("Orders"), formats.number(party.order_count)),
        Tile(_("Spent"), formats.money(party.spent, party.currency), _("goods after discounts")),
        Tile(_("Balance"), formats.money(abs(party.balance), party.currency), owed),
        Tile(_("Last contact"), formats.day(contact.astimezone(formats.zone).date()) if contact else NOTHING),
    ]


def _facts(formats: Formats, party: Party) -> list[Flowable]:
    """What is known, each with its name; what is not known takes no room."""
    names = dotted(" ".join(filter(None, (party.salutation, party.first_name, party.last_name))), party.legal_name)
    channel = _(record_terms.CHANNELS[ChannelKind(party.preferred_channel)]) if party.preferred_channel else ""
    never = ", ".join(_(record_terms.CHANNELS[ChannelKind(kind)]) for kind in party.do_not_contact.split(",") if kind)
    limit = formats.money(party.credit_limit, party.currency) if party.credit_limit is not None else ""
    status = dotted(_(record_terms.CUSTOMER_STATUSES[CustomerStatus(party.status)]), _("VIP") if party.vip else "")
    facts = [
        Fact(_("Status"), [Span(status, bold=party.vip or party.status != CustomerStatus.ACTIVE)]),
        Fact(_("Do not contact by"), [Span(never, bold=True)] if never else ""),
        Fact(_("In full"), "" if names == party.name else names),
        Fact(_("Customer since"), formats.day(party.customer_since) if party.customer_since else ""),
        Fact(_("Birthday"), _birthday(formats, party.birthday)),
        Fact(_("Speaks"), _language(formats, party.language)),
        Fact(_("Prefers"), dotted(channel, party.best_time)),
        Fact(_("Looked after by"), party.owner),
        Fact(_("Credit limit"), limit),
        Fact(_("Tags"), ", ".join(party.tags)),
        *(Fact(field.label, _further(formats, field)) for field in party.further),
    ]
    return _told_facts([fact for fact in facts if fact.value])


def _told_facts(facts: Iterable[Fact]) -> list[Flowable]:
    rows = [row for fact in facts for row in _rows_of(fact)]
    columns = [Column("", width=_LABEL), Column("", weight=1)]
    return [Table(columns, rows, lambda row: row, padding=2.6, after=4)] if rows else []


def _rows_of(fact: Fact) -> Iterator[Sequence[Words]]:
    if not isinstance(fact.value, str):
        yield fact
        return
    for place, part in enumerate(parts(fact.value)):
        yield ("" if place else fact.label, part)


def _birthday(formats: Formats, text: str) -> str:
    if text.startswith("--"):
        return formats.day_of_year(int(text[2:4]), int(text[5:]))
    return formats.day(date.fromisoformat(text)) if text else ""


def _language(formats: Formats, tag: str) -> str:
    """Its name in the page's language; what is no tag stands as it was written."""
    return str(locale_of(formats.language).languages.get(tag.replace("_", "-").partition("-")[0].lower(), tag))


def _further(formats: Formats, field: Further) -> str:
    """An import may have kept any text under a field's name: what is no value of its kind is printed as it is."""
    if isinstance(field.value, bool):
        return _("yes") if field.value else _("no")
    if field.kind is CustomFieldKind.NUMBER and _is_number(field.value):
        return formats.quantity(Decimal(field.value))
    if field.kind is CustomFieldKind.DAY and _is_day(field.value):
        return formats.day(date.fromisoformat(field.value))
    return field.value


def _is_number(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").replace(".", "", 1).isdigit() and number_text(Decimal(text)) == text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _reaching(head: Head, party: Party) -> list[Flowable]:
    story = heading(_("How to reach them"), 1)
    if not (party.reach or party.places or party.people):
        return [*story, Text(_("No phone, e-mail or address is known."), BODY)]
    if party.reach:
        columns = [Column("", width=_LABEL), Column("", weight=1.5), Column("", weight=1)]
        story.append(Table(columns, party.reach, _reach_cells, padding=2.6))
    if party.places:
        places = [(_place_name(each.kind, each.label), ", ".join(address_lines(each.address, head.locale))) for each in party.places]
        story.append(Table([Column("", width=_LABEL), Column("", weight=1)], places, lambda row: row, padding=2.6))
    if party.people:
        story += [Spacer(0, 6), _people(head.formats, party.people)]
    return story


def _reach_cells(reach: Reach) -> list[Words]:
    name = _(record_terms.POINTS[PointKind(reach.kind)])
    remarks = [
        reach.whose,
        _("main one") if reach.is_main else "",
        _("does not work any more") if reach.is_invalid else "",
        _("not to be used") if reach.opted_out else "",
    ]
    return [dotted(name, reach.label), [Span(reach.value, bold=reach.is_main)], dotted(*remarks)]


def _place_name(kind: str, label: str) -> str:
    return label or _(record_terms.ADDRESSES[AddressKind(kind)])


def _people(formats: Formats, people: Sequence[Person]) -> Flowable:
    rows: list[Sequence[Words]] = []
    for each in people:
        further = (f"{field.label}: {_further(formats, field)}" for field in each.further)
        born = _("Birthday: {day}").format(day=_birthday(formats, each.birthday)) if each.birthday else ""
        remarks = lined(born, each.notes, *further)
        for place, part in enumerate(parts(remarks)):
            rows.append(("", "", part) if place else (each.name, dotted(each.role, each.department), part))
    columns = [Column(_("Contact"), weight=1), Column(_("Role"), weight=1), Column(_("Remarks"), weight=1.4)]
    if not any(row[2] for row in rows):
        columns, rows = columns[:2], [row[:2] for row in rows]
    return Table(columns, rows, lambda row: row)


def _remembered(party: Party) -> list[Flowable]:
    story: list[Flowable] = []
    for title, text in ((_("Quick facts"), party.quick_facts), (_("Notes"), party.notes)):
        if text:
            story += [*heading(title, 1), *(Text(part, BODY) for part in _readable(text))]
    return story


def _readable(text: str) -> Iterator[str]:
    """Paragraphs; one that is longer than a field that is printed comes in pieces."""
    for paragraph in text.split("\n"):
        rest = paragraph
        while len(rest) > _PARAGRAPH:
            stop = rest.rfind(" ", 1, _PARAGRAPH)
            stop = stop if stop > 0 else _PARAGRAPH
            yield rest[:stop]
            rest = rest[stop:].lstrip(" ")
        yield rest


def _history(formats: Formats, paper: CustomerSheet) -> list[Flowable]:
    story = heading(_("What happened"))
    days = _days(formats, paper)
    story += [Text(days, SMALL, after=4)] if days else []
    if not paper.history:
        return [*story, Text(_("Nothing is recorded in these days.") if days else _("Nothing is recorded yet."), BODY)]
    counts = (f"{_(_KINDS[each.kind])}: {formats.number(each.records)}" for each in paper.counts)
    story.append(Text(dotted(*counts), SMALL, after=6))
    if paper.sums:
        story += [_sums(formats, paper), Spacer(0, 12)]
    rows = [row for each in paper.history for row in _happened(formats, paper.day, each)]
    days_width = widest(_("Day"), (when(formats, each) for each in paper.history))
    columns = [Column(_("Day"), width=days_width), Column(_("What"), weight=1), Column(_("Details"), weight=2.4), number(_("Amount"))]
    return [*story, Table(columns, rows, lambda row: row, after=8)]


def _days(formats: Formats, paper: CustomerSheet) -> str:
    if paper.since and paper.until:
        return _("{first} to {last}").format(first=formats.day(paper.since), last=formats.day(paper.until))
    if paper.since:
        return _("from {day}").format(day=formats.day(paper.since))
    return _("until {day}").format(day=formats.day(paper.until)) if paper.until else ""


def _sums(formats: Formats, paper: CustomerSheet) -> Flowable:
    columns = [Column(_("Currency"), weight=1), *map(number, (_("Ordered"), _("Invoiced"), _("Money received"), _("Money paid back")))]
    cells = [(sums.currency, *(formats.money(amount, sums.currency) for amount in sums[1:])) for sums in paper.sums]
    return Table(columns, cells, lambda row: row)


def _happened(formats: Formats, today: date, each: Happened) -> Iterator[Sequence[Words]]:
    """One row, or several for what has much to say."""
    line = told(formats, today, each.record)
    if len(line.headline) > _HEADLINE:
        line = line._replace(headline="", text=lined(line.headline, line.text))
    for place, part in enumerate(parts(line.text)):
        if place:
            yield ("", "", part, "")
        else:
            details = [Span(line.headline, bold=True), Span("\n" if part else ""), Span(part)] if line.headline else part
            yield (when(formats, each), line.what, details, line.amount)

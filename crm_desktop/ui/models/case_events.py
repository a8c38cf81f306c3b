"""How what happened to a case looks in its conversation: icon, what it was, who knows, when; and read in full."""

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind, Direction, Outcome
from crm_desktop.core.kinds_of_service import CaseEventKind as Happened
from crm_desktop.core.kinds_of_service import Visibility
from crm_desktop.core.record_words import field_word
from crm_desktop.queries.case_sheets import EventRow
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.words import CHANNEL_ICONS, CHANNEL_KINDS, PRIORITIES
from crm_desktop.ui.words_of_service import CASE_KINDS, CAUSES, REMEDIES, VALIDITIES

_TITLES = {
    Happened.OPENED: N_("Opened"),
    Happened.STATUS: N_("Now: {what}"),
    Happened.REOPENED: N_("Reopened: {what}"),
    Happened.CLOSED: N_("Closed"),
    Happened.ASSIGNED: N_("In the hands of {what}"),
    Happened.TEAM: N_("With the team {what}"),
    Happened.PRIORITY: N_("Priority: {what}"),
    Happened.KIND: N_("Kind: {what}"),
    Happened.CHANGED: N_("Changed: {what}"),
    Happened.CHECKED: N_("The complaint is checked: {what}"),
    Happened.CAUSE: N_("Where it came from: {what}"),
    Happened.REMEDY: N_("Remedy: {what}"),
    Happened.MERGED: N_("Case {what} came in here"),
    Happened.MERGED_INTO: N_("Merged into case {what}"),
    Happened.SPLIT: N_("Split off case {what}"),
    Happened.SPLIT_FROM: N_("Split from case {what}"),
    Happened.PARENT: N_("An incident of {what}"),
    Happened.ESCALATED: N_("Help was asked for"),
    Happened.ACCEPTED: N_("Help came"),
    Happened.HANDED_BACK: N_("Handed back"),
}
_NOBODY = {
    Happened.ASSIGNED: N_("In nobody’s hands"),
    Happened.TEAM: N_("With no team"),
    Happened.PARENT: N_("No incident of another case any more"),
    Happened.CAUSE: N_("Where it came from is open again"),
}
_ICONS = {
    Happened.OPENED: "plus", Happened.STATUS: "circle", Happened.REOPENED: "undo-2", Happened.CLOSED: "circle-check",
    Happened.ASSIGNED: "user", Happened.TEAM: "users", Happened.PRIORITY: "circle-alert", Happened.NOTE: "pencil",
    Happened.ANSWERED: "message-square", Happened.HEARD: "message-circle", Happened.CHECKED: "shield-check",
    Happened.CAUSE: "search", Happened.REMEDY: "heart", Happened.ESCALATED: "circle-alert", Happened.ACCEPTED: "handshake",
    Happened.HANDED_BACK: "undo-2",
}  # fmt: skip
_WORDS: dict[Happened, Mapping[Any, str]] = {
    Happened.PRIORITY: PRIORITIES,
    Happened.KIND: {kind: word for kind, (word, _tone) in CASE_KINDS.items()},
    Happened.CHECKED: {validity: word for validity, (word, _tone) in VALIDITIES.items()},
    Happened.CAUSE: CAUSES,
    Happened.REMEDY: REMEDIES,
}


def event_column(formats: Formats) -> Column:
    def cell(row: EventRow) -> Cell:
        return Cell(title_of(row, formats), second_of(row), _chips(row), _icon(row), formats.moment(row.at))

    return Column(_("What happened"), cell)


def title_of(row: EventRow, formats: Formats) -> str:
    kind = Happened(row.kind)
    if row.interaction_id is not None:
        return _contact(row, formats)
    if kind == Happened.NOTE:
        return _("Note for us only")
    if kind in (Happened.ANSWERED, Happened.HEARD):
        return _("Told the customer") if kind == Happened.ANSWERED else _("Heard from the customer")
    what = row.said or _word(kind, row.after)
    return _(_NOBODY[kind]) if not what and kind in _NOBODY else _(_TITLES[kind]).format(what=what)


def second_of(row: EventRow) -> str:
    """One line of what was said or written, and who did it."""
    text = row.note or row.summary
    return " · ".join(filter(None, (" ".join(text.split()), row.staff)))


def whole_text(row: EventRow, formats: Formats) -> str:
    head = " · ".join(filter(None, (formats.day_and_time(row.at), row.staff, row.contact)))
    return "\n".join(filter(None, (head, row.note or row.summary)))


def _contact(row: EventRow, formats: Formats) -> str:
    way = _(CHANNEL_KINDS[ChannelKind(row.channel_kind)])
    if row.ended_at is not None and row.ended_at > row.at:
        way = f"{way}, {formats.duration(row.ended_at - row.at)}"
    return _("{way} · from the customer").format(way=way) if row.direction == Direction.IN else _("{way} · from us").format(way=way)


def _word(kind: Happened, value: str) -> str:
    if kind == Happened.CHANGED:
        return field_word(value)
    words = _WORDS.get(kind)
    return _(words[value]) if words is not None and value else ""


def _chips(row: EventRow) -> tuple[Chip, ...]:
    if row.kind == Happened.NOTE:
        return (Chip(_("Internal"), Tone.WARN),)
    if row.outcome == Outcome.MISSED:
        return (Chip(_("Missed"), Tone.BAD),)
    if row.kind == Happened.REMEDY or row.visibility != Visibility.CUSTOMER:
        return ()
    return (Chip(_("Customer"), Tone.INFO),)


def _icon(row: EventRow) -> str:
    if row.interaction_id is None:
        return _ICONS.get(Happened(row.kind), "info")
    kind = ChannelKind(row.channel_kind)
    if kind != ChannelKind.PHONE:
        return CHANNEL_ICONS[kind]
    if row.outcome == Outcome.MISSED:
        return "phone-missed"
    return "phone-incoming" if row.direction == Direction.IN else "phone-outgoing"

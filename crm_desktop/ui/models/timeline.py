"""How an entry of a customer's timeline looks: icon, what it was, its state, and when."""

from datetime import datetime
from functools import partial

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import ChannelKind, Direction, FollowUpState, Outcome
from crm_desktop.queries.follow_ups import FollowUpRow
from crm_desktop.queries.interactions import InteractionRow
from crm_desktop.queries.orders import OrderRow
from crm_desktop.queries.timeline import Entry
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.models.timeline_of_trade import DRAWN
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.words import CHANNEL_ICONS, order_chips, outcome_chips, priority_chips, reason_chips


def timeline_column(formats: Formats) -> Column:
    return Column(_("Timeline"), partial(_cell, formats))


def interaction_title(row: InteractionRow, formats: Formats) -> str:
    """`Phone, 4 min 12 s` for what lasted, `Phone` for what did not."""
    length = row.ended_at - row.started_at if row.ended_at else None
    return f"{row.channel}, {formats.duration(length)}" if length else row.channel


def interaction_icon(row: InteractionRow) -> str:
    kind = ChannelKind(row.channel_kind)
    if kind != ChannelKind.PHONE:
        return CHANNEL_ICONS[kind]
    if row.outcome == Outcome.MISSED:
        return "phone-missed"
    return "phone-incoming" if row.direction == Direction.IN else "phone-outgoing"


def due_chip(row: FollowUpRow, formats: Formats, now: datetime | None = None) -> Chip:
    """Done and cancelled say so; an open one says when, red once it is late."""
    if row.state == FollowUpState.DONE:
        return Chip(_("Done"), Tone.OK)
    if row.state == FollowUpState.CANCELLED:
        return Chip(_("Cancelled"))
    now = now or utc_now()
    text = formats.due(row.due_on, row.due_time)
    if row.due_at < now:
        return Chip(text, Tone.BAD)
    if row.due_on == formats.today():
        return Chip(text, Tone.WARN if (row.due_at - now).total_seconds() < 3600 else Tone.INFO)
    return Chip(text)


def _cell(formats: Formats, entry: Entry) -> Cell:
    row = entry.record
    drawn = DRAWN.get(type(row))
    if drawn is not None:
        return drawn.cell(row, formats)
    if isinstance(row, InteractionRow):
        return Cell(
            interaction_title(row, formats),
            _one_line(" · ".join(filter(None, (row.summary, row.notes)))) or _("No notes"),
            (*reason_chips(row.reason, row.reason_kind), *(outcome_chips(row.outcome) if row.outcome != Outcome.RESOLVED else ())),
            interaction_icon(row),
            formats.moment(row.started_at),
        )
    if isinstance(row, OrderRow):
        lines = ngettext("{count} line", "{count} lines", row.line_count)
        title = f"{row.number} · {formats.money(row.total, row.currency)}"
        return Cell(title, lines, order_chips(row.state, row.fulfilment), "shopping-cart", formats.moment(row.ordered_at))
    assert isinstance(row, FollowUpRow)
    return _follow_up_cell(row, formats)


def _follow_up_cell(row: FollowUpRow, formats: Formats) -> Cell:
    due = _("Due {when}").format(when=formats.due(row.due_on, row.due_time))
    chip = due_chip(row, formats)
    if row.state == FollowUpState.OPEN:
        chip = Chip(_("Overdue"), Tone.BAD) if row.due_at < utc_now() else Chip(_("Open"), Tone.INFO)
    second = row.outcome if row.state == FollowUpState.DONE and row.outcome else " · ".join(filter(None, (due, row.owner)))
    when = formats.moment(row.completed_at) if row.completed_at else ""
    return Cell(row.title, _one_line(second), (chip, *priority_chips(row.priority)), "bell", when)


def _one_line(text: str) -> str:
    return " ".join(text.split())

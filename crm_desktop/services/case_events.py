"""Everything that happens to a case is an event with its raw time: durations and figures are derived from these."""

from datetime import datetime, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind, Direction, FollowUpState, Outcome
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind, Visibility
from crm_desktop.data.history import Done
from crm_desktop.data.models import CaseEvent, CaseStatus, Company, FollowUp, Interaction, SupportCase
from crm_desktop.services.follow_ups import FollowUpInput, new_follow_up

_LIVE = (ChannelKind.PHONE, ChannelKind.CHAT, ChannelKind.IN_PERSON, ChannelKind.VIDEO)
"""Where whoever gets in touch talks with somebody of us at once."""
_NOBODY_THERE = (Outcome.MISSED, Outcome.VOICEMAIL, Outcome.WRONG_NUMBER)


def happened(
    case: SupportCase, kind: CaseEventKind, by: Actor, done: Done, *, before: object = None, after: object = None,
    state: CaseStatusKind | None = None, note: str = "", visibility: Visibility = Visibility.INTERNAL, at: datetime | None = None,
    interaction: Interaction | None = None,
) -> CaseEvent:  # fmt: skip
    """Within an operation that is under way. `before` and `after` are ids or fixed words, as `CaseEventKind` says."""
    event = CaseEvent(
        case=case, at=at or utc_now(), staff=by.id or None, kind=kind, before=_told(before), after=_told(after), state=state or "",
        note=note, visibility=visibility, interaction=interaction,
    )  # fmt: skip
    done.insert(event)
    return event


def put_status(case: SupportCase, status: CaseStatus, by: Actor, done: Done, note: str = "", at: datetime | None = None) -> None:
    """Of a case whose row is saved by the caller. Coming back from done is a reopening; nothing happens where it has the status.

    What is solved gets the day on which it closes; a complaint a follow-up too, unless one is open already.
    """
    before = case.status
    if before.id == status.id:
        return
    case.status = status
    came_back = before.kind == CaseStatusKind.DONE and status.kind != CaseStatusKind.DONE
    kind = CaseEventKind.REOPENED if came_back else CaseEventKind.STATUS
    state = CaseStatusKind(status.kind) if status.kind != before.kind else None
    happened(case, kind, by, done, before=before.id, after=status.id, state=state, note=note, at=at)
    if came_back:
        case.closes_on = NEVER
    elif state == CaseStatusKind.DONE:
        _on_solved(case, at or utc_now(), by, done)


def _on_solved(case: SupportCase, at: datetime, by: Actor, done: Done) -> None:
    company = Company.the()
    today = local_day(at, zone_of(company.zone))
    case.closes_on = today + timedelta(days=company.case_close_days) if company.case_close_days else NEVER
    if case.kind != CaseKind.COMPLAINT or not company.complaint_follow_up_days:
        return
    if FollowUp.select().where(FollowUp.case == case, FollowUp.state == FollowUpState.OPEN).exists():
        return
    wanted = FollowUpInput(
        _("Ask whether all is well after complaint {number}").format(number=case.number),
        today + timedelta(days=company.complaint_follow_up_days), customer_id=case.customer_id, contact_id=case.contact_id,
        order_id=case.order_id, case_id=case.id, owner_id=case.assignee_id,
    )  # fmt: skip
    new_follow_up(wanted, by, done)


def contact_logged(interaction: Interaction, by: Actor, done: Done) -> None:
    """A contact about a case stands among its events, at the moment it was; of one that is about another case now, or none, it goes."""
    for event in CaseEvent.select().where(CaseEvent.interaction == interaction):
        done.delete(event)
    if interaction.case_id is None:
        return
    case = SupportCase.get_or_none(id=interaction.case_id)
    if case is None:
        raise UserError(_("This case is not there any more. Nothing was saved; choose another."))
    case.demand_unmerged()
    kind = CaseEventKind.ANSWERED if _is_answer(interaction) else CaseEventKind.HEARD
    happened(case, kind, by, done, visibility=Visibility.CUSTOMER, at=interaction.started_at, interaction=interaction)


def _is_answer(interaction: Interaction) -> bool:
    """Somebody of us spoke with them or wrote to them."""
    if interaction.outcome in _NOBODY_THERE:
        return False
    return interaction.direction == Direction.OUT or interaction.channel.kind in _LIVE


def _told(value: object) -> str:
    return "" if value is None else str(value)

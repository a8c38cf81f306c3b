"""Everything that happens to a case is an event with its raw time: durations and figures are derived from these."""

from datetime import datetime, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind, Direction, FollowUpState, Outcome
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind, Visibility
from crm_desktop.data.history import Done
from crm_desktop.data.models import CaseEvent, CaseStatus, Company, FollowUp, Interaction, SupportCase
from crm_desktop.services.case_lists import first_status
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
    if status.kind == CaseStatusKind.DONE:
        demand_judged(case)
    case.status = status
    came_back = before.kind == CaseStatusKind.DONE and status.kind != CaseStatusKind.DONE
    kind = CaseEventKind.REOPENED if came_back else CaseEventKind.STATUS
    state = CaseStatusKind(status.kind) if status.kind != before.kind else None
    happened(case, kind, by, done, before=before.id, after=status.id, state=state, note=note, at=at)
    if came_back:
        case.closes_on = NEVER
    elif state == CaseStatusKind.DONE:
        _on_solved(case, at or utc_now(), by, done)


def demand_judged(case: SupportCase) -> None:
    """Before it is done, by whatever way. Files of other systems bring in complaints that nobody judged there, and merging ends one that
    goes on in another.
    """
    if case.kind == CaseKind.COMPLAINT and not case.validity:
        raise NotAllowed(
            _(
                "Nobody has said yet whether complaint {number} is valid, and the guideline asks that before it is done. "
                "Nothing was changed; check that first."
            ).format(number=case.number)
        )


def _on_solved(case: SupportCase, at: datetime, by: Actor, done: Done) -> None:
    company = Company.the()
    today = local_day(at, zone_of(company.zone))
    case.closes_on = today + timedelta(days=company.case_close_days) if company.case_close_days else NEVER
    if case.kind != CaseKind.COMPLAINT or not company.complaint_follow_up_days:
        return
    if _is_promised(case):
        return
    wanted = FollowUpInput(
        _("Ask whether all is well after complaint {number}").format(number=case.number),
        today + timedelta(days=company.complaint_follow_up_days), customer_id=case.customer_id, contact_id=case.contact_id,
        order_id=case.order_id, case_id=case.id, owner_id=case.assignee_id,
    )  # fmt: skip
    new_follow_up(wanted, by, done)


def contact_logged(interaction: Interaction, by: Actor, done: Done) -> None:
    """A contact about a case stands among its events, at the moment it was; of one that is about another case now, or none, it goes.

    Who asks again about what is solved reopens it.
    """
    known = False
    for event in CaseEvent.select().where(CaseEvent.interaction == interaction):
        known |= event.case_id == interaction.case_id
        done.delete(event)
    if interaction.case_id is None:
        return
    case = SupportCase.get_or_none(id=interaction.case_id)
    if case is None:
        raise UserError(_("This case is not there any more. Nothing was saved; choose another."))
    case.demand_unmerged()
    kind = CaseEventKind.ANSWERED if _is_answer(interaction) else CaseEventKind.HEARD
    happened(case, kind, by, done, visibility=Visibility.CUSTOMER, at=interaction.started_at, interaction=interaction)
    if not known and case.status.kind == CaseStatusKind.DONE and _is_asked_again(case, interaction):
        _on_asked_again(case, interaction, by, done, nobody_spoke=kind == CaseEventKind.HEARD)


def _is_asked_again(case: SupportCase, interaction: Interaction) -> bool:
    """They came to us after it was solved, and not only by mistake."""
    came = interaction.direction == Direction.IN and interaction.outcome != Outcome.WRONG_NUMBER
    return came and case.resolved_at is not None and interaction.started_at >= case.resolved_at


def _on_asked_again(case: SupportCase, interaction: Interaction, by: Actor, done: Done, *, nobody_spoke: bool) -> None:
    """For so many days it is reopened. Later it may be another matter: somebody looks, unless they spoke with one of us anyway."""
    company = Company.the()
    zone = zone_of(company.zone)
    assert case.resolved_at is not None, "asked again"
    if (local_day(interaction.started_at, zone) - local_day(case.resolved_at, zone)).days <= (company.case_reopen_days or -1):
        put_status(case, first_status(CaseStatusKind.OPEN), by, done)
        done.save(case)
    elif nobody_spoke and not _is_promised(case):
        wanted = FollowUpInput(
            _("Look whether case {number} goes on: they wrote after it was done").format(number=case.number), local_day(utc_now(), zone),
            customer_id=case.customer_id, contact_id=case.contact_id, interaction_id=interaction.id, case_id=case.id,
            owner_id=case.assignee_id,
        )  # fmt: skip
        new_follow_up(wanted, by, done)


def _is_promised(case: SupportCase) -> bool:
    return FollowUp.select().where(FollowUp.case == case, FollowUp.state == FollowUpState.OPEN).exists()


def _is_answer(interaction: Interaction) -> bool:
    """Somebody of us spoke with them or wrote to them."""
    if interaction.outcome in _NOBODY_THERE:
        return False
    return interaction.direction == Direction.OUT or interaction.channel.kind in _LIVE


def _told(value: object) -> str:
    return "" if value is None else str(value)

"""What persons ask about their data: noted with the day it is due, and answered."""

from dataclasses import dataclass, replace
from datetime import date

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.privacy import RequestKind, RequestOutcome, due_of
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.merged import demand_standing
from crm_desktop.data.models import Company, Customer, PrivacyRequest, Staff


@dataclass(frozen=True, slots=True)
class RequestInput:
    """Who asks for what. `who`: where they are no customer; `identity`: how we know that it is them. `asked_on` None: today.

    With `extended_because` there are three months instead of one. With an `outcome` it is answered, `answered_on` (None: today).
    """

    kind: RequestKind
    customer_id: int | None = None
    who: str = ""
    asked_on: date | None = None
    identity: str = ""
    note: str = ""
    staff_id: int | None = None
    extended_because: str = ""
    outcome: RequestOutcome = RequestOutcome.OPEN
    answered_on: date | None = None
    answer: str = ""

    def checked(self) -> "RequestInput":
        today = local_day(utc_now(), zone_of(Company.the().zone))
        asked, is_open = self.asked_on or today, self.outcome is RequestOutcome.OPEN
        wanted = replace(
            self, who=clean_said(self.who), asked_on=asked, identity=clean_said(self.identity), note=clean_note(self.note).strip(),
            extended_because=clean_said(self.extended_because), answer=clean_note(self.answer).strip(),
            answered_on=NEVER if is_open else self.answered_on or today,
        )  # fmt: skip
        if wanted.customer_id is None and not wanted.who:
            raise UserError(_("Say who asks: a customer, or a name. Nothing was saved."))
        if asked > today or (not is_open and wanted.answered_on is not None and wanted.answered_on > today):
            raise UserError(_("This day lies ahead. Nothing was saved; check the days."))
        if not is_open and wanted.answered_on is not None and wanted.answered_on < asked:
            raise UserError(_("It was answered before it was asked. Nothing was saved; check the days."))
        if wanted.outcome in (RequestOutcome.REFUSED, RequestOutcome.PARTLY) and not wanted.answer:
            raise UserError(_("Who gets less than they asked for is told why. Nothing was saved; write down what was answered."))
        return wanted

    def fill(self, request: PrivacyRequest) -> None:
        for name in ("kind", "customer_id", "who", "asked_on", "identity", "note", "staff_id", "extended_because", "outcome",
                     "answered_on", "answer"):  # fmt: skip
            setattr(request, name, getattr(self, name))
        assert self.asked_on is not None, "checked"
        request.due_on = due_of(self.asked_on, is_extended=bool(self.extended_because))


def note_request(wanted: RequestInput, by: Actor, key: str | None = None) -> Change:
    """It is due a month later."""
    with operation(N_("Noted what somebody asks about their data"), by, may=Right.EDIT_CUSTOMERS, key=key) as done:
        request = PrivacyRequest()
        _fill(request, wanted)
        done.insert(request)
    return done.change


def change_request(request_id: int, version: int, wanted: RequestInput, by: Actor, key: str | None = None) -> Change:
    """What was found out, or answered, since."""
    with operation(N_("Changed request {number} about somebody’s data"), by, may=Right.EDIT_CUSTOMERS, key=key) as done:
        request = PrivacyRequest.get_or_none(id=request_id)
        if request is None:
            raise UserError(_("This request is not there any more. Nothing was changed."))
        request.version = version
        _fill(request, wanted)
        done.save(request)
        done.numbers["number"] = request_id
    return done.change


def _fill(request: PrivacyRequest, wanted: RequestInput) -> None:
    if wanted.customer_id is not None:
        if Customer.get_or_none(id=wanted.customer_id) is None:
            raise UserError(_("This customer is not there any more. Nothing was saved; choose another."))
        if request.customer_id != wanted.customer_id:
            demand_standing({wanted.customer_id})
    if wanted.staff_id is not None and Staff.get_or_none(id=wanted.staff_id) is None:
        raise UserError(_("This colleague is not there any more. Nothing was saved; choose another."))
    wanted.checked().fill(request)

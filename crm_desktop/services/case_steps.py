"""A case on its way: its status, in whose hands it is, notes for us or for the customer, solved, reopened, closed."""

import re
from collections.abc import Sequence
from datetime import datetime

from crm_desktop.core.actors import PROGRAM, Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_knowledge import UsedIn
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind, Visibility
from crm_desktop.core.placeholders import demand_complete
from crm_desktop.core.rights import Right
from crm_desktop.core.text import fold
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Article, Company, Mention, Staff, SupportCase, Team, Template
from crm_desktop.services.articles import note_uses
from crm_desktop.services.case_events import demand_judged, happened, put_status
from crm_desktop.services.case_lists import first_status, offered_status
from crm_desktop.services.cases import case_of, tell_changes

_MOST_AT_ONCE = 1_000
"""Cases that close by themselves in one operation; what is left closes in the next."""


def set_case_status(case_id: int, version: int, status_id: int, by: Actor, note: str = "", key: str | None = None) -> Change:
    """Coming back from a status that is done counts as reopening. Raises NotAllowed as `solve_case` does."""
    with operation(N_("Case {number} is {status} now"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = _case(case_id, version)
        status = offered_status(status_id)
        put_status(case, status, by, done, clean_note(note))
        done.save(case)
        done.numbers.update(number=case.number, status=status.name)
    return done.change


def assign_case(
    case_id: int, version: int, by: Actor, assignee_id: int | None = None, team_id: int | None = None, key: str | None = None
) -> Change:
    """Into somebody's hands, and a team's; None: nobody's."""
    with operation(N_("Assigned case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = _case(case_id, version)
        put_in_hands(case, assignee_id, team_id, by, done)
        done.save(case)
        done.numbers["number"] = case.number
    return done.change


def put_in_hands(case: SupportCase, assignee_id: int | None, team_id: int | None, by: Actor, done: Done) -> None:
    """Of a case whose row is saved by the caller."""
    if assignee_id is not None and not Staff.select().where(Staff.id == assignee_id, Staff.active).exists():
        raise UserError(_("This colleague is not there any more. Nothing was saved; choose another."))
    if team_id is not None and Team.get_or_none(id=team_id) is None:
        raise UserError(_("This team is not there any more. Nothing was saved; choose another."))
    before: dict[str, object] = {"assignee_id": case.assignee_id, "team_id": case.team_id}
    case.assignee_id, case.team_id = assignee_id, team_id
    tell_changes(case, before, by, done)


def set_case_priority(case_id: int, version: int, priority: Priority, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Case {number} has another priority"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = _case(case_id, version)
        put_priority(case, priority, by, done)
        done.save(case)
        done.numbers["number"] = case.number
    return done.change


def put_priority(case: SupportCase, priority: Priority, by: Actor, done: Done) -> None:
    """Of a case whose row is saved by the caller."""
    before: dict[str, object] = {"priority": case.priority}
    case.priority = priority
    tell_changes(case, before, by, done)


def note_case(
    case_id: int, text: str, by: Actor, visibility: Visibility = Visibility.INTERNAL, key: str | None = None,
    *, template_ids: Sequence[int] = (), article_ids: Sequence[int] = (),
) -> Change:  # fmt: skip
    """For us only, or what the customer was told, which is an answer: that has no empty places of the templates it was made of.

    Colleagues are named by `@login` or `@First name`.
    """
    with operation(N_("Wrote a note on case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = case_of(case_id)
        case.demand_unmerged()
        note = clean_note(text)
        if not note.strip():
            raise UserError(_("A note needs some words. Nothing was saved."))
        if visibility == Visibility.CUSTOMER:
            demand_complete(note)
        kind = CaseEventKind.NOTE if visibility == Visibility.INTERNAL else CaseEventKind.ANSWERED
        event = happened(case, kind, by, done, note=note, visibility=visibility)
        done.insert(*(Mention(case_event=event, staff=staff_id) for staff_id in sorted(named_in(note))))
        note_uses(Template.by_ids(template_ids).values(), by, done, UsedIn.CASE)
        note_uses(Article.by_ids(article_ids).values(), by, done, UsedIn.CASE)
        done.numbers["number"] = case.number
    return done.change


def named_in(text: str) -> set[int]:
    """Active colleagues whose login, whole name or first name follows an @; of a first name that two have, neither."""
    if "@" not in text:
        return set()
    staff = list(Staff.select().where(Staff.active))
    firsts = [fold(row.name.partition(" ")[0]) for row in staff]
    found = set()
    for row, first in zip(staff, firsts, strict=True):
        names = {fold(row.login), fold(row.name), *([first] if firsts.count(first) == 1 else [])} - {""}
        pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        if re.search(rf"(?<!\w)@(?:{pattern})(?!\w)", fold(text)):
            found.add(row.id)
    return found


def solve_case(
    case_id: int,
    version: int,
    by: Actor,
    note: str = "",
    status_id: int | None = None,
    incidents: bool = False,
    key: str | None = None,
) -> Change:
    """`note` is what solved it. Of a problem, its open incidents are solved with it where `incidents` says so.

    Raises NotAllowed for a complaint that nobody has judged: the company's guideline begins with that.
    """
    with operation(N_("Solved case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = _case(case_id, version)
        case.demand_open()
        status = first_status(CaseStatusKind.DONE) if status_id is None else offered_status(status_id)
        if status.kind != CaseStatusKind.DONE:
            raise UserError(_("“{status}” is no status of what is done. Nothing was changed; choose another.").format(status=status.name))
        solved = [case, *(_open_incidents(case) if incidents else ())]
        for each in solved:
            demand_judged(each)
            put_status(each, status, by, done, clean_note(note))
            done.save(each)
        done.numbers["number"] = case.number
    return done.change


def reopen_case(case_id: int, version: int, by: Actor, note: str = "", key: str | None = None) -> Change:
    with operation(N_("Reopened case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = _case(case_id, version)
        if case.state != CaseStatusKind.DONE:
            raise NotAllowed(_("Case {number} is open. Nothing was changed.").format(number=case.number))
        put_status(case, first_status(CaseStatusKind.OPEN), by, done, clean_note(note))
        done.save(case)
        done.numbers["number"] = case.number
    return done.change


def close_case(case_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """Nothing more is expected of a solved case. It can be reopened all the same."""
    with operation(N_("Closed case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = _case(case_id, version)
        if case.state != CaseStatusKind.DONE:
            raise NotAllowed(_("Case {number} is not solved. Nothing was changed; solve it first.").format(number=case.number))
        if case.closed_at is not None:
            raise NotAllowed(_("Case {number} is closed already. Nothing was changed.").format(number=case.number))
        _close(case, by, done)
        done.numbers["number"] = case.number
    return done.change


def close_due_cases(now: datetime | None = None) -> Change:
    """Done by the program: solved cases whose day has come close. Without any, nothing is written."""
    today = local_day(now or utc_now(), zone_of(Company.the().zone))
    due = SupportCase.select(SupportCase.id).where(SupportCase.closes_on <= today).order_by(SupportCase.closes_on, SupportCase.id)
    if not due.exists():
        return Change()
    with operation(N_("Closed {count} solved cases by themselves"), PROGRAM, may=Right.HANDLE_CASES) as done:
        ids = [row.id for row in due.limit(_MOST_AT_ONCE)]
        for case in SupportCase.by_ids(ids).values() if len(ids) < _MOST_AT_ONCE else map(SupportCase.get_by_id, ids):
            _close(case, PROGRAM, done)
        done.numbers["count"] = len(ids)
    return done.change


def _close(case: SupportCase, by: Actor, done: Done) -> None:
    case.closes_on = NEVER
    done.save(case)
    happened(case, CaseEventKind.CLOSED, by, done)


def _case(case_id: int, version: int) -> SupportCase:
    """In the version that was looked at."""
    case = case_of(case_id)
    case.demand_unmerged()
    case.version = version
    return case


def _open_incidents(case: SupportCase) -> list[SupportCase]:
    mine = SupportCase.select().where(SupportCase.parent == case, SupportCase.merged_into.is_null())
    return list(mine.where(SupportCase.state != CaseStatusKind.DONE).order_by(SupportCase.id))

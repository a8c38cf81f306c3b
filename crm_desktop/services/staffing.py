"""Who can do what, who is there, and who works together."""

from dataclasses import dataclass
from datetime import date

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Availability
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import RoutingRule, Sla, Staff, StaffAbsence, SupportCase, Team, TeamMember
from crm_desktop.data.models.sla import EscalationRule


@dataclass(frozen=True, slots=True)
class SkillsInput:
    """Lists with commas: codes of languages such as en, de, and whatever the company calls its fields."""

    languages: str = ""
    specialities: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceInput:
    """Both days count."""

    staff_id: int
    from_on: date
    until_on: date
    reason: str = ""

    def fill(self, absence: StaffAbsence, by: Actor) -> None:
        if self.until_on < self.from_on:
            raise UserError(_("An absence ends after it begins. Nothing was saved; check the days."))
        _demand_own(self.staff_id, by)
        absence.staff_id, absence.from_on, absence.until_on = self.staff_id, self.from_on, self.until_on
        absence.reason = clean_said(self.reason)


def set_skills(staff_id: int, version: int, wanted: SkillsInput, by: Actor, key: str | None = None) -> Change:
    """What routing goes by."""
    with operation(N_("Noted what {login} can do"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        staff = _staff(staff_id)
        _demand_own(staff_id, by)
        staff.version, staff.languages, staff.specialities = version, _listed(wanted.languages), _listed(wanted.specialities)
        done.save(staff)
        done.numbers["login"] = staff.login
    return done.change


def set_availability(staff_id: int, availability: Availability, by: Actor, key: str | None = None) -> Change:
    """Whether somebody takes work just now. One's own, or anybody's for who decides."""
    with operation(N_("Noted whether {login} is there"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        staff = _staff(staff_id)
        _demand_own(staff_id, by)
        staff.availability = availability
        done.save(staff)
        done.numbers["login"] = staff.login
    return done.change


def add_absence(wanted: AbsenceInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Noted an absence"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        _staff(wanted.staff_id)
        absence = StaffAbsence()
        wanted.fill(absence, by)
        done.insert(absence)
    return done.change


def change_absence(absence_id: int, version: int, wanted: AbsenceInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Changed an absence"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        absence = _absence(absence_id, by)
        absence.version = version
        wanted.fill(absence, by)
        done.save(absence)
    return done.change


def remove_absence(absence_id: int, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Removed an absence"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        done.delete(_absence(absence_id, by))
    return done.change


def add_team(name: str, by: Actor, members: tuple[int, ...] = (), key: str | None = None) -> Change:
    """`members` are ids of staff."""
    with operation(N_("Added the team {name}"), by, may=Right.EDIT_STAFF, key=key) as done:
        team = Team(name=_fresh(name, None))
        done.insert(team)
        _set_members(team, members, done)
        done.numbers["name"] = team.name
    return done.change


def change_team(team_id: int, version: int, name: str, members: tuple[int, ...], by: Actor, key: str | None = None) -> Change:
    with operation(N_("Changed the team {name}"), by, may=Right.EDIT_STAFF, key=key) as done:
        team = _team(team_id)
        team.version, team.name = version, _fresh(name, team_id)
        done.save(team)
        _set_members(team, members, done)
        done.numbers["name"] = team.name
    return done.change


def remove_team(team_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """Raises NotAllowed while a case or a rule names it."""
    with operation(N_("Removed the team {name}"), by, may=Right.EDIT_STAFF, key=key) as done:
        team = _team(team_id)
        if team.version != version:
            raise EditConflict(_("Somebody changed this team meanwhile. Nothing was removed; look at it again."), {}, {})
        used = SupportCase.select().where(SupportCase.team == team).exists()
        used = used or any(model.select().where(model.team == team).exists() for model in (Sla, EscalationRule, RoutingRule))
        if used or RoutingRule.select().where(RoutingRule.to_team == team).exists():
            raise NotAllowed(_("Cases or rules name this team. Nothing was removed; rename it instead."))
        _set_members(team, (), done)
        done.delete(team)
        done.numbers["name"] = team.name
    return done.change


def _set_members(team: Team, members: tuple[int, ...], done: Done) -> None:
    wanted = dict.fromkeys(members)
    for stored in TeamMember.select().where(TeamMember.team == team):
        if stored.staff_id in wanted:
            del wanted[stored.staff_id]
        else:
            done.delete(stored)
    done.insert(*(TeamMember(team=team, staff=_staff(staff_id)) for staff_id in wanted))


def _demand_own(staff_id: int, by: Actor) -> None:
    if staff_id != by.id and Right.DECIDE not in RIGHTS[by.role]:
        raise NotAllowed(_("You may note this of yourself; of others a supervisor does. Nothing was changed."))


def _listed(text: str) -> str:
    parts = (clean_line(part) for part in text.replace(";", ",").split(","))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _fresh(name: str, team_id: int | None) -> str:
    name = clean_line(name)
    if not name:
        raise UserError(_("A name is needed. Nothing was saved."))
    if Team.select().where(Team.name == name, Team.id != (team_id or 0)).exists():
        raise UserError(_("“{name}” is there already. Nothing was saved.").format(name=name))
    return name


def _staff(staff_id: int) -> Staff:
    found = Staff.get_or_none(id=staff_id)
    if found is None:
        raise UserError(_("This colleague is not there any more. Nothing was saved; choose another."))
    return found


def _team(team_id: int) -> Team:
    found = Team.get_or_none(id=team_id)
    if found is None:
        raise UserError(_("This team is not there any more. Nothing was changed."))
    return found


def _absence(absence_id: int, by: Actor) -> StaffAbsence:
    found = StaffAbsence.get_or_none(id=absence_id)
    if found is None:
        raise UserError(_("This absence is not there any more. Nothing was changed."))
    _demand_own(found.staff_id, by)
    return found

"""Who gets a case, who is there, and what everybody has to do."""

from datetime import date, timedelta

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds import Availability
from crm_desktop.core.kinds_of_escalation import RoutingWay
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind
from crm_desktop.data.models import CaseEvent, RoutingRule, Staff, StaffAbsence, SupportCase, Team
from crm_desktop.queries.team import absences, open_work, teams, time_spent
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.routing import RoutingRuleInput, add_routing_rule, has_word, remove_routing_rule, route_case
from crm_desktop.services.staffing import (
    AbsenceInput,
    SkillsInput,
    add_absence,
    add_team,
    change_absence,
    change_team,
    remove_absence,
    remove_team,
    set_availability,
    set_skills,
)


@pytest.fixture
def crew(owner, nancy):
    """Ben and Cleo, in a team."""
    for name in ("Ben", "Cleo"):
        add_staff(StaffInput(f"{name} Moran", name.lower(), Role.REPRESENTATIVE), owner)
    ids = {row.login: row.id for row in Staff.select()}
    add_team("Desk", owner, (ids["ben"], ids["cleo"]))
    return ids


@pytest.fixture
def make_case(nancy):
    def make(**fields):
        (row_id,) = open_case(CaseInput(**{"subject": "Broken", **fields}), nancy).of(Entity.CASE)
        return SupportCase.get_by_id(row_id)

    return make


@pytest.fixture
def rule(owner, crew):
    def make(name="Desk", **fields):
        add_routing_rule(RoutingRuleInput(name, **{"to_team_id": Team.get().id, **fields}), owner)
        return RoutingRule.get(name=name)

    return make


def test_without_a_rule_a_new_case_is_nobodys(make_case):
    assert make_case().assignee_id is None
    assert not CaseEvent.select().where(CaseEvent.kind == CaseEventKind.NOTE).exists()


def test_in_turn_everybody_gets_one(rule, crew, make_case):
    rule(way=RoutingWay.ROUND_ROBIN)
    assert [make_case().assignee_id for _count in range(4)] == [crew["ben"], crew["cleo"]] * 2


def test_the_least_busy_gets_the_next(rule, crew, make_case):
    rule(way=RoutingWay.LEAST_BUSY)
    for _count in range(3):
        make_case(assignee_id=crew["ben"])
    assert [make_case().assignee_id for _count in range(4)] == [crew["cleo"]] * 3 + [crew["ben"]]


def test_who_is_chosen_by_hand_stays(rule, nancy, make_case):
    rule()
    assert make_case(assignee_id=nancy.id).assignee_id == nancy.id


def test_who_speaks_the_language_gets_it(rule, crew, owner, make_case, make_customer):
    rule(by_language=True)
    set_skills(crew["cleo"], 1, SkillsInput("en, de"), owner)
    assert make_case(customer_id=make_customer(language="de_AT").id).assignee_id == crew["cleo"]
    stranger = make_case(customer_id=make_customer("Bo", language="fi").id)
    assert stranger.assignee_id is None
    assert CaseEvent.select().order_by(CaseEvent.id.desc()).first().note == "Nobody speaks their language; somebody must choose."


def test_who_knows_the_field_gets_it(rule, crew, owner, make_case):
    rule(speciality="Repairs", for_kind=(CaseKind.TECHNICAL,))
    set_skills(crew["cleo"], 1, SkillsInput(specialities="repairs; chat"), owner)
    assert Staff.get_by_id(crew["cleo"]).specialities == "repairs, chat"
    assert make_case(kind=CaseKind.TECHNICAL).assignee_id == crew["cleo"]
    assert make_case(kind=CaseKind.QUESTION).assignee_id is None


def test_who_is_absent_or_away_gets_nothing(rule, crew, owner, make_case):
    rule(only_available=True)
    today = utc_now().date()
    assert make_case().assignee_id is None
    for login in ("ben", "cleo"):
        set_availability(crew[login], Availability.AVAILABLE, owner)
    add_absence(AbsenceInput(crew["ben"], today - timedelta(1), today + timedelta(1), "Holiday"), owner)
    assert make_case().assignee_id == crew["cleo"]
    add_absence(AbsenceInput(crew["cleo"], today - timedelta(1), today + timedelta(1)), owner)
    assert make_case().assignee_id is None
    assert "absent" in CaseEvent.select().order_by(CaseEvent.id.desc()).first().note


def test_a_case_is_routed_on_request(rule, crew, nancy, make_case):
    case = make_case()
    with pytest.raises(UserError, match="No routing rule"):
        route_case(case.id, case.version, nancy)
    made = rule()
    route_case(case.id, case.version, nancy)
    assert SupportCase.get_by_id(case.id).assignee_id == crew["ben"]
    assert RoutingRule.get_by_id(made.id).active


@pytest.mark.parametrize(
    ("listed", "wanted", "found"), [("en, de", "de", True), ("EN;de", "en_GB", True), ("english", "en", False), ("", "de", False)]
)
def test_words_of_a_list_count_whole(listed, wanted, found):
    assert has_word(listed, wanted) is found


def test_open_work_and_time_spent_are_told_per_person(crew, nancy, make_case, make_interaction, make_follow_up):
    make_case(assignee_id=crew["ben"])
    make_follow_up(owner_id=crew["ben"])
    now = utc_now()
    began = now - timedelta(hours=2)
    make_interaction(started_at=began, ended_at=began + timedelta(minutes=4), wrap_up_ended_at=began + timedelta(minutes=6))
    loads = {each.login: each for each in open_work(now)}
    assert (loads["ben"].cases, loads["ben"].follow_ups, loads["cleo"].cases) == (1, 1, 0)
    (spent,) = time_spent(now - timedelta(days=1), now)
    assert (spent.staff_id, spent.contacts, spent.seconds, spent.calls, spent.per_call) == (nancy.id, 1, 360, 1, 360)


def test_everybody_notes_their_own_absence_and_a_supervisor_anybodys(crew, nancy):
    ben = Staff.get(login="ben").actor()
    days = date(2099, 1, 1), date(2099, 1, 5)
    add_absence(AbsenceInput(crew["ben"], *days), ben)
    with pytest.raises(NotAllowed, match="supervisor"):
        add_absence(AbsenceInput(crew["cleo"], *days), ben)
    absence = StaffAbsence.get()
    change_absence(absence.id, absence.version, AbsenceInput(crew["ben"], date(2099, 1, 1), date(2099, 1, 9)), nancy)
    assert [(each.name, each.until_on) for each in absences()] == [("Ben Moran", date(2099, 1, 9))]
    with pytest.raises(UserError, match="ends after"):
        add_absence(AbsenceInput(crew["ben"], *reversed(days)), ben)
    remove_absence(absence.id, ben)
    assert absences() == []


def test_teams_are_named_and_filled(crew, owner, rule):
    (team,) = teams()
    change_team(team.id, team.version, "Front desk", (crew["cleo"],), owner)
    assert [(each.name, each.members) for each in teams()] == [("Front desk", (crew["cleo"],))]
    made = rule()
    with pytest.raises(NotAllowed, match="rules name"):
        remove_team(team.id, teams()[0].version, owner)
    remove_routing_rule(made.id, made.version, owner)
    remove_team(team.id, teams()[0].version, owner)
    assert teams() == []

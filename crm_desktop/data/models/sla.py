"""What is promised for cases, and who gets the next one."""

from typing import NamedTuple

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.kinds_of_escalation import EscalationKind, EscalationLevel, RoutingWay
from crm_desktop.data.fields import DayField, maybe
from crm_desktop.data.models.activity_lists import Channel
from crm_desktop.data.models.base import Record
from crm_desktop.data.models.company import Staff, Team


class CaseFacts(NamedTuple):
    """What rules look at."""

    kind: str
    priority: str
    vip: bool
    team_id: int | None
    channel_id: int | None


class ForCases(Record):
    """A rule for some cases: the first that fits counts, by `position`. `case_kinds` and `priorities` are words with commas between
    them; empty means any, as no team and no channel do."""

    name = TextField()
    case_kinds = TextField(default="")
    priorities = TextField(default="")
    vip_only = BooleanField(default=False)
    team = ForeignKeyField(Team, null=True)
    team_id: int | None
    channel = ForeignKeyField(Channel, null=True)
    channel_id: int | None
    position = IntegerField(default=0)
    active = BooleanField(default=True)

    def fits(self, case: CaseFacts) -> bool:
        return (
            self.active
            and (not self.case_kinds or case.kind in self.case_kinds.split(","))
            and (not self.priorities or case.priority in self.priorities.split(","))
            and (case.vip or not self.vip_only)
            and self.team_id in (None, case.team_id)
            and self.channel_id in (None, case.channel_id)
        )


class Sla(ForCases):
    """`fallback`: counts for what fits no other; of all policies one at most. `pauses_for_others`: the clock stands also while a third
    party is waited for."""

    fallback = BooleanField(default=False)
    around_the_clock = BooleanField(default=False)
    pauses_for_others = BooleanField(default=True)


class SlaTarget(Record):
    """Working minutes; None promises nothing."""

    part_of = "sla"

    sla = ForeignKeyField(Sla)
    sla_id: int
    priority = TextField()
    response_minutes = maybe(IntegerField())
    resolution_minutes = maybe(IntegerField())


class EscalationRule(ForCases):
    """When a case is escalated by itself. `words` are looked for in what a case says, by KEYWORD; commas stand between them.
    `due_minutes` is how soon somebody should take it on."""

    trigger = TextField()
    words = TextField(default="")
    level = TextField(default=EscalationLevel.TEAM_LEAD)
    kind = TextField(default=EscalationKind.AUTHORITY)
    to_staff = ForeignKeyField(Staff, null=True)
    to_staff_id: int | None
    due_minutes = maybe(IntegerField())


class RoutingRule(ForCases):
    """Who gets a case: somebody of `to_team`, or anybody, who has the speciality, speaks the customer's language, and is there."""

    way = TextField(default=RoutingWay.LEAST_BUSY)
    to_team = ForeignKeyField(Team, null=True)
    to_team_id: int | None
    by_language = BooleanField(default=True)
    speciality = TextField(default="")
    only_available = BooleanField(default=True)


class StaffAbsence(Record):
    """Both days count."""

    staff = ForeignKeyField(Staff)
    staff_id: int
    from_on = DayField()
    until_on = DayField()
    reason = TextField(default="")

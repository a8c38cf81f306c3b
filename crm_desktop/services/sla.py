"""Service levels: what is promised for which cases. What changes here counts every case anew that is not done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import EditConflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.rights import Right
from crm_desktop.core.sla_clock import MINUTE, AroundTheClock, NoWorkingTime
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Sla, SlaTarget
from crm_desktop.data.sla_dues import working_clock
from crm_desktop.services.case_rules import ForWhich, rule_of

_LONGEST = 366 * 24 * 60
STANDARD = ((Priority.URGENT, 30, 120), (Priority.HIGH, 60, 240), (Priority.NORMAL, 480, 1_440), (Priority.LOW, 1_440, 4_320))
"""What is proposed: priority, first response and resolution in working minutes."""


@dataclass(frozen=True, slots=True)
class TargetInput:
    """Minutes that the policy's clock counts; None: nothing is promised."""

    priority: Priority
    response_minutes: int | None = None
    resolution_minutes: int | None = None

    def check(self) -> None:
        for minutes in (self.response_minutes, self.resolution_minutes):
            if minutes is not None and not 0 < minutes <= _LONGEST:
                raise UserError(_("A target is 1 minute to {most} minutes. Nothing was saved.").format(most=_LONGEST))
        if None not in (self.response_minutes, self.resolution_minutes) and self.response_minutes > self.resolution_minutes:  # type: ignore[operator]
            raise UserError(_("The first response comes before the solution. Nothing was saved; check the times."))


@dataclass(frozen=True, slots=True)
class SlaInput(ForWhich):
    """`fallback`: for cases that no other policy is for. A priority without a target has none."""

    fallback: bool = False
    around_the_clock: bool = False
    pauses_for_others: bool = True
    targets: tuple[TargetInput, ...] = ()

    def fill(self, sla: Sla) -> None:
        self.fill_which(sla)
        sla.fallback, sla.around_the_clock, sla.pauses_for_others = self.fallback, self.around_the_clock, self.pauses_for_others
        if self.fallback and Sla.select().where(Sla.fallback, Sla.id != (sla.id or 0)).exists():
            raise UserError(_("Another service level is for all other cases already. Nothing was saved."))


def add_sla(wanted: SlaInput, by: Actor, key: str | None = None) -> Change:
    """Raises UserError where its clock never runs: counted in working time without working hours."""
    with operation(N_("Added the service level {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        sla = Sla()
        wanted.fill(sla)
        _check(wanted)
        done.insert(sla)
        done.insert(*_targets(sla, wanted))
        done.numbers["name"] = sla.name
    return counted_anew(done.change)


def change_sla(sla_id: int, version: int, wanted: SlaInput, by: Actor, key: str | None = None) -> Change:
    """All its targets are as given. Cases that are done stay judged as they were."""
    with operation(N_("Changed the service level {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        sla = rule_of(Sla, sla_id)
        sla.version = version
        wanted.fill(sla)
        _check(wanted)
        done.save(sla)
        _change_targets(sla, wanted, done)
        done.numbers["name"] = sla.name
    return counted_anew(done.change)


def remove_sla(sla_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Removed the service level {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        sla = rule_of(Sla, sla_id)
        if sla.version != version:
            raise EditConflict(_("Somebody changed this service level meanwhile. Nothing was removed; look at it again."), {}, {})
        for target in SlaTarget.select().where(SlaTarget.sla == sla):
            done.delete(target)
        done.delete(sla)
        done.numbers["name"] = sla.name
    return counted_anew(done.change)


def counted_anew(change: Change) -> Change:
    """Any case may fall due at another time now."""
    return replace(change, membership=change.membership | {Entity.CASE})


def demand_hours_stay(hours: Sequence[object]) -> None:
    """Raises NoWorkingTime where a service level counts in working time and there would be none."""
    if not hours and Sla.select().where(Sla.active, ~Sla.around_the_clock).exists():
        raise NoWorkingTime(_("Service levels count in working hours, so some must stay. Nothing was saved; let them count all day first."))


def _check(wanted: SlaInput) -> None:
    if not any(each.response_minutes or each.resolution_minutes for each in wanted.targets):
        raise UserError(_("A service level promises something. Nothing was saved; enter a time for a priority."))
    if len({each.priority for each in wanted.targets}) < len(wanted.targets):
        raise UserError(_("Each priority has one target. Nothing was saved."))
    for each in wanted.targets:
        each.check()
    if wanted.active:
        longest = max(max(each.response_minutes or 0, each.resolution_minutes or 0) for each in wanted.targets)
        clock = AroundTheClock() if wanted.around_the_clock else working_clock()
        if clock is None:
            raise NoWorkingTime(
                _("There are no working hours to count in. Nothing was saved; enter them first, or count all day."),
                about="around_the_clock",
            )
        clock.after(int(utc_now().timestamp()), longest * MINUTE)


def _targets(sla: Sla, wanted: SlaInput) -> list[SlaTarget]:
    return [
        SlaTarget(sla=sla, priority=each.priority, response_minutes=each.response_minutes, resolution_minutes=each.resolution_minutes)
        for each in wanted.targets
    ]


def _change_targets(sla: Sla, wanted: SlaInput, done: Done) -> None:
    fresh = {row.priority: row for row in _targets(sla, wanted)}
    for stored in SlaTarget.select().where(SlaTarget.sla == sla):
        given = fresh.pop(stored.priority, None)
        if given is None:
            done.delete(stored)
        else:
            stored.response_minutes, stored.resolution_minutes = given.response_minutes, given.resolution_minutes
            done.save(stored)
    done.insert(*fresh.values())

"""When cases are escalated by themselves: a target missed, a VIP, a word. Each rule does it once per case, for as long as it is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import AlreadyDone, NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_escalation import EscalationKind, EscalationLevel, EscalationState, EscalationTrigger
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line, search_words
from crm_desktop.data.database import tuples
from crm_desktop.data.history import operation
from crm_desktop.data.models import Escalation, EscalationRule, Operation, SupportCase
from crm_desktop.data.search import find
from crm_desktop.services.case_rules import ForWhich, add_rule, change_rule, facts_of, remove_rule
from crm_desktop.services.escalations import EscalationInput, new_escalation

AUTOMATIC = Actor(0, "", Role.SUPERVISOR)
"""Nobody: the program itself, by rules that the company set."""
_AT_ONCE = 50
_LONGEST = 366 * 24 * 60
_FOUND = 1_000


@dataclass(frozen=True, slots=True)
class EscalationRuleInput(ForWhich):
    """`word` has one or several, of KEYWORD only. `to_staff_id` None: whoever of the level has the least of it."""

    trigger: EscalationTrigger = EscalationTrigger.RESOLUTION_BREACH
    word: tuple[str, ...] = ()
    level: EscalationLevel = EscalationLevel.TEAM_LEAD
    kind: EscalationKind = EscalationKind.AUTHORITY
    to_staff_id: int | None = None
    due_minutes: int | None = None

    def fill(self, rule: EscalationRule) -> None:
        self.fill_which(rule)
        words = list(dict.fromkeys(filter(None, (clean_line(part) for each in self.word for part in each.split(",")))))
        if self.trigger == EscalationTrigger.HAND:
            raise UserError(_("By hand, people escalate themselves. Nothing was saved; choose what starts this rule."))
        if self.level == EscalationLevel.EXTERNAL:
            raise UserError(_("A rule asks somebody here. Nothing was saved; choose a team lead or a manager."))
        if (self.trigger == EscalationTrigger.KEYWORD) != bool(words):
            raise UserError(_("Words belong to a rule that looks for words, and it needs one. Nothing was saved."))
        for word in words:
            if not search_words(word):
                raise UserError(_("“{word}” has no letter and no digit. Nothing was saved.").format(word=word))
        if self.due_minutes is not None and not 0 < self.due_minutes <= _LONGEST:
            raise UserError(_("A target is 1 minute to {most} minutes. Nothing was saved.").format(most=_LONGEST))
        rule.trigger, rule.words, rule.level, rule.kind = self.trigger, ",".join(words), self.level, self.kind
        rule.to_staff_id, rule.due_minutes = self.to_staff_id, self.due_minutes


def add_escalation_rule(wanted: EscalationRuleInput, by: Actor, key: str | None = None) -> Change:
    return add_rule(N_("Added the escalation rule {name}"), EscalationRule(), wanted, by, key)


def change_escalation_rule(escalation_rule_id: int, version: int, wanted: EscalationRuleInput, by: Actor, key: str | None = None) -> Change:
    return change_rule(N_("Changed the escalation rule {name}"), EscalationRule, escalation_rule_id, version, wanted, by, key)


def remove_escalation_rule(escalation_rule_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    return remove_rule(N_("Removed the escalation rule {name}"), EscalationRule, escalation_rule_id, version, by, key)


def escalate_due(now: datetime | None = None) -> list[Change]:
    """Every case that a rule is for, each an operation of its own that a supervisor can undo; what was undone is not done again."""
    moment = now or utc_now()
    return [change for case, rule in due_escalations(moment) if (change := _escalate(case, rule, moment)) is not None]


def something_is_due() -> bool:
    return bool(due_escalations(utc_now()))


def due_escalations(now: datetime) -> list[tuple[SupportCase, EscalationRule]]:
    """At most so many that nobody waits for it; the rest comes the next time."""
    found: list[tuple[SupportCase, EscalationRule]] = []
    taken: set[tuple[int, str]] = set()
    for rule in EscalationRule.select().where(EscalationRule.active).order_by(EscalationRule.position, EscalationRule.id):
        for case in _candidates(rule, now):
            if len(found) < _AT_ONCE and (case.id, rule.level) not in taken and rule.fits(facts_of(case)):
                found.append((case, rule))
                taken.add((case.id, rule.level))
    return found


def _candidates(rule: EscalationRule, now: datetime) -> Iterator[SupportCase]:
    """Open cases that nobody was asked about at this level, and for which this rule did nothing yet."""
    cases = SupportCase.select().where(SupportCase.state != "done", SupportCase.merged_into.is_null(), SupportCase.shelf == "")
    if rule.trigger == EscalationTrigger.KEYWORD:
        ids = {row_id for word in rule.words.split(",") for row_id in find(SupportCase, word, _FOUND)}
        cases = cases.where(SupportCase.id.in_(sorted(ids)[-_FOUND:]))
    elif rule.trigger == EscalationTrigger.RESPONSE_BREACH:
        due = SupportCase.response_due_at
        cases = cases.where(SupportCase.next_due_at < now, due.is_null(False), due < now, SupportCase.answered_at.is_null())
    elif rule.trigger == EscalationTrigger.RESOLUTION_BREACH:
        due = SupportCase.resolution_due_at
        cases = cases.where(SupportCase.next_due_at < now, due.is_null(False), due < now)
    rows = list(cases.order_by(SupportCase.id))
    done = {key for (key,) in tuples(Operation.select(Operation.key).where(Operation.key.startswith(f"escalate {rule.id} ")))}
    asked = Escalation.select(Escalation.case).where(Escalation.level == rule.level, Escalation.state != EscalationState.HANDED_BACK)
    asked_ids = {case_id for (case_id,) in tuples(asked)}
    for case in rows:
        if case.id not in asked_ids and _key(rule, case) not in done and (rule.trigger != EscalationTrigger.VIP or facts_of(case).vip):
            yield case


def _escalate(case: SupportCase, rule: EscalationRule, now: datetime) -> Change | None:
    wanted = EscalationInput(
        case.id, _reason(rule, case), EscalationLevel(rule.level), EscalationKind(rule.kind), _still_here(rule),
        due_at=now + timedelta(minutes=rule.due_minutes) if rule.due_minutes else None,
    )  # fmt: skip
    try:
        with operation(N_("Escalated case {number} by the rule {rule}"), AUTOMATIC, may=Right.HANDLE_CASES, key=_key(rule, case)) as done:
            new_escalation(wanted, EscalationTrigger(rule.trigger), AUTOMATIC, done, now)
            done.numbers.update(number=case.number, rule=rule.name)
    except AlreadyDone:  # another desk was first
        return None
    except NotAllowed:  # meanwhile somebody solved it, or asked for help
        return None
    return done.change


def _still_here(rule: EscalationRule) -> int | None:
    return rule.to_staff_id if rule.to_staff is not None and rule.to_staff.active else None


def _key(rule: EscalationRule, case: SupportCase) -> str:
    """Once for each time the case was open."""
    return f"escalate {rule.id} {case.id} {case.reopened}"


def _reason(rule: EscalationRule, case: SupportCase) -> str:
    return {
        EscalationTrigger.RESPONSE_BREACH: _("The first response is late."),
        EscalationTrigger.RESOLUTION_BREACH: _("The solution is late."),
        EscalationTrigger.VIP: _("An important customer."),
        EscalationTrigger.KEYWORD: _("The case speaks of: {words}.").format(words=rule.words.replace(",", ", ")),
    }[EscalationTrigger(rule.trigger)]

"""What is promised for cases, when they are escalated, and who gets them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QComboBox, QLineEdit

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import EscalationKind, EscalationLevel, EscalationTrigger, RoutingWay
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.rights import Right
from crm_desktop.core.spans_of_time import minutes_text, read_minutes
from crm_desktop.queries.service_rules import (
    EscalationRuleRow,
    RoutingRuleRow,
    RuleChoices,
    SlaRow,
    Which,
    escalation_rule_rows,
    routing_rule_rows,
    rule_choices,
    sla_rows,
)
from crm_desktop.services.escalation_rules import EscalationRuleInput, add_escalation_rule, change_escalation_rule
from crm_desktop.services.routing import RoutingRuleInput, add_routing_rule, change_routing_rule
from crm_desktop.services.sla import STANDARD, SlaInput, TargetInput, add_sla, change_sla
from crm_desktop.ui.dialogs.settings_entry import Ask, Values, narrow
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column
from crm_desktop.ui.pages.settings_lists import chooser, retired, ticked
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.theme import TWO_LINES_HEIGHT, Tone
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.words import PRIORITIES
from crm_desktop.ui.words_of_escalation import KINDS_OF_HELP, LEVELS, TRIGGERS, WAYS
from crm_desktop.ui.words_of_service import CASE_KINDS

_KINDS = {kind: word for kind, (word, _tone) in CASE_KINDS.items()}
_STARTS = {trigger: word for trigger, word in TRIGGERS.items() if trigger != EscalationTrigger.HAND}
_INSIDE = {level: word for level, word in LEVELS.items() if level != EscalationLevel.EXTERNAL}
_HIGHEST_FIRST = tuple(reversed(Priority))


class RulesSection(ListSection):
    """Rules of which the first that fits a case counts."""

    row_height: ClassVar[int] = TWO_LINES_HEIGHT
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    choices = RuleChoices((), (), ())

    def which_asks(self, entry: Any) -> tuple[Ask, ...]:
        """Which cases a rule is for."""
        which: Which | None = entry.which if entry else None
        kinds = several(_KINDS, CaseKind, which.case_kinds if which else "")
        priorities = several(PRIORITIES, Priority, which.priorities if which else "")
        return (
            Ask("for_kind", _("For cases of the &kind"), kinds), Ask("for_priority", _("For cases of the &priority"), priorities),
            Ask("team_id", _("For cases of the &team"), one_of(self.choices.teams, which.team_id if which else None)),
            Ask("channel_id", _("That came b&y"), one_of(self.choices.channels, which.channel_id if which else None)),
            Ask("vip_only", _("Only of very important customers"), ticked(which is not None and which.vip_only)),
            Ask("position", _("&Order"), number_box(0, 999, which.position if which else len(self.entries)),
                said=_("The first that fits a case counts.")),
            Ask("active", _("It is in use"), ticked(entry.active if entry else True)),
        )  # fmt: skip

    def for_cases(self, entry: Any) -> str:
        which: Which = entry.which
        kinds = [_(_KINDS[CaseKind(word)]) for word in which.case_kinds.split(",") if word]
        priorities = [_(PRIORITIES[Priority(word)]) for word in which.priorities.split(",") if word]
        named = [dict(choices).get(row_id, "") for choices, row_id in
                 ((self.choices.teams, which.team_id), (self.choices.channels, which.channel_id)) if row_id is not None]  # fmt: skip
        parts = [", ".join(kinds), ", ".join(priorities), *named, _("VIP") if which.vip_only else ""]
        return " · ".join(filter(None, parts)) or _("all cases")


def which_values(values: Values) -> dict[str, Any]:
    names = ("name", "for_kind", "for_priority", "vip_only", "team_id", "channel_id", "position", "active")
    return {name: values[name] for name in names}


class ServiceLevelsSection(RulesSection):
    name: ClassVar[str] = "service-levels"
    title: ClassVar[str] = N_("Service levels")
    said: ClassVar[str] = N_(
        "How soon a case is answered and settled. Time counts in your working hours or all day, and stands still while you wait for them."
    )
    terms: ClassVar[tuple[str, ...]] = (N_("Response time"), N_("Due times of cases"), N_("SLA"), N_("Late cases"))
    nothing: ClassVar[str] = N_("No time is promised yet, so no case can be late.")
    add_title: ClassVar[str] = N_("Add a service level")

    def columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Name"), self._name), Column(_("Targets"), _targets, 300), Column(_("Open cases"), _open_cases, 100, RIGHT),
            Column("", retired, 100),
        )  # fmt: skip

    def read(self) -> Sequence[SlaRow]:
        self.choices = rule_choices()
        return sla_rows()

    def asks(self, entry: SlaRow | None) -> tuple[Ask, ...]:
        name = QLineEdit(entry.name if entry else "")
        proposed = {priority.value: (response, resolution) for priority, response, resolution in STANDARD}
        targets = entry.targets if entry else proposed
        said = _("First response / resolution, such as 30 min / 2 h. Empty: nothing is promised.")
        asked = [
            Ask(f"target_{priority}", _("{priority}: answered / settled in").format(priority=_(PRIORITIES[priority])),
                QLineEdit(_pair(targets.get(priority, (None, None)))), said=said if priority == Priority.URGENT else "")
            for priority in _HIGHEST_FIRST
        ]  # fmt: skip
        return (
            Ask("name", _("&Name"), name, _("A name is needed.")), *asked,
            Ask("around_the_clock", _("Time counts day and night"), ticked(entry is not None and entry.around_the_clock)),
            Ask("pauses_for_others", _("It stands still while others are waited for"), ticked(entry is None or entry.pauses_for_others)),
            Ask("fallback", _("For all cases that no other is for"), ticked(entry.fallback if entry else not self.entries)),
            *self.which_asks(entry),
        )  # fmt: skip

    def saving(self, values: Values, entry: SlaRow | None, key: str) -> Callable[[], Change]:
        by = self.desk.by
        return partial(_save_sla, dict(values), (entry.id, entry.version) if entry else None, by, key)

    def turning(self, entry: SlaRow) -> Callable[[], Change]:
        targets = tuple(TargetInput(Priority(priority), *minutes) for priority, minutes in entry.targets.items())
        wanted = SlaInput(
            entry.name, **_which_input(entry.which), active=not entry.active, fallback=entry.fallback, targets=targets,
            around_the_clock=entry.around_the_clock, pauses_for_others=entry.pauses_for_others,
        )  # fmt: skip
        return partial(change_sla, entry.id, entry.version, wanted, self.desk.by)

    def _name(self, entry: SlaRow) -> Cell:
        return Cell(entry.name, _("all other cases") if entry.fallback else self.for_cases(entry), soft=not entry.active)


class EscalationRulesSection(RulesSection):
    name: ClassVar[str] = "escalation"
    title: ClassVar[str] = N_("Escalation")
    said: ClassVar[str] = N_("When somebody is asked for help without anybody doing it by hand: each rule does it once for a case.")
    terms: ClassVar[tuple[str, ...]] = (N_("Keywords"), N_("Words that alarm"), N_("Late cases"), N_("Supervisor"))
    nothing: ClassVar[str] = N_("No rule asks for help by itself yet; anybody can still do so from a case.")
    add_title: ClassVar[str] = N_("Add a rule")

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), self._name), Column(_("When"), _when, 260), Column(_("Asks"), self._asked, 180), Column("", retired, 100)

    def read(self) -> Sequence[EscalationRuleRow]:
        self.choices = rule_choices()
        return escalation_rule_rows()

    def asks(self, entry: EscalationRuleRow | None) -> tuple[Ask, ...]:
        to_staff = one_of(self.choices.staff, entry.to_staff_id if entry else None, _("Whoever of the level has the least"))
        return (
            Ask("name", _("&Name"), QLineEdit(entry.name if entry else ""), _("A name is needed.")),
            Ask("trigger", _("&When"), chooser(_STARTS, entry.trigger if entry else EscalationTrigger.RESOLUTION_BREACH)),
            Ask("words", _("&Words in the case"), QLineEdit(entry.words.replace(",", ", ") if entry else ""),
                said=_("With commas between them, such as lawyer, newspaper. Only for a rule that looks for words.")),
            Ask("level", _("&Asks"), chooser(_INSIDE, entry.level if entry else EscalationLevel.TEAM_LEAD)),
            Ask("kind", _("B&ecause it"), chooser(KINDS_OF_HELP, entry.kind if entry else EscalationKind.AUTHORITY)),
            Ask("to_staff_id", _("Na&mely"), to_staff),
            Ask("due_minutes", _("To be &taken on within"), QLineEdit(minutes_text(entry.due_minutes) if entry else ""),
                said=_("Such as 30 min. May stay empty.")),
            *self.which_asks(entry),
        )  # fmt: skip

    def saving(self, values: Values, entry: EscalationRuleRow | None, key: str) -> Callable[[], Change]:
        return partial(_save_escalation_rule, dict(values), (entry.id, entry.version) if entry else None, self.desk.by, key)

    def turning(self, entry: EscalationRuleRow) -> Callable[[], Change]:
        wanted = EscalationRuleInput(
            entry.name, **_which_input(entry.which), active=not entry.active, trigger=EscalationTrigger(entry.trigger),
            word=(entry.words,) if entry.words else (), level=EscalationLevel(entry.level), kind=EscalationKind(entry.kind),
            to_staff_id=entry.to_staff_id, due_minutes=entry.due_minutes,
        )  # fmt: skip
        return partial(change_escalation_rule, entry.id, entry.version, wanted, self.desk.by)

    def _name(self, entry: EscalationRuleRow) -> Cell:
        return Cell(entry.name, self.for_cases(entry), soft=not entry.active)

    def _asked(self, entry: EscalationRuleRow) -> Cell:
        return Cell(dict(self.choices.staff).get(entry.to_staff_id or 0) or _(LEVELS[EscalationLevel(entry.level)]), soft=True)


class RoutingSection(RulesSection):
    name: ClassVar[str] = "routing"
    title: ClassVar[str] = N_("Who gets new cases")
    said: ClassVar[str] = N_("Without a rule a new case waits until somebody takes it. Where nobody can take it, the case says so.")
    terms: ClassVar[tuple[str, ...]] = (N_("Routing"), N_("Assignment"), N_("Round robin"), N_("Least busy"))
    nothing: ClassVar[str] = N_("There is no rule yet: new cases wait until somebody takes them.")
    add_title: ClassVar[str] = N_("Add a rule")

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), self._name), Column(_("Goes to"), self._goes_to, 320), Column("", retired, 100)

    def read(self) -> Sequence[RoutingRuleRow]:
        self.choices = rule_choices()
        return routing_rule_rows()

    def asks(self, entry: RoutingRuleRow | None) -> tuple[Ask, ...]:
        team = one_of(self.choices.teams, entry.to_team_id if entry else None, _("Anybody"))
        return (
            Ask("name", _("&Name"), QLineEdit(entry.name if entry else ""), _("A name is needed.")),
            Ask("way", _("&Goes to"), chooser(WAYS, entry.way if entry else RoutingWay.LEAST_BUSY)),
            Ask("to_team_id", _("O&f the team"), team),
            Ask("speciality", _("Who kno&ws"), QLineEdit(entry.speciality if entry else ""),
                said=_("A field that colleagues have among theirs, such as repairs. Empty: anybody.")),
            Ask("by_language", _("Who speaks the customer's language"), ticked(entry is not None and entry.by_language)),
            Ask("only_available", _("Who is available just now"), ticked(entry is not None and entry.only_available)),
            *self.which_asks(entry),
        )  # fmt: skip

    def saving(self, values: Values, entry: RoutingRuleRow | None, key: str) -> Callable[[], Change]:
        names = ("way", "to_team_id", "by_language", "speciality", "only_available")
        wanted = RoutingRuleInput(**which_values(values), **{name: values[name] for name in names})
        if entry is None:
            return partial(add_routing_rule, wanted, self.desk.by, key)
        return partial(change_routing_rule, entry.id, entry.version, wanted, self.desk.by, key)

    def turning(self, entry: RoutingRuleRow) -> Callable[[], Change]:
        wanted = RoutingRuleInput(
            entry.name, **_which_input(entry.which), active=not entry.active, way=RoutingWay(entry.way), to_team_id=entry.to_team_id,
            by_language=entry.by_language, speciality=entry.speciality, only_available=entry.only_available,
        )  # fmt: skip
        return partial(change_routing_rule, entry.id, entry.version, wanted, self.desk.by)

    def _name(self, entry: RoutingRuleRow) -> Cell:
        return Cell(entry.name, self.for_cases(entry), soft=not entry.active)

    def _goes_to(self, entry: RoutingRuleRow) -> Cell:
        demands = [
            dict(self.choices.teams).get(entry.to_team_id or 0, ""), entry.speciality, _("language") if entry.by_language else "",
            _("available") if entry.only_available else "",
        ]  # fmt: skip
        return Cell(_(WAYS[RoutingWay(entry.way)]), " · ".join(filter(None, demands)), soft=True)


def several(words: Mapping[Any, str], kind: type[Any], chosen: str) -> QComboBox:
    """Any, or one of them; several that a rule has by now are a choice of their own, so that they stay."""
    made = narrow(QComboBox())
    made.addItem(_("Any"), ())
    for value, word in words.items():
        made.addItem(_(word), (value,))
    now = tuple(map(kind, filter(None, chosen.split(","))))
    if len(now) > 1:
        made.addItem(", ".join(_(words[value]) for value in now), now)
    made.setCurrentIndex(next((place for place in range(made.count()) if made.itemData(place) == now), 0))
    return made


def one_of(choices: Sequence[tuple[int, str]], chosen: int | None, nothing: str = "") -> QComboBox:
    made = narrow(QComboBox())
    made.addItem(nothing or _("Any"), None)
    for row_id, name in choices:
        made.addItem(name, row_id)
    made.setCurrentIndex(max(made.findData(chosen), 0) if chosen is not None else 0)
    return made


def _save_sla(values: Values, stored: tuple[int, int] | None, by: Any, key: str) -> Change:
    targets = tuple(target for priority in Priority if (target := _target(priority, values[f"target_{priority}"])) is not None)
    names = ("fallback", "around_the_clock", "pauses_for_others")
    wanted = SlaInput(**which_values(values), targets=targets, **{name: values[name] for name in names})
    return add_sla(wanted, by, key) if stored is None else change_sla(*stored, wanted, by, key)


def _save_escalation_rule(values: Values, stored: tuple[int, int] | None, by: Any, key: str) -> Change:
    names = ("trigger", "level", "kind", "to_staff_id")
    words = tuple(filter(None, (part.strip() for part in values["words"].split(","))))
    wanted = EscalationRuleInput(
        **which_values(values),
        **{name: values[name] for name in names},
        word=words,
        due_minutes=read_minutes(values["due_minutes"], "due_minutes"),
    )
    return add_escalation_rule(wanted, by, key) if stored is None else change_escalation_rule(*stored, wanted, by, key)


def _target(priority: Priority, text: str) -> TargetInput | None:
    """`30 min / 2 h`; one alone is the first response, none: nothing promised. Raises UserError for what cannot be read."""
    response, _slash, resolution = text.partition("/")
    about = f"target_{priority}"
    found = TargetInput(priority, read_minutes(response, about), read_minutes(resolution, about))
    return None if found.response_minutes is None and found.resolution_minutes is None else found


def _pair(minutes: tuple[int | None, int | None]) -> str:
    response, resolution = map(minutes_text, minutes)
    return f"{response} / {resolution}" if resolution else response


def _targets(entry: SlaRow) -> Cell:
    told = [
        f"{_(PRIORITIES[priority])} {_pair(entry.targets[priority])}" for priority in _HIGHEST_FIRST if priority in entry.targets
    ]  # fmt: skip
    clock = (Chip(_("Day and night"), Tone.INFO),) if entry.around_the_clock else ()
    return Cell("; ".join(told[:2]), "; ".join(told[2:]), clock, soft=True)


def _open_cases(entry: SlaRow) -> Cell:
    return Cell(str(entry.cases), soft=not entry.cases)


def _when(entry: EscalationRuleRow) -> Cell:
    return Cell(_(TRIGGERS[EscalationTrigger(entry.trigger)]), entry.words.replace(",", ", "), soft=True)


def _which_input(which: Which) -> dict[str, Any]:
    return {
        "for_kind": tuple(map(CaseKind, filter(None, which.case_kinds.split(",")))),
        "for_priority": tuple(map(Priority, filter(None, which.priorities.split(",")))),
        "vip_only": which.vip_only, "team_id": which.team_id, "channel_id": which.channel_id, "position": which.position,
    }  # fmt: skip

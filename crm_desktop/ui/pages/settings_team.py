"""Who works together, what each can do, and when somebody is not there."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QComboBox, QLineEdit

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.queries.team import Absence, Load, TeamRow, absences, open_work, teams
from crm_desktop.services.staffing import (
    AbsenceInput,
    SkillsInput,
    add_absence,
    add_team,
    change_absence,
    change_team,
    remove_absence,
    remove_team,
    set_skills,
)
from crm_desktop.ui.dialogs.absence import day_edit
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.pages.settings_lists import ticked
from crm_desktop.ui.pages.settings_section import ListSection


class TeamsSection(ListSection):
    name: ClassVar[str] = "teams"
    title: ClassVar[str] = N_("Teams")
    said: ClassVar[str] = N_("Who works together. Cases can be a team's, and rules give its members their turn.")
    nothing: ClassVar[str] = N_("There is no team yet. Who works alone needs none.")
    right: ClassVar[Right | None] = Right.EDIT_STAFF
    terms: ClassVar[tuple[str, ...]] = (N_("Groups"), N_("Departments"))
    add_title: ClassVar[str] = N_("Add a team")
    turn_titles: ClassVar[tuple[str, str]] = (N_("Take away"), N_("Take away"))
    people: tuple[Load, ...] = ()

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), _name, 220), Column(_("Members"), self._members)

    def read(self) -> Sequence[TeamRow]:
        self.people = open_work()
        return teams()

    def asks(self, entry: TeamRow | None) -> tuple[Ask, ...]:
        members = set(entry.members) if entry else set()
        ticks = [Ask(f"member_{each.staff_id}", each.name, ticked(each.staff_id in members)) for each in self.people]
        return Ask("name", _("&Name"), QLineEdit(entry.name if entry else ""), _("A name is needed.")), *ticks

    def saving(self, values: Values, entry: TeamRow | None, key: str) -> Callable[[], Change]:
        members = tuple(each.staff_id for each in self.people if values.get(f"member_{each.staff_id}"))
        if entry is None:
            return partial(add_team, values["name"], self.desk.by, members, key)
        return partial(change_team, entry.id, entry.version, values["name"], members, self.desk.by, key)

    def turning(self, entry: TeamRow) -> Callable[[], Change]:
        return partial(remove_team, entry.id, entry.version, self.desk.by)

    def _members(self, entry: TeamRow) -> Cell:
        names = {each.staff_id: each.name for each in self.people}
        return Cell(", ".join(names[each] for each in entry.members if each in names) or _("nobody yet"), soft=True)


class Skilled:
    """A colleague as an entry of a list."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.id, self.version = load.staff_id, load.version

    def _asdict(self) -> dict[str, Any]:
        return self.load._asdict()


class SkillsSection(ListSection):
    name: ClassVar[str] = "skills"
    title: ClassVar[str] = N_("Languages and fields")
    said: ClassVar[str] = N_(
        "What each of you can do: new cases go to who speaks the language and knows the field, where a rule asks for it."
    )
    right: ClassVar[Right | None] = Right.DECIDE
    terms: ClassVar[tuple[str, ...]] = (N_("Skills"), N_("Specialities"), N_("Languages"))
    add_title: ClassVar[str] = N_("Add")
    can_add: ClassVar[bool] = False
    can_turn: ClassVar[bool] = False

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), _skilled), Column(_("Languages"), _languages, 200), Column(_("Fields"), _fields, 240)

    def read(self) -> Sequence[Skilled]:
        return [Skilled(each) for each in open_work()]

    def asks(self, entry: Skilled) -> tuple[Ask, ...]:
        said = _("With commas between them, such as en, de.")
        return (
            Ask("languages", _("&Languages"), QLineEdit(entry.load.languages), said=said),
            Ask("specialities", _("&Fields"), QLineEdit(entry.load.specialities), said=_("In your own words, such as repairs, invoices.")),
        )

    def saving(self, values: Values, entry: Skilled, key: str) -> Callable[[], Change]:
        wanted = SkillsInput(values["languages"], values["specialities"])
        return partial(set_skills, entry.id, entry.version, wanted, self.desk.by, key)


class AbsencesSection(ListSection):
    name: ClassVar[str] = "absences"
    title: ClassVar[str] = N_("Absences")
    said: ClassVar[str] = N_("When somebody is not there: new cases go to others meanwhile. Everybody may note their own.")
    nothing: ClassVar[str] = N_("Nobody is noted as away.")
    right: ClassVar[Right | None] = Right.PLAN_APPOINTMENTS
    terms: ClassVar[tuple[str, ...]] = (N_("Vacation"), N_("Sick leave"), N_("Leave"))
    add_title: ClassVar[str] = N_("Add an absence")
    turn_titles: ClassVar[tuple[str, str]] = (N_("Take away"), N_("Take away"))
    people: tuple[Load, ...] = ()

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Who"), _who, 220), Column(_("When"), self._when, 240), Column(_("Why"), _why)

    def read(self) -> Sequence[Absence]:
        self.people = open_work()
        return absences()

    def asks(self, entry: Absence | None) -> tuple[Ask, ...]:
        who = QComboBox()
        for each in self.people:
            who.addItem(each.name, each.staff_id)
        who.setCurrentIndex(max(who.findData(entry.staff_id if entry else self.desk.by.id), 0))
        return (
            Ask("staff_id", _("&Who"), who), Ask("from_on", _("&From"), day_edit(self.desk, entry.from_on if entry else None)),
            Ask("until_on", _("&Until"), day_edit(self.desk, entry.until_on if entry else None)),
            Ask("reason", _("Wh&y"), QLineEdit(entry.reason if entry else ""), said=_("May stay empty.")),
        )  # fmt: skip

    def saving(self, values: Values, entry: Absence | None, key: str) -> Callable[[], Change]:
        wanted = AbsenceInput(values["staff_id"], values["from_on"], values["until_on"], values["reason"])
        if entry is None:
            return partial(add_absence, wanted, self.desk.by, key)
        return partial(change_absence, entry.id, entry.version, wanted, self.desk.by, key)

    def turning(self, entry: Absence) -> Callable[[], Change]:
        return partial(remove_absence, entry.id, self.desk.by)

    def _when(self, entry: Absence) -> Cell:
        formats = self.desk.formats
        return Cell(_("{first} to {last}").format(first=formats.day(entry.from_on), last=formats.day(entry.until_on)))


def _name(entry: TeamRow) -> Cell:
    return Cell(entry.name)


def _skilled(entry: Skilled) -> Cell:
    return Cell(entry.load.name)


def _languages(entry: Skilled) -> Cell:
    return Cell(entry.load.languages, soft=True)


def _fields(entry: Skilled) -> Cell:
    return Cell(entry.load.specialities, soft=True)


def _who(entry: Absence) -> Cell:
    return Cell(entry.name)


def _why(entry: Absence) -> Cell:
    return Cell(entry.reason, soft=True)

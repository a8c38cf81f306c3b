"""When the company is there: hours of the week, and days on which it is closed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.working_hours import WEEKDAYS, Hours, hours_text, read_hours
from crm_desktop.queries.settings import HolidayRow, holiday_rows, week_hours
from crm_desktop.services.working_hours import add_holiday, change_holiday, remove_holiday, set_hours
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.pages.settings_form import FormSection
from crm_desktop.ui.pages.settings_section import ListSection


class HoursSection(FormSection):
    name: ClassVar[str] = "hours"
    title: ClassVar[str] = N_("Working hours")
    said: ClassVar[str] = N_("When somebody is there for your customers. Reports tell contacts within these hours from those outside them.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Opening hours"), N_("Lunch break"), N_("Weekend"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        names = QLocale(f"{QLocale().name().partition('_')[0]}_{desk.formats.country}")
        self.days = [QLineEdit(placeholderText=_("closed")) for _day in WEEKDAYS]
        self._stored: list[Hours] = []
        for day, field in enumerate(self.days):
            said = _("As 9:00–17:00; with a break between: 9–12, 13–17. Empty: closed.") if day == 0 else ""
            self.add_field(names.standaloneDayName(day + 1), field, said)
        self.begin()

    def read(self) -> list[Hours]:
        return week_hours()

    def show_stored(self, stored: list[Hours]) -> None:
        self._stored = stored
        for day, field in enumerate(self.days):
            field.setText(hours_text([each for each in stored if each.weekday == day]))

    def saving(self, key: str) -> Callable[[], Change] | None:
        wanted: list[Hours] = []
        for day, field in enumerate(self.days):
            try:
                wanted += read_hours(day, field.text())
            except UserError as error:
                self.form.rows[day].mark(str(error))
                return None
        return partial(set_hours, self._stored, wanted, self.desk.by, key)


class HolidaysSection(ListSection):
    name: ClassVar[str] = "holidays"
    title: ClassVar[str] = N_("Closed days")
    said: ClassVar[str] = N_("Holidays and other days on which nobody is there.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Holidays"), N_("Vacation"))
    nothing: ClassVar[str] = N_("No day is closed yet but those without working hours. Deadlines leave out what stands here.")
    add_title: ClassVar[str] = N_("Add a day")
    turn_titles: ClassVar[tuple[str, str]] = (N_("Take away"), N_("Take away"))

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Day"), self._day, 200), Column(_("Name"), _name)

    def read(self) -> Sequence[HolidayRow]:
        return holiday_rows()

    def asks(self, entry: HolidayRow | None) -> tuple[Ask, ...]:
        shown = entry.day if entry else self.desk.formats.today()
        day = QDateEdit(QDate(shown.year, shown.month, shown.day))
        day.setCalendarPopup(True)
        day.setDisplayFormat("ddd d MMM yyyy")
        return Ask("day", _("&Day"), day), Ask("name", _("&Name"), QLineEdit(entry.name if entry else ""), said=_("Such as New Year."))

    def saving(self, values: Values, entry: HolidayRow | None, key: str) -> Callable[[], Change]:
        if entry is None:
            return partial(add_holiday, values["day"], values["name"], self.desk.by, key)
        return partial(change_holiday, entry.id, entry.version, values["day"], values["name"], self.desk.by, key)

    def turning(self, entry: HolidayRow) -> Callable[[], Change]:
        return partial(remove_holiday, entry.id, self.desk.by)

    def _day(self, entry: HolidayRow) -> Cell:
        formats = self.desk.formats
        return Cell(formats.day(entry.day), aside=formats.weekday(entry.day).split()[0])


def _name(entry: HolidayRow) -> Cell:
    return Cell(entry.name, soft=True)

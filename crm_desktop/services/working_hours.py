"""When the company is there for its customers: hours of the week, and days on which it is closed."""

from collections.abc import Sequence
from datetime import date

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import EditConflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right, demand
from crm_desktop.core.text import clean_line
from crm_desktop.core.working_hours import Hours, demand_apart
from crm_desktop.data.history import operation
from crm_desktop.data.models import BusinessHours, Holiday
from crm_desktop.services.follow_ups import checked_time
from crm_desktop.services.sla import demand_hours_stay


def set_hours(before: Sequence[Hours], wanted: Sequence[Hours], by: Actor, key: str | None = None) -> Change:
    """The whole week. `before` is what the form was filled from: raises EditConflict when somebody saved since."""
    demand(by, Right.EDIT_COMPANY)
    checked = _checked(wanted)
    demand_hours_stay(checked)
    if set(checked) == set(before) == {Hours(row.weekday, row.opens, row.closes) for row in BusinessHours.select()}:
        return Change()
    with operation(N_("Changed the working hours"), by, may=Right.EDIT_COMPANY, key=key) as done:
        stored = {Hours(row.weekday, row.opens, row.closes): row for row in BusinessHours.select().order_by(BusinessHours.id)}
        if stored.keys() != set(before):
            raise EditConflict(_("Somebody changed the working hours meanwhile. Nothing was overwritten; look at them again."), {}, {})
        for hours, row in stored.items():
            if hours not in checked:
                done.delete(row)
        done.insert(*(BusinessHours(weekday=each.weekday, opens=each.opens, closes=each.closes) for each in checked if each not in stored))
    return done.change


def add_holiday(day: date, name: str, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Closed on {day}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        if Holiday.get_or_none(day=day) is not None:
            raise UserError(_("{day} is in the list already. Nothing was saved.").format(day=day))
        done.insert(Holiday(day=day, name=clean_line(name)))
        done.numbers["day"] = str(day)
    return done.change


def change_holiday(holiday_id: int, version: int, day: date, name: str, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Changed the closed day {day}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        if Holiday.select().where(Holiday.id != holiday_id, Holiday.day == day).exists():
            raise UserError(_("{day} is in the list already. Nothing was saved.").format(day=day))
        holiday = Holiday.get_by_id(holiday_id)
        holiday.version, holiday.day, holiday.name = version, day, clean_line(name)
        done.save(holiday)
        done.numbers["day"] = str(day)
    return done.change


def remove_holiday(holiday_id: int, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Open again on {day}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        holiday = Holiday.get_by_id(holiday_id)
        done.delete(holiday)
        done.numbers["day"] = str(holiday.day)
    return done.change


def _checked(wanted: Sequence[Hours]) -> list[Hours]:
    """Sorted, with times as `HH:MM`. Raises UserError for hours that end before they begin, or overlap."""
    found = sorted({Hours(each.weekday, checked_time(each.opens), checked_time(each.closes)) for each in wanted})
    demand_apart(found)
    return found

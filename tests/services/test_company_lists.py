"""Channels, reasons and their order; who works here; hours and closed days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.working_hours import Hours, hours_text, read_hours
from crm_desktop.data.models import Channel, Company, Holiday, Staff
from crm_desktop.queries.documents import house
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.settings import (
    channel_rows,
    company_card,
    field_rows,
    holiday_rows,
    reason_rows,
    return_reason_rows,
    staff_rows,
    week_hours,
)
from crm_desktop.queries.tags import all_tags, tag_tones
from crm_desktop.services.company import FOUNDER, StaffInput, change_company, change_staff
from crm_desktop.services.company_lists import CompanyList, change_channel, change_reason, reorder
from crm_desktop.services.history import undo_latest
from crm_desktop.services.tag_looks import TagInput, change_tag, remove_tag
from crm_desktop.services.tags import tag
from crm_desktop.services.working_hours import add_holiday, change_holiday, remove_holiday, set_hours


def names(rows):
    return [row.name for row in rows]


def test_a_channel_is_renamed_and_retired_and_undo_brings_it_back(store, owner):
    phone = channel_rows()[0]
    change_channel(phone.id, phone.version, " Hotline ", False, owner)
    assert (channel_rows()[0].name, channel_rows()[0].active) == ("Hotline", False)
    undo_latest(owner)
    assert (channel_rows()[0].name, channel_rows()[0].active) == ("Phone", True)


def test_the_last_channel_stays(store, owner):
    Channel.update(active=False).where(Channel.name != "Phone").execute()
    phone = channel_rows()[0]
    with pytest.raises(UserError, match="At least one"):
        change_channel(phone.id, phone.version, "Phone", False, owner)


@pytest.mark.parametrize("name", ["", "E-mail"])
def test_a_name_is_needed_and_is_nobody_elses(store, owner, name):
    phone = channel_rows()[0]
    with pytest.raises(UserError):
        change_channel(phone.id, phone.version, name, True, owner)
    assert channel_rows()[0].name == "Phone"


def test_what_somebody_saved_first_is_not_overwritten(store, owner):
    row = reason_rows()[0]
    change_reason(row.id, row.version, "Where is it?", True, owner)
    with pytest.raises(EditConflict):
        change_reason(row.id, row.version, "Orders", True, owner)
    assert reason_rows()[0].name == "Where is it?"


def test_the_order_of_a_list_is_chosen_in_one_step(store, owner):
    before = names(return_reason_rows())
    ids = [row.id for row in return_reason_rows()]
    reorder(CompanyList.RETURN_REASONS, [ids[1], ids[0], *ids[2:]], owner)
    assert names(return_reason_rows())[:3] == [before[1], before[0], before[2]]
    undo_latest(owner)
    assert names(return_reason_rows()) == before


def test_an_order_of_what_is_gone_is_refused(store, owner):
    with pytest.raises(EditConflict):
        reorder(CompanyList.CHANNELS, [999], owner)


def test_only_the_owner_changes_lists(store, nancy):
    phone = channel_rows()[0]
    for work in (lambda: change_channel(phone.id, phone.version, "X", True, nancy), lambda: reorder(CompanyList.CHANNELS, [], nancy)):
        with pytest.raises(NotAllowed):
            work()


def test_a_colleague_leaves_and_is_nobody_to_choose_any_more(store, owner):
    (nancy,) = [row for row in staff_rows() if row.login == "nancy"]
    change_staff(nancy.id, nancy.version, StaffInput("Nancy D.", "nancy", Role.REPRESENTATIVE), False, owner)
    found = Staff.get(login="nancy")
    assert (found.name, found.role, found.active, found.initials) == ("Nancy D.", Role.REPRESENTATIVE, False, "ND")


@pytest.mark.parametrize(
    ("role", "active", "login"), [(Role.AUDITOR, True, "owner"), (Role.OWNER, False, "owner"), (Role.OWNER, True, "nancy")]
)
def test_the_first_owner_stays_with_a_login_of_their_own(store, owner, role, active, login):
    row = next(row for row in staff_rows() if row.id == FOUNDER.id)
    with pytest.raises(UserError):
        change_staff(row.id, row.version, StaffInput("Olga", login, role), active, owner)


def test_the_currency_stays_once_there_are_orders(store, owner, make_order):
    change_company(company_card().version, {"currency": "usd"}, owner)
    assert company_card().currency == "USD" and not company_card().has_orders
    make_order()
    with pytest.raises(UserError, match="the currency stays"):
        change_company(company_card().version, {"currency": "EUR"}, owner)
    assert company_card().has_orders and company_card().currency == "USD"


@pytest.mark.parametrize("change", [{"name": " "}, {"paper": "a3"}, {"zone": "Mars"}, {"currency": "XXQ"}, {"return_window_days": -1}])
def test_what_no_company_can_be_is_refused(store, owner, change):
    before = company_card()
    with pytest.raises(UserError):
        change_company(before.version, change, owner)
    assert company_card() == before


def test_bank_details_are_the_companys(store, owner):
    change_company(1, {"bank": "Bank of Kiel\nDE00 1234"}, owner)
    assert Company.the().bank == company_card().bank == house().sender.bank == "Bank of Kiel\nDE00 1234"


def test_hours_of_the_week_change_as_a_whole_and_come_back(store, owner):
    before = week_hours()
    wanted = [Hours(0, "9:00", "12:00"), Hours(0, "13:00", "17:30"), Hours(5, "10:00", "14:00")]
    set_hours(before, wanted, owner)
    assert hours_text([each for each in week_hours() if each.weekday == 0]) == "09:00–12:00, 13:00–17:30"
    with pytest.raises(EditConflict):
        set_hours(before, before, owner)
    undo_latest(owner)
    assert sorted(week_hours()) == sorted(before)


@pytest.mark.parametrize(
    "wanted", [[(0, "12:00", "9:00")], [(0, "9:00", "12:00"), (0, "11:00", "13:00")], [(9, "9:00", "10:00")], [(0, "", "9:00")]]
)
def test_hours_that_cannot_be_are_refused(store, owner, wanted):
    with pytest.raises(UserError):
        set_hours(week_hours(), [Hours(*each) for each in wanted], owner)


def test_closed_days_come_and_go(store, owner):
    add_holiday(date(2027, 1, 1), "New Year", owner)
    (row,) = holiday_rows()
    with pytest.raises(UserError, match="already"):
        add_holiday(date(2027, 1, 1), "", owner)
    change_holiday(row.id, row.version, date(2027, 1, 6), "Epiphany", owner)
    assert [(row.day, row.name) for row in holiday_rows()] == [(date(2027, 1, 6), "Epiphany")]
    remove_holiday(row.id, owner)
    assert not Holiday.select().exists()


def test_a_tag_gets_a_colour_and_is_taken_from_all(store, owner, make_customer):
    records = [RecordRef(Entity.CUSTOMER, make_customer(name).id) for name in ("Ada", "Bob")]
    tag(records, ["VIP"], owner)
    change_tag("vip", TagInput("VIP", "ok", active=False), owner)
    assert [(row.name, row.records, row.tone, row.active) for row in all_tags()] == [("VIP", 2, "ok", False)]
    assert tag_tones() == {"vip": "ok"}
    remove_tag("Vip", owner)
    assert all_tags() == [] and tag_tones() == {}
    undo_latest(owner)
    assert all_tags()[0].records == 2


def test_a_tag_that_takes_anothers_name_becomes_that_one(store, owner, make_customer):
    ada, bob = (RecordRef(Entity.CUSTOMER, make_customer(name).id) for name in ("Ada", "Bob"))
    tag([ada, bob], ["VIP"], owner)
    tag([bob], ["Important"], owner)
    change_tag("important", TagInput("Important", "bad"), owner)
    change_tag("important", TagInput("vip", "info"), owner)
    assert [(row.name, row.records, row.tone) for row in all_tags()] == [("VIP", 2, "info")]
    undo_latest(owner)
    assert [(row.name, row.records, row.tone) for row in all_tags()] == [("Important", 1, "bad"), ("VIP", 2, "plain")]


def test_every_list_reads_what_there_is(store):
    assert field_rows() == [] and len(staff_rows()) == 2 and reason_rows() and week_hours()


times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda each: f"{each[0]:02}:{each[1]:02}")


@given(st.lists(times, max_size=8, unique=True).map(sorted))
def test_hours_that_were_written_are_read_again(found):
    hours = [Hours(3, opens, closes) for opens, closes in zip(found[::2], found[1::2], strict=False)]
    assert read_hours(3, hours_text(hours)) == hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9-12, 13:30–17", ["09:00–12:00", "13:30–17:00"]), ("", []), ("8.15 - 9h00", ["08:15–09:00"]), ("9 to 17", ["09:00–17:00"])],
)
def test_hours_are_read_as_people_write_them(text, expected):
    assert [hours_text([each]) for each in read_hours(0, text)] == expected


@pytest.mark.parametrize(("text", "said"), [("9 to 5", "begin before they end"), ("9-12, 11-17", "overlap")])
def test_hours_that_end_before_they_begin_or_overlap_are_refused(text, said):
    with pytest.raises(UserError, match=said):
        read_hours(0, text)


@pytest.mark.parametrize("text", ["nine", "9", "9-25", "9:70-10", "9-10-11"])
def test_what_are_no_hours_is_said(text):
    with pytest.raises(UserError, match="no hours"):
        read_hours(0, text)

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.errors import CannotUndo, NotAllowed, UserError
from crm_desktop.core.kinds import ChannelKind, ReasonKind
from crm_desktop.data.database import execute, write
from crm_desktop.data.models import Channel, Company, ContactReason, Staff
from crm_desktop.queries.actors import actor_of
from crm_desktop.queries.desk import undoable_now
from crm_desktop.queries.trail import whole_trail
from crm_desktop.services.company import (
    FOUNDER,
    CompanyInput,
    StaffInput,
    add_channel,
    add_reason,
    add_staff,
    change_company,
    found_company,
    initials_of,
)
from crm_desktop.services.history import undo, undo_latest
from tests.conftest import COMPANY


def test_a_founded_company_has_an_owner_channels_and_reasons(empty_store):
    found_company(COMPANY)
    assert (Company.the().currency, Company.the().zone) == ("EUR", "Europe/Berlin")
    assert Staff.get().actor() == FOUNDER
    assert {channel.kind for channel in Channel.select()} == set(ChannelKind)
    assert {reason.kind for reason in ContactReason.select()} == set(ReasonKind)


def test_founding_is_never_offered_to_be_undone_and_refused_where_somebody_asks(empty_store):
    founding = found_company(COMPANY).operation
    assert undoable_now(FOUNDER.id).undo == ""
    with pytest.raises(CannotUndo, match="cannot be undone"):
        undo(founding, FOUNDER)
    assert Company.the().name == COMPANY.name


def test_a_store_has_one_company(store):
    with pytest.raises(UserError, match="already"):
        found_company(COMPANY)


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"currency": "XXQ"}, {"zone": "Mars/Base"}, {"paper": "a3"}, {"currency": ""}, {"zone": ""}]
)
def test_what_no_company_can_be_is_refused(empty_store, fields):
    wanted = {"name": "Ada", "currency": "EUR", "zone": "Europe/Berlin", **fields}
    with pytest.raises(UserError):
        found_company(CompanyInput(**wanted))
    assert not Company.select().exists()


def test_a_currency_may_be_written_small(empty_store):
    found_company(CompanyInput("Ada", "eur", "Europe/Berlin"))
    assert Company.the().currency == "EUR"


def test_a_zone_is_checked_when_it_changes(store, owner):
    with pytest.raises(UserError):
        change_company(1, {"zone": "Mars/Base"}, owner)
    change_company(1, {"zone": "Asia/Tokyo"}, owner)
    assert Company.the().zone == "Asia/Tokyo"


def test_a_login_belongs_to_one_person(store, owner):
    with pytest.raises(UserError, match="nancy"):
        add_staff(StaffInput("Nancy Two", "nancy"), owner)


def test_only_the_owner_hires(store, nancy):
    with pytest.raises(NotAllowed, match="supervisor"):
        add_staff(StaffInput("Bob", "bob"), nancy)


def test_who_acts(store, nancy):
    assert (actor_of(None), actor_of("nancy")) == (FOUNDER, nancy)
    with pytest.raises(UserError, match="nobody"):
        actor_of("nobody")


def test_nobody_acts_in_a_store_without_a_company(empty_store):
    with pytest.raises(UserError, match="no company"):
        actor_of(None)


def test_lists_grow_and_take_no_name_twice(store, owner):
    add_channel("Counter", ChannelKind.IN_PERSON, owner)
    add_reason("Gift wrapping", ReasonKind.ORDER, owner, parent_id=ContactReason.get(name="Other").id)
    for again in (lambda: add_channel("Counter", ChannelKind.OTHER, owner), lambda: add_reason("Gift wrapping", ReasonKind.OTHER, owner)):
        with pytest.raises(UserError, match="already"):
            again()


@pytest.mark.parametrize(("name", "initials"), [("Nancy Davolio", "ND"), ("Anna Maria de Souza", "AS"), ("Cher", "C"), ("", "")])
def test_initials(name, initials):
    assert initials_of(name) == initials


def test_the_founder_is_an_owner():
    assert FOUNDER.role == Role.OWNER


def test_a_founding_that_an_older_program_did_not_call_final_is_not_offered_either(empty_store):
    founding = found_company(COMPANY).operation
    with write():
        execute("UPDATE operation SET final = ? WHERE sequence = 1", (0,))

    assert undoable_now(FOUNDER.id).undo == ""
    assert [step.stands for step in whole_trail(10, FOUNDER).steps] == [False]
    with pytest.raises(CannotUndo, match="nothing of yours"):
        undo_latest(FOUNDER)
    with pytest.raises(CannotUndo, match="cannot be undone"):
        undo(founding, FOUNDER)
    assert Company.the().name == COMPANY.name

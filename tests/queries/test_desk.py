from crm_desktop.core.changes import Entity
from crm_desktop.queries.desk import changes_since, choices, company_facts, latest_operation, undoable_now
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.history import redo_latest, undo_latest
from tests.conftest import COMPANY


def test_the_company_is_known(store):
    assert company_facts() == (COMPANY.name, COMPANY.currency, COMPANY.zone, COMPANY.locale, COMPANY.paper)


def test_a_store_without_a_company_has_no_facts(empty_store):
    assert company_facts() is None


def test_channels_come_in_their_order(store):
    assert [choice.name for choice in choices().channels][:2] == ["Phone", "E-mail"]


def test_undo_and_redo_name_what_they_would_do(store, nancy):
    assert undoable_now(nancy.id) == ("", "")
    add_customer(CustomerInput("Ada"), nancy)
    assert undoable_now(nancy.id) == ("Added customer CU-00001", "")
    undo_latest(nancy)
    assert undoable_now(nancy.id) == ("", "Added customer CU-00001")
    redo_latest(nancy)
    assert undoable_now(nancy.id) == ("Added customer CU-00001", "")


def test_what_others_did_comes_as_changes(store, nancy):
    before = latest_operation()
    assert changes_since(before) == (before, [])
    add_customer(CustomerInput("Ada"), nancy)
    sequence, (change,) = changes_since(before)
    assert sequence == before + 1
    assert Entity.CUSTOMER in change.membership and change.of(Entity.CUSTOMER)

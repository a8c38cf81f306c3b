import pytest

from crm_desktop.data.integrity import check
from crm_desktop.data.models import Address, Contact, ContactPoint, Customer
from crm_desktop.data.models.party import HANGING
from crm_desktop.data.rows import children
from crm_desktop.services.history import redo_latest, undo_latest
from crm_desktop.services.merging import merge_customers
from tests.data.test_any_sequence import changes, content
from tests.whole import make_whole


def merge(kept, other, by, **choices):
    kept, other = (Customer.get_by_id(customer.id) for customer in (kept, other))
    return merge_customers(kept.id, kept.version, other.id, other.version, choices, by)


def is_whole():
    return [(finding.sentence, finding.problems) for finding in check(deep=True) if not finding.ok] == []


def rows_of(customer):
    """How many rows of each table refer to this customer."""
    found = {(model, name): model.select().where(getattr(model, name) == customer.id).count() for name, model in children(Customer)}
    return found | {
        (model, "row_id"): model.select().where(model.entity_table == "customer", model.row_id == customer.id).count() for model in HANGING
    }


def test_everything_that_refers_to_the_other_customer_refers_to_the_kept_one(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_whole()[Customer]
    third = make_customer("Ada again")
    merge(other, third, nancy)
    before = rows_of(other)
    assert all(before.values()), "a table is missing here"

    merge(kept, other, nancy)

    assert (rows_of(other), rows_of(kept)) == (dict.fromkeys(before, 0), {**before, (Customer, "merged_into"): 2})
    assert is_whole()


def test_undo_brings_everything_back_and_redo_does_it_again(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_whole()[Customer]
    before = content()
    merge(kept, other, nancy)
    after = content()
    undo_latest(nancy)
    assert changes(before, content()) == {}
    assert is_whole()
    redo_latest(nancy)
    assert changes(after, content()) == {}
    assert is_whole()

"""Prefix, width and next number of each kind."""

import pytest

from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.data.models import Customer, Invoice
from crm_desktop.data.numbering import next_numbers, series_of
from crm_desktop.queries.history import undoable
from crm_desktop.services.history import undo_latest
from crm_desktop.services.numbering import KINDS, NumberingInput, change_numbering, numbering_rows


@pytest.fixture
def choose(store, owner):
    def choose(kind, prefix, width, next_count, by=owner):
        (row,) = [row for row in numbering_rows() if row.kind == kind]
        return change_numbering(row, NumberingInput(prefix, width, next_count), by)

    return choose


def following(kind):
    return next(row.next_number for row in numbering_rows() if row.kind == kind)


def test_every_kind_says_its_next_number(store, make_customer):
    assert [row.kind for row in numbering_rows()] == list(KINDS)
    assert following("customer") == "CU-00001"
    assert make_customer().number == "CU-00001" and following("customer") == "CU-00002"


def test_new_numbers_are_written_as_chosen_and_undo_brings_the_old_way_back(choose, make_customer, owner):
    make_customer()
    choose("customer", "K", 3, 500)
    assert make_customer().number == "K500" and following("customer") == "K501"
    assert undoable(owner.id)


def test_a_choice_that_nobody_used_yet_is_undone(choose, make_customer, owner):
    make_customer()
    choose("customer", "CU-", 5, 500)
    assert following("customer") == "CU-00500"
    undo_latest(owner)
    assert make_customer().number == "CU-00002"


def test_a_number_is_not_given_back_by_undo(choose, make_customer, owner):
    choose("customer", "CU-", 5, 500)
    assert next_numbers(Customer, 1) == ["CU-00500"]
    undo_latest(owner)
    assert make_customer().number == "CU-00501"


def test_each_prefix_counts_for_itself_and_goes_on_where_it_was(choose, make_customer):
    make_customer()
    choose("customer", "A", 2, 1)
    assert make_customer().number == "A01"
    choose("customer", "CU-", 5, 2)
    assert make_customer().number == "CU-00002"
    with pytest.raises(UserError, match="A01 was given"):
        choose("customer", "A", 2, 1)


def test_numbers_never_go_back(choose, make_customer):
    make_customer()
    with pytest.raises(UserError, match="CU-00001 was given already"):
        choose("customer", "CU-", 5, 1)
    assert following("customer") == "CU-00002"


def test_invoices_leave_no_gap_but_may_begin_anew_with_another_prefix(choose, store):
    choose("invoice", "INV-", 5, 8000)  # what was used before this program
    assert series_of("invoice").start == 8000
    assert next_numbers(Invoice, 2) == ["INV-08000", "INV-08001"]
    with pytest.raises(UserError, match="without a gap: the next one is 8002"):
        choose("invoice", "INV-", 5, 9000)
    choose("invoice", "2027-", 4, 1)
    assert next_numbers(Invoice, 1) == ["2027-0001"]


@pytest.mark.parametrize(
    ("prefix", "width", "count", "said"),
    [
        ("SO-", 5, 1, "of orders already"),
        ("_x", 5, 1, "cannot stand"),
        ("K", 0, 1, "digits"),
        ("K", 5, 0, "digits"),
        ("x" * 13, 5, 1, "12"),
    ],
)
def test_what_would_confuse_is_refused(choose, prefix, width, count, said):
    with pytest.raises(UserError, match=said):
        choose("customer", prefix, width, count)
    assert following("customer") == "CU-00001"


def test_what_somebody_changed_first_is_not_overwritten(choose, store, owner):
    before = numbering_rows()[0]
    choose("customer", "K", 3, 1)
    with pytest.raises(EditConflict):
        change_numbering(before, NumberingInput("Z", 3, 1), owner)


def test_only_the_owner_changes_them(choose, nancy):
    with pytest.raises(NotAllowed):
        choose("customer", "K", 3, 1, by=nancy)

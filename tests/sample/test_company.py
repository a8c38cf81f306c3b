from datetime import date

import pytest

from crm_desktop.core.errors import CannotUndo, UserError
from crm_desktop.core.money import ZERO, line_gross, line_total
from crm_desktop.data import derived
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch, write
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Company, Customer, Interaction, Operation, Order, OrderLine, Product, Staff, StockMovement
from crm_desktop.data.search import find
from crm_desktop.data.undo import undo
from crm_desktop.sample import sizes
from crm_desktop.sample.company import make_sample
from crm_desktop.services.company import FOUNDER, found_company
from crm_desktop.services.history import undo_latest
from tests.conftest import COMPANY
from tests.sample.conftest import UNTIL, digest


def test_the_same_size_seed_and_day_make_the_same_company_and_progress_only_grows(digest_of, sample):
    first, told = digest(), []
    assert digest_of(1, lambda done, of: told.append((done, of))) == first
    assert len(told) > 10
    assert told == sorted(set(told))
    assert told[-1] == (100, 100)


def test_another_seed_makes_another_company(digest_of, sample):
    first = digest()
    assert digest_of(2) != first


def test_the_small_company_is_a_tour(sample):
    assert Staff.select().count() == 5
    assert Customer.select().count() == 60
    assert 240 <= Order.select().count() <= 260
    assert 550 <= Interaction.select().count() <= 650


def test_its_history_holds_and_nothing_derived_is_wrong(sample):
    assert verify_chain() == []
    with write():
        assert set(derived.rebuild().values()) == {0}
    assert fetch("PRAGMA foreign_key_check") == []


def test_lines_are_reckoned_as_if_staff_had_typed_them(sample):
    for line in OrderLine.select():
        assert line.gross == line_gross(line.quantity, line.unit_price)
        assert line.total == line_total(line.quantity, line.unit_price, line.discount_percent)


def test_goods_never_run_out(sample):
    for product in Product.select():
        moved = (
            StockMovement.select().where(StockMovement.product == product).order_by(StockMovement.moved_on, StockMovement.quantity.desc())
        )
        on_hand = ZERO
        for movement in moved:
            on_hand += movement.quantity
            assert on_hand >= 0, product.sku
        assert on_hand == product.on_hand


def test_customers_of_all_alphabets_are_found_by_name_and_phone(sample):
    names = [customer.name for customer in Customer.select()]
    assert any("α" <= letter <= "ω" for name in names for letter in name)
    for customer in Customer.select():
        assert customer.id in find(Customer, customer.name)
    phone = fetch("SELECT customer_id, value FROM contact_point WHERE kind = 'phone' AND contact_id IS NULL LIMIT 1")[0]
    assert phone[0] in find(Customer, phone[1][-6:])


def test_mail_addresses_belong_to_nobody(sample):
    written = [value for (value,) in fetch("SELECT value FROM contact_point WHERE kind = 'email'")]
    assert written
    assert all(value.endswith(".example") and value.isascii() and " " not in value for value in written)


def test_the_past_cannot_be_undone_but_what_staff_did_last_can(sample):
    past = Operation.get(Operation.label.contains("past"))
    with pytest.raises(CannotUndo):
        undo(past.id, FOUNDER)

    undo_latest(Staff.get(login="ciara").actor())
    assert Operation.select().where(Operation.staff_id != FOUNDER.id).count() >= 12


def test_staff_took_something_back_themselves(sample):
    assert Operation.select().where(Operation.undoes.is_null(False)).count() == 1


@pytest.mark.parametrize("hundredths", [10, 75])
def test_a_making_that_is_stopped_leaves_no_past(empty_store, hundredths):
    def stop(done, _of):
        if done >= hundredths:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_sample("small", 1, UNTIL, stop)
    assert Customer.select().count() == Order.select().count() == 0
    assert fetch("SELECT sequence FROM chain_head") == [(1,)]


def test_the_road_to_a_million_is_the_same_on_every_scale(empty_store, monkeypatch):
    """A thousandth of it, with its sixty people."""
    million = sizes.SIZES["million"]
    monkeypatch.setitem(sizes.SIZES, "million", million._replace(customers=100, orders=300, contacts=1_000))
    make_sample("million", 1, UNTIL)
    assert Staff.select().count() == 60
    assert Customer.select().count() == 100
    assert 300 <= Order.select().count() <= 320
    assert verify_chain() == []
    assert {finding.name for finding in check(deep=True) if not finding.ok} == set()


def test_a_store_that_has_a_company_keeps_it(store):
    before = digest()
    with pytest.raises(UserError, match="has a company already"):
        make_sample("small", 1, UNTIL)
    assert digest() == before


@pytest.mark.parametrize(("size", "until"), [("huge", UNTIL), ("tiny", UNTIL), ("small", date(1999, 1, 1)), ("small", date(9999, 1, 1))])
def test_what_cannot_be_made_is_refused_and_nothing_is_made(empty_store, size, until):
    with pytest.raises(UserError, match="Nothing was made"):
        make_sample(size, 1, until)
    assert Company.get_or_none(id=1) is None
    found_company(COMPANY)

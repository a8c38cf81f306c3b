from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import CannotUndo, EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import OrderState, Shelf
from crm_desktop.core.rights import Right
from crm_desktop.data.database import execute, fetch, write
from crm_desktop.data.history import change_again, operation
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Attachment, Customer, FollowUp, Interaction, Order, OrderLine, Product, StockMovement, Tag
from crm_desktop.data.search import find
from crm_desktop.data.undo import undo
from crm_desktop.queries.shelves import trash
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.customers import ContactInput, PointInput, add_contact
from crm_desktop.services.follow_ups import cancel_follow_up, complete_follow_up
from crm_desktop.services.history import undo_latest
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.orders import cancel_order
from crm_desktop.services.shelves import empty_trash, put_on_shelf
from tests.conftest import DAY
from tests.stored import changes, content

ON_ONE_ENGINE = pytest.mark.parametrize("address", ["plain"], indirect=True)
ENTITIES = {
    Customer: Entity.CUSTOMER, Product: Entity.PRODUCT, Order: Entity.ORDER, Interaction: Entity.INTERACTION, FollowUp: Entity.FOLLOW_UP,
}  # fmt: skip


def put(row, shelf, by):
    row = type(row).get_by_id(row.id)
    return put_on_shelf(ENTITIES[type(row)], row.id, row.version, shelf, by)


def throw_away(row, by):
    return put(row, Shelf.TRASH, by)


def complete(order, by):
    """As an import may state it: nothing was shipped or paid."""
    with operation("Imported", by, may=Right.IMPORT) as done:
        order.state = OrderState.COMPLETED
        done.save(order)


def wrong():
    return [(finding.sentence, finding.problems) for finding in check(deep=True) if not finding.ok]


def test_a_record_goes_to_the_trash_and_back(make_customer, nancy):
    customer = make_customer()
    change = throw_away(customer, nancy)
    assert change.of(Entity.CUSTOMER) == {customer.id} and Customer.get().shelf == "trash"
    assert change.membership == {Entity.CUSTOMER} == change_again(change.operation).membership, "lists would go on showing it"
    undo_latest(nancy)
    assert Customer.get().shelf == ""
    put(customer, Shelf.ARCHIVE, nancy)
    put(customer, Shelf.DESK, nancy)
    assert Customer.get().shelf == ""


@pytest.mark.parametrize("entity", [Entity.CUSTOMER, Entity.PRODUCT, Entity.ORDER])
def test_what_an_open_order_needs_is_not_thrown_away(make_order, nancy, entity):
    order = make_order()
    with pytest.raises(NotAllowed, match=order.number):
        put_on_shelf(entity, 1, order.version, Shelf.TRASH, nancy)
    cancel_order(order.id, "no", nancy)
    row = Order.get() if entity == Entity.ORDER else None
    put_on_shelf(entity, 1, row.version if row else 1, Shelf.TRASH, nancy)


@ON_ONE_ENGINE
def test_what_is_still_to_be_done_is_not_put_out_of_sight(make_order, make_follow_up, nancy):
    order, promise = make_order(), make_follow_up()
    for row in (order, promise):
        with pytest.raises(NotAllowed, match=f"{row.number} is .*open"):
            put(row, Shelf.ARCHIVE, nancy)
    cancel_follow_up(promise.id, nancy)
    put(promise, Shelf.ARCHIVE, nancy)


@ON_ONE_ENGINE
def test_a_running_agreement_needs_its_customer(make_customer, nancy):
    customer = make_customer()
    start_agreement(AgreementInput(customer.id, "Hosting", DAY), nancy)
    with pytest.raises(NotAllowed, match="Hosting"):
        throw_away(customer, nancy)


@ON_ONE_ENGINE
def test_archiving_what_somebody_changed_is_a_conflict(make_order, nancy, owner):
    order = make_order()
    cancel_order(order.id, "no", nancy)
    with pytest.raises(EditConflict):
        put_on_shelf(Entity.ORDER, order.id, order.version, Shelf.ARCHIVE, owner)


@ON_ONE_ENGINE
def test_what_is_gone_or_there_already_cannot_be_put_away(make_customer, nancy):
    with pytest.raises(UserError, match="not there"):
        put_on_shelf(Entity.ORDER, 9, 1, Shelf.ARCHIVE, nancy)
    customer = make_customer()
    with pytest.raises(UserError, match="CU-00001 lies there already"):
        put(customer, Shelf.DESK, nancy)


@ON_ONE_ENGINE
def test_who_was_merged_stays_where_the_merge_put_them(make_customer, nancy):
    kept, other = make_customer("Ada"), make_customer("Bob")
    merge_customers(kept.id, 1, other.id, 1, {}, nancy)
    for shelf in Shelf:
        with pytest.raises(UserError, match="was merged into CU-00001"):
            put(other, shelf, nancy)


def test_search_finds_the_archive_and_not_the_trash(make_customer, nancy):
    archived, thrown = make_customer("Ada Archive"), make_customer("Ada Trash")
    put(archived, Shelf.ARCHIVE, nancy)
    throw_away(thrown, nancy)
    assert find(Customer, "ada") == [archived.id]
    undo_latest(nancy)
    assert find(Customer, "ada") == [thrown.id, archived.id]


def test_the_shelf_never_changes_a_figure(make_order, nancy):
    order = make_order()
    complete(order, nancy)
    before = Customer.get()
    throw_away(order, nancy)
    after = Customer.get()
    assert (after.spent, after.order_count, after.balance) == (before.spent, before.order_count, before.balance) != (0, 0, 0)
    assert wrong() == []


def test_emptying_the_trash_takes_what_nothing_needs_with_all_its_parts(
    make_customer, make_order, make_product, make_follow_up, nancy, owner
):
    customer, needed = make_customer(points=(PointInput("phone", "030 1"),)), make_customer("Needed")
    add_contact(customer.id, ContactInput("Maria"), nancy)
    product = make_product(on_hand=10)
    order = make_order(customer, product)
    cancel_order(order.id, "no", nancy)
    promise = make_follow_up(customer_id=needed.id)
    for row in (customer, order, needed):
        throw_away(row, nancy)
    assert (trash().gone, trash().kept) == ({Customer: {customer.id}, Order: {order.id}}, {Customer: {needed.id}})

    change = empty_trash(owner)

    assert [row.name for row in Customer.select()] == ["Needed"]
    assert not Order.select().exists() and not OrderLine.select().exists()
    assert Product.get().on_hand == 10 and [row.note for row in StockMovement.select() if row.note] == [order.number] * 2
    assert FollowUp.get_by_id(promise.id).customer_id == needed.id
    assert wrong() == []
    with pytest.raises(CannotUndo):
        undo(change.operation, owner)


@ON_ONE_ENGINE
def test_an_order_that_counts_stays_in_the_trash(make_order, nancy, owner):
    order = make_order()
    complete(order, nancy)
    throw_away(order, nancy)
    before = content()
    with pytest.raises(UserError, match="1 records lie in the trash"):
        empty_trash(owner)
    assert changes(before, content()) == {}


@ON_ONE_ENGINE
def test_what_hangs_on_a_record_goes_with_it(make_interaction, nancy, owner):
    talks = [make_interaction(), make_interaction()]
    with write():
        for row in talks:
            Attachment.create(entity_table="interaction", row_id=row.id, file_name="a.txt", size=1, sha256=f"{row.id}")
            Attachment.create(entity_table="interaction", row_id=row.id, file_name="b.txt", size=1, sha256="both")
        Tag.create(entity_table="interaction", row_id=talks[0].id, name="a", key="a")
        for sha256 in ("1", "2", "both"):
            execute("INSERT INTO attachment_content (sha256, content) VALUES (?, ?)", (sha256, b"x"))
    throw_away(talks[0], nancy)
    empty_trash(owner)
    assert not Tag.select().exists()
    assert [row.sha256 for row in Attachment.select()] == ["2", "both"]
    assert sorted(fetch("SELECT sha256 FROM attachment_content")) == [("2",), ("both",)]


@ON_ONE_ENGINE
def test_an_empty_trash_and_somebody_who_may_not_are_told_so(store, nancy, owner):
    with pytest.raises(UserError, match="The trash is empty"):
        empty_trash(owner)
    with pytest.raises(NotAllowed):
        empty_trash(nancy)


@ON_ONE_ENGINE
def test_undo_opens_nothing_that_lies_out_of_sight(make_order, make_follow_up, nancy):
    order, promise = make_order(), make_follow_up()
    done = [cancel_order(order.id, "no", nancy).operation, complete_follow_up(promise.id, nancy).operation]
    for row, cancelled in zip((order, promise), done, strict=True):
        throw_away(row, nancy)
        with pytest.raises(CannotUndo, match=f"{row.number} .*Bring it back first"):
            undo(cancelled, nancy)


@ON_ONE_ENGINE
def test_stock_of_a_thrown_away_order_stays_right(make_order, make_product, nancy, owner):
    product = make_product(on_hand=5)
    order = make_order(product=product, quantity=2)
    cancel_order(order.id, "no", nancy)
    throw_away(order, nancy)
    empty_trash(owner)
    assert Product.get_by_id(product.id).on_hand == Decimal(5)

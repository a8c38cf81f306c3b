import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import CannotUndo, EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import CustomerKind, CustomerStatus, PointKind, Shelf
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Address, Attendee, Contact, ContactPoint, Customer, Interaction, Tag
from crm_desktop.data.models.party import HANGING
from crm_desktop.data.rows import children
from crm_desktop.data.search import find
from crm_desktop.data.undo import undo
from crm_desktop.queries.merging import Side, comparison
from crm_desktop.queries.trail import trail_of
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import (
    AddressInput,
    ContactInput,
    CustomerInput,
    PointInput,
    add_contact,
    change_customer,
)
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import redo_latest, undo_latest
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.shelves import put_on_shelf
from tests.conftest import MOMENT
from tests.examples import examples
from tests.stored import changes, content
from tests.whole import make_whole

ON_ONE_ENGINE = pytest.mark.parametrize("address", ["plain"], indirect=True)
ON_BOTH_ENGINES = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)


def merge(kept, other, by, **choices):
    kept, other = (Customer.get_by_id(customer.id) for customer in (kept, other))
    return merge_customers(kept.id, kept.version, other.id, other.version, choices, by)


def fresh(row):
    return type(row).get_by_id(row.id)


def wrong():
    return [(finding.sentence, finding.problems) for finding in check(deep=True) if not finding.ok]


def rows_of(customer):
    """How many rows of each table refer to this customer."""
    found = {(model, name): model.select().where(getattr(model, name) == customer.id).count() for name, model in children(Customer)}
    return found | {
        (model, "row_id"): model.select().where(model.entity_table == "customer", model.row_id == customer.id).count() for model in HANGING
    }


def phone(value, **fields):
    return PointInput(PointKind.PHONE, value, **fields)


def email(value, **fields):
    return PointInput(PointKind.EMAIL, value, **fields)


def values(customer):
    rows = ContactPoint.select().where(ContactPoint.customer == customer.id).order_by(ContactPoint.id)
    return [(row.value, row.main) for row in rows]


@ON_BOTH_ENGINES
def test_everything_that_refers_to_the_other_customer_refers_to_the_kept_one(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_whole()[Customer]
    merge(other, make_customer("Ada again"), nancy)
    before = rows_of(other)
    assert all(before.values()), "a table is missing here"

    merge(kept, other, nancy)

    assert (rows_of(other), rows_of(kept)) == (dict.fromkeys(before, 0), {**before, (Customer, "merged_into"): 2})
    assert wrong() == []


@ON_BOTH_ENGINES
def test_undo_brings_everything_back_and_redo_does_it_again(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_whole()[Customer]
    before = content()
    merge(kept, other, nancy)
    after = content()
    undo_latest(nancy)
    assert changes(before, content()) == {} and wrong() == []
    redo_latest(nancy)
    assert changes(after, content()) == {} and wrong() == []


@ON_BOTH_ENGINES
def test_the_kept_customer_adds_up_what_both_did(make_customer, make_order, make_product, make_interaction, nancy):
    kept, other = make_customer("Ada Ltd"), make_customer("Ada Limited")
    product = make_product(price="10")
    for customer, quantity in ((kept, 1), (other, 2)):
        make_order(customer, product, quantity)
    make_interaction(other)

    merge(kept, other, nancy)

    sums = [(row.spent, row.order_count, row.balance, bool(row.last_contact_at.timestamp())) for row in map(fresh, (kept, other))]
    assert sums == [(Decimal(30), 2, Decimal(30), True), (0, 0, 0, False)]


@ON_ONE_ENGINE
def test_what_is_empty_is_filled_and_notes_are_joined(make_customer, nancy):
    kept = make_customer("Ada Ltd", notes="Pays late", quick_facts="Gate 3", customer_since=date(2024, 5, 1), do_not_contact="fax")
    other = make_customer(
        "Ada Limited", legal_name="Ada Limited & Co", notes="Likes tea", quick_facts="Gate 3", language="de", vip=True,
        customer_since=date(2021, 5, 1), do_not_contact="phone,fax",
    )  # fmt: skip

    merge(kept, other, nancy)

    row = fresh(kept)
    assert (row.name, row.legal_name, row.language, row.vip) == ("Ada Ltd", "Ada Limited & Co", "de", True)
    assert (row.notes, row.quick_facts, row.customer_since) == ("Pays late\n\nLikes tea", "Gate 3", date(2021, 5, 1))
    assert row.do_not_contact == "phone,fax"


@ON_ONE_ENGINE
def test_each_field_may_be_chosen(make_customer, nancy):
    kept, other = make_customer("Ada Ltd", notes="old", language="en"), make_customer("Ada Limited", notes="new", language="de")
    merge(kept, other, nancy, name=Side.OTHER, notes=Side.OTHER)
    assert (fresh(kept).name, fresh(kept).notes, fresh(kept).language) == ("Ada Limited", "new", "en")
    assert fresh(kept).sort_key == "ada limited"


@ON_ONE_ENGINE
@pytest.mark.parametrize("choices", [{"colour": Side.KEPT}, {"name": Side.BOTH}, {"do_not_contact": Side.KEPT}])
def test_a_choice_that_makes_no_sense_is_refused(make_customer, nancy, choices):
    kept, other = make_customer("Ada Ltd"), make_customer("Ada Limited")
    with pytest.raises(UserError, match="Nothing was merged"):
        merge(kept, other, nancy, **choices)


@ON_ONE_ENGINE
def test_further_fields_are_merged_one_by_one(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_customer("Ada Limited")
    with operation("Changed", nancy, may=Right.EDIT_CUSTOMERS) as done:
        for row, custom in ((kept, '{"colour":"red","size":"M"}'), (other, '{"colour":"blue","shape":"round","size":"L"}')):
            row.custom = custom
            done.save(row)

    merge(kept, other, nancy, **{"custom.size": Side.OTHER})

    assert json.loads(fresh(kept).custom) == {"colour": "red", "shape": "round", "size": "L"}


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    ("mine", "theirs", "left"), [("active", "blocked", "blocked"), ("lead", "active", "active"), ("active", "lead", "active")]
)
def test_who_was_blocked_stays_blocked_and_who_buys_is_no_lead(make_customer, nancy, mine, theirs, left):
    kept, other = make_customer("Ada", status=CustomerStatus(mine)), make_customer("Ada B", status=CustomerStatus(theirs))
    merge(kept, other, nancy)
    assert fresh(kept).status == left


@ON_ONE_ENGINE
def test_half_a_name_is_not_filled_from_another_name(make_customer, nancy):
    person = {"kind": CustomerKind.PERSON}
    kept = make_customer("Smith", last_name="Smith", **person)
    merge(kept, make_customer("John Doe", first_name="John", last_name="Doe", **person), nancy)
    assert fresh(kept).first_name == ""
    merge(kept, make_customer("Ann Smith", first_name="Ann", last_name="SMITH", **person), nancy)
    assert (fresh(kept).first_name, fresh(kept).last_name) == ("Ann", "Smith")


@ON_ONE_ENGINE
def test_a_phone_that_both_have_is_listed_once(make_customer, nancy):
    berlin = (AddressInput(city="Berlin", country="DE"),)
    kept = make_customer("Ada Ltd", points=(phone("030 0074321"), email("ada@shop.example", main=True)), addresses=berlin)
    other = make_customer("Ada", points=(phone("+49 30 0074321"), email("office@shop.example", main=True), phone("030 999999")))
    with operation("Changed", nancy, may=Right.EDIT_CUSTOMERS) as done:
        row = ContactPoint.get(value="+49 30 0074321")
        row.opted_out = True
        done.save(row)

    merge(kept, other, nancy)

    assert values(kept) == [("030 0074321", True), ("ada@shop.example", True), ("office@shop.example", False), ("030 999999", False)]
    assert ContactPoint.get(value="030 0074321").opted_out


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    ("side", "place", "lines"), [("kept", "Berlin, DE", ["Kai 1", "Am Markt 2"]), ("other", "Kiel, DE", ["Am Markt 2", "Kai 1"])]
)
@pytest.mark.parametrize("older", ["kept", "other"])
def test_the_first_address_stays_first_whichever_record_is_older(make_customer, nancy, older, side, place, lines):
    def make(name):
        street, city = ("Kai 1", "Berlin") if name == "kept" else ("Am Markt 2", "Kiel")
        return make_customer(name, addresses=(AddressInput(street, city, country="DE"),))

    made = {name: make(name) for name in sorted(("kept", "other"), key=older.__ne__)}
    before = content()
    merge(made["kept"], made["other"], nancy, address=Side(side))
    kept = fresh(made["kept"])
    assert kept.place == place
    assert [row.lines for row in Address.select().where(Address.customer == kept).order_by(Address.id)] == lines
    undo_latest(nancy)
    assert changes(before, content()) == {}


@ON_ONE_ENGINE
def test_an_address_that_both_have_stays_one(make_customer, nancy):
    kept = make_customer("Ada Ltd", addresses=(AddressInput("Kai 1", "Kiel", country="DE"),))
    merge(kept, make_customer("Ada", addresses=(AddressInput("KAI  1", "Kiel", country="DE"),)), nancy)
    assert Address.select().where(Address.customer == kept).count() == 1


@ON_ONE_ENGINE
def test_two_contacts_of_one_name_become_one_and_keep_what_refers_to_them(make_customer, make_interaction, nancy):
    kept, other = make_customer("Ada Ltd"), make_customer("Ada")
    add_contact(kept.id, ContactInput("Maria Anders"), nancy)
    add_contact(other.id, ContactInput("MARIA ANDERS", role="Sales"), nancy, (email("m@shop.example"),))
    talk = make_interaction(other, contact_id=Contact.get(role="Sales").id)

    merge(kept, other, nancy)

    (maria,) = Contact.select().where(Contact.customer == kept)
    assert (maria.name, maria.role) == ("Maria Anders", "Sales")
    assert fresh(talk).contact_id == maria.id == ContactPoint.get(customer=kept).contact_id


@ON_ONE_ENGINE
def test_a_person_merged_into_a_company_becomes_its_contact(make_customer, nancy):
    company = make_customer("Ada Ltd", points=(phone("030 1111111"),))
    person = make_customer("", kind=CustomerKind.PERSON, first_name="Maria", last_name="Anders", points=(phone("0170 2222222"),))

    merge(company, person, nancy)

    (contact,) = Contact.select().where(Contact.customer == company)
    assert (contact.name, fresh(company).kind, fresh(company).first_name) == ("Maria Anders", "company", "")
    assert [row.contact_id for row in ContactPoint.select().where(ContactPoint.customer == company)] == [None, contact.id]


@ON_ONE_ENGINE
def test_who_was_asked_under_both_names_comes_once_and_one_tag_is_enough(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_whole()[Customer]
    with operation("Changed", nancy, may=Right.EDIT_CUSTOMERS) as done:
        done.insert(Attendee(appointment=Attendee.get().appointment, customer=kept))
        done.insert(Tag(entity_table="customer", row_id=kept.id, name="a", key=Tag.get().key))
    before = content()

    merge(kept, other, nancy)

    assert Attendee.select().count() == 1
    assert Tag.select().where(Tag.row_id == kept.id).count() == 1
    undo_latest(nancy)
    assert changes(before, content()) == {} and wrong() == []


@ON_BOTH_ENGINES
def test_the_other_one_leaves_the_lists_and_is_found_as_the_kept_one(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_customer("Lovelace & Co", points=(phone("030 0074321"),))

    merge(kept, other, nancy)

    stub = fresh(other)
    assert (stub.shelf, stub.status, stub.merged_into_id) == ("archive", "inactive", kept.id)
    for text in ("lovelace", other.number, "0074"):
        assert find(Customer, text) == [kept.id], text
    undo_latest(nancy)
    assert find(Customer, "lovelace") == [other.id]


@ON_BOTH_ENGINES
def test_what_was_merged_is_told_in_the_history_of_the_kept_one(make_customer, nancy):
    kept, other = make_customer("Ada Ltd"), make_customer("Ada")
    merge(kept, other, nancy)
    trail = trail_of("customer", kept.number, 10, FOUNDER)
    assert [step.text for step in trail.steps] == [
        "Merged customer CU-00002 into CU-00001", "Added customer CU-00002", "Added customer CU-00001",
    ]  # fmt: skip
    assert {change.number for change in trail.steps[0].changes} >= {other.number}


@ON_ONE_ENGINE
def test_a_form_shows_both_sides_and_how_much_would_move(make_customer, make_order, nancy):
    kept, other = make_customer("Ada Ltd", notes="a"), make_customer("Ada", notes="b", language="de", points=(phone("030 1"),))
    make_order(other)
    found = comparison(kept.id, other.id)
    pairs = {pair.name: pair for pair in found.fields}
    assert (found.kept.number, found.other.version) == (kept.number, fresh(other).version)
    assert pairs["language"][1:4] == ("", "de", Side.OTHER) and pairs["name"].stays == Side.KEPT
    assert pairs["notes"].stays == Side.BOTH and pairs["customer_since"].kept is None
    assert dict(found.moving) == {"contact_point": 1, "sales_order": 1}


@ON_ONE_ENGINE
@pytest.mark.parametrize("which", ["itself", "gone", "erased", "trash", "merged", "into merged"])
def test_what_cannot_be_merged_is_said_and_changes_nothing(make_customer, nancy, owner, which):
    kept, other, third = make_customer("Ada"), make_customer("Bob"), make_customer("Cyd")
    if which == "erased":
        erase_customer(other.id, owner)
    elif which == "trash":
        put_on_shelf(Entity.CUSTOMER, kept.id, 1, Shelf.TRASH, nancy)
    elif "merged" in which:
        merge(third, other if which == "merged" else kept, nancy)
    pair = {"itself": (kept, kept), "gone": (kept, Customer(id=99, version=1))}.get(which, (kept, other))
    before = content()
    with pytest.raises(UserError, match="Nothing was changed"):
        merge_customers(pair[0].id, fresh(kept).version, pair[1].id, 1, {}, nancy)
    assert changes(before, content()) == {}


@ON_ONE_ENGINE
def test_what_somebody_changed_meanwhile_is_a_conflict(make_customer, nancy):
    kept, other = make_customer("Ada"), make_customer("Bob")
    change_customer(other.id, 1, CustomerInput("Bobby"), nancy)
    with pytest.raises(EditConflict):
        merge_customers(kept.id, 1, other.id, 1, {}, nancy)


@ON_BOTH_ENGINES
def test_a_form_that_was_open_since_before_cannot_write_to_the_other_one(make_customer, phone_channel, nancy):
    kept, other = make_customer("Ada"), make_customer("Bob")
    merge(kept, other, nancy)
    with pytest.raises(NotAllowed, match=f"{other.number} was merged into {kept.number}"):
        log_interaction(InteractionInput(phone_channel.id, customer_id=other.id, started_at=MOMENT), nancy)
    with pytest.raises(NotAllowed, match="work with CU-00001"):
        change_customer(other.id, fresh(other).version, CustomerInput("Bobby"), nancy)
    assert not Interaction.select().exists()


@pytest.fixture
def phone_channel(phone):
    return phone


@ON_ONE_ENGINE
def test_what_a_later_undo_would_bring_back_to_the_other_one_is_refused(make_customer, make_interaction, nancy, owner):
    kept, other = make_customer("Ada"), make_customer("Bob")
    make_interaction(other)
    taken_back = undo_latest(nancy).operation
    merge(kept, other, owner)
    before = content()
    with pytest.raises(UserError, match="was merged into"):
        undo(taken_back, owner)
    assert changes(before, content()) == {}


@ON_ONE_ENGINE
def test_orders_placed_since_stay_when_the_merge_is_undone(make_customer, make_order, nancy, owner):
    kept, other = make_customer("Ada"), make_customer("Bob")
    old = make_order(other)
    merged = merge(kept, other, owner).operation
    new = make_order(kept)
    undo(merged, owner)
    assert [row.customer_id for row in (fresh(old), fresh(new))] == [other.id, kept.id]


@ON_ONE_ENGINE
def test_a_second_merge_stands_in_the_way_of_undoing_the_first(make_customer, nancy):
    first, second, third = make_customer("Ada"), make_customer("Bob"), make_customer("Cyd")
    merged = merge(second, third, nancy).operation
    merge(first, second, nancy)
    assert fresh(third).merged_into_id == first.id
    with pytest.raises(CannotUndo, match="Merged customer CU-00002 into CU-00001"):
        undo(merged, nancy)
    undo_latest(nancy)
    assert fresh(third).merged_into_id == second.id


@ON_ONE_ENGINE
def test_the_same_form_twice_merges_once_and_change_names_all_that_moved(make_customer, make_order, nancy):
    kept, other = make_customer("Ada"), make_customer("Bob")
    order = make_order(other)
    change = merge(kept, other, nancy)
    assert change.of(Entity.CUSTOMER) == {kept.id, other.id} and change.of(Entity.ORDER) == {order.id}


NAMES = st.sampled_from(["Ada", "ADA", "Łódź Oy"])
POINTS = st.lists(
    st.builds(phone, st.sampled_from(["030 23125 012", "+49 30 23125012", "12"]), main=st.booleans())
    | st.builds(email, st.sampled_from(["office@shop.example", "Office@shop.example", "b@shop.example"]), main=st.booleans()),
    unique_by=lambda point: point.kind,
).map(tuple)
ADDRESSES = st.lists(st.builds(AddressInput, st.sampled_from(["Kai 1", "kai 1", "Hof 2"]), st.sampled_from(["Kiel", "Bonn"])), max_size=3)
CUSTOMERS = st.builds(
    CustomerInput,
    NAMES,
    kind=st.sampled_from(CustomerKind),
    first_name=NAMES,
    notes=st.sampled_from(["", "a", "b"]),
    vip=st.booleans(),
    status=st.sampled_from([status for status in CustomerStatus if status != CustomerStatus.ANONYMISED]),
    do_not_contact=st.sampled_from(["", "phone", "fax,phone"]),
    points=POINTS,
    addresses=ADDRESSES.map(tuple),
)
SIDES = st.dictionaries(st.sampled_from(["kind", "name", "notes", "vip", "status", "address"]), st.sampled_from([Side.KEPT, Side.OTHER]))


@ON_BOTH_ENGINES
@settings(
    max_examples=examples(3, 20),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(mine=CUSTOMERS, theirs=CUSTOMERS, contacts=st.lists(st.tuples(st.booleans(), NAMES), max_size=3), sides=SIDES)
def test_whatever_is_merged_undo_brings_back_and_redo_repeats(make_customer, nancy, mine, theirs, contacts, sides):
    kept, other = (make_customer(**{name: getattr(wanted, name) for name in CustomerInput.__slots__}) for wanted in (mine, theirs))
    for of_kept, name in contacts:
        add_contact((kept if of_kept else other).id, ContactInput(name), nancy)
    before = content()

    merge(kept, other, nancy, **sides)

    after, points = content(), list(ContactPoint.select().where(ContactPoint.customer == kept))
    assert len({(point.normal or point.value, point.contact_id) for point in points}) == len(points)
    undo_latest(nancy)
    assert changes(before, content()) == {}
    redo_latest(nancy)
    assert changes(after, content()) == {} and wrong() == []

import pytest

from crm_desktop.core.errors import EditConflict, UserError
from crm_desktop.core.kinds import CustomerKind, PointKind
from crm_desktop.data.database import is_server
from crm_desktop.data.models import Address, Contact, ContactPoint, Customer
from crm_desktop.services.customers import (
    AddressInput,
    ContactInput,
    CustomerInput,
    PointInput,
    add_contact,
    add_customer,
    change_customer,
)
from crm_desktop.services.history import undo_latest

PHONE, MAIL = PointInput(PointKind.PHONE, "030-0074321", main=True), PointInput(PointKind.EMAIL, "Maria@Anders.example")
BERLIN = AddressInput("Obere Str. 57", "Berlin", postal_code="12209", country="DE")


def points(customer):
    return {(p.kind, p.value, p.normal) for p in ContactPoint.select().where(ContactPoint.customer == customer)}


def test_a_customer_comes_with_phones_mails_and_addresses(make_customer):
    customer = make_customer("Alfreds Futterkiste", points=(PHONE, MAIL), addresses=(BERLIN,))
    assert (customer.number, customer.place, customer.sort_key) == ("CU-00001", "Berlin, DE", "alfreds futterkiste")
    assert points(customer) == {("phone", "030-0074321", "+49300074321"), ("email", "Maria@Anders.example", "maria@anders.example")}


def test_a_phone_is_normalised_by_where_the_customer_lives(make_customer, nancy):
    customer = make_customer(addresses=(BERLIN,))
    change_customer(customer.id, customer.version, CustomerInput("Ada Ltd", points=(PHONE,)), nancy)
    assert points(customer) == {("phone", "030-0074321", "+49300074321")}


def test_parts_left_out_of_a_change_go_and_undo_brings_them_back(make_customer, nancy):
    customer = make_customer(points=(PHONE, MAIL), addresses=(BERLIN,))
    before = points(customer)
    phone = ContactPoint.get(kind="phone")
    kept = PointInput(PointKind.PHONE, "030-1", id=phone.id)

    change_customer(customer.id, customer.version, CustomerInput("Ada Ltd", points=(kept,), addresses=()), nancy)

    assert {(kind, value) for kind, value, _normal in points(customer)} == {("phone", "030-1")}
    assert Customer.get_by_id(customer.id).place == "" and not Address.select().exists()
    undo_latest(nancy)
    assert points(customer) == before and Customer.get_by_id(customer.id).place == "Berlin, DE"


def test_a_person_needs_no_other_name_than_their_own(make_customer):
    assert make_customer("", kind=CustomerKind.PERSON, first_name="Maria", last_name="Anders").name == "Maria Anders"


@pytest.mark.parametrize("name", ["", "  ", "bell\a"])
def test_a_customer_without_a_name_is_refused(make_customer, name):
    with pytest.raises(UserError, match=r"(?i)nothing was saved"):
        make_customer(name)


def test_a_contacts_change_counts_in_the_customers_version(make_customer, nancy):
    customer = make_customer()
    add_contact(customer.id, ContactInput("Maria"), nancy, (MAIL,))
    assert (Contact.get().customer_id, ContactPoint.get().contact_id) == (customer.id, Contact.get().id)
    with pytest.raises(EditConflict):
        change_customer(customer.id, customer.version, CustomerInput("New name"), nancy)


def test_ways_to_reach_somebody_are_kinds_of_channels(make_customer):
    customer = make_customer(preferred_channel="Email", do_not_contact="phone, fax,")
    assert (customer.preferred_channel, customer.do_not_contact) == ("email", "phone,fax")


@pytest.mark.parametrize("fields", [{"preferred_channel": "pigeon"}, {"do_not_contact": "phone,bell\a"}])
def test_another_way_to_reach_somebody_is_refused(make_customer, fields):
    with pytest.raises(UserError, match=r"(?i)nothing was saved"):
        make_customer(**fields)


def test_a_name_of_any_length_is_kept_and_sorted_by_its_beginning(make_customer):
    name = "Ü" * 60_000
    customer = make_customer(name)
    assert (customer.name, len(customer.sort_key)) == (name, 400)


def test_what_no_index_of_a_server_can_hold_is_refused_in_a_sentence(store, nancy):
    address = "".join(f"{number * 7919:x}" for number in range(4_000)) + "@example.org"
    wanted = CustomerInput("Ada", points=(PointInput(PointKind.EMAIL, address),))
    if is_server():
        with pytest.raises(UserError, match="far too long"):
            add_customer(wanted, nancy)
        assert not Customer.select().exists()
    else:
        add_customer(wanted, nancy)
        assert ContactPoint.get().value == address

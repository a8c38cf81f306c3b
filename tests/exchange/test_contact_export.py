"""Customers go out as cards, and come in again the same."""

import json

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.data.database import fetch
from crm_desktop.data.models import AccessLog, Customer
from crm_desktop.exchange.contact_import import read_cards
from crm_desktop.exchange.export import export
from crm_desktop.exchange.importing import undo_import
from crm_desktop.exchange.known_systems import Asked, import_from, reader_of
from crm_desktop.queries.listing import Question
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.subjects import BY_NAME
from crm_desktop.services.customers import AddressInput, ContactInput, CustomerInput, PointInput, add_contact, add_customer
from crm_desktop.services.tags import tag
from tests.exchange.test_contact_import import ANNA, BERT, CLEO
from tests.exchange.test_vcard_lines import card

TABLES = {
    "customer": "kind, name, salutation, first_name, last_name, birthday, language, notes, custom, source_id",
    "contact": "name, first_name, last_name, salutation, role, department, birthday, notes, custom, source_id",
    "contact_point": "kind, value, normal, label, main, source_id",
    "address": "kind, lines, city, region, postal_code, country, label",
    "tag": "name",
}


@pytest.fixture
def exported(tmp_path, owner):
    """The file of all customers, or of those that are asked for."""

    def make(*where):
        path = tmp_path / "out.vcf"
        export(Question(BY_NAME["customers"], where), path, owner)
        return path

    return make


@pytest.fixture
def bring_cards(store, owner):
    return lambda path: import_from(reader_of("vcard"), [path], Asked(), by=owner)


def said():
    return {table: sorted(fetch(f"SELECT {columns} FROM {table}"), key=str) for table, columns in TABLES.items()}


def test_what_came_as_cards_goes_out_and_comes_in_again_the_same(bring_cards, exported, write, owner):
    company = card("FN:Klee AG", "ORG:Klee AG", "X-ABShowAs:COMPANY", "TEL:1", "CATEGORIES:VIP,Kunde", "UID:k", "X-FOO:bar", "LANG:de")
    run = bring_cards(write("in.vcf", ANNA + BERT + CLEO + company)).run
    before = said()
    path = exported()
    assert bring_cards(path).change is None
    undo_import(run, by=owner)
    assert Customer.select().count() == 0
    bring_cards(path)
    again = said()
    assert {table: again[table] for table in ("customer", "contact", "address", "tag")} == {
        table: before[table] for table in ("customer", "contact", "address", "tag")
    }
    assert [row[:5] for row in again["contact_point"]] == [row[:5] for row in before["contact_point"]]


def test_customers_of_this_store_go_out_with_their_people_and_are_known_when_they_come_back(bring_cards, exported, nancy, owner):
    points = (PointInput("email", "info@ada.example", "office, night", main=True), PointInput("phone", "030 1"))
    addresses = (
        AddressInput("Hof 2", "Berlin", country="DE", kind="shipping"),
        AddressInput("Am Markt 1\nHaus 3", "Köln", "", "50667", "DE"),
    )
    wanted = CustomerInput("Ada; Söhne, Ltd", points=points, addresses=addresses, notes="eins\nzwei", language="de")
    (row_id,) = add_customer(wanted, nancy).of(Entity.CUSTOMER)
    add_contact(row_id, ContactInput("Eva", "Chefin", "Dr.", "Büro", notes="klug"), nancy, (PointInput("mobile", "0171 5550001"),))
    tag([RecordRef(Entity.CUSTOMER, row_id)], ["VIP"], nancy)
    path = exported()
    ada, eva = read_cards([path], "", None).people
    assert (ada.name, ada.is_company, ada.notes, ada.language, ada.tags) == ("Ada; Söhne, Ltd", True, "eins\nzwei", "de", ["VIP"])
    assert [(point.value, point.label, point.main) for point in ada.points] == [
        ("info@ada.example", "office, night", True),
        ("030 1", "", True),
    ]
    assert [address.lines for address in ada.addresses] == ["Am Markt 1\nHaus 3", "Hof 2"]
    assert (eva.company, eva.role, eva.salutation, eva.department, eva.notes) == ("Ada; Söhne, Ltd", "Chefin", "Dr.", "Büro", "klug")
    result = bring_cards(path)
    assert (result.change, result.notices) == (
        None, ["2 cards were exported from here: their customers were left as they are."]
    )  # fmt: skip
    assert AccessLog.get().detail == ".vcf"


def test_only_those_who_are_asked_for_go_out(exported, make_customer):
    make_customer("Ada Ltd")
    make_customer("Bert Ltd")
    assert [person.name for person in read_cards([exported(("name", "~", "bert"))], "", None).people] == ["Bert Ltd"]


def test_fields_of_any_kind_go_out(exported, make_customer):
    customer = make_customer("Ada Ltd")
    Customer.update(custom=json.dumps({"Größe": 38, "department": "Büro", "job_title": "Chefin"})).where(
        Customer.id == customer.id
    ).execute()
    (ada,) = read_cards([exported()], "", None).people
    assert (ada.custom, ada.department, ada.role) == ({"Größe": "38"}, "Büro", "Chefin")

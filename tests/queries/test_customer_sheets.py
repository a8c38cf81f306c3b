"""All that a customer's sheet says but their history: on both engines."""

from crm_desktop.core.custom_values import CustomTable
from crm_desktop.core.kinds import AddressKind, PointKind
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.data.models import Contact, Customer
from crm_desktop.queries.customer_sheets import Further, party
from crm_desktop.services.custom_fields import CustomFieldInput, add_custom_field
from crm_desktop.services.customers import AddressInput, ContactInput, PointInput, add_contact
from tests.conftest import DAY


def test_it_has_how_to_reach_them_in_the_order_people_look(make_customer, nancy):
    points = (PointInput(PointKind.EMAIL, "a@b.example"), PointInput(PointKind.PHONE, "030 1", "desk", main=True))
    places = (AddressInput("Dock 2", "Bremen", kind=AddressKind.SHIPPING), AddressInput("Way 1", "Köln", postal_code="50667", country="DE"))
    ada = make_customer("Ada", points=points, addresses=places, customer_since=DAY, vip=True)
    add_contact(ada.id, ContactInput("Bea", role="Buyer"), nancy, (PointInput(PointKind.MOBILE, "030 2"),))
    add_contact(ada.id, ContactInput("Gone"), nancy, (PointInput(PointKind.MOBILE, "030 9"),))
    Contact.update(active=False).where(Contact.name == "Gone").execute()
    found = party(ada.number)

    assert [(each.value, each.whose, each.is_main) for each in found.reach] == [
        ("030 1", "", True), ("a@b.example", "", False), ("030 2", "Bea", False),
    ]  # fmt: skip
    assert [each.address for each in found.places] == ["Way 1\n50667 Köln\nDE", "Dock 2\nBremen"]
    assert [(each.name, each.role) for each in found.people] == [("Bea", "Buyer")]
    assert (found.vip, found.customer_since, found.last_contact_at, found.currency) == (True, DAY, None, "EUR")


def test_further_fields_come_by_their_labels_and_what_nobody_defined_by_its_name(make_customer, owner):

    add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, "shelves", "Shelves", CustomFieldKind.NUMBER), owner)
    ada = make_customer("Ada", custom={"shelves": 5})
    Customer.update(custom='{"old": ["a", 1], "shelves": "5", "none": ""}').where(Customer.id == ada.id).execute()

    assert party(ada.number).further == (Further("Shelves", CustomFieldKind.NUMBER, "5"), Further("old", CustomFieldKind.TEXT, '["a", 1]'))


def test_the_old_number_of_somebody_merged_is_the_kept_one(make_customer):
    kept, old = make_customer("Ada"), make_customer("Ada L.")
    Customer.update(merged_into=kept).where(Customer.id == old.id).execute()
    assert party(old.number).number == kept.number


def test_nobody_has_a_number_that_is_not_given(store):
    assert party("CU-9") is None

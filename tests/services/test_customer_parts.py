"""A customer's form in one step: contacts with their phones, consents, tags, and what became of those who left."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import PointKind
from crm_desktop.data.models import Consent, Contact, ContactPoint, Customer, Tag
from crm_desktop.services.consents import ConsentInput
from crm_desktop.services.customers import Colleague, ContactInput, CustomerInput, PointInput, change_customer
from crm_desktop.services.history import undo_latest
from crm_desktop.services.merging import merge_customers
from tests.conftest import MOMENT
from tests.services.test_customers import MAIL, PHONE, points


def colleague(name, *points, of=None, **fields):
    return Colleague(ContactInput(name, **fields), points, of)


def contacts(customer):
    return [(row.name, row.main, row.active) for row in Contact.select().where(Contact.customer == customer).order_by(Contact.id)]


def change(customer, by, **fields):
    fresh = Customer.get_by_id(customer.id)
    change_customer(customer.id, fresh.version, CustomerInput(**{"name": fresh.name, **fields}), by)


@pytest.mark.parametrize(("typed", "kept"), [("1980-05-31", "1980-05-31"), ("--02-29", "--02-29"), ("", "")])
def test_a_birthday_may_do_without_its_year(make_customer, typed, kept):
    assert make_customer(birthday=typed).birthday == kept


@pytest.mark.parametrize("typed", ["31 May", "1981-02-29", "--13-01"])
def test_what_is_no_birthday_is_refused(make_customer, typed):
    with pytest.raises(UserError, match="no birthday"):
        make_customer(birthday=typed)


def test_contacts_come_with_their_company_and_their_phones(make_customer, nancy):
    ada = make_customer(points=(PHONE,), contacts=(colleague("Ben", MAIL, birthday="--03-01"), colleague("Cyd", main=True)))
    assert contacts(ada) == [("Ben", False, True), ("Cyd", True, True)]
    assert ContactPoint.get(kind="email").contact.name == "Ben" and ContactPoint.get(kind="phone").contact is None
    assert Contact.get(name="Ben").birthday == "--03-01"


def test_contacts_are_changed_added_and_taken_away_in_one_step(make_customer, nancy):
    ada = make_customer(contacts=(colleague("Ben", MAIL), colleague("Cyd", PHONE)))
    ben = Contact.get(name="Ben")
    change(ada, nancy, contacts=(colleague("Benjamin", of=ben.id), colleague("Dee")))
    assert contacts(ada) == [("Benjamin", False, True), ("Dee", False, True)]
    assert not ContactPoint.select().exists()
    undo_latest(nancy)
    assert contacts(ada) == [("Ben", False, True), ("Cyd", False, True)]
    assert ContactPoint.select().count() == 2


def test_points_of_the_company_stay_where_only_its_contacts_were_given(make_customer, nancy):
    ada = make_customer(points=(PHONE,), contacts=(colleague("Ben", MAIL),))
    change(ada, nancy, contacts=())
    assert {kind for kind, _value, _normal in points(ada)} == {"phone"}


def test_who_called_once_is_not_deleted_but_left(make_customer, make_interaction, nancy):
    ada = make_customer(contacts=(colleague("Ben", main=True),))
    make_interaction(ada, contact_id=Contact.get().id)
    change(ada, nancy, contacts=())
    assert contacts(ada) == [("Ben", False, False)]


def test_a_contact_who_is_renamed_loses_the_names_the_old_one_was_made_of(make_customer, nancy):
    ada = make_customer(contacts=(colleague("Ben Bo"),))
    Contact.update(first_name="Ben", last_name="Bo").execute()
    ben = Contact.get()
    change(ada, nancy, contacts=(colleague("Ben Bo", of=ben.id, role="Buyer"),))
    assert Contact.get().last_name == "Bo"
    change(ada, nancy, contacts=(colleague("Ben Ash", of=ben.id),))
    assert (Contact.get().first_name, Contact.get().last_name) == ("", "")


def test_a_part_that_somebody_took_away_meanwhile_is_there_again_when_the_form_holds_it(make_customer, nancy):
    ada = make_customer(points=(PHONE,))
    gone = ContactPoint.get().id
    change(ada, nancy, points=())
    change(ada, nancy, points=(PointInput(PointKind.PHONE, "030 1", id=gone),))
    assert ContactPoint.get().value == "030 1"


def test_a_consent_is_withdrawn_once_and_never_changed(make_customer, nancy):
    ada = make_customer(consents=(ConsentInput("newsletter", "email", "web form", given_at=MOMENT),))
    consent = Consent.get()
    later = MOMENT + timedelta(days=3)
    change(ada, nancy, consents=(ConsentInput("calls", "phone", "somebody else", withdrawn_at=later, id=consent.id),))
    change(ada, nancy, consents=(ConsentInput("", withdrawn_at=later + timedelta(1), id=consent.id), ConsentInput("newsletter")))

    first, second = Consent.select().order_by(Consent.id)
    assert (first.purpose, first.channel, first.source, first.given_at, first.withdrawn_at) == (
        "newsletter",
        "email",
        "web form",
        MOMENT,
        later,
    )
    assert (second.purpose, second.withdrawn_at) == ("newsletter", None)
    undo_latest(nancy)
    undo_latest(nancy)
    assert Consent.get().withdrawn_at is None


@pytest.mark.parametrize(
    "wanted",
    [
        ConsentInput(" "),
        ConsentInput("news", "pigeon"),
        ConsentInput("news", given_at=MOMENT, withdrawn_at=MOMENT - timedelta(1)),
        ConsentInput("", id=99),
    ],
)
def test_a_consent_that_makes_no_sense_is_refused(make_customer, wanted):
    with pytest.raises(UserError, match=r"(?i)nothing was saved"):
        make_customer(consents=(wanted,))
    assert not Customer.select().exists()


def test_tags_are_put_on_and_taken_away_with_the_rest(make_customer, nancy):
    ada = make_customer(tags=("VIP", "Berlin"))
    change(ada, nancy, tags=("berlin", "new"), untagged=("vip", "never there"))
    assert sorted(row.name for row in Tag.select()) == ["Berlin", "new"]
    assert Tag.get().row_id == ada.id


def test_a_credit_limit_is_not_below_zero(make_customer):
    with pytest.raises(UserError, match="below zero"):
        make_customer(credit_limit=Decimal(-1))


def test_of_two_companies_that_become_one_the_kept_ones_contact_is_asked_first(make_customer, nancy):
    ada = make_customer("Ada", contacts=(colleague("Ben", main=True),))
    other = make_customer("Bea", contacts=(colleague("Cyd", main=True), colleague("Ben")))
    merge_customers(ada.id, ada.version, other.id, other.version, {}, nancy)
    assert contacts(ada) == [("Ben", True, True), ("Cyd", False, True)]
    undo_latest(nancy)
    assert contacts(other) == [("Cyd", True, True), ("Ben", False, True)]

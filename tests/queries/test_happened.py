from datetime import timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.queries.happened import Happened, first_steps, step_ids, who_did_something
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import ContactInput, add_contact


@pytest.fixture
def done(make_customer, make_order, nancy):
    """Olga founded the company and added Nancy; Nancy added Ada, a contact, a product and an order."""
    ada = make_customer("Ada")
    add_contact(ada.id, ContactInput("Zoe"), FOUNDER)
    make_order(ada)


def texts(wanted):
    return [step.text for step in first_steps(wanted, 50)]


def test_the_latest_comes_first_and_the_whole_is_known_by_ids(done):
    steps = first_steps(Happened(), 3)
    assert steps[0].text == "Placed order SO-00001"
    ids = step_ids(Happened())
    assert [step.id for step in steps] == list(ids[:3]) and len(ids) == 6


def test_a_person_s_own(done):
    assert texts(Happened(staff_id=FOUNDER.id))[0] == "Added a contact of customer CU-00001"
    assert "Nancy Davolio" in [name for _id, name in who_did_something()]


def test_what_was_done_to_a_kind_of_record_or_its_parts(done):
    assert texts(Happened(entity=Entity.CUSTOMER)) == ["Added a contact of customer CU-00001", "Added customer CU-00001"]
    assert texts(Happened(entity=Entity.ORDER)) == ["Placed order SO-00001"]


def test_days_are_the_company_s_and_both_included(done):
    today = utc_now().date()
    near = Happened(first=today - timedelta(days=1), last=today + timedelta(days=1))
    assert len(texts(near)) == 6
    assert texts(Happened(last=today - timedelta(days=2))) == texts(Happened(first=today + timedelta(days=2))) == []

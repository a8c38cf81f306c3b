import pytest

from crm_desktop.core.kinds import PointKind
from crm_desktop.data.models import Customer
from crm_desktop.queries.duplicates import Likeness, likely_duplicates, twins
from crm_desktop.services.customers import AddressInput, PointInput
from crm_desktop.services.history import undo_latest
from crm_desktop.services.merging import keep_apart, merge_customers

BERLIN = (AddressInput(city="Berlin", country="DE"),)


@pytest.fixture
def meyer(make_customer):
    points = PointInput(PointKind.PHONE, "030-0074321"), PointInput(PointKind.EMAIL, "Info@Meyer.example")
    return make_customer("Meyer & Söhne GmbH", points=points, addresses=BERLIN)


@pytest.mark.parametrize(("normal", "likeness"), [("+49300074321", Likeness.PHONE), ("info@meyer.example", Likeness.EMAIL)])
def test_the_same_phone_or_email_is_a_hint(meyer, normal, likeness):
    (hint,) = likely_duplicates("Somebody else", normals=[normal])
    assert (hint.id, hint.number, hint.likeness) == (meyer.id, meyer.number, likeness)


@pytest.mark.parametrize("typed", ["Meier & Söhne GmbH", "meyer und sohne gmbh", "Meyer Soehne GmbH"])
def test_a_similar_name_in_the_same_place_is_a_hint(meyer, typed):
    assert [hint.likeness for hint in likely_duplicates(typed, "BERLIN")] == [Likeness.NAME]


@pytest.mark.parametrize(("typed", "city"), [("Meyer & Söhne GmbH", "Hamburg"), ("Schmidt GmbH", "Berlin"), ("", "Berlin"), ("&", "")])
def test_another_place_or_another_name_is_none(meyer, typed, city):
    assert likely_duplicates(typed, city) == []


def test_the_very_name_is_a_hint_before_a_place_is_typed(meyer):
    assert [each.id for each in likely_duplicates(meyer.name.upper())] == [meyer.id]
    assert not likely_duplicates(f"{meyer.name} Sons")


def test_a_customer_is_not_their_own_duplicate(meyer):
    assert likely_duplicates(meyer.name, "Berlin", ["+49300074321"], but=meyer.id) == []


def test_pairs_who_may_be_one_are_listed_those_with_most_in_common_first(meyer, make_customer, nancy):
    phone = (PointInput(PointKind.PHONE, "030-0074321"),)
    close = make_customer("Meyer & Söhne GmbH", points=phone, addresses=BERLIN)
    make_customer("Anton", points=(PointInput(PointKind.EMAIL, "info@meyer.example"),))
    found = twins()
    assert [(pair.name, pair.other_name, pair.likeness) for pair in found] == [
        ("Meyer & Söhne GmbH", "Meyer & Söhne GmbH", "name, phone"),
        ("Meyer & Söhne GmbH", "Anton", "email"),
    ]
    assert (found[0].first_id, found[0].second_id) == (meyer.id, close.id)


def test_who_was_kept_apart_is_not_proposed_again_until_that_is_undone(meyer, make_customer, nancy):
    other = make_customer("Anton", points=(PointInput(PointKind.PHONE, "+49300074321"),))
    keep_apart(other.id, meyer.id, nancy)
    assert twins() == []
    assert likely_duplicates(meyer.name, normals=["+49300074321"], but=meyer.id) == []
    assert [hint.id for hint in likely_duplicates("Third", normals=["+49300074321"])] == [meyer.id, other.id]
    undo_latest(nancy)
    assert len(twins()) == 1


def test_a_pair_that_was_kept_apart_can_be_merged_all_the_same(meyer, make_customer, nancy):
    other, third = make_customer("Anton"), make_customer("Third")
    keep_apart(other.id, meyer.id, nancy)
    keep_apart(meyer.id, third.id, nancy)
    fresh = [Customer.get_by_id(each.id) for each in (meyer, other)]
    merge_customers(meyer.id, fresh[0].version, other.id, fresh[1].version, {}, nancy)
    assert Customer.get_by_id(other.id).merged_into_id == meyer.id
    undo_latest(nancy)
    assert Customer.get_by_id(other.id).merged_into_id is None

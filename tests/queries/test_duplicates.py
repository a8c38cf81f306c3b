import pytest

from crm_desktop.core.kinds import PointKind
from crm_desktop.queries.duplicates import Likeness, likely_duplicates
from crm_desktop.services.customers import AddressInput, PointInput

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


def test_a_customer_is_not_their_own_duplicate(meyer):
    assert likely_duplicates(meyer.name, "Berlin", ["+49300074321"], but=meyer.id) == []

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.queries.search import everything


@pytest.fixture
def shop(make_customer, make_order, make_interaction, make_follow_up, make_product):
    customer = make_customer("Café Zürich")
    order = make_order(customer, note="gift for zurich")
    make_interaction(customer, summary="Asked about Zürich delivery")
    make_follow_up("Call Zürich back", customer_id=customer.id)
    make_product("Z-1")
    return customer, order


def test_everything_that_matches_comes_grouped_by_kind(shop):
    kinds = [hit.kind for hit in everything("ZURICH")]
    assert kinds == [Entity.CUSTOMER, Entity.ORDER, Entity.INTERACTION, Entity.FOLLOW_UP]


def test_a_product_is_found_by_its_number(shop):
    assert [(hit.kind, hit.title) for hit in everything("z-1")] == [(Entity.PRODUCT, "Product Z-1")]


def test_any_text_is_a_valid_search(shop):
    for text in ("", "   ", "*", '"', "' OR 1=1 --", "a AND", "%", "\\", "(", "NEAR(", "\x00", "漢字"):
        assert not [hit for hit in everything(text) if text not in "a AND"], text


def test_each_kind_shows_at_most_a_few(make_customer):
    for number in range(8):
        make_customer(f"Ada {number}")
    assert len(everything("ada", each=5)) == 5

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_knowledge import TemplateKind, TemplateScope
from crm_desktop.core.script_flow import ScriptStep
from crm_desktop.data.models import Product
from crm_desktop.data.search import index
from crm_desktop.queries.search import everything, exactly
from crm_desktop.services.articles import ArticleInput, write_article
from crm_desktop.services.scripts import ScriptInput, add_script
from crm_desktop.services.templates import TemplateInput, add_template


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


def test_a_scanned_number_is_that_of_one_record_and_no_other_that_begins_so(shop, make_order, make_product):
    _customer, order = shop
    longer = make_product("Z-10")
    product = Product.get(sku="Z-1")
    Product.update(barcode="4006381333931 99").where(Product.id == product.id).execute()
    index(Product, [product.id])
    for text, kind, record in (
        (order.number, Entity.ORDER, order),
        (order.customer.number.lower(), Entity.CUSTOMER, order.customer),
        ("Z-1", Entity.PRODUCT, product),
        ("Z-10", Entity.PRODUCT, longer),
        ("4006381333931", Entity.PRODUCT, product),
    ):
        assert [(hit.kind, hit.record_id) for hit in exactly(f" {text} ")] == [(kind, record.id)]
    assert exactly("400638133") == exactly("") == exactly("two words") == []


def test_articles_scripts_and_the_companys_templates_are_found_and_a_colleagues_own_are_not(store, nancy):
    write_article(ArticleInput("Descaling a kettle", "With vinegar"), nancy)
    add_script(ScriptInput("Kettle trouble", (ScriptStep("Ask", say="Which kettle?"),)), nancy)
    for name, scope in (("Kettle replaced", TemplateScope.COMPANY), ("My kettle words", TemplateScope.ME)):
        add_template(TemplateInput(name, "text", TemplateKind.CHAT, scope=scope), nancy)

    found = [(hit.kind, hit.title, hit.second) for hit in everything("kettle")]
    assert found == [
        (Entity.ARTICLE, "Descaling a kettle", "draft"),
        (Entity.SCRIPT, "Kettle trouble", ""),
        (Entity.TEMPLATE, "Kettle replaced", ""),
    ]

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_knowledge import TemplateKind, TemplateScope
from crm_desktop.queries.template_values import About
from crm_desktop.queries.templates import (
    filled_template,
    first_templates,
    template_by_shortcut,
    template_ids,
    templates_for,
)
from crm_desktop.services.templates import TemplateInput, add_template


@pytest.fixture
def make_template(store, nancy):
    def make(body, by=nancy, **fields):
        wanted = TemplateInput(**{"name": "Refund", "kind": TemplateKind.CHAT, "body": body, **fields})
        (row_id,) = add_template(wanted, by).of(Entity.TEMPLATE)
        return row_id

    return make


def body_of(template_id, about, nancy):
    return filled_template(template_id, about, nancy.id).body


def test_an_order_is_told_as_the_customer_reads_it(make_template, make_order, nancy):
    order = make_order()
    template = make_template("{order.number} {order.date}\n{order.items}\n{order.total} {order.owed}")

    number, items, sums = body_of(template, About(order.customer_id, order_id=order.id), nancy).split("\n")
    assert (number, items, sums) == (f"{order.number} 5 Jan 2026", "3 × Product P-1", "€29.97 €29.97")


def test_what_is_not_known_is_empty_and_never_guessed(make_template, make_order, nancy):
    order = make_order()
    filled = filled_template(make_template("{order.number} {shipment.tracking} {refund.amount}"), About(order.customer_id), nancy.id)
    assert filled.empty == ("order.number", "shipment.tracking", "refund.amount")


def test_a_name_that_looks_like_a_placeholder_stays_a_name(make_template, make_customer, nancy):
    customer = make_customer("{order.number} Ltd")
    assert body_of(make_template("Dear {customer.name},"), About(customer.id), nancy) == "Dear {order.number} Ltd,"


def test_a_contact_of_somebody_else_is_not_named(make_template, make_customer, nancy):
    filled = filled_template(make_template("{contact.name,fallback=Sir or Madam}"), About(make_customer().id, contact_id=999), nancy.id)
    assert filled.body == "Sir or Madam"


def test_the_signature_is_of_who_writes(make_template, nancy):
    assert body_of(make_template("{signature}"), About(), nancy) == "Nancy Davolio\nHafenhandel"


def test_the_shortcut_leads_to_the_customers_language(make_template, nancy):
    english, german = make_template("Hello", shortcut="hi", language="en"), make_template("Hallo", shortcut="hi", language="de")
    assert template_by_shortcut("/hi", nancy.id, ("de_DE", "en")).id == german
    assert template_by_shortcut("HI", nancy.id, ("fr", "en")).id == english
    assert template_by_shortcut("hi", nancy.id, ("fr",)).id == english
    assert template_by_shortcut("nothing", nancy.id) is None


def test_ones_own_text_comes_before_the_companys_and_is_nobody_elses(make_template, owner, nancy):
    make_template("Ours", shortcut="hi")
    own = make_template("Mine", shortcut="hi", scope=TemplateScope.ME, name="Mine")
    assert template_by_shortcut("hi", nancy.id).id == own
    assert template_by_shortcut("hi", owner.id).body == "Ours"
    assert [each.name for each in templates_for(owner.id)] == ["Refund"]
    assert len(template_ids(nancy.id)) == 2 and len(template_ids(owner.id)) == 1
    assert [row.name for row in first_templates(owner.id, "mine", 10)] == []
    assert [row.name for row in first_templates(nancy.id, "mine", 10)] == ["Mine"]

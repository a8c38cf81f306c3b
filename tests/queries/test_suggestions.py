"""What helps while somebody types."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.queries.suggestions import NOTHING, About, suggestions, telling
from crm_desktop.services.articles import ArticleInput, publish_article, write_article
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.templates import TemplateInput, add_template


@pytest.fixture
def knows(store, nancy, reason):
    def publish(title, body, **fields):
        (row_id,) = write_article(ArticleInput(title, body, **fields), nancy).of(Entity.ARTICLE)
        publish_article(row_id, 1, nancy)
        return row_id

    publish("Transit damage", "Crushed cartons are replaced.")
    publish("Descaling", "Vinegar helps against lime in kettles.")
    publish("Transportschaden", "Zerdrückter Karton, crushed carton.", language="de")
    publish("Order status", "Look it up", reason_ids=(reason.id,))
    write_article(ArticleInput("Draft about cartons", "crushed carton carton"), nancy)


def titles(about):
    return [article.title for article in suggestions(about).articles]


def test_articles_that_share_a_word_are_offered_and_drafts_are_not(knows):
    assert titles(About("the carton was crushed", languages=("en",))) == ["Transit damage", "Transportschaden"]
    assert titles(About("kettle full of lime")) == ["Descaling"]


def test_those_in_the_customers_language_come_first(knows):
    assert titles(About("crushed carton", languages=("de_DE", "de")))[0] in ("Transportschaden", "Transit damage")
    assert titles(About("crushed carton", languages=("fr",)))[-1] == "Transportschaden"


def test_the_reason_alone_offers_what_is_written_about_it(knows, reason):
    assert titles(About("", reason_id=reason.id)) == ["Order status"]


def test_a_template_is_offered_once_in_the_language_that_is_spoken(store, nancy):
    for name, language in (("Replacement on its way", "en"), ("Ersatz (replacement) kommt", "de")):
        add_template(TemplateInput(name, "text", TemplateKind.CHAT, language=language, shortcut="replacement"), nancy)
    found = suggestions(About("wants a replacement", staff_id=nancy.id, languages=("de", "en"))).templates
    assert [each.name for each in found] == ["Ersatz (replacement) kommt"]


def test_cases_that_share_several_words_are_like_it(store, nancy):
    for subject in ("Carton crushed by Speedy", "Crushed carton again", "Lamp flickers"):
        open_case(CaseInput(subject), nancy)
    found = suggestions(About("a crushed carton, once more")).cases
    assert (found.size, len(found.latest)) == (2, 2)


def test_what_they_bought_and_what_others_bought_with_it(make_customer, make_product, make_order, nancy):
    kettle, filters = make_product("K-1", on_hand=9), make_product("F-1", on_hand=9)
    mine, other = make_customer("Ada"), make_customer("Bob")
    make_order(mine, product=kettle)
    place_order(OrderInput(other.id, (LineInput(kettle.id, Decimal(1)), LineInput(filters.id, Decimal(2)))), nancy)
    found = suggestions(About("the product is broken", customer_id=mine.id))
    assert [each.id for each in found.bought] == [kettle.id]
    assert [each.id for each in found.together] == [filters.id]
    assert suggestions(About("", product_id=kettle.id, customer_id=mine.id)).bought[0].id == kettle.id


def test_nothing_typed_suggests_nothing(knows):
    assert suggestions(About("")) == NOTHING
    assert telling("a to 12345 the carton") == ("carton",)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=200))
def test_any_text_is_a_question(knows, text):
    suggestions(About(text, customer_id=1))

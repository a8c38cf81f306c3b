import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_knowledge import ArticleState, UsedIn
from crm_desktop.data.models import Article, ArticleLink, KnowledgeUse, MissedSearch, Operation
from crm_desktop.data.search import find
from crm_desktop.queries.articles import article_by_shortcut
from crm_desktop.services.articles import (
    ArticleInput,
    archive_article,
    change_article,
    note_missed_search,
    publish_article,
    revive_article,
    send_back_article,
    submit_article,
    use_article,
    write_article,
)
from crm_desktop.services.history import undo
from crm_desktop.services.templates import TemplateInput, add_template

WET = ArticleInput("Transit damage", "Free replacement within **14 days**.", language="en")


@pytest.fixture
def rep(store):
    return Actor(1, "rita", Role.REPRESENTATIVE)


@pytest.fixture
def make_article(store, nancy):
    def make(wanted=WET, publish=False):
        (row_id,) = write_article(wanted, nancy).of(Entity.ARTICLE)
        if publish:
            publish_article(row_id, 1, nancy)
        return Article.get_by_id(row_id)

    return make


def test_an_article_begins_as_a_draft_of_its_author(make_article, nancy):
    article = make_article()
    assert (article.state, article.author_id, article.language) == (ArticleState.DRAFT, nancy.id, "en")


def test_it_is_reviewed_approved_and_archived(make_article, nancy, rep):
    article = make_article()
    submit_article(article.id, 1, rep)
    with pytest.raises(NotAllowed):
        publish_article(article.id, 2, rep)
    publish_article(article.id, 2, nancy)

    approved = Article.get_by_id(article.id)
    assert (approved.state, approved.approver_id) == (ArticleState.PUBLISHED, nancy.id)
    archive_article(article.id, 3, nancy)
    revive_article(article.id, 4, rep)
    assert Article.get_by_id(article.id).state == ArticleState.DRAFT


def test_it_can_be_sent_back_with_a_word_why(make_article, nancy):
    article = make_article()
    submit_article(article.id, 1, nancy)
    with pytest.raises(UserError):
        send_back_article(article.id, 2, " ", nancy)
    send_back_article(article.id, 2, "Name the carrier", nancy)
    sent_back = Article.get_by_id(article.id)
    assert (sent_back.state, sent_back.note) == (ArticleState.DRAFT, "Name the carrier")


def test_a_published_one_changed_by_who_may_not_approve_goes_back_to_review(make_article, nancy, rep):
    article = make_article(publish=True)
    change_article(article.id, 2, WET, nancy)
    assert Article.get_by_id(article.id).state == ArticleState.PUBLISHED
    change_article(article.id, 2, ArticleInput("Transit damage", "Always free"), rep)
    assert Article.get_by_id(article.id).state == ArticleState.IN_REVIEW


def test_links_are_replaced_and_those_that_stay_are_left_alone(make_article, make_product, reason, nancy):
    chai, tea = make_product("P-1"), make_product("P-2")
    article = make_article(ArticleInput("Tea", "Hot", product_ids=(chai.id, tea.id), reason_ids=(reason.id,)))
    before = ArticleLink.get(product=tea.id).id
    change_article(article.id, 1, ArticleInput("Tea", "Hot", product_ids=(tea.id,)), nancy)

    (left,) = ArticleLink.select().where(ArticleLink.article == article)
    assert (left.id, left.product_id) == (before, tea.id)
    assert Article.get_by_id(article.id).version == 2


def test_a_form_from_before_somebody_saved_overwrites_nothing(make_article, nancy):
    article = make_article()
    change_article(article.id, 1, ArticleInput("Other", "Text"), nancy)
    with pytest.raises(EditConflict):
        change_article(article.id, 1, WET, nancy)


@pytest.mark.parametrize(
    "wanted",
    [ArticleInput(" ", "x"), ArticleInput("x", "\n"), ArticleInput("x", "y", language="klingonese"), ArticleInput("x", "y" * 200_001)],
)
def test_what_is_no_article_is_refused(store, nancy, wanted):
    with pytest.raises(UserError):
        write_article(wanted, nancy)
    assert not Article.select().exists()


def test_a_review_day_that_has_passed_is_refused(make_article, nancy):
    today = local_day(utc_now(), zone_of("Europe/Berlin"))
    article = make_article(ArticleInput("Old", "Text", review_by=today.replace(year=today.year - 1, day=1)))
    with pytest.raises(UserError, match="passed"):
        publish_article(article.id, 1, nancy)


def test_each_use_counts_and_undo_takes_it_back(make_article, make_interaction, nancy):
    article, talk = make_article(publish=True), make_interaction()
    used = use_article(article.id, nancy, UsedIn.CALL, talk.id)
    use_article(article.id, nancy)

    assert Article.get_by_id(article.id).used == 2
    assert KnowledgeUse.get(interaction=talk.id).used_in == UsedIn.CALL
    undo(used.operation, nancy)
    assert (Article.get_by_id(article.id).used, Article.get_by_id(article.id).version) == (1, 2)


def test_a_draft_cannot_be_used(make_article, nancy):
    with pytest.raises(NotAllowed):
        use_article(make_article().id, nancy)


def test_an_article_is_found_by_its_words(make_article, nancy):
    article = make_article()
    assert find(Article, "repla 14") == [article.id]
    change_article(article.id, 1, ArticleInput("Other", "Thing"), nancy)
    assert find(Article, "replacement") == []


def test_a_search_in_vain_is_noted_outside_history(store, nancy):
    before = Operation.select().count()
    note_missed_search(" how to  descale ", nancy)
    note_missed_search("  ", nancy)
    assert [missed.words for missed in MissedSearch.select()] == ["how to  descale"]
    assert Operation.select().count() == before


def test_a_shortcut_is_one_article_s_in_a_language_and_no_template_s(make_article, nancy):
    article = make_article(ArticleInput("Descaling", "Vinegar", shortcut="/Descale"))
    assert article.shortcut == "descale"
    publish_article(article.id, article.version, nancy)
    assert article_by_shortcut("/descale", ("en",)).title == "Descaling"
    write_article(ArticleInput("Entkalken", "Essig", language="de", shortcut="descale"), nancy)
    with pytest.raises(UserError, match="Descaling” has the shortcut"):
        write_article(ArticleInput("Chalk", "Lemon", shortcut="descale"), nancy)
    add_template(TemplateInput("Thanks", "Thank you", subject="Thanks", shortcut="thanks"), nancy)
    with pytest.raises(UserError, match="Thanks” has the shortcut"):
        write_article(ArticleInput("Thanking", "Words", shortcut="thanks"), nancy)
    with pytest.raises(UserError, match="one word"):
        write_article(ArticleInput("Two", "Words", shortcut="two words"), nancy)

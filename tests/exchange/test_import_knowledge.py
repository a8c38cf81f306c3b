"""Articles and templates that somebody wrote elsewhere, by a mapping file."""

import json

import pytest
from openpyxl import Workbook

from crm_desktop.core.kinds_of_knowledge import ArticleState, Audience
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Article, Template
from crm_desktop.data.search import find
from crm_desktop.exchange.column_guesses import guess_places
from crm_desktop.exchange.importing import run_import, undo_import
from crm_desktop.exchange.made_mapping import Matching, mapping_text, missing
from crm_desktop.exchange.row_shapes import SHAPES_BY_NAME
from crm_desktop.services.articles import ArticleInput, write_article
from crm_desktop.services.templates import TemplateInput, add_template

MAPPING = """
source = "wiki"
dates = "YMD"
[[file]]
path = ["articles.csv", "articles.xlsx", "articles.json"]
optional = true
[file.article]
id = "No"
title = "Heading"
body = "Text"
kind = { column = "Sort", map = { Trouble = "troubleshooting", Rule = "policy" } }
language = "Tongue"
shortcut = "Word"
audience = { column = "Open", map = { yes = "customers", no = "internal" } }
state = { column = "Out", map = { yes = "published", no = "draft" } }
review_by = "Look"
tags = "Labels"
[[file]]
path = "macros.csv"
optional = true
[file.template]
id = "No"
name = "Name"
subject = "About"
body = "Text"
shortcut = "Word"
language = { column = "Tongue", optional = true }
"""
HEAD = ("No", "Heading", "Text", "Sort", "Tongue", "Word", "Open", "Out", "Look", "Labels")
ROWS = (
    ("1", "Descaling", "With **vinegar**, not 4111 1111 1111 1111", "Trouble", "en_GB", "/Descale", "yes", "yes", "2027-01-31",
     "kettle, chalk"),
    ("2", "Refunds", "Within 14 days", "Rule", "", "", "no", "no", "", ""),
)  # fmt: skip


@pytest.fixture
def bring(write, owner):
    def bring(**files):
        for name, text in files.items():
            write(f"{name}.csv", text)
        return run_import(write("wiki.toml", MAPPING), by=owner)

    return bring


def lines(*rows):
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def test_articles_come_in_from_each_kind_of_file_and_go_out_again(bring, write, owner):
    as_csv = bring(articles=lines(HEAD, *ROWS))
    first, second = Article.select().order_by(Article.id)
    assert (first.title, first.kind, first.language, first.shortcut, first.audience, first.state, str(first.review_by)) == (
        "Descaling", "troubleshooting", "en", "descale", Audience.CUSTOMERS, ArticleState.PUBLISHED, "2027-01-31",
    )  # fmt: skip
    assert first.body == "With **vinegar**, not •••• 1111"
    assert (second.kind, second.state, second.audience) == ("policy", "draft", "internal")
    assert find(Article, "vinegar") == find(Article, "chalk") == [first.id]
    assert set(rebuild().values()) == {0}
    undo_import(as_csv.run, by=owner)
    assert not Article.select().exists()

    mapping = write("wiki.toml", MAPPING)
    book = Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.save(mapping.with_name("articles.xlsx"))
    mapping.with_name("articles.csv").unlink()
    assert run_import(mapping, by=owner).counts["article"].new == 2
    mapping.with_name("articles.xlsx").unlink()
    write(
        "articles.json",
        '{"what": "articles", "count": 2, "records": [\n'
        + ",\n".join(json.dumps(dict(zip(HEAD, row, strict=True))) for row in ROWS)
        + "\n]}\n",
    )
    assert run_import(mapping, by=owner).counts["article"].same == 2


def test_a_later_file_changes_what_it_says_anew_and_keeps_what_was_written_here(bring, owner):
    bring(articles=lines(HEAD, *ROWS))
    again = bring(articles=lines(HEAD, ("1", "Descaling", "With lemon", *ROWS[0][3:]), ROWS[1]))
    assert (again.counts["article"].changed, again.counts["article"].same, Article.get_by_id(1).body) == (1, 1, "With lemon")


def test_what_a_form_would_refuse_is_rejected_with_its_reason(bring, owner):
    write_article(ArticleInput("Vinegar", "sour", language="en", shortcut="descale"), owner)
    result = bring(
        articles=lines(HEAD, *ROWS, ("3", "Talk", "Text", "Rule", "klingonese", "", "no", "no", "", "")),
        macros=lines(
            ("No", "Name", "About", "Text", "Word"),
            ("1", "Late", "Sorry", "Dear {customer.name}", "late"),
            ("2", "Hello", "", "How are you?", ""),
            ("3", "Odd", "Sorry", "Dear {{ticket.requester.name}}", ""),
            ("4", "Late again", "Sorry", "Still late", "late"),
        ),
    )
    reasons = {(each.place.file, each.place.line): each.reason for each in result.refused}
    assert set(reasons) == {("articles.csv", 2), ("articles.csv", 4), ("macros.csv", 4), ("macros.csv", 5)}
    assert "has this shortcut" in reasons["articles.csv", 2] and "has this shortcut" in reasons["macros.csv", 5]
    assert "no language" in reasons["articles.csv", 4] and "placeholder" in reasons["macros.csv", 4]
    assert [(row.name, row.kind, row.scope) for row in Template.select().order_by(Template.id)] == [
        ("Late", "email", "company"), ("Hello", "chat", "company")
    ]  # fmt: skip


def test_a_template_answers_to_its_word_beside_one_of_another_kind(bring, owner):
    add_template(TemplateInput("Late by chat", "It is late", kind="chat", shortcut="late"), owner)
    result = bring(macros=lines(("No", "Name", "About", "Text", "Word"), ("1", "Late", "Sorry", "Dear customer", "late")))
    assert not result.refused and Template.select().count() == 2


def test_articles_and_templates_come_in_by_columns_that_were_put_together_by_hand(write, owner):
    write("faq.csv", "Question,Answer,Language\nHow is it descaled?,With vinegar,en\n")
    write("macros.csv", "Macro name,Subject,Reply\nRefund,Your refund,Dear {customer.name}\n")
    for shape, file in (("articles", "faq.csv"), ("templates", "macros.csv")):
        header = write("made.toml", "").with_name(file).read_text().splitlines()[0].split(",")
        matching = Matching(shape, guess_places(header, SHAPES_BY_NAME[shape]), shape, file)
        assert missing(matching) == []
        run_import(write("made.toml", mapping_text(matching)), by=owner)

    article, template = Article.get(), Template.get()
    assert (article.title, article.body, article.language, article.state) == ("How is it descaled?", "With vinegar", "en", "draft")
    assert (template.name, template.subject, template.kind) == ("Refund", "Your refund", "email")


def test_a_word_stands_once_also_where_the_file_says_nothing_of_languages(write, owner):
    write("faq.csv", "Question,Answer,Shortcut\nOne,First,chalk\nTwo,Second,chalk\n")
    places = {"Question": "article.title", "Answer": "article.body", "Shortcut": "article.shortcut"}
    result = run_import(write("made.toml", mapping_text(Matching("articles", places, "faq", "faq.csv"))), by=owner)
    assert (result.counts["article"].new, result.counts["article"].rejected) == (1, 1)

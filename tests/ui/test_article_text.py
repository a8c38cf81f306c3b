"""What an article says once the signs of Markdown are gone, and how its quotations stand apart."""

import pytest
from PySide6.QtGui import QColor

from crm_desktop.ui.article_text import as_it_reads, blocks, quote_level
from crm_desktop.ui.theme import colours
from crm_desktop.ui.widgets.article_view import ArticleView


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("1. Ask\n2. Offer\n\n> Say **sorry**", "1. Ask\n2. Offer\n\nSay sorry"),
        ("- a\n- b\n  - c\n\nend", "– a\n– b\n   – c\n\nend"),
        ("1. a\n\n   and more\n\n2. b", "1. a\n   and more\n2. b"),
        ("- [ ] open\n- [x] done", "☐ open\n☑ done"),
        ("> said\n\n| What | Who |\n| --- | --- |\n| Broken | we do |", "said\n\nWhat – Who\nBroken – we do"),
        ("# Title\n\nOne.\n\nTwo.", "Title\n\nOne.\n\nTwo."),
        ("```\na  b\n  c\n```", "a  b\n  c"),
        ("", ""),
    ],
)
def test_an_article_in_a_letter_keeps_its_steps_points_and_rows(qapp, markdown, read):
    assert as_it_reads(markdown) == read


def test_a_quotation_after_steps_is_not_read_as_one_of_them(qtbot):
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_markdown("1. Ask\n2. Offer\n\n> Say sorry\n\nend", {})
    quoted = next(block for block in blocks(view.document()) if quote_level(block))
    step = quoted.previous()
    picture = view.viewport().grab().toImage()
    where = view.document().documentLayout().blockBoundingRect(quoted)
    middle = round(where.center().y())
    inks = [picture.pixelColor(x, middle) for x in range(round(where.left()) + 20)]

    assert QColor(colours().strong_line) in inks
    assert quoted.blockFormat().leftMargin() < view.document().indentWidth()
    assert step.blockFormat().bottomMargin() > 0

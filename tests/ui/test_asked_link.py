"""Links in what people wrote: only the web, mails and phones, and only after somebody saw where they lead."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from crm_desktop.ui.widgets.article_view import ArticleView


@pytest.fixture
def went_to(monkeypatch):
    seen = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()) or True)
    return seen


@pytest.fixture
def article(qtbot):
    made = ArticleView()
    qtbot.addWidget(made)
    made.show_markdown("[your bank](https://evil.example/?a=b)", {})
    return made


def question(article):
    return article.findChild(QMessageBox)


def test_a_link_in_an_article_says_where_it_leads_before_it_is_opened(article, went_to):
    article.anchorClicked.emit(QUrl("https://evil.example/?a=b"))
    assert question(article).informativeText() == "https://evil.example/?a=b"
    assert not went_to
    question(article).button(QMessageBox.StandardButton.Open).click()
    assert went_to == ["https://evil.example/?a=b"]


def test_staying_here_opens_nothing(article, went_to):
    article.anchorClicked.emit(QUrl("mailto:a@b.example"))
    question(article).button(QMessageBox.StandardButton.Cancel).click()
    assert not went_to


def test_letters_that_look_like_others_show_as_they_are(article):
    article.anchorClicked.emit(QUrl("https://аpple.example/"))  # its first letter is Cyrillic
    assert question(article).informativeText().startswith("https://xn--")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JavaScript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "\\\\server\\share", "smb://a/b",
     "crm-desktop:call?number=1", "ms-msdt:/id", "search-ms:query=x", "//evil.example", "relative", "", "ftp://a", "view-source:http://a"],
)  # fmt: skip
def test_nothing_else_is_ever_opened(article, went_to, link):
    article.anchorClicked.emit(QUrl(link))
    assert question(article) is None
    assert not went_to

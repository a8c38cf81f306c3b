"""The trial of naughty strings sees what it looks for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser, QWidget

from crm_desktop.ui.plain_tip import plain_tip
from tests.torture.naughty import strings
from tests.torture.naughty_papers import FORMULA, is_printed
from tests.torture.naughty_window import looked_at

BOLD, PICTURE = "<b>R&D</b>", '<img src="x.png">'


@pytest.fixture
def top(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def shown(part):
    part.show()
    return looked_at(part.parentWidget(), [BOLD, PICTURE])


def test_a_label_that_takes_a_name_for_markup_is_found(top):
    label = QLabel(f"Called {BOLD}", top)
    assert shown(label)
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert not shown(label)
    label.setToolTip(BOLD)
    assert shown(label)
    label.setToolTip(plain_tip(f"Called {BOLD} &amp;"))
    assert not shown(label)


def test_a_button_that_takes_a_letter_for_a_key_is_found(top):
    button = QPushButton(BOLD, top)
    assert shown(button)
    button.setText(BOLD.replace("&", "&&"))
    assert not shown(button)


def test_a_picture_in_a_text_is_found(top):
    browser = QTextBrowser(top)
    browser.setPlainText(PICTURE)
    assert not shown(browser)
    browser.setHtml(PICTURE)
    assert shown(browser)


def test_formulas_are_told_and_there_is_something_to_try():
    assert all(FORMULA.match(text) for text in ("=1", "@x", "\t=1", "＝1")) and not FORMULA.match("'=1")
    assert len(strings()) > 30


@pytest.mark.parametrize(
    ("text", "said", "is_there"),
    [
        ("a <b>bold</b> word", "Note:a<b>bold</b>wordend", True), ("a <b>bold</b> word", "Note:aboldword", False),
        ("to 中文 you", "toyouU+4E2DU+6587", True), ("to 中文 you", "toyou", False), ("to\u202eyou", "toyou", False),
        ("to\u202eyou", "toyouU+202E", True),
        ("a long text without room", "alongtextw…", True), ("a long text without room", "alo…", False),
    ],
)  # fmt: skip
def test_a_string_is_on_paper_letter_by_letter_or_as_the_code_in_a_box(text, said, is_there):
    assert is_printed(text, said) is is_there

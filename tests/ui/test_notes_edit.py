"""Numbers of payment cards are cut down as they are typed or pasted; all else stays as it is written, and undo never brings one back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from crm_desktop.core.cards import mask_cards
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from tests.examples import examples

CARDS = ("4111 1111 1111 1111", "5555555555554444", "3782-822463-10005")
HARMLESS = (
    "+49 30 1234567890123", "DE89 3704 0044 0532 0130 00", "SO-4111111111111111", "order 10248, 3 × 19.99", "4111 1111 1111 1112",
    "Łódź 👍 at 10:30", "",
)  # fmt: skip
PIECES = st.sampled_from((*CARDS, *HARMLESS)) | st.text(alphabet="0123456789 -a\u00e9👍", max_size=8)
TYPE, PASTE, ERASE, UNDO, REDO, HOME, END = range(7)
STEPS = st.lists(st.tuples(st.sampled_from((TYPE, TYPE, PASTE, ERASE, UNDO, REDO, HOME, END)), PIECES), max_size=8)
QUIET = settings(max_examples=examples(25, 400), deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(params=[NotesEdit, NoteLine])
def field(request, qtbot):
    field = request.param()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return field


def words(field):
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def typed(field, text):
    QTest.keyClicks(field, text)


def pasted(field, text):
    if isinstance(field, QPlainTextEdit):
        held = QMimeData()
        held.setText(text)
        field.insertFromMimeData(held)
    else:
        QGuiApplication.clipboard().setText(text)
        field.paste()


def left(field):
    field.focusOutEvent(QFocusEvent(QFocusEvent.Type.FocusOut))


def cleared(field):
    field.setPlainText("") if isinstance(field, QPlainTextEdit) else field.setText("")


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_cut_down_as_soon_as_somebody_goes_on_typing(field, card):
    typed(field, f"pays by {card}")
    typed(field, ", will ring")
    masked = mask_cards(card)[0]
    assert words(field) == f"pays by {masked}, will ring"
    assert masked.startswith("••••")


@pytest.mark.parametrize("card", CARDS)
def test_a_pasted_card_is_cut_down_at_once_and_one_left_at_the_end_when_the_field_is_left(field, card):
    pasted(field, f"card {card}")
    assert words(field) == f"card {mask_cards(card)[0]}"
    cleared(field)
    typed(field, card)
    left(field)
    assert words(field) == mask_cards(card)[0]


@pytest.mark.parametrize("text", [text for text in HARMLESS if text])
def test_phones_ibans_numbers_of_orders_and_prices_stay(field, text):
    (typed if text.isascii() else pasted)(field, text)
    typed(field, " ok")
    left(field)
    assert words(field) == f"{text} ok"


def test_typing_goes_on_where_it_was_also_behind_an_emoji(field):
    pasted(field, "👍👍 to ring back ")
    typed(field, "4111111111111111 tomorrow")
    assert words(field) == "👍👍 to ring back •••• 1111 tomorrow"
    position = field.textCursor().position() if isinstance(field, QPlainTextEdit) else field.cursorPosition()
    assert position == len(words(field)) + 2, "Qt counts each of the two as two"


def test_a_card_in_the_middle_of_a_note_leaves_the_cursor_behind_it(field):
    typed(field, "Before  after")
    for _step in range(6):
        QTest.keyClick(field, Qt.Key.Key_Left)
    typed(field, "4111111111111111 x")
    assert words(field) == "Before •••• 1111 x after"


@QUIET
@given(steps=STEPS)
def test_whatever_is_typed_pasted_and_undone_no_card_stays(field, steps):
    cleared(field)
    for step, text in steps:
        _do(field, step, text)
        QGuiApplication.processEvents()
    left(field)
    assert mask_cards(words(field))[1] == 0


@QUIET
@given(text=st.text(alphabet="abc 0123456789.,:-+/#", max_size=40))
def test_text_without_a_card_is_kept_to_the_letter_and_what_has_one_is_as_the_store_would_keep_it(field, text):
    cleared(field)
    typed(field, text)
    left(field)
    if mask_cards(text)[1] == 0:
        assert words(field) == text
    assert mask_cards(words(field))[0] == words(field)


@pytest.mark.parametrize("field", [NotesEdit], indirect=True)
def test_undo_and_redo_pass_over_the_number(field, qapp):
    typed(field, "Rings on Mondays. ")
    field.moveCursor(QTextCursor.MoveOperation.End)
    pasted(field, "Likes tea. ")
    typed(field, "4111 1111 1111 1111 paid")
    seen = [field.toPlainText()]
    while field.document().isUndoAvailable():
        field.undo()
        qapp.processEvents()
        seen.append(field.toPlainText())
        assert len(seen) < 60, f"undo comes to no end: {seen}"
    assert seen[0].endswith("•••• 1111 paid") and seen[-1] == ""
    while field.document().isRedoAvailable():
        field.redo()
        qapp.processEvents()
        seen.append(field.toPlainText())
    assert seen[-1] == seen[0]
    assert not [text for text in seen if mask_cards(text)[1]]


def _do(field, step, text):
    if step == TYPE:
        typed(field, text.encode("ascii", "ignore").decode())
    elif step == PASTE:
        pasted(field, text)
    elif step == ERASE:
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    elif step == UNDO:
        field.undo()
    elif step == REDO:
        field.redo()
    else:
        QTest.keyClick(field, Qt.Key.Key_Home if step == HOME else Qt.Key.Key_End)

"""A call that was being typed when the program ended."""

import pytest

from crm_desktop.services.drafts import keep_draft
from crm_desktop.ui.left_calls import tell_left_calls
from crm_desktop.ui.pages.log_interaction import LogInteractionPage
from crm_desktop.ui.widgets.call_view import PREFIX


@pytest.fixture
def said(window):
    return window.messages.line


def test_it_is_told_and_one_press_shows_what_was_typed(window, said, settle, nancy):
    keep_draft(f"{PREFIX}left", {"summary": "Two crates came crushed"}, nancy)
    tell_left_calls(lambda: window.desk, window)
    settle()
    assert "1 call is not saved yet" in said.text()
    said._act.click()
    settle()
    assert window.current_page().name == LogInteractionPage.name
    said.clear()
    tell_left_calls(lambda: window.desk, window)
    settle()
    assert said.text() == ""


def test_it_waits_for_its_turn(window, said, settle, nancy):
    keep_draft(f"{PREFIX}left", {"summary": "Two crates came crushed"}, nancy)
    window.desk.say("Everything is as it was")
    tell_left_calls(lambda: window.desk, window)
    settle()
    assert said.text() == "Everything is as it was"
    said.clear()
    assert "1 call is not saved yet" in said.text() and said.isVisible()


def test_where_nothing_was_left_nothing_is_told(window, said, settle):
    tell_left_calls(lambda: window.desk, window)
    settle()
    assert said.text() == ""

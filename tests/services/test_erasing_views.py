"""Views of lists that name somebody who is erased."""

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.data.database import fetch
from crm_desktop.data.integrity import check
from crm_desktop.data.models import SavedView
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo
from crm_desktop.services.saved_views import remove_view, save_view


@pytest.fixture
def mueller(make_customer):
    return make_customer("Maria Müller", last_name="Müller")


def left(*tables):
    return " ".join(str(row) for table in tables for row in fetch(f"SELECT * FROM {table}"))


def test_views_that_name_whom_or_look_for_them_go_with_all_that_history_knew(mueller, nancy, owner):
    save_view("order", "Late orders", '{"where": []}', nancy)
    save_view("order", "For MULLER", "{}", nancy)
    save_view("customer", "Mine", '{"where": [["name", "~", "M\\\\u00fcller"]]}', nancy, share=True)
    gone = save_view("case", "Müller again", "{}", nancy)
    view = SavedView.get(name="Müller again")
    remove_view(view.id, view.version, nancy)
    erase_customer(mueller.id, owner)
    assert [each.name for each in SavedView.select()] == ["Late orders"]
    text = left("saved_view", "audit_entry", "operation").casefold()
    assert "müller" not in text and "muller" not in text and "late orders" in text
    with pytest.raises(UserError):
        undo(gone.operation, nancy)
    assert [found for found in check(deep=True) if found.problems] == []


def test_what_history_says_of_a_view_does_not_name_it(nancy):
    save_view("order", "For Maria", "{}", nancy)
    view = SavedView.get()
    remove_view(view.id, view.version, nancy)
    assert "Maria" not in left("operation")

"""Named ways of looking at a list."""

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.models import Staff
from crm_desktop.queries.saved_views import saved_views
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.history import undo
from crm_desktop.services.saved_views import remove_view, save_view


@pytest.fixture
def rita(store, owner):
    add_staff(StaffInput("Rita", "rita", Role.REPRESENTATIVE), owner)
    return Staff.get(login="rita").actor()


def names(page, by):
    return [(view.name, view.is_shared) for view in saved_views(page, by.id)]


def test_a_view_is_ones_own_or_everybodys(nancy, owner):
    save_view("order", "Mine", "{}", nancy)
    save_view("order", "Ours", "{}", nancy, share=True)
    save_view("customer", "Else", "{}", nancy)
    assert names("order", nancy) == [("Mine", False), ("Ours", True)]
    assert names("order", owner) == [("Ours", True)]


def test_saving_under_the_same_name_replaces_and_can_be_taken_back(nancy):
    save_view("order", "Mine", "old", nancy)
    again = save_view("order", " Mine ", "new", nancy)
    assert [view.content for view in saved_views("order", nancy.id)] == ["new"]
    undo(again.operation, nancy)
    assert [view.content for view in saved_views("order", nancy.id)] == ["old"]


def test_a_removed_view_comes_back(nancy):
    save_view("order", "Mine", "{}", nancy)
    (view,) = saved_views("order", nancy.id)
    gone = remove_view(view.id, view.version, nancy)
    assert names("order", nancy) == []
    undo(gone.operation, nancy)
    assert names("order", nancy) == [("Mine", False)]


def test_a_shared_view_is_not_removed_by_everybody(nancy, rita):
    save_view("order", "Ours", "{}", rita, share=True)
    (view,) = saved_views("order", rita.id)
    with pytest.raises(NotAllowed):
        remove_view(view.id, view.version, rita)
    remove_view(view.id, view.version, nancy)
    assert names("order", rita) == []


def test_a_view_without_a_name_is_refused(nancy):
    with pytest.raises(UserError):
        save_view("order", "  ", "{}", nancy)

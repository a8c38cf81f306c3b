from datetime import timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import Direction, Outcome, Shelf
from crm_desktop.data.models import Interaction
from crm_desktop.queries.interaction_sheets import interaction_sheet
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.history import undo_latest
from crm_desktop.services.interactions import InteractionInput, change_interaction
from crm_desktop.ui.dialogs.conflict import ConflictDialog
from crm_desktop.ui.dialogs.interaction import InteractionDialog
from tests.conftest import DAY, MOMENT
from tests.ui.test_main_window import CTRL
from tests.ui.test_order_form import ENTER, opened


def minutes(count):
    return MOMENT + timedelta(minutes=count)


@pytest.fixture
def held(make_customer, make_order, make_product, make_interaction, reason):
    """A call with everything in it."""
    ada = make_customer("Ada Ltd")
    return make_interaction(
        ada, order_id=make_order(ada).id, product_id=make_product("LAMP").id, reason_id=reason.id, phone="+49 30 1", notes="It flickers.",
        ended_at=minutes(6), holds=((minutes(1), minutes(2)),), wrap_up_ended_at=minutes(8), outcome=Outcome.RESOLVED,
        verified="by birthday", mood_before=2, mood_after=4, follow_up=FollowUpInput("Write to her", DAY),
    )  # fmt: skip


@pytest.fixture
def panel(held, window, settle):
    page = window.show_page("interaction")
    settle()
    return page.reading


@pytest.fixture
def form(panel, window, settle):
    panel.edit.click()
    settle()
    return opened(window, InteractionDialog)


def test_all_that_is_known_of_a_contact_stands_beside_it(panel, held):
    assert (panel.title.text(), panel.summary.text(), panel.notes.toPlainText()) == ("Ada Ltd", "Called", "It flickers.")
    assert "incoming" in panel.line.text()
    lines = panel.times.text().splitlines()
    assert "Lasted: 5 min, held 1 min, wrap-up 2 min" in lines
    assert {"About: Product LAMP", "Verified: by birthday", "Mood: 2 of 5 → 4 of 5", "By: Nancy Davolio"} <= set(lines)
    assert "Write to her" in panel.promised.text()
    assert panel.order.text() == held.order.number and not panel.returned.isVisible()


def test_whatever_was_noted_wrongly_is_put_right_and_the_rest_stays(form, held, press, settle):
    assert (form.customer.text(), form.when.length.text(), form.contact.about_value()[2]) == ("Ada Ltd", "06:00", held.order.number)
    assert not form.fields.differing(form.base)
    form.contact.summary.setText("Asked about the lamp")
    form.contact.fill_about(None)
    press(ENTER, CTRL)
    after = Interaction.get()
    assert (after.summary, after.order_id, after.version) == ("Asked about the lamp", None, 2)
    same = ("customer_id", "product_id", "reason_id", "phone", "notes", "started_at", "ended_at", "holds", "wrap_up_ended_at", "verified")
    assert {name: getattr(after, name) for name in same} == {name: getattr(held, name) for name in same}
    undo_latest(form.desk.by)
    assert Interaction.get().summary == "Called"


def test_a_wrong_time_moves_what_lay_within(form, settle, press):
    form.when.at.setText("11:30")
    form.when.length.setText("3")
    press(ENTER, CTRL)
    after = Interaction.get()
    assert (after.started_at, after.ended_at) == (minutes(60), minutes(63))
    assert after.holds == f"[[{int(minutes(61).timestamp())}, {int(minutes(62).timestamp())}]]"
    assert after.wrap_up_ended_at == minutes(65)


def test_two_who_change_one_contact_settle_it_field_by_field(form, held, phone, nancy, settle, press, window):
    theirs = InteractionInput(phone.id, customer_id=held.customer_id, summary="Theirs", started_at=MOMENT)
    change_interaction(held.id, 1, theirs, nancy)
    form.contact.summary.setText("Mine")
    form.try_save()
    settle()
    met = opened(window, ConflictDialog)
    assert met is not None
    assert Interaction.get().summary == "Theirs"
    met.reject()
    form.throw_away()
    settle()


def test_a_contact_goes_to_the_trash_and_comes_back(panel, held, settle, nancy):
    panel.trash.click()
    settle()
    assert Interaction.get().shelf == Shelf.TRASH
    undo_latest(nancy)
    assert interaction_sheet(held.id).shelf == ""


def test_a_missed_call_says_how_old_it_is_and_is_returned_by_a_call(window, make_customer, make_interaction, settle, press):
    ada = make_customer("Ada Ltd")
    missed = make_interaction(ada, outcome=Outcome.MISSED, phone="+4930123456", started_at=utc_now() - timedelta(days=3))
    page = window.show_page("interaction")
    page.open_record(missed.id)
    settle()
    assert page.reading.back.isVisible()
    assert page.reading.chips.findChildren(type(page.reading.title))[-1].text() == "To return, 3 d ago"
    page.reading.back.click()
    settle()
    view = window.current_page().view
    assert (view.side.title(), view.form.direction.currentData()) == ("Ada Ltd", Direction.OUT.value)
    view.form.summary.setFocus()
    press("Returned her call")
    press(ENTER, CTRL)
    assert not interaction_sheet(missed.id).to_return


def test_a_contact_opens_what_it_was_about(panel, window, held, settle):
    panel.order.click()
    settle()
    assert window.current_page().name == Entity.ORDER.value

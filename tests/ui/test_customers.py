import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.kinds import PointKind
from crm_desktop.data.models import ContactPoint, Customer, FollowUp
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, PointInput, change_customer
from crm_desktop.ui.dialogs.customer import CustomerDialog
from tests.ui.test_main_window import CTRL, shown


@pytest.fixture
def page(window, settle):
    page = window.show_page("customer")
    settle()
    return page


@pytest.fixture
def dialog(page, settle):
    """The form for a new customer."""
    page.add_new()
    settle()
    (dialog,) = page.findChildren(CustomerDialog)
    yield dialog
    settle()


def test_an_empty_list_offers_the_next_step(page, settle):
    assert page.empty.isVisible()
    page.empty.step.click()
    (dialog,) = page.findChildren(CustomerDialog)
    dialog.reject()


def test_the_first_customer_and_their_timeline_are_shown(page, make_customer, make_order, make_interaction, settle):
    make_customer("Bob")
    ada = make_customer("Ada", points=(PointInput(PointKind.PHONE, "030 123"),))
    order = make_order(ada)
    make_interaction(ada, summary="Asked for a price")
    page.reload()
    settle()

    assert shown(page.model) == ["Ada", "Bob"]
    assert page.person.name.text() == "Ada"
    assert page.person.timeline.model.rowCount() == 2
    assert order.number in "".join(shown(page.person.timeline.model))


def test_moving_down_the_list_shows_the_next_customer(page, make_customer, press, settle):
    make_customer("Ada")
    make_customer("Bob")
    page.reload()
    settle()
    page.start()
    press(Qt.Key.Key_Down)
    assert page.person.name.text() == "Bob"


def test_the_list_is_filtered_and_sorted(page, make_customer, make_order, press, settle):
    make_customer("Łódź Ltd")
    make_order(make_customer("Bob"))
    page.sought.setText("lodz")
    settle()
    assert shown(page.model) == ["Łódź Ltd"]
    page.sought.clear()
    page.sort_by("orders", True)
    settle()
    assert shown(page.model) == ["Bob", "Łódź Ltd"]


def test_a_customer_is_added_by_keys_alone(dialog, page, press, window):
    press("Ada Ltd")
    for _field in range(4):
        press(Qt.Key.Key_Tab)
    press("030 123456")
    press(Qt.Key.Key_Return, CTRL)

    assert Customer.get().name == "Ada Ltd"
    assert ContactPoint.get().value == "030 123456"
    assert page.person.name.text() == "Ada Ltd"
    assert window.message.text() == "Ada Ltd was saved."


def test_a_missing_name_is_said_beside_its_field(dialog):
    dialog.try_save()
    assert dialog.form.rows[0].note.text() == "A customer needs a name."
    assert dialog.name.hasFocus()
    dialog.reject()


def test_the_same_phone_is_hinted_at_while_typing(dialog, make_customer, press, settle):
    make_customer("Bob", points=(PointInput(PointKind.PHONE, "030 123456"),))
    dialog.name.setFocus()
    press("Robert")
    dialog.points.lines[0].value.setFocus()
    press("030 123456")
    assert "Bob" in dialog.message.text() and "same phone" in dialog.message.text()
    dialog.reject()


def test_a_conflict_is_said_beside_the_form_and_keeps_what_was_typed(page, make_customer, settle, press):
    ada = make_customer("Ada")
    page.reload()
    settle()
    page.person.edit.click()
    (dialog,) = page.findChildren(CustomerDialog)
    dialog.name.setText("Cyd")
    change_customer(ada.id, 1, CustomerInput("Bea"), FOUNDER)

    dialog.try_save()
    settle()

    assert "Nothing was overwritten" in dialog.message.text()
    assert dialog.name.text() == "Cyd" and Customer.get().name == "Bea"
    assert dialog.form.rows[0].note.text() == "Stored now: Bea"
    dialog.try_save()
    settle()
    assert Customer.get().name == "Cyd"


def test_changing_a_customer_keeps_what_the_form_does_not_show(page, make_customer, settle):
    make_customer("Ada", legal_name="Ada Lovelace", language="de", points=(PointInput(PointKind.PHONE, "030 1", label="desk", main=True),))
    page.reload()
    settle()
    page.person.edit.click()
    (dialog,) = page.findChildren(CustomerDialog)
    dialog.notes.setPlainText("Calls on Mondays")
    dialog.try_save()
    settle()
    stored = Customer.get()
    assert (stored.legal_name, stored.language, stored.notes) == ("Ada Lovelace", "de", "Calls on Mondays")
    assert (ContactPoint.get().label, ContactPoint.get().main) == ("desk", True)


def test_what_was_typed_is_there_again_after_a_crash(dialog, page, press, settle):
    press("Half a na")
    dialog.draft.keep()
    dialog.draft = None  # as if the program had ended here
    dialog.reject()
    settle()
    page.add_new()
    settle()
    again = page.findChildren(CustomerDialog)[-1]
    assert again.name.text() == "Half a na"
    assert "here again" in again.message.text()
    again.reject()
    settle()
    page.add_new()
    settle()
    fresh = page.findChildren(CustomerDialog)[-1]
    assert fresh.name.text() == ""
    fresh.reject()


def test_a_follow_up_is_planned_and_done_from_the_customer(page, make_customer, settle, press):
    make_customer("Ada")
    page.reload()
    settle()
    page.person.follow_up.click()
    settle()
    press("Send the offer")
    press(Qt.Key.Key_Return, CTRL)
    assert FollowUp.get().title == "Send the offer"
    assert FollowUp.get().customer.name == "Ada"
    assert shown(page.person.timeline.model) == ["Send the offer"]

    page.person.timeline.list.selectRow(0)
    settle()
    page.person.timeline.reading.done.click()
    settle()
    press("Sent by post")
    press(Qt.Key.Key_Return, CTRL)
    assert (FollowUp.get().state, FollowUp.get().outcome) == ("done", "Sent by post")


def test_the_timeline_shows_one_kind_when_asked(page, make_customer, make_order, make_interaction, settle):
    ada = make_customer("Ada")
    make_order(ada)
    make_interaction(ada, notes="What was said")
    page.reload()
    settle()
    page.person.timeline.show_kind("interaction")
    settle()
    assert page.person.timeline.model.rowCount() == 1
    page.person.timeline.list.selectRow(0)
    settle()
    assert "What was said" in page.person.timeline.reading.text.toPlainText()


def test_markup_in_a_name_is_shown_as_it_is(page, make_customer, settle):
    make_customer("<b>Bob</b><img src=x>")
    page.reload()
    settle()
    assert page.person.name.text() == "<b>Bob</b><img src=x>"
    assert page.person.name.textFormat() == Qt.TextFormat.PlainText

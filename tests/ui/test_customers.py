import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.kinds import PointKind
from crm_desktop.data.models import FollowUp
from crm_desktop.services.customers import PointInput
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


def test_the_panel_waits_for_the_rows_unless_somebody_asks_for_it(page, desk, make_customer, qtbot, settle):
    bob = make_customer("Bob")
    make_customer("Ada")
    slow, asked = (page.card.made(desk) for _each in range(2))
    for each in (slow, asked):
        qtbot.addWidget(each)
        each.show()
        assert "person" not in vars(each)
    asked.open_record(bob.id)
    assert "person" in vars(asked) and asked.split.widget(1) is asked.person
    settle()
    assert (slow.split.widget(1).name.text(), asked.person.name.text()) == ("Ada", "Bob")
    assert slow.split.count() == asked.split.count() == 2


def test_moving_down_the_list_shows_the_next_customer(page, make_customer, press, settle):
    make_customer("Ada")
    make_customer("Bob")
    page.reload()
    settle()
    page.start()
    press(Qt.Key.Key_Down)
    assert page.person.name.text() == "Bob"


def test_another_customer_begins_with_their_newest_and_the_same_keeps_its_place(page, make_customer, make_interaction, settle):
    for name in ("Ada", "Bob"):
        customer = make_customer(name)
        for each in range(12):
            make_interaction(customer, summary=f"call {each}")
    page.reload()
    settle()
    bar = page.person.timeline.list.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    page.person.show_customer(page.table.chosen())
    settle()
    assert bar.value() > 0
    page.table.choose_row(1)
    settle()
    assert (page.person.name.text(), bar.value()) == ("Bob", 0)


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

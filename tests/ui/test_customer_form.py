"""The form of a customer: typed and saved by keys alone, and what it does about mistakes, doubles, other people and crashes."""

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from crm_desktop.core import i18n
from crm_desktop.core.custom_values import CustomTable
from crm_desktop.core.kinds import CustomerKind, PointKind
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.data.models import Address, Consent, Contact, ContactPoint, Customer, Operation, Tag, UnsavedForm
from crm_desktop.queries.customers import customer_card
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.consents import ConsentInput
from crm_desktop.services.custom_fields import CustomFieldInput, add_custom_field
from crm_desktop.services.customers import (
    AddressInput,
    Colleague,
    ContactInput,
    CustomerInput,
    PointInput,
    change_customer,
)
from crm_desktop.ui.dialogs.conflict import ConflictDialog
from crm_desktop.ui.dialogs.customer import CustomerDialog
from crm_desktop.ui.focus import tab_stops
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from tests.conftest import MOMENT
from tests.ui.cut import cut
from tests.ui.test_main_window import CTRL
from tests.ui.twice import Twice

PHONE = PointInput(PointKind.PHONE, "030 1234567", "desk", main=True)


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    parent.resize(1280, 800)
    qtbot.addWidget(parent)
    parent.show()
    return parent


@pytest.fixture
def open_form(desk, parent, settle, qapp):
    opened = []

    def open_form(customer=None):
        dialog = CustomerDialog(desk, customer and customer_card(customer.id), parent)
        dialog.open()
        dialog.activateWindow()
        settle()
        opened.append(dialog)
        return dialog

    yield open_form
    for dialog in opened:
        if shiboken6.isValid(dialog):
            dialog.throw_away()
    settle()


@pytest.fixture
def new(open_form):
    return open_form()


def forms_of(parent):
    return [each for each in parent.findChildren(CustomerDialog) if each.isVisible()]


def test_a_company_is_typed_and_saved_by_keys_alone(new, press):
    press("Ada Ltd")
    assert new.name.hasFocus()
    while not new.points.lines[0].value.hasFocus():
        press(Qt.Key.Key_Tab)
    press("+49 30 1234567")
    press(Qt.Key.Key_PageDown, CTRL)
    assert new.addresses.isVisible() and new.addresses.parts[0].isAncestorOf(new.focusWidget())
    new.addresses.parts[0].texts["city"].setFocus()
    press("Bonn")
    new.addresses.parts[0].country.setText("Deutschland")
    press(Qt.Key.Key_PageDown, CTRL)
    new.people.more.setFocus()
    press(Qt.Key.Key_Space)
    press("Ben Bo")
    press(Qt.Key.Key_Return, CTRL)

    ada = Customer.get()
    assert (ada.name, ada.place) == ("Ada Ltd", "Bonn, DE")
    assert ContactPoint.get().normal == "+49301234567"
    assert (Contact.get().name, Contact.get().main) == ("Ben Bo", True)
    assert Operation.select().order_by(Operation.id.desc()).first().text() == f"Added customer {ada.number}"


def test_a_person_goes_by_first_and_last_name(new, press):
    new.who.kind.setCurrentIndex(new.who.kind.findData(CustomerKind.PERSON))
    assert not new.who.legal_name.isVisible() and new.tabs.buttons[2].isHidden()
    new.start()
    press("Maria")
    press(Qt.Key.Key_Tab)
    press("Anders")
    assert new.name.text() == "Maria Anders"
    new.who.birthday.show_value(["29", "2", ""])
    press(Qt.Key.Key_Return, CTRL)
    maria = Customer.get()
    assert (maria.kind, maria.name, maria.last_name, maria.birthday) == ("person", "Maria Anders", "Anders", "--02-29")


def test_a_name_that_follows_goes_on_following(open_form, make_customer, press):
    form = open_form(make_customer("", kind=CustomerKind.PERSON, first_name="Maria", last_name="Anders"))
    form.who.last_name.setFocus()
    form.who.last_name.selectAll()
    press("Berg")
    assert form.name.text() == "Maria Berg"


def test_everything_that_is_stored_is_shown_and_stays_when_only_one_thing_is_changed(open_form, make_customer, nancy, settle):
    add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, "Route", kind=CustomFieldKind.NUMBER), FOUNDER)
    ada = make_customer(
        "Ada",
        legal_name="Ada & Co.",
        tax_id="DE 1",
        language="de",
        preferred_channel="email",
        do_not_contact="phone,fax",
        best_time="mornings",
        credit_limit=Customer.credit_limit.python_value(12_345_000),
        account_owner_id=nancy.id,
        birthday="--05-31",
        points=(PHONE,),
        addresses=(AddressInput("Ring 1\nHof", "Köln", "NRW", "50667", "DE", label="Lager"), AddressInput(city="Bonn", country="DE")),
        contacts=(Colleague(ContactInput("Ben", "Buyer", main=True, birthday="1980-05-31"), (PointInput(PointKind.EMAIL, "b@x.de"),)),),
        consents=(ConsentInput("Newsletter", "email", "web form", given_at=MOMENT),),
        tags=("regular",),
        custom={"Route": "12.5"},
    )

    def stored():
        models = (Customer, ContactPoint, Address, Contact, Consent, Tag)
        left_out = {"version", "updated_at", "notes"}
        return [{n: v for n, v in row.__data__.items() if n not in left_out} for model in models for row in model.select()]

    before = stored()
    form = open_form(ada)
    assert form.fields.differing(form.base) == {}
    form.notes.setPlainText("Calls on Mondays")
    form.try_save()
    settle()
    assert Customer.get().notes == "Calls on Mondays"
    assert stored() == before


def test_all_that_is_wrong_is_marked_and_the_first_gets_the_keyboard(new, press):
    new.tabs.show_page(4)
    new.more.limit.setText("much")
    new.more.since.setText("32.1.2020")
    press(Qt.Key.Key_Return, CTRL)
    assert new.who.name_row.note.text() == "A customer needs a name."
    assert new.more.limit_row.is_wrong and new.more.since_row.is_wrong
    assert new.tabs.stack.currentIndex() == 0 and new.name.hasFocus()
    press("Ada")
    press(Qt.Key.Key_Return, CTRL)
    assert new.tabs.stack.currentIndex() == 4 and new.more.limit.hasFocus()
    assert not Customer.select().exists()


def test_a_contact_without_a_name_is_marked_on_its_page(new, press):
    new.name.setText("Ada")
    new.tabs.show_page(2)
    new.people.more.click()
    new.people.person.lines["role"].setText("Buyer")
    new.tabs.show_page(0)
    new.try_save()
    assert new.tabs.stack.currentIndex() == 2 and new.people.person.lines["name"].hasFocus()


def test_a_number_is_shown_as_the_world_writes_it_or_said_to_be_odd(new, settle):
    new.addresses.parts[0].country.setText("de")
    line, mail = new.points.lines
    line.value.setText("030 1234567")
    mail.value.setText("ada at home")
    settle()
    assert line.hint.text() == "+49 30 1234567" and "no complete e-mail" in mail.hint.text()
    line.value.setText("12")
    settle()
    assert "Nobody can be called" in line.hint.text()
    new.addresses.parts[0].country.setText("France")
    line.value.setText("01 99 00 36 41")
    settle()
    assert line.hint.text() == "+33 1 99 00 36 41"


def test_doubles_are_listed_while_typing_and_leaving_for_one_keeps_what_was_typed(new, make_customer, desk, open_form, press, settle):
    there = make_customer("Bob GmbH", points=(PHONE,), addresses=(AddressInput(city="Bonn", country="DE"),))
    wanted = []
    desk.doors.wanted.connect(wanted.append)
    press("Robert")
    new.points.lines[0].value.setFocus()
    press("+49 30/1234567")
    assert [each.number for each in new.same.found] == [there.number]
    line = new.same.findChildren(QWidget)
    words = " ".join(each.text() for each in line if hasattr(each, "text"))
    assert all(part in words for part in ("Bob GmbH", there.number, "Bonn", "030 1234567", "same phone"))
    new.same.opened.emit(there.id)
    settle()
    assert [place.record_id for place in wanted] == [there.id]
    assert open_form().name.text() == "Robert"


def test_fields_of_the_companys_own_are_made_from_what_they_are(open_form, nancy, store, settle):
    kinds = {"Text": CustomFieldKind.TEXT, "Count": CustomFieldKind.NUMBER, "Day": CustomFieldKind.DAY, "Sure": CustomFieldKind.YES_NO}
    for name, kind in kinds.items():
        add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, name, kind=kind), FOUNDER)
    add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, "Group", kind=CustomFieldKind.CHOICE, choices=("A", "B")), FOUNDER)
    form = open_form()
    fields = {row.label.text(): row for row in form.form.rows}
    assert [type(fields[name].field).__mro__[1 if name in ("Count", "Day") else 0] for name in (*kinds, "Group")] == [
        NotesEdit, QLineEdit, QLineEdit, QComboBox, QComboBox,
    ]  # fmt: skip
    form.name.setText("Ada")
    fields["Count"].field.setText("many")
    fields["Day"].field.setText("31.12.2026")
    fields["Sure"].field.setCurrentIndex(2)
    fields["Group"].field.setCurrentIndex(1)
    form.try_save()
    assert fields["Count"].is_wrong and fields["Count"].field.hasFocus()
    fields["Count"].field.setText("1,234.5")
    form.try_save()
    settle()
    assert Customer.get().custom == '{"Count": "1234.5", "Day": "2026-12-31", "Group": "A", "Sure": false}'


def test_a_consent_is_noted_with_its_day_and_source_and_withdrawn_later(open_form, make_customer, settle):
    ada = make_customer()
    form = open_form(ada)
    form.wishes.consents.more.click()
    (fresh,) = form.wishes.consents.parts
    fresh.source.setText("on the phone")
    form.try_save()
    assert fresh.purpose_row.is_wrong
    fresh.purpose.setText("Newsletter")
    fresh.channel.setCurrentIndex(fresh.channel.findData("email"))
    fresh.given.setText("1.2.2026")
    fresh.wording.setText("News, twice a month")
    fresh.evidence.setText("form 12")
    form.try_save()
    settle()
    given = Consent.get()
    assert (given.purpose, given.channel, given.source, given.withdrawn_at) == ("Newsletter", "email", "on the phone", None)
    assert given.given_at.date().isoformat() == "2026-02-01"
    assert (given.text_version, given.evidence, given.noted_by.login) == ("News, twice a month", "form 12", "nancy")

    again = open_form(ada)
    (line,) = again.wishes.consents.parts
    line.withdraw.click()
    line.how.setText("by letter")
    again.try_save()
    settle()
    gone = Consent.get()
    assert gone.withdrawn_at is not None
    assert (gone.withdrawal, gone.withdrawn_by.login) == ("by letter", "nancy")


def test_tags_are_typed_one_by_one_and_only_what_changed_is_saved(open_form, make_customer, press, nancy, settle):
    ada = make_customer(tags=("regular", "old"))
    form = open_form(ada)
    form.who.tags.line.setFocus()
    press("VIP,")
    assert form.who.tags.tags() == ["old", "regular", "VIP"]
    form.who.tags.buttons[0].click()
    press("new")
    change_customer(ada.id, ada.version, CustomerInput(ada.name, tags=("theirs",)), nancy)
    form.try_save()
    settle()
    assert sorted(row.name for row in Tag.select()) == ["VIP", "new", "regular", "theirs"]


def test_what_was_typed_into_any_page_is_there_again_after_a_crash(open_form, make_customer, settle):
    ada = make_customer("Ada", points=(PHONE,))
    form = open_form(ada)
    form.name.setText("Half a na")
    form.addresses.parts[0].texts["city"].setText("Köl")
    form.people.more.click()
    form.people.person.lines["role"].setText("Buyer")
    form.draft.keep()
    form.draft = None  # as if the program had ended here
    form.throw_away()
    settle()
    again = open_form(ada)
    assert "here again" in again.message.text()
    assert (again.name.text(), again.addresses.first()["city"]) == ("Half a na", "Köl")
    assert again.people.people()[0]["role"] == "Buyer"
    again.throw_away()
    settle()
    assert not UnsavedForm.select().exists()


def test_two_who_change_one_customer_lose_nothing(open_form, make_customer, settle):
    ada = make_customer("Ada", points=(PHONE,))
    form = open_form(ada)
    form.name.setText("Ada Ltd")
    form.points.more.click()
    form.points.lines[-1].value.setText("040 7654321")
    stored = ContactPoint.get()
    theirs = (
        PointInput(PointKind.PHONE, "030 1234567", "reception", main=True, id=stored.id),
        PointInput(PointKind.EMAIL, "ada@ada.example"),
    )
    change_customer(ada.id, 1, CustomerInput("Ada", quick_facts="deaf in one ear", points=theirs), FOUNDER)
    form.try_save()
    settle()
    (conflict,) = form.findChildren(ConflictDialog)
    assert set(conflict.sides.choices()) == {"points", "quick_facts"}
    conflict.sides.choose("points", "both")
    conflict.save.click()
    settle()
    assert {(row.value, row.label) for row in ContactPoint.select()} == {
        ("030 1234567", "reception"), ("ada@ada.example", ""), ("040 7654321", ""),
    }  # fmt: skip
    assert (Customer.get().name, Customer.get().quick_facts) == ("Ada Ltd", "deaf in one ear")


def test_a_form_that_was_opened_and_closed_leaves_nothing_behind(open_form, make_customer, settle):
    ada = make_customer("Ada", points=(PHONE,), contacts=(Colleague(ContactInput("Ben")),))
    kept = []
    for customer in (ada, None):
        form = open_form(customer)
        kept += [weakref.ref(each) for each in (form, form.who, form.points, form.people, form.same, form.tabs)]
        form.throw_away()
        del form
    settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    gc.collect()
    assert [each() for each in kept if each() is not None and shiboken6.isValid(each())] == []


@pytest.mark.usefixtures("dressed")
def test_every_page_has_room_for_texts_twice_as_long_and_a_name_for_every_control(monkeypatch, open_form, make_customer, settle):
    monkeypatch.setattr(i18n, "_catalogue", Twice())
    add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, "Group", kind=CustomFieldKind.CHOICE, choices=("A", "B")), FOUNDER)
    contact = Colleague(ContactInput("Wolfeschlegelsteinhausenbergerdorff the third", "Head of everything"), (PHONE,))
    ada = make_customer(
        "Donaudampfschifffahrt " * 6, points=(PHONE,), contacts=(contact,), consents=(ConsentInput("Newsletter"),), tags=("regular",)
    )
    form = open_form(ada)
    form.wishes.consents.more.click()
    for place in range(5):
        form.tabs.show_page(place)
        settle()
        assert cut(form) == [], place
        unnamed = [each for each in tab_stops(form) if each.isVisible() and not each.accessibleName()]
        assert [each for each in unnamed if not (isinstance(each, QCheckBox | QPushButton) and each.text())] == []
        assert form.minimumSizeHint().width() <= 1216 and form.minimumSizeHint().height() <= 720

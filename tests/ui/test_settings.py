"""The settings as people use them: with clicks and keys."""

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSpinBox

from crm_desktop.core.actors import Role
from crm_desktop.core.rights import Right
from crm_desktop.core.settings import Settings, load_settings
from crm_desktop.data.database import execute
from crm_desktop.data.models import Channel, Company, Customer, CustomField, Holiday, Incident, PrivacyRequest, Staff
from crm_desktop.queries.retention import last_run
from crm_desktop.queries.settings import channel_rows, company_card, sign_in_rows, week_hours
from crm_desktop.services.access import note_look
from crm_desktop.services.backups import back_up, newest_backup, open_address
from crm_desktop.services.company import change_company
from crm_desktop.services.company_lists import change_channel
from crm_desktop.services.sign_in import sign_in
from crm_desktop.ui import theme as theme_module
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.confirm import ConfirmDialog
from crm_desktop.ui.dialogs.keyboard import KeyboardDialog
from crm_desktop.ui.dialogs.password import PasswordDialog
from crm_desktop.ui.dialogs.settings_entry import EntryDialog
from crm_desktop.ui.look import sheet
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.settings_all import SECTIONS
from crm_desktop.ui.theme import BODY, DARK, LIGHT, theme, wear

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, SPACE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path):
    """Of this test alone; and the usual look at its end."""
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    yield
    wear(Settings())


@pytest.fixture
def as_owner(desk, owner):
    object.__setattr__(desk, "by", owner)


@pytest.fixture
def page(window, settle):
    found = window.show_page("settings")
    found.start()
    settle()
    return found


def opened(section):
    (dialog,) = [each for each in section.findChildren(EntryDialog) if each.isVisible()]
    return dialog


def test_how_long_things_are_kept_is_set_and_what_is_due_goes_after_a_look(as_owner, page, store, make_customer, settle, monkeypatch):
    papers = []
    monkeypatch.setattr(Desk, "show_paper", lambda _desk, *paper: papers.append(paper))
    execute(f"UPDATE customer SET created_at = 0, customer_since = '9999-12-31' WHERE id = {make_customer('Ada').id}")
    section = page.show_section("retention")
    settle()
    assert not section.go.isEnabled()
    section.paper.click()
    settle()
    assert "no protocol" in section.message.text() and papers == []
    section.change.click()
    dialog = opened(section)
    dialog.asks["months"].setValue(24)
    dialog.try_save()
    settle()

    assert section.entries[0].due == 1 and section.go.isEnabled()
    going = section.going()
    assert "Who asked and never bought: 1" in going.gone.text()
    going.do.click()
    settle()
    assert Customer.get().status == "anonymised"
    assert not section.go.isEnabled()
    section.paper.click()
    settle()
    assert papers == [("retention-protocol", str(last_run()))]


def test_an_incident_and_a_request_are_noted_with_their_deadlines(as_owner, page, make_customer, settle):
    make_customer("Ada")
    section = page.show_section("incidents")
    settle()
    section.add.click()
    dialog = opened(section)
    dialog.try_save()
    assert not Incident.select().exists(), "it has to be said what happened"
    dialog.asks["description"].setPlainText("A list was lost.")
    dialog.asks["persons"].setValue(12)
    dialog.try_save()
    settle()
    assert Incident.get().persons == 12
    assert "left to tell the authority" in section.model.shown(0, 4).spoken()

    section = page.show_section("privacy-requests")
    settle()
    section.add.click()
    dialog = opened(section)
    dialog.asks["customer"].setText("CU-99")
    dialog.try_save()
    settle()
    assert "There is no customer" in dialog.message.text()
    dialog.asks["customer"].setText("cu-00001")
    dialog.try_save()
    settle()
    assert PrivacyRequest.get().customer.name == "Ada"


def test_who_looked_at_what_is_shown_to_owners_colleague_by_colleague(as_owner, page, make_customer, nancy, owner, settle):
    ada = make_customer("Ada")
    note_look(ada.id, nancy)
    note_look(ada.id, owner)
    section = page.show_section("access")
    settle()
    assert section.model.rowCount() == 2
    assert "looked at them" in section.model.shown(0, 2).spoken()
    section.staff.setCurrentIndex(section.staff.findData(nancy.id))
    settle()
    assert [section.model.shown(row, 1).text for row in range(section.model.rowCount())] == ["Nancy Davolio"]


def test_settings_are_found_by_any_word_and_enter_goes_to_the_field(page, press, settle):
    press(Qt.Key.Key_F, CTRL)
    press("row hei")
    shown = [item.text() for item in page._items() if not item.isHidden()]
    assert shown == ["This computer"]
    press(ENTER)
    assert page.section().asked["density"].hasFocus()
    page.sought.setText("nothing of that kind")
    assert page.nothing.isVisible()


def test_look_and_size_are_put_on_at_once_and_kept(page, qapp, settle, press):
    section = page.section()
    table = page.window().show_page("product").table
    before = table.verticalHeader().defaultSectionSize()
    page.window().show_page("settings")
    for name, key in (("theme", "d"), ("text_size", "200"), ("density", "co"), ("density", "c")):
        section.asked[name].setFocus()
        press(key)
    assert theme().colours is DARK
    section.asked["density"].setCurrentIndex(1)
    section.asked["density"].activated.emit(1)
    kept = load_settings()
    assert (kept.theme, kept.text_size, kept.density) == ("dark", "200", "compact")
    assert qapp.font().pixelSize() == 2 * BODY
    assert before < table.verticalHeader().defaultSectionSize() < 2 * before


def test_the_company_is_changed_and_undo_brings_it_back(as_owner, page, press, settle, window):
    section = page.show_section("company")
    settle()
    assert section.fields["name"].text() == "Hafenhandel" and not section.save.isEnabled()
    section.fields["name"].setFocus()
    press(Qt.Key.Key_A, CTRL)
    press("Hafen and Sons")
    press(ENTER, CTRL)
    assert Company.the().name == "Hafen and Sons" and not section.save.isEnabled()
    page.setFocus()
    press(Qt.Key.Key_Z, CTRL)
    assert Company.the().name == section.fields["name"].text() == "Hafenhandel"


def test_what_somebody_saved_first_is_said_and_not_overwritten(as_owner, page, press, settle, owner):
    section = page.show_section("company")
    settle()
    change_company(company_card().version, {"phone": "0431 1"}, owner)
    section.fields["phone"].setText("0431 2")
    section.save.click()
    settle()
    assert "Nothing was overwritten" in section.message.text() and Company.the().phone == "0431 1"
    section.back.click()
    settle()
    assert section.fields["phone"].text() == "0431 1"
    section.fields["name"].clear()
    section.save.click()
    assert section.form.rows[0].note.text() == "A company needs a name."


def test_the_currency_is_fixed_once_there_are_orders(as_owner, make_order, page, settle):
    make_order()
    section = page.show_section("company")
    settle()
    assert not section.fields["currency"].isEnabled() and section.fields["currency"].currentData() == "EUR"


def test_who_may_not_change_the_company_is_told_why(page, settle):
    for name in ("company", "logo", "hours", "staff", "fields"):
        section = page.show_section(name)
        settle()
        assert "Ask the owner" in section.reason.text()
        assert not any(getattr(section, name).isEnabled() for name in ("add", "change", "turn", "save", "choose") if hasattr(section, name))


def test_a_channel_is_added_renamed_moved_and_retired_by_keyboard(as_owner, page, press, settle):
    section = page.show_section("channels")
    settle()
    section.add.setFocus()
    press(SPACE)
    dialog = opened(section)
    press("Counter")
    dialog.asks["kind"].setCurrentIndex(dialog.asks["kind"].findData("in_person"))
    press(ENTER, CTRL)
    assert channel_rows()[-1].name == "Counter" and channel_rows()[-1].kind == "in_person"
    section.table.setFocus()
    section.table.choose(channel_rows()[-1].id)
    settle()
    press(Qt.Key.Key_Up, ALT)
    assert [row.name for row in channel_rows()][-2:] == ["Counter", "Other"]
    press(ENTER)
    dialog = opened(section)
    dialog.asks["name"].selectAll()
    press("Front desk")
    press(ENTER, CTRL)
    assert Channel.get(name="Front desk").active
    section.turn.click()
    settle()
    assert not Channel.get(name="Front desk").active and section.turn.text() == "Bring back"


def test_an_entry_that_somebody_changed_meanwhile_is_compared_before_it_is_replaced(as_owner, page, press, settle, owner):
    section = page.show_section("channels")
    settle()
    section.change.click()
    settle()
    dialog = opened(section)
    row = channel_rows()[0]
    change_channel(row.id, row.version, "Hotline", True, owner)
    dialog.asks["name"].setText("Telephone")
    dialog.try_save()
    settle()
    assert "Hotline" in dialog.message.text() and channel_rows()[0].name == "Hotline"
    dialog.try_save()
    settle()
    assert channel_rows()[0].name == "Telephone"


def test_a_name_that_is_missing_is_marked(as_owner, page, settle):
    section = page.show_section("staff")
    settle()
    section.add.click()
    settle()
    dialog = opened(section)
    dialog.try_save()
    assert [row.note.text() for row in dialog.form.rows[:2]] == ["A colleague needs a name.", "A colleague needs a login."]
    dialog.asks["name"].setText("Bob Brown")
    dialog.asks["login"].setText("bob")
    dialog.try_save()
    settle()
    assert Staff.get(login="bob").role == Role.REPRESENTATIVE


def test_a_further_field_is_made_with_its_choices(as_owner, page, settle):
    section = page.show_section("fields")
    settle()
    section.add.click()
    settle()
    dialog = opened(section)
    dialog.asks["label"].setText("Size")
    dialog.asks["kind"].setCurrentIndex(dialog.asks["kind"].findData("choice"))
    dialog.asks["choices"].setPlainText("S\nM\n\nL")
    dialog.try_save()
    settle()
    assert json.loads(CustomField.get().choices) == ["S", "M", "L"]
    section.turn.click()
    settle()
    assert not CustomField.get().active


def test_hours_are_typed_as_people_write_them_and_closed_days_come_and_go(as_owner, page, settle):
    section = page.show_section("hours")
    settle()
    assert section.days[0].text() == "09:00–17:00"
    section.days[0].setText("9-12, noon")
    section.save.click()
    assert "no hours" in section.form.rows[0].note.text()
    section.days[0].setText("9-12, 13-18")
    section.save.click()
    settle()
    assert [(each.opens, each.closes) for each in week_hours() if each.weekday == 0] == [("09:00", "12:00"), ("13:00", "18:00")]
    section = page.show_section("holidays")
    settle()
    section.add.click()
    settle()
    opened(section).asks["name"].setText("Fair")
    opened(section).try_save()
    settle()
    assert Holiday.get().name == "Fair"
    section.turn.click()
    settle()
    assert not Holiday.select().exists() and not section.turn.isEnabled()


def test_the_next_invoice_number_is_chosen_and_what_a_role_may_give_back(as_owner, page, settle):
    section = page.show_section("numbers")
    settle()
    section.table.choose(3)
    section.change.click()
    settle()
    dialog = opened(section)
    dialog.asks["count"].setValue(8000)
    dialog.try_save()
    settle()
    assert section.chosen().next_number == "INV-08000"
    section = page.show_section("refunds")
    settle()
    section.table.choose(3)
    for text in ("a lot", "50.5"):
        section.change.click()
        settle()
        dialog = opened(section)
        dialog.asks["limit"].setText(text)
        dialog.try_save()
        settle()
        if text == "a lot":
            assert "is no amount" in dialog.message.text()
            dialog.reject()
            settle()
    assert [(row.role, row.limit) for row in section.entries] == [
        ("owner", None),
        ("supervisor", None),
        ("representative", Decimal("50.5")),
    ]


def test_every_field_and_button_of_the_settings_has_a_name(page, settle, as_owner):
    for cls in SECTIONS:
        section = page.show_section(cls.name)
        settle()
        parts = section.findChildren(QComboBox) + section.findChildren(QPlainTextEdit) + section.findChildren(QAbstractButton)
        parts += [each for each in section.findChildren(QLineEdit) if not isinstance(each.parent(), QComboBox | QSpinBox)]
        parts = [each for each in parts if each.isVisible() and not (each.accessibleName() or getattr(each, "text", str)())]
        assert [type(each).__name__ for each in parts] == [], cls.name


def test_the_settings_are_one_page_at_the_rails_foot():
    assert [page.name for page in PAGES].count("settings") == 1
    assert len({section.name for section in SECTIONS}) == len(SECTIONS)


@pytest.mark.usefixtures("dressed")
def test_text_twice_as_large_has_room_in_settings_and_rail(page, window, settle):
    theme().size(200, compact=False)
    settle()
    for cls in SECTIONS[:4]:
        page.show_section(cls.name)
        settle()
        assert window.rail.minimumSizeHint().width() + page.minimumSizeHint().width() <= 1280, cls.name
        assert page.minimumSizeHint().height() <= 600, cls.name
    assert all(each.width() >= each.sizeHint().width() for each in window.rail.buttons.values())


def test_the_systems_dark_mode_is_followed_unless_somebody_chose_otherwise(dressed, qapp, monkeypatch):
    """The platform of the tests has no such mode: what it says is made up."""
    system = SimpleNamespace(colorScheme=lambda: Qt.ColorScheme.Dark, setColorScheme=lambda _scheme: None)
    monkeypatch.setattr(theme_module, "QGuiApplication", SimpleNamespace(styleHints=lambda: system))
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme().colours is DARK and DARK.ground in sheet()
    wear(Settings(theme="light"))
    assert theme().colours is LIGHT
    wear(Settings())
    assert theme().colours is DARK
    monkeypatch.undo()
    wear(Settings())
    assert theme().colours is LIGHT


def test_the_keys_are_found_and_opened_from_the_settings(page, press, settle):
    press(Qt.Key.Key_F, CTRL)
    press("shortc")
    press(ENTER)
    assert page.section().keys.hasFocus()
    press(SPACE)
    (dialog,) = page.window().findChildren(KeyboardDialog)
    assert dialog.isVisible()
    dialog.leave.click()


def test_a_colleague_gets_a_password_and_what_roles_may_do_is_shown(as_owner, page, settle, nancy):
    section = page.show_section("sign-in")
    settle()
    section.table.choose(nancy.id)
    section.change.click()
    (dialog,) = section.findChildren(PasswordDialog)
    dialog.first.setText("nancys own")
    dialog.again.setText("nancys")
    dialog.go.click()
    assert "not the same" in dialog.form.rows[1].note.text()
    dialog.again.setText("nancys own")
    dialog.go.click()
    settle()
    assert [row.has_password for row in sign_in_rows()] == [False, True]
    assert sign_in("nancy", "nancys own").actor == nancy
    assert not section.turn.isEnabled()
    section.stop.click()
    section.findChild(ConfirmDialog).go.click()
    settle()
    assert not any(row.has_password for row in sign_in_rows())

    rights = page.show_section("rights")
    settle()
    assert len(rights.entries) == len(Right) and not rights.change.isVisible()


def test_who_may_not_edit_staff_sees_only_their_own_password(page, settle, desk):
    section = page.show_section("sign-in")
    settle()
    assert [row.id for row in section.entries] == [desk.by.id] and not section.stop.isVisible()


def test_a_company_that_is_not_protected_says_so_and_how_to_protect_it(as_owner, page, settle):
    section = page.show_section("protection")
    settle()
    is_server = "administrator" in section.state.text()
    assert is_server or "can read everything" in section.state.text()
    assert not section.change.isVisible() and section.protect.isVisible() != is_server


@pytest.fixture
def shelf(as_owner, page, settle, tmp_path):
    """The backups' section with one that was made by hand."""
    back_up(page.desk.by)
    section = page.show_section("backups")
    settle()
    return section


def test_backups_are_listed_and_a_second_place_gets_its_copy_at_once(shelf, settle, tmp_path):
    assert shelf.model.rowCount() == 1 and "they would all be gone" in shelf.second.text()
    stick = tmp_path / "stick"
    stick.mkdir()
    shelf.keep_second(stick)
    settle()

    assert newest_backup(open_address(), stick) is not None
    assert shelf.second.text().startswith(str(stick))
    shelf.leave.click()
    settle()
    assert "they would all be gone" in shelf.second.text()


def test_an_earlier_state_is_asked_for_and_comes_back_only_after_a_yes(shelf, qtbot, press, settle):
    shelf.back.setFocus()
    press(SPACE)
    (dialog,) = shelf.window().findChildren(ConfirmDialog)
    assert "moved aside, not lost" in dialog.text.text() and dialog.cancel.hasFocus()
    with qtbot.waitSignal(shelf.desk.doors.bring_back_wanted) as asked:
        dialog.go.click()

    assert asked.args[0].parent.name.endswith("backups")


def test_who_may_not_restore_sees_the_backups_and_cannot_bring_one_back(page, settle):
    back_up(page.desk.by)
    section = page.show_section("backups")
    settle()

    assert page.desk.by.role is not Role.OWNER and section.model.rowCount() == 1
    assert section.now.isEnabled() and not section.back.isEnabled()


def test_an_open_copy_is_taken_after_a_warning_into_a_folder_of_its_own(shelf, press, settle, qtbot, tmp_path):
    shelf.copy.setFocus()
    press(SPACE)
    (dialog,) = shelf.window().findChildren(ConfirmDialog)
    assert "can read everything" in dialog.text.text() and dialog.cancel.hasFocus()
    dialog.reject()
    shelf.copy_into(tmp_path)
    settle()

    (folder,) = (path for path in tmp_path.iterdir() if " open copy " in path.name)
    assert (folder / "tables" / "customer.csv").is_file()
    assert shelf.window().message.text().startswith(f"The open copy is in {folder}: ")


def test_who_may_not_take_everything_out_is_not_offered_it(page, settle):
    section = page.show_section("backups")
    settle()
    assert not section.copy.isEnabled()


def test_a_list_that_holds_nothing_says_what_that_means_and_the_key_goes_on_to_add(as_owner, page, settle, press):
    section = page.show_section("teams")
    settle()
    assert section.table.isHidden() and "There is no team yet" in [each.text() for each in section.findChildren(QLabel)][-1]
    section.start()
    press(SPACE)
    opened(section).reject()

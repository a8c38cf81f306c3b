from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import PointKind, Shelf
from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.data.database import fetch, is_server
from crm_desktop.data.models import Agreement, Customer, Order, Tag, Voucher
from crm_desktop.queries.attachments import attachments_of
from crm_desktop.queries.customer_form import form_words
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.subjects import BY_NAME
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.backups import Reason, backups, open_address
from crm_desktop.services.customers import PointInput
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.services.tag_looks import TagInput, change_tag
from crm_desktop.services.tags import tag
from crm_desktop.services.vouchers import VoucherInput, give_voucher
from crm_desktop.ui.dialogs.agreement import AgreementDialog, StopDialog
from crm_desktop.ui.dialogs.for_good import ForGoodDialog
from crm_desktop.ui.dialogs.loose_return import LooseReturnDialog
from crm_desktop.ui.dialogs.merge import MergeDialog
from crm_desktop.ui.dialogs.merge_with import MergeWithDialog
from crm_desktop.ui.dialogs.voucher import VoucherDialog
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.models.list_columns import Wide, further_column
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.customer_tabs import AGREEMENTS, DETAILS, DOCUMENTS, ORDERS, RETURNS, TIMELINE
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets import facts
from crm_desktop.ui.widgets.facts import Fact, link_of
from crm_desktop.ui.widgets.tag_line import TagLine
from tests.ui.test_accessible import nameless
from tests.ui.test_main_window import CTRL, shown

REACHED = (PointInput(PointKind.PHONE, "030 123456"), PointInput(PointKind.EMAIL, "ada@shop.example"))


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada", points=REACHED, quick_facts="Rings on Mondays")


@pytest.fixture
def page(desk, ada, qtbot, settle):
    """Without the window around it, which takes as long to make as most of these tests."""
    page = next(card for card in PAGES if card.name == "customer").made(desk)
    page.resize(1080, 740)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    settle()
    yield page
    settle()


@pytest.fixture
def said(desk):
    """What the window would say."""
    found = []
    desk.doors.said.connect(lambda each: found.append(each.text))
    return found


@pytest.fixture
def panel(page):
    return page.person


@pytest.fixture
def sick(nancy):
    """Who may erase."""
    object.__setattr__(nancy, "role", "owner")
    return nancy


def act(panel, text):
    (action,) = [each for each in panel.actions_beside.menu.actions() if each.text() == text]
    assert action.isVisible()
    action.trigger()


def chips(panel):
    return [each.text() for each in panel.tags.findChildren(QLabel) if each.property("chip") and not each.isHidden()]


def labels(tab):
    return " ".join(each.text() for each in tab.findChildren(QLabel))


def test_only_the_tab_that_is_shown_is_made_and_says_how_much_there_is(panel, page, ada, make_order, nancy, settle):
    make_order(ada)
    attach(RecordRef(Entity.CUSTOMER, ada.id), FileInput("a.txt", b"1"), nancy)
    page.reload()
    panel.show_customer(ada.id)
    settle()

    assert list(panel.tabs._made) == [TIMELINE]
    assert [each.text() for each in panel.tabs.buttons.values()] == ["Timeline", "Orders 1", "Returns", "Agreed", "Details", "Files 1"]
    panel.tabs.buttons[ORDERS].click()
    settle()
    assert len(shown(panel.tabs._made[ORDERS].model)) == 1


def test_a_tab_that_was_not_shown_reads_again_when_it_is(panel, ada, make_order, desk, settle):
    panel.tabs.open_tab(ORDERS)
    panel.tabs.open_tab(TIMELINE)
    make_order(ada)
    desk.jobs.changed.emit(start_agreement(AgreementInput(ada.id, "Maintenance", date(2026, 1, 1)), desk.by))
    settle()
    panel.tabs.open_tab(ORDERS)
    settle()
    assert panel.tabs._made[ORDERS].model.rowCount() == 1
    assert panel.tabs.buttons[AGREEMENTS].text() == "Agreed 1"


def test_a_phone_is_copied_and_an_e_mail_begun(panel, settle, monkeypatch):
    opened = []
    monkeypatch.setattr(facts.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    phone, mail = panel.findChildren(Fact)[:2]
    phone.click()
    mail.click()
    settle()
    assert QGuiApplication.clipboard().text() == "030 123456"
    assert opened == ["mailto:ada@shop.example"]
    assert phone.accessibleName() == "Phone: 030 123456"


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        (PointKind.MOBILE, "+49 (0) 171-5", "tel:+4901715"),
        (PointKind.EMAIL, "a b?c@d.example", "mailto:a%20b%3Fc@d.example"),
        (PointKind.WEB, "shop.example", "https://shop.example"),
        (PointKind.WEB, "javascript:alert(1)", ""),
        (PointKind.WEB, "file:///etc/passwd", ""),
        (PointKind.SOCIAL, "@ada", ""),
    ],
)
def test_only_safe_links_are_opened(kind, value, link):
    assert link_of(kind, value) == link


def test_a_tag_is_put_on_by_keys_and_taken_away(panel, said, press, settle, make_customer, nancy):
    tag([RecordRef(Entity.CUSTOMER, make_customer("Bob").id)], ["Wholesale"], nancy)
    panel.tags.add.click()
    settle()
    assert panel.tags._known.stringList() == ["Wholesale"]
    press("Reads fast")
    press(Qt.Key.Key_Return)
    assert [each.text() for each in panel.tags.tags] == ["Reads fast"]
    press(Qt.Key.Key_Escape)
    assert panel.tags.line.isHidden()
    panel.tags.tags[0].click()
    settle()
    assert panel.tags.tags == [] and Tag.select().count() == 1
    assert "Ctrl+Z" in said[-1]


def test_the_archive_and_the_trash_and_back(panel, page, ada, said, settle):
    act(panel, "Archive")
    settle()
    assert Customer.get().shelf == Shelf.ARCHIVE and page.model.rowCount() == 0
    page.open_record(ada.id)
    settle()
    assert chips(panel)[0] == "Archived"
    act(panel, "Bring back to the desk")
    settle()
    assert Customer.get().shelf == Shelf.DESK and "is back" in said[-1]


def test_who_has_an_open_order_is_not_thrown_away(panel, ada, make_order, said, settle):
    make_order(ada)
    act(panel, "Move to the trash")
    settle()
    assert "is open and needs this" in said[-1] and Customer.get().shelf == Shelf.DESK


def test_deleting_for_good_asks_first_and_says_what_goes(sick, panel, page, ada, settle):
    put_on_shelf(Entity.CUSTOMER, ada.id, ada.version, Shelf.TRASH, sick)
    panel.show_customer(ada.id)
    settle()
    act(panel, "Delete for good …")
    settle()
    (dialog,) = panel.findChildren(ForGoodDialog)
    assert "CU-00001 Ada, with addresses" in dialog.gone.text() and dialog.cancel.hasFocus()
    dialog.do.click()
    settle()
    assert Customer.select().count() == 0
    assert is_server() or [made.manifest.reason for made in backups(open_address())] == [Reason.ERASURE]


def test_emptying_the_trash_says_what_goes(sick, page, panel, ada, settle):
    dialogs = []
    for _time in range(2):
        page.menus._more_menu.aboutToShow.emit()
        (action,) = [each for each in page.menus._more_menu.actions() if each.text() == "Empty the trash …"]
        action.trigger()
        settle()
        dialogs.append(page.findChildren(ForGoodDialog)[-1])
        put_on_shelf(Entity.CUSTOMER, ada.id, Customer.get().version, Shelf.TRASH, sick) if not dialogs[1:] else None
    assert dialogs[0].message.property("tone") == Tone.INFO.value
    assert dialogs[0].message.text() == "The trash is empty." and not dialogs[0].do.isEnabled()
    assert "Customer: 1" in dialogs[1].gone.text()
    dialogs[0].reject()
    dialogs[1].do.click()
    settle()
    assert Customer.select().count() == 0


def test_erasing_a_person_says_what_goes_and_what_stays(sick, panel, ada, make_interaction, settle):
    make_interaction(ada, notes="Secret")
    act(panel, "Erase the person …")
    settle()
    (dialog,) = panel.findChildren(ForGoodDialog)
    assert nameless(dialog) == []
    assert "1 interaction" in dialog.gone.text() and "Sums, states and days stay" in dialog.stays.text()
    dialog.do.click()
    settle()
    assert Customer.get().name == "" and not fetch("SELECT 1 FROM interaction WHERE notes <> ''")
    assert "Erased" in chips(panel) and not panel.edit.isEnabled()


def test_nobody_is_erased_while_something_is_under_way(sick, panel, ada, make_order, settle):
    make_order(ada)
    act(panel, "Erase the person …")
    settle()
    (dialog,) = panel.findChildren(ForGoodDialog)
    assert "is open and needs this" in dialog.message.text() and not dialog.do.isEnabled()
    dialog.reject()


@pytest.fixture
def agreed(panel, settle):
    """The tab of agreements."""
    tab = panel.tabs.open_tab(AGREEMENTS)
    settle()
    return tab


def test_an_agreement_is_made_changed_stopped_and_switched_on_again(agreed, make_product, press, settle):
    agreed.new.click()
    settle()
    press("Maintenance")
    (dialog,) = agreed.findChildren(AgreementDialog)
    dialog.product.setText("no such thing")
    dialog.try_save()
    assert "Choose a product" in dialog._product_row.note.text()
    dialog.product.choose(make_product("P-1").id, "Product P-1")
    dialog.price.setText("19.90")
    dialog.renews.has_day.click()
    press(Qt.Key.Key_Return, CTRL)
    stored = Agreement.get()
    assert (stored.name, stored.price, stored.renewal_months, stored.product.sku) == ("Maintenance", Decimal("19.9"), 12, "P-1")
    assert agreed.model.rowCount() == 1

    agreed.list.choose_row(0)
    settle()
    agreed.renew.click()
    settle()
    assert Agreement.get().renews_on > stored.renews_on
    agreed.stop.click()
    settle()
    assert agreed.findChildren(StopDialog)
    press("Moved away")
    press(Qt.Key.Key_Return, CTRL)
    assert (Agreement.get().state, Agreement.get().stop_reason) == ("stopped", "Moved away")
    assert agreed.resume.isVisible() and not agreed.change.isVisible()
    agreed.resume.click()
    settle()
    assert Agreement.get().state == "started"


def test_an_agreement_without_a_name_or_a_price_that_is_none_is_marked(agreed, settle):
    agreed.new.click()
    settle()
    (dialog,) = agreed.findChildren(AgreementDialog)
    dialog.try_save()
    assert dialog._name_row.note.text() == "What was agreed, in a few words."
    dialog.name.setText("Coffee")
    dialog.price.setText("much")
    dialog.try_save()
    assert "An amount" in dialog._price_row.note.text()
    dialog.reject()


def test_an_agreement_outlives_a_crash_and_meets_another_edit(agreed, ada, nancy, settle):
    start_agreement(AgreementInput(ada.id, "Coffee", date(2026, 1, 1)), nancy)
    agreed.load()
    settle()
    agreed.list.choose_row(0)
    settle()
    agreed.change.click()
    settle()
    (dialog,) = agreed.findChildren(AgreementDialog)
    dialog.note.setPlainText("Half a thou")
    dialog.draft.keep()
    dialog.draft = None  # as if the program had ended here
    dialog.reject()
    settle()
    agreed.change.click()
    settle()
    again = agreed.findChildren(AgreementDialog)[-1]
    assert again.note.toPlainText() == "Half a thou"
    again.reject()


def test_a_voucher_is_given_and_made_void(agreed, press, settle):
    agreed.give.click()
    settle()
    (dialog,) = agreed.findChildren(VoucherDialog)
    press("15")
    dialog.try_save()
    assert "others will ask" in dialog._reason_row.note.text()
    dialog.reason.setText("Late parcel")
    press(Qt.Key.Key_Return, CTRL)
    assert (Voucher.get().amount, Voucher.get().reason, Voucher.get().customer.name) == (Decimal(15), "Late parcel", "Ada")
    agreed.list.choose_row(0)
    settle()
    assert agreed.used.text() == "Not used yet."
    agreed.void.click()
    settle()
    assert Voucher.get().cancelled and not agreed.void.isVisible()


def test_what_was_agreed_is_opened_from_the_timeline(panel, ada, nancy, press, settle):
    start_agreement(AgreementInput(ada.id, "Coffee", date(2026, 1, 1)), nancy)
    panel.show_customer(ada.id)
    settle()
    panel.timeline.list.setFocus()
    press(Qt.Key.Key_Return)
    assert panel.tabs.current() == AGREEMENTS
    press(Qt.Key.Key_Return)
    (dialog,) = panel.tabs._made[AGREEMENTS].findChildren(AgreementDialog)
    assert dialog.name.text() == "Coffee"
    dialog.reject()


def test_percent_above_a_hundred_is_marked(agreed, settle):
    agreed.give.click()
    settle()
    (dialog,) = agreed.findChildren(VoucherDialog)
    dialog.worth.setText("101")
    dialog.unit.setCurrentIndex(1)
    dialog.try_save()
    assert dialog._worth_row.note.text() == "1 to 100 percent."
    dialog.reject()


def test_details_say_everything_else(panel, ada, nancy, settle):
    give_voucher(VoucherInput(VoucherKind.COUPON, Decimal(10), customer_id=ada.id, code="TEN"), nancy)
    tab = panel.tabs.open_tab(DETAILS)
    settle()
    said = labels(tab)
    assert "030 123456" in said and "TEN: €10.00" in said
    assert panel.quick_facts.text() == "Rings on Mondays"


def test_documents_are_those_of_the_chosen_customer(panel, ada, nancy, make_customer, settle):
    attach(RecordRef(Entity.CUSTOMER, ada.id), FileInput("a.txt", b"1"), nancy)
    tab = panel.tabs.open_tab(DOCUMENTS)
    settle()
    assert shown(tab.model) == ["a.txt"]
    panel.show_customer(make_customer("Bob").id)
    settle()
    assert tab.model.rowCount() == 0 and tab.none.isVisible()


def test_a_file_that_is_dropped_on_the_customer_is_one_of_their_documents(panel, ada, tmp_path, settle):
    (tmp_path / "a.txt").write_text("1")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    panel.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    settle()
    assert panel.tabs.current() == DOCUMENTS and panel.tabs.buttons[DOCUMENTS].text() == "Files 1"


def test_a_screenshot_is_pasted_as_soon_as_the_documents_are_seen_and_words_go_where_they_are_written(panel, page, ada, settle, press):
    QTest.mouseClick(panel.tabs.buttons[DOCUMENTS], Qt.MouseButton.LeftButton)
    panel.tabs.buttons[DOCUMENTS].setFocus()
    settle()
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    press(Qt.Key.Key_V, CTRL)
    assert [row.media_type for row in attachments_of("customer", ada.id)] == ["image/png"]
    QGuiApplication.clipboard().setText("Ada")
    page.sought.setFocus()
    press(Qt.Key.Key_V, CTRL)
    assert page.sought.text() == "Ada" and len(attachments_of("customer", ada.id)) == 1


def test_where_nothing_was_shipped_a_return_is_of_no_order(panel, ada, make_order, settle):
    make_order(ada)
    panel.tabs.open_tab(RETURNS)
    panel.tabs.new_return.click()
    settle()
    dialog = panel.findChild(LooseReturnDialog)
    assert dialog.isVisible() and dialog.customer.customer_id() == ada.id
    dialog.throw_away()


def test_an_entry_is_opened_in_its_customer_s_timeline(page, panel, make_customer, make_interaction, settle):
    bob = make_customer("Bob")
    call = make_interaction(bob)
    page.reload()
    settle()
    page.open_record(call.id, Entity.INTERACTION)
    settle()
    assert panel.name.text() == "Bob" and panel.timeline.reading.isVisible()


def test_what_is_new_is_for_the_chosen_customer(panel, settle):
    panel.actions_beside.order.click()
    act(panel, "Appointment …")
    settle()
    dialogs = [each for each in panel.children() if type(each).__name__ in ("OrderDialog", "AppointmentDialog")]
    assert [each.customer.customer_id() for each in dialogs] == [Customer.get().id] * 2 and Order.select().count() == 0
    for each in dialogs:
        each.reject()


def test_who_is_likely_the_same_is_offered_for_a_merge(panel, make_customer, settle):
    make_customer("Ada Ltd", points=REACHED)
    act(panel, "Merge with another …")
    settle()
    (dialog,) = panel.findChildren(MergeWithDialog)
    dialog.try_save()
    assert dialog._row.note.text() == "Choose another customer."
    (offered,) = dialog.likely.findChildren(QPushButton)
    assert offered.text() == "Ada Ltd (CU-00002)"
    offered.click()
    settle()
    (merge,) = panel.findChildren(MergeDialog)
    merge.reject()


def test_every_control_of_every_tab_and_form_has_a_name(sick, panel, agreed, settle):
    for name in panel.tabs.buttons:
        panel.tabs.open_tab(name)
        settle()
        assert nameless(panel) == [], name
    agreed.new.click()
    agreed.give.click()
    for text in ("History", "Merge with another …"):
        act(panel, text)
    settle()
    dialogs = panel.findChildren(QDialog)
    assert len(dialogs) == 4
    for dialog in dialogs:
        assert nameless(dialog) == []
        dialog.close()


def test_the_field_for_tags_is_never_a_window_of_its_own(desk, qtbot):
    line = TagLine(desk)
    qtbot.addWidget(line)
    assert not line.add.isWindow() and not line.line.isWindow()


def test_tags_wear_the_colours_that_the_company_chose_and_retired_ones_are_not_offered(page, panel, ada, nancy, owner, settle):
    tag([RecordRef(Entity.CUSTOMER, ada.id)], ["Wholesale", "Old"], nancy)
    change_tag("Wholesale", TagInput("Wholesale", "ok", active=True), owner)
    change_tag("Old", TagInput("Old", "plain", active=False), owner)
    panel.show_customer(ada.id)
    settle()
    assert {each.text(): each.property("tone") for each in panel.tags.tags} == {"Wholesale": "ok", "Old": "plain"}
    assert form_words().tags == ("Wholesale",)
    tagged = further_column(BY_NAME["customers"].column("tags"), "Tags", panel._desk.formats, 0, {"wholesale": "ok"})
    assert tagged.cell(Wide(1, None, (["Wholesale"], ""))).chips == (Chip("Wholesale", Tone.OK),)


def test_who_stays_at_a_customer_is_written_down_once_and_who_hides_them_is_not(panel, page, ada, nancy, settle):
    panel.show_customer(ada.id)
    panel.looked.timeout.emit()
    panel.looked.timeout.emit()
    settle()
    assert fetch("SELECT staff_id, action, entity_table, row_id FROM access_log") == [(nancy.id, "look", "customer", ada.id)]

    panel.show_customer(0)
    assert not panel.looked.isActive()
    page.hide()
    panel.show_customer(ada.id)
    assert panel.looked.isActive(), "they come back, and stay"
    panel.looked.timeout.emit()
    settle()
    assert len(fetch("SELECT 1 FROM access_log")) == 1

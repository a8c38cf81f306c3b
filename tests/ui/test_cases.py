from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.core.kinds_of_service import CaseKind, Remedy
from crm_desktop.core.kinds_of_trade import PaymentMethod, ReturnReason
from crm_desktop.data.models import (
    CaseCheck,
    CaseEvent,
    CaseRemedy,
    CaseStatus,
    KnowledgeUse,
    Mention,
    OrderLine,
    ReturnLine,
    SeenMention,
    SupportCase,
    Voucher,
)
from crm_desktop.queries.case_sheets import case_sheet
from crm_desktop.queries.cases import OPEN, Lateness
from crm_desktop.queries.drafts import draft
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.articles import ArticleInput, publish_article, write_article
from crm_desktop.services.case_joining import set_case_parent
from crm_desktop.services.case_steps import note_case, solve_case
from crm_desktop.services.case_viewers import look_at_case
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.invoices import issue_invoice
from crm_desktop.services.orders import ship_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from crm_desktop.services.templates import TemplateInput, add_template
from crm_desktop.ui.case_closing import CaseClosing
from crm_desktop.ui.dialogs.case import CaseDialog
from crm_desktop.ui.dialogs.case_join import MergeCaseDialog
from crm_desktop.ui.dialogs.case_steps import JudgeDialog, SolveDialog
from crm_desktop.ui.dialogs.remedy import RemedyDialog
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.cases import CasesPage
from crm_desktop.ui.reminders import reminders_of
from tests.conftest import DAY
from tests.ui.test_main_window import shown


def made(subject="Crushed boxes", **given):
    (row_id,) = open_case(CaseInput(subject, **given), FOUNDER).of(Entity.CASE)
    return SupportCase.get_by_id(row_id)


@pytest.fixture
def page(desk, qtbot, settle):
    """On its own: no window around it."""
    page = next(card for card in PAGES if card.name == Entity.CASE.value).made(desk)
    page.resize(1080, 720)
    qtbot.addWidget(page)
    page.show()
    settle()
    yield page
    settle()


def form_of(page, kind):
    return next(each for each in page.findChildren(QDialog) if isinstance(each, kind) and each.isVisible())


def told(page):
    model = page.sheet.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def again(page, settle):
    page.reload()
    settle()


def test_a_case_is_opened_by_its_form_and_shown_with_what_happened(page, settle):
    page.add_new()
    settle()
    form = form_of(page, CaseDialog)
    form.save.click()
    settle()
    assert "few words" in form.form.rows[0].error.text() if hasattr(form.form.rows[0], "error") else form.isVisible()
    form.subject.setText("Crushed boxes")
    form.kind.setCurrentIndex(form.kind.findData(CaseKind.COMPLAINT.value))
    form.priority.setCurrentIndex(form.priority.findData(Priority.HIGH.value))
    form.save.click()
    settle()
    case = SupportCase.get()
    assert (case.kind, case.priority, case.assignee.login) == ("complaint", "high", "nancy")
    assert shown(page.model) == ["Crushed boxes"]
    assert page.sheet.title.text() == "C-00001 Crushed boxes"
    assert any(text.startswith("Opened") for text in told(page))


def test_status_priority_and_owner_change_beside_the_conversation(page, settle, desk):
    made()
    again(page, settle)
    side = page.sheet.side
    for box, value in ((side.status, CaseStatus.get(kind="waiting_customer").id), (side.owner, desk.by.id)):
        box.choose(value)
        box.activated.emit(box.currentIndex())
        settle()
    side.priority.setCurrentIndex(side.priority.findData("urgent"))
    side.priority.activated.emit(0)
    settle()
    case = SupportCase.get()
    assert (case.state, case.assignee_id, case.priority) == ("waiting_customer", desk.by.id, "urgent")
    assert any("Waiting for the customer" in text for text in told(page))


def test_a_note_names_a_colleague_who_sees_it_once_and_on_today(page, settle, desk, qtbot):
    made()
    again(page, settle)
    note_case(1, "@nancy, talk to them?", FOUNDER)
    bell = reminders_of(desk.jobs, desk.by, desk.formats)
    bell.look()
    settle()
    assert [notice.title for notice in bell.due] == ["Owner: @nancy, talk to them?"]
    today = next(card for card in PAGES if card.name == "today").made(desk)
    qtbot.addWidget(today)
    settle()
    assert "Owner names you: @nancy" in shown(today.due_model)
    page.sheet.show_case(1)
    settle()
    assert SeenMention.select().count() == Mention.select().count() == 1
    assert bell.due == ()
    page.sheet.writing.setPlainText("I did. @owner")
    page.sheet.note.click()
    settle()
    assert page.sheet.writing.toPlainText() == ""
    assert Mention.select().count() == 2
    page.sheet.writing.setPlainText("We send it again")
    page.sheet.answer.click()
    settle()
    assert SupportCase.get().first_response_at is not None


def test_a_complaint_is_judged_made_good_ticked_and_solved(page, settle, make_order):
    order = make_order()
    made(kind=CaseKind.COMPLAINT, customer_id=order.customer_id, order_id=order.id)
    again(page, settle)
    steps = page.sheet.steps
    steps.solve.click()
    settle()
    form = form_of(page, SolveDialog)
    form.save.click()
    settle()
    assert "valid" in form.message.text()
    form.throw_away()
    steps.judge.click()
    settle()
    form_of(page, JudgeDialog).save.click()
    settle()
    for kind in (Remedy.REPLACEMENT, Remedy.COUPON):
        steps.remedy.click()
        settle()
        form = form_of(page, RemedyDialog)
        form.kind.setCurrentIndex(form.kind.findData(kind.value))
        form.worth.setText("5")
        form.goods.fields[0].setText("2")
        form.save.click()
        settle()
    assert [(row.kind, row.cost) for row in CaseRemedy.select()] == [("replacement", Decimal("19.98")), ("coupon", 5)]
    assert Voucher.get().case_id == 1
    page.sheet.side.ticks[0].click()
    settle()
    assert CaseCheck.select().count() == 1
    steps.solve.click()
    settle()
    form_of(page, SolveDialog).save.click()
    settle()
    assert SupportCase.get().state == "done"
    assert page.which.currentData() == OPEN and shown(page.model) == []


def test_an_exchange_asks_why_and_shows_its_return_and_what_went_out_for_it(page, settle, make_order, nancy):
    order = make_order()
    ship_order(order.id, order.version, DAY, "Post", nancy)
    made(kind=CaseKind.COMPLAINT, customer_id=order.customer_id, order_id=order.id)
    again(page, settle)
    page.sheet.steps.remedy.click()
    settle()
    form = form_of(page, RemedyDialog)
    form.kind.setCurrentIndex(form.kind.findData(Remedy.EXCHANGE.value))
    form.goods.fields[0].setText("1")
    settle()
    form.reason.setCurrentIndex(form.reason.findText("Wrong item received"))
    form.note.setPlainText("green, not red")
    form.save.click()
    settle()
    line = ReturnLine.get()
    assert (line.reason, line.note) == ("wrong_item", "green, not red")
    assert "Exchange · RMA-00001" in words_of(page.sheet.side)


def test_a_case_is_about_a_return_and_an_agreement_of_its_customer(page, settle, make_order, nancy):
    order = make_order()
    ship_order(order.id, order.version, DAY, "Post", nancy)
    line = OrderLine.get(order=order.id)
    request_return(ReturnInput((ReturnLineInput(Decimal(1), ReturnReason.DAMAGED, line.id),), order.id, window_reason="as promised"), nancy)
    start_agreement(AgreementInput(order.customer_id, "Coffee every month", DAY), nancy)
    page.add_new()
    settle()
    form = form_of(page, CaseDialog)
    assert not form.back.isVisible()
    form.subject.setText("The refund is not here")
    form.customer.choose(order.customer_id, "Ada Ltd")
    settle()
    for box in (form.back, form.agreement):
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert form.order.value() == order.id
    form.save.click()
    settle()
    case = SupportCase.get()
    assert (case.return_request.number, case.agreement.name, case.order_id) == ("RMA-00001", "Coffee every month", order.id)
    assert "RMA-00001" in page.sheet.line.text() and "Coffee every month" in page.sheet.line.text()


def test_a_dispute_is_opened_about_two_payments_and_the_case_shows_them(page, settle, make_order, nancy):
    order = make_order()
    for _time in range(2):
        record_payment(PaymentInput(order.id, Decimal(20), PaymentMethod.CARD), nancy)
    page.add_new()
    settle()
    form = form_of(page, CaseDialog)
    form.subject.setText("Charged twice")
    form.customer.choose(order.customer_id, "Ada Ltd")
    settle()
    for place in (1, 2):
        form.payment.setCurrentIndex(place)
        form.payment.activated.emit(place)
    assert len(form.payments.ids()) == 2
    form.save.click()
    settle()
    case = SupportCase.get()
    assert (case.order_id, [each.amount for each in case_sheet(case.id).payments]) == (order.id, [20, 20])
    assert page.sheet.line.text().count("Payment €20.00 · Card") == 2


def test_a_dispute_is_opened_about_an_invoice_which_brings_its_order(page, settle, make_order, nancy):
    order = make_order()
    issue_invoice(order.id, nancy)
    page.add_new()
    settle()
    form = form_of(page, CaseDialog)
    form.subject.setText("Charged twice")
    form.kind.setCurrentIndex(form.kind.findData(CaseKind.BILLING_DISPUTE.value))
    form.customer.choose(order.customer_id, "Ada Ltd")
    settle()
    form.invoice.setCurrentIndex(1)
    form.invoice.activated.emit(1)
    assert form.order.value() == order.id
    form.save.click()
    settle()
    case = SupportCase.get()
    assert (case.invoice.number, case.order_id) == ("INV-00001", order.id)
    assert "SO-00001 · INV-00001" in page.sheet.line.text()


def words_of(widget):
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def test_enter_writes_ctrl_e_changes_and_a_customer_gets_a_new_case(page, settle, make_customer):
    customer = make_customer("Maria Anders")
    made(customer_id=customer.id)
    again(page, settle)
    page.table.opened.emit(1)
    page.sheet.steps.open_form()
    settle()
    form = form_of(page, CaseDialog)
    form.words.setPlainText("All of them wet")
    form.save.click()
    settle()
    assert SupportCase.get().description == "All of them wet"
    page.open_record(customer.id, Entity.CUSTOMER)
    settle()
    fresh = form_of(page, CaseDialog)
    assert fresh.customer.text() == "Maria Anders"
    fresh.throw_away()


def test_a_case_is_merged_into_one_that_is_found_by_its_words_though_it_is_done(page, settle, desk):
    kept, case = made("Broken crates"), made("Crushed boxes")
    solve_case(kept.id, kept.version, FOUNDER)
    again(page, settle)
    form = MergeCaseDialog(desk, case_sheet(case.id), page)
    form.show()
    form.save.click()
    assert not form.isHidden() and form.other.value() is None
    form.other.textEdited.emit("crates")
    settle()
    assert [form.other.results().id_at(row) for row in range(form.other.results().rowCount())] == [kept.id]
    form.other.picked.emit(kept.id)
    assert form.other.text() == f"{kept.number} Broken crates" and form.other.results().shown(0, 0).second == "Done"
    form.save.click()
    settle()
    assert SupportCase.get_by_id(case.id).merged_into_id == kept.id


def test_two_people_with_one_case_open_see_each_other(page, settle, desk):
    made()
    again(page, settle)
    look_at_case(1, FOUNDER)
    page.sheet.show_case(1)
    settle()
    assert page.sheet.viewers.isVisible() and "Owner" in page.sheet.viewers.text()


def test_what_somebody_saved_first_is_said_and_shown(page, settle, nancy):
    case = made()
    again(page, settle)
    solve_case(case.id, case.version, nancy)
    page.sheet.side.priority.setCurrentIndex(0)
    page.sheet.side.priority.activated.emit(0)
    settle()
    assert "Somebody changed this" in page.sheet.message.text()
    assert page.sheet.steps.reopen.isVisible()


def test_a_case_of_ten_thousand_events_opens_block_by_block(page, settle):
    case = made()
    moment = utc_now()
    rows = [{"case": case.id, "at": moment - timedelta(seconds=place), "kind": "note", "note": f"word {place}", "created_at": moment,
             "updated_at": moment} for place in range(10_000)]  # fmt: skip
    for start in range(0, len(rows), 500):
        CaseEvent.insert_many(rows[start : start + 500]).execute()
    again(page, settle)
    assert page.sheet.model.rowCount() == 10_001
    assert len(page.sheet.model._blocks) <= 2


def test_the_program_closes_what_is_due_when_it_starts(desk, settle, nancy, qapp):
    case = made()
    solve_case(case.id, case.version, nancy)
    SupportCase.update(closes_on="2020-01-01").execute()
    closing = CaseClosing(desk, qapp)
    closing.begin()
    settle()
    assert SupportCase.get().closed_at is not None
    closing.deleteLater()


def test_what_a_case_is_linked_with_opens_from_its_menu(page, settle, desk, make_order):
    order = make_order()
    case = made(customer_id=order.customer_id, order_id=order.id)
    part = made("Another one")
    set_case_parent(part.id, part.version, case.id, FOUNDER)
    again(page, settle)
    page.table.choose(case.id)
    settle()
    wanted = []
    desk.doors.wanted.connect(lambda place: wanted.append((place.page, place.record_id)))
    page.sheet.steps.order.trigger()
    page.sheet.steps._of_incidents.actions()[0].trigger()
    page.sheet.call.click()
    assert wanted == [("order", order.id), ("case", part.id), ("log", case.id)]


def test_cases_that_are_late_and_nearly_late_are_choices_of_the_list(page, settle):
    add_sla(SlaInput("All", fallback=True, around_the_clock=True, targets=(TargetInput(Priority.NORMAL, 60, 600),)), FOUNDER)
    for subject, minutes in (("Late", 90), ("Nearly", 55), ("Fresh", 5)):
        made(subject, opened_at=utc_now() - timedelta(minutes=minutes))
    for lateness, subject in ((Lateness.LATE, "Late"), (Lateness.NEARLY, "Nearly")):
        page.narrow(lateness, "")
        settle()
        assert shown(page.model) == [subject]
    page.which.setCurrentIndex(0)
    settle()
    chips = {page.model.shown(row, 0).text: [chip.text for chip in page.model.shown(row, 0).chips] for row in range(3)}
    assert chips == {"Fresh": [], "Nearly": ["Nearly late"], "Late": ["Late"]}


def test_the_list_and_the_case_both_grow_with_the_window(page, settle):
    made()
    again(page, settle)
    before = page.split.sizes()
    page.window().resize(1920, 1080)
    settle()
    after = page.split.sizes()
    assert after[1] / before[1] == pytest.approx(after[0] / before[0], rel=0.02) and after[0] > before[0] + 150


def test_a_shortcut_in_a_note_becomes_its_template_and_its_empty_place_keeps_the_answer_here(page, settle):
    add_template(TemplateInput("Late", "About {case.number}: order {order.number}.", TemplateKind.CHAT, shortcut="late"), FOUNDER)
    made()
    again(page, settle)
    panel = page.sheet
    panel.writing.setFocus()
    QTest.keyClicks(panel.writing, "Hello /late ")
    settle()
    assert panel.writing.toPlainText() == "Hello About C-00001: order ⟦order.number⟧."
    assert "order.number" in panel.message.text()
    panel.answer.click()
    settle()
    assert not CaseEvent.select().where(CaseEvent.kind == "answered").exists()
    assert "empty places" in panel.message.text()
    panel.writing.setPlainText("Hello, about C-00001.")
    panel.answer.click()
    settle()
    assert CaseEvent.select().where(CaseEvent.kind == "answered").count() == 1
    assert KnowledgeUse.get().template.name == "Late"


def test_a_note_that_was_begun_waits_at_its_case_and_outlives_the_program(page, settle, desk, qtbot):
    made()
    made()
    again(page, settle)
    writing = page.sheet.writing

    def turn_to(case_id):
        page.sheet.show_case(case_id)
        settle()

    turn_to(1)
    writing.setPlainText("Half a note")
    turn_to(2)
    assert writing.toPlainText() == ""
    turn_to(1)
    assert writing.toPlainText() == "Half a note"
    turn_to(2)

    after_a_crash = CasesPage(desk)
    qtbot.addWidget(after_a_crash)
    settle()
    after_a_crash.sheet.show_case(1)
    settle()
    assert after_a_crash.sheet.writing.toPlainText() == "Half a note"
    after_a_crash.sheet.note.click()
    settle()
    assert draft("case-note-1", desk.by.id) == {}


def test_a_shortcut_in_a_note_becomes_its_article_which_counts_as_used(page, settle, owner):
    (row_id,) = write_article(ArticleInput("Wet cartons", "**Photos** first.", shortcut="wet"), owner).of(Entity.ARTICLE)
    publish_article(row_id, 1, owner)
    made()
    again(page, settle)
    panel = page.sheet
    panel.writing.setFocus()
    QTest.keyClicks(panel.writing, "/wet ")
    settle()
    assert panel.writing.toPlainText() == "Photos first."
    panel.note.click()
    settle()
    assert (KnowledgeUse.get().article.title, KnowledgeUse.get().used_in) == ("Wet cartons", "case")


def test_what_is_split_off_takes_along_what_is_ticked(page, settle, nancy):
    made("Grease and invoice")
    for text in ("which grease?", "the invoice went to the old address"):
        note_case(1, text, nancy)
    again(page, settle)
    page.sheet.steps.split.trigger()
    settle()
    form = form_of(page, CaseDialog)
    assert [form.along.item(row).text().partition("· ")[2].partition(" · Nancy")[0] for row in range(2)] == [
        "Note for us only · the invoice went to the old address", "Note for us only · which grease?"
    ]  # fmt: skip
    form.along.setFocus()
    form.along.setCurrentRow(0)
    QTest.keyClick(form.along, Qt.Key.Key_Space)
    form.subject.setText("Invoice went to the old address")
    form.save.click()
    settle()
    case = SupportCase.get_by_id(2)
    assert (case.split_from_id, [row.note for row in CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == "note")]) == (
        1, ["the invoice went to the old address"]
    )  # fmt: skip
    assert [row.note for row in CaseEvent.select().where(CaseEvent.case == 1, CaseEvent.kind == "note")] == ["which grease?"]

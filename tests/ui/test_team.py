"""What colleagues ask, what is late, and who does how much; and the rules behind it in the settings."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import Availability, Priority
from crm_desktop.core.kinds_of_escalation import Decision, EscalationState, EscalationTrigger, SlaTargetKind
from crm_desktop.core.kinds_of_trade import PaymentMethod
from crm_desktop.data.models import (
    Approval,
    Escalation,
    EscalationRule,
    Payment,
    RoutingRule,
    Sla,
    SlaTarget,
    Staff,
    StaffAbsence,
    SupportCase,
    Team,
)
from crm_desktop.queries.orders import order_sheet
from crm_desktop.queries.reminders import due_notices
from crm_desktop.services.approvals import ask_for_refund
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.escalation_rules import EscalationRuleInput, add_escalation_rule
from crm_desktop.services.escalations import EscalationInput, escalate
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.refund_limits import set_refund_limit
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from crm_desktop.ui.case_watch import CaseWatch
from crm_desktop.ui.dialogs.absence import AbsenceDialog
from crm_desktop.ui.dialogs.asked import ApprovalDialog, EscalationDialog
from crm_desktop.ui.dialogs.escalate import EscalateDialog, HandOverDialog
from crm_desktop.ui.dialogs.order_steps import RefundDialog
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.widgets.case_clocks import CaseClocksBar
from tests.ui.test_main_window import shown

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def rita(owner):
    add_staff(StaffInput("Rita Moran", "rita", Role.REPRESENTATIVE), owner)
    return Staff.get(login="rita").actor()


@pytest.fixture
def late(owner, rita):
    """A case of Rita's whose time is over."""
    add_sla(SlaInput("All", fallback=True, targets=(TargetInput(Priority.NORMAL, 30, 120),)), owner)
    open_case(CaseInput("Crushed boxes", assignee_id=rita.id, opened_at=LONG_AGO, caller="Ada"), rita)
    return SupportCase.get()


@pytest.fixture
def page(desk, qtbot, settle):
    made = next(card for card in PAGES if card.name == "team").made(desk)
    made.resize(1080, 720)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    settle()
    return made


def opened(page, kind):
    (dialog,) = [each for each in page.window().findChildren(kind) if each.isVisible()]
    return dialog


def test_what_is_late_stands_there_until_it_is_done(late, page):
    assert shown(page.late_model) == [f"{late.number} Crushed boxes"]
    assert "late" in page.late_model.shown(0, 1).chips[0].text
    rows = [[page.people_model.shown(row, column).text for column in (0, 1)] for row in range(page.people_model.rowCount())]
    assert ["Rita Moran", "1"] in rows and ["Nancy Davolio", "0"] in rows
    assert not page.none_late.isVisible()


def test_a_late_case_is_escalated_by_the_watch_taken_on_and_handed_back(late, owner, nancy, rita, desk, page, press, settle):
    add_escalation_rule(EscalationRuleInput("Late", trigger=EscalationTrigger.RESOLUTION_BREACH), owner)
    watch = CaseWatch(desk.jobs, page)
    watch.begin()
    settle()
    assert shown(page.asked_model) == [f"{late.number} Crushed boxes"]
    assert any(notice.entity == Entity.ESCALATION for notice in due_notices(nancy.id, datetime.now(UTC)))

    page.start()
    press(ENTER)
    assert opened(page, EscalationDialog).save.text() == "Take it on"
    press(ENTER, CTRL)
    assert (Escalation.get().state, SupportCase.get().assignee_id) == (EscalationState.ACCEPTED, nancy.id)

    page.start()
    press(ENTER)
    press(ENTER, CTRL)
    assert opened(page, EscalationDialog).form.rows[0].is_wrong
    press("New boxes are on their way.")
    press(ENTER, CTRL)
    assert (Escalation.get().state, Escalation.get().outcome) == (EscalationState.HANDED_BACK, "New boxes are on their way.")
    assert SupportCase.get().assignee_id == rita.id
    assert page.none_asked.isVisible()


@pytest.fixture
def asked(make_order, owner, rita):
    order = make_order(quantity=10)
    record_payment(PaymentInput(order.id, Decimal("99.90"), PaymentMethod.CARD), owner)
    ask_for_refund(PaymentInput(order.id, Decimal(20), PaymentMethod.CARD, reason="Scratched"), rita)
    return order


def test_a_refund_is_approved_by_keys_alone(asked, page, press, settle):
    assert shown(page.asked_model) == ["Refund €20.00"]
    page.start()
    press(ENTER)
    assert opened(page, ApprovalDialog).windowTitle() == "To be approved"
    press(ENTER, CTRL)
    assert Approval.get().decision == Decision.APPROVED
    assert Payment.get(direction="out").amount == 20
    assert page.none_asked.isVisible()


def test_a_no_needs_a_word(asked, page, press, settle):
    page.start()
    press(ENTER)
    dialog = opened(page, ApprovalDialog)
    dialog.decline.click()
    settle()
    assert dialog.form.rows[0].is_wrong and Approval.get().decision == Decision.WAITING
    dialog.note.setPlainText("It was used.")
    dialog.decline.click()
    settle()
    assert (Approval.get().decision, Approval.get().note) == (Decision.DECLINED, "It was used.")


def test_an_escalation_that_was_answered_meanwhile_is_not_lost(late, nancy, rita, page, press, settle):
    escalate(EscalationInput(late.id, "Too hard"), rita)
    page.reload()
    settle()
    page.start()
    press(ENTER)
    Escalation.update(version=5).execute()
    press(ENTER, CTRL)
    dialog = opened(page, EscalationDialog)
    assert "Somebody changed this meanwhile" in dialog.message.text()
    dialog.leave()
    settle()


def test_whether_somebody_takes_work_is_noted_here(page, nancy, settle):
    page.mine.setCurrentIndex(page.mine.findData(Availability.AVAILABLE))
    page.mine.activated.emit(page.mine.currentIndex())
    settle()
    assert Staff.get_by_id(nancy.id).availability == Availability.AVAILABLE


def test_an_absence_is_noted_here(page, nancy, press, settle):
    page.absence.click()
    settle()
    said = []
    page.desk.doors.said.connect(lambda told: said.append(told.text))
    opened(page, AbsenceDialog).reason.setText("Holiday")
    press(ENTER, CTRL)
    assert said == [f"Nancy Davolio is noted as away: {page.desk.formats.day(page.desk.formats.today())}."]
    assert (StaffAbsence.get().staff_id, StaffAbsence.get().reason) == (nancy.id, "Holiday")


@pytest.fixture
def settings(desk, owner, qtbot, settle):
    object.__setattr__(desk, "by", owner)
    made = next(card for card in PAGES if card.name == "settings").made(desk)
    made.resize(1080, 720)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    settle()

    def add(section, **values):
        shown_section = made.show_section(section)
        settle()
        shown_section.add.click()
        settle()
        (dialog,) = [each for each in shown_section.findChildren(QDialog) if each.isVisible()]
        for name, value in values.items():
            field = dialog.asks[name]
            if hasattr(field, "setChecked"):
                field.setChecked(value)
            elif hasattr(field, "findData"):
                field.setCurrentIndex(next(place for place in range(field.count()) if field.itemData(place) == value))
            else:
                field.setText(value)
        dialog.try_save()
        settle()
        return SimpleNamespace(section=shown_section)

    return add


def test_a_service_level_is_added_as_proposed_and_a_wrong_time_is_told(settings):
    said = settings("service-levels", name="Standard", target_urgent="soon / 2 h")
    dialog = said.section.findChild(QDialog)
    assert any("no length of time" in row.note.text() for row in dialog.form.rows), "beside the field"
    dialog.throw_away()
    settings("service-levels", name="Standard", target_urgent="15 min / 1:30")
    found = {row.priority: (row.response_minutes, row.resolution_minutes) for row in SlaTarget.select()}
    assert found == {"urgent": (15, 90), "high": (60, 240), "normal": (480, 1440), "low": (1440, 4320)}
    assert (Sla.get().name, Sla.get().fallback) == ("Standard", True)


def test_words_that_alarm_are_listed(settings):
    settings("escalation", name="Words", trigger=EscalationTrigger.KEYWORD, words="lawyer, newspaper", due_minutes="30 min")
    assert (EscalationRule.get().words, EscalationRule.get().due_minutes) == ("lawyer,newspaper", 30)


def test_a_team_and_the_rule_that_gives_it_cases(settings, nancy):
    settings("teams", name="Desk", **{f"member_{nancy.id}": True})
    team = Team.get()
    said = settings("routing", name="All to the desk", to_team_id=team.id)
    assert RoutingRule.get().to_team_id == team.id
    said.section.turn.click()
    assert said.section.model.rowCount() == 1


def test_what_exceeds_a_limit_is_asked_for_from_the_form_and_can_be_withdrawn(make_order, owner, desk, page, qtbot, settle, press):
    order = make_order(quantity=10)
    record_payment(PaymentInput(order.id, Decimal("99.90"), PaymentMethod.CARD), owner)
    set_refund_limit(Role.SUPERVISOR, Decimal(5), owner)
    dialog = RefundDialog(desk, order_sheet(order.id), page)
    dialog.open()
    dialog.amount.setText("20")
    dialog.reason.setText("Scratched")
    dialog.try_save()
    settle()
    assert "may give back 5" in dialog.message.text()
    dialog.message._act.click()
    settle()
    assert (Approval.get().amount, Approval.get().reason) == (20, "Scratched")
    assert page.asked_model.shown(0, 1).chips[0].text == "Waiting"
    page.start()
    press(ENTER)
    press(ENTER, CTRL)
    assert Approval.get().decision == Decision.WITHDRAWN


@pytest.fixture
def cases(desk, late, qtbot, settle):
    made = next(card for card in PAGES if card.name == Entity.CASE.value).made(desk)
    made.resize(1080, 720)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.open_record(late.id)
    settle()
    return made


def test_a_case_shows_its_clocks_and_help_is_asked_for_from_there(late, nancy, owner, cases, press, settle):
    bar = cases.findChild(CaseClocksBar)
    assert "late, of 30 min" in bar.values[SlaTargetKind.RESPONSE].text()
    assert bar.turn.text() == "us" and bar.waited.text().endswith("customer 0 min")
    bar.escalate.click()
    settle()
    dialog = opened(cases, EscalateDialog)
    press(ENTER, CTRL)
    assert dialog._reason_row.is_wrong
    press("They want the manager.")
    press(ENTER, CTRL)
    assert (Escalation.get().reason, Escalation.get().to_staff_id) == ("They want the manager.", owner.id)
    assert bar.asked.text() == f"Help: {Staff.get_by_id(owner.id).name}"
    bar.asked.click()
    settle()
    opened(cases, EscalationDialog).reject()
    settle()


def test_a_case_is_handed_over_from_there(late, nancy, cases, press, settle):
    bar = cases.findChild(CaseClocksBar)
    bar.over.click()
    settle()
    dialog = opened(cases, HandOverDialog)
    dialog.to.setCurrentIndex(dialog.to.findData(nancy.id))
    dialog.note.setPlainText("Photos are still to come.")
    press(ENTER, CTRL)
    assert SupportCase.get().assignee_id == nancy.id

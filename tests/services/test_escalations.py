"""Help with cases: asked for by hand and by rules, taken on, handed back; and what a supervisor has to approve."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import Decision, EscalationLevel, EscalationState, EscalationTrigger
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, Remedy
from crm_desktop.core.kinds_of_trade import PaymentMethod, VoucherKind
from crm_desktop.data.models import Approval, CaseEvent, Escalation, EscalationRule, Operation, Payment, Staff, SupportCase, Voucher
from crm_desktop.queries.escalations import approvals_asked_by, approvals_to_decide, escalations_of, open_escalations
from crm_desktop.queries.search import everything
from crm_desktop.queries.sla import escalation_facts
from crm_desktop.services.approvals import approve, ask_for_refund, ask_for_remedy, ask_for_voucher, decline, withdraw
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import StaffInput, add_staff, change_staff
from crm_desktop.services.complaints import RemedyInput, give_remedy
from crm_desktop.services.escalation_rules import EscalationRuleInput, add_escalation_rule, change_escalation_rule, escalate_due
from crm_desktop.services.escalations import EscalationInput, accept_escalation, escalate, hand_back, hand_over
from crm_desktop.services.history import undo, undo_latest
from crm_desktop.services.payments import PaymentInput, record_payment, refund
from crm_desktop.services.refund_limits import AboveLimit, set_refund_limit
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from crm_desktop.services.vouchers import VoucherInput


@pytest.fixture
def rita(owner):
    """A representative."""
    add_staff(StaffInput("Rita Moran", "rita", Role.REPRESENTATIVE), owner)
    return Staff.get(login="rita").actor()


@pytest.fixture
def make_case(rita):
    def make(subject="Broken", **fields):
        (row_id,) = open_case(CaseInput(**{"subject": subject, "assignee_id": rita.id, **fields}), rita).of(Entity.CASE)
        return SupportCase.get_by_id(row_id)

    return make


@pytest.fixture
def asked(make_case, rita):
    """An escalation that waits."""
    escalate(EscalationInput(make_case().id, "They want the manager."), rita)
    return Escalation.get()


def test_it_is_found_by_the_words_of_its_reason_and_of_what_came_of_it(asked, nancy):
    accept_escalation(asked.id, asked.version, nancy)
    hand_back(asked.id, Escalation.get().version, "Replacement promised.", nancy)
    for text in ("want manag", "replace"):
        assert (Entity.ESCALATION, asked.id) in [(hit.kind, hit.record_id) for hit in everything(text)]


def test_help_is_asked_of_whoever_of_the_level_has_the_least(make_case, rita, nancy, owner):
    escalate(EscalationInput(make_case().id, "Too hard"), rita)
    escalate(EscalationInput(make_case().id, "Too much money", EscalationLevel.MANAGER), rita)
    assert [row.to_staff_id for row in Escalation.select().order_by(Escalation.id)] == [nancy.id, owner.id]
    assert [row.helper for row in open_escalations(nancy.id)] == ["Nancy Davolio"]


def test_a_case_is_taken_on_and_handed_back_with_its_outcome(asked, nancy, rita):
    accept_escalation(asked.id, asked.version, nancy)
    assert SupportCase.get_by_id(asked.case_id).assignee_id == nancy.id
    hand_back(asked.id, Escalation.get().version, "Replacement promised for Friday.", nancy)

    row = escalations_of(asked.case_id)[0]
    assert (row.state, row.outcome, row.accepted_by) == (EscalationState.HANDED_BACK, "Replacement promised for Friday.", "Nancy Davolio")
    assert SupportCase.get_by_id(asked.case_id).assignee_id == rita.id
    events = [row.kind for row in CaseEvent.select().order_by(CaseEvent.id)]
    assert events[-5:] == [
        CaseEventKind.ESCALATED, CaseEventKind.ACCEPTED, CaseEventKind.ASSIGNED, CaseEventKind.HANDED_BACK, CaseEventKind.ASSIGNED,
    ]  # fmt: skip
    assert open_escalations() == []


def test_each_step_is_undone_alone(asked, nancy, rita):
    accept_escalation(asked.id, asked.version, nancy)
    undo_latest(nancy)
    assert Escalation.get().state == EscalationState.WAITING
    assert SupportCase.get_by_id(asked.case_id).assignee_id == rita.id
    undo_latest(rita)
    assert not Escalation.select().exists()


def test_it_is_taken_on_once(asked, nancy, owner):
    accept_escalation(asked.id, asked.version, nancy)
    with pytest.raises(EditConflict):
        accept_escalation(asked.id, asked.version, owner)
    with pytest.raises(NotAllowed, match="already"):
        accept_escalation(asked.id, Escalation.get().version, owner)


def test_only_who_was_asked_or_decides_takes_it_on(asked, owner, rita):
    with pytest.raises(NotAllowed, match="supervisor"):
        accept_escalation(asked.id, asked.version, rita)
    accept_escalation(asked.id, asked.version, owner)


def test_what_came_of_it_must_be_said(asked, nancy):
    with pytest.raises(UserError, match="what came of it"):
        hand_back(asked.id, asked.version, "  ", nancy)


def test_nobody_asks_themselves_while_somebody_else_could_help(make_case, rita, nancy, owner):
    escalate(EscalationInput(make_case(assignee_id=nancy.id).id, "I may not promise this."), rita)
    escalate(EscalationInput(make_case(assignee_id=rita.id).id, "I may not promise this."), nancy)
    assert [row.to_staff_id for row in Escalation.select().order_by(Escalation.id)] == [owner.id, owner.id]


def test_one_level_is_asked_once_at_a_time(asked, rita):
    with pytest.raises(NotAllowed, match="already"):
        escalate(EscalationInput(asked.case_id, "Again"), rita)
    escalate(EscalationInput(asked.case_id, "Higher", EscalationLevel.MANAGER), rita)


@pytest.mark.parametrize("outside", ["", "The maker"])
def test_help_from_outside_is_named_and_only_then(make_case, rita, outside):
    level = EscalationLevel.TEAM_LEAD if outside else EscalationLevel.EXTERNAL
    with pytest.raises(UserError, match="outside"):
        escalate(EscalationInput(make_case().id, "Why", level, outside=outside), rita)


def test_a_case_is_handed_over_with_a_note(make_case, rita, nancy):
    case = make_case()
    hand_over(case.id, case.version, nancy.id, "Photos are still to come.", rita)
    assert SupportCase.get_by_id(case.id).assignee_id == nancy.id
    assert CaseEvent.select().order_by(CaseEvent.id.desc()).first().note == "Photos are still to come."


class TestRules:
    def test_a_missed_target_is_escalated_once_and_an_undone_one_stays_undone(self, owner, nancy, make_case):
        add_sla(SlaInput("All", around_the_clock=True, targets=(TargetInput(Priority.NORMAL, 1, 5),)), owner)
        add_escalation_rule(EscalationRuleInput("Late", trigger=EscalationTrigger.RESOLUTION_BREACH, due_minutes=30), owner)
        late, _fresh = make_case(opened_at=datetime(2026, 1, 5, 9, tzinfo=UTC)), make_case()

        changes = escalate_due()
        assert [row.case_id for row in Escalation.select()] == [late.id]
        assert Operation.get_by_id(changes[0].operation).staff_id == 0
        assert escalate_due() == []

        undo(changes[0].operation, nancy)
        assert not Escalation.select().exists()
        assert escalate_due() == []

    def test_an_important_customers_case_is_escalated(self, owner, make_case, make_customer):
        add_escalation_rule(EscalationRuleInput("VIP", trigger=EscalationTrigger.VIP, level=EscalationLevel.MANAGER), owner)
        case = make_case(customer_id=make_customer(vip=True).id)
        make_case(customer_id=make_customer("Bob").id)
        escalate_due()
        assert [(row.case_id, row.trigger, row.to_staff_id) for row in Escalation.select()] == [(case.id, "vip", owner.id)]

    def test_a_word_of_the_list_escalates(self, owner, make_case):
        add_escalation_rule(EscalationRuleInput("Words", trigger=EscalationTrigger.KEYWORD, word=("Lawyer, press", "Anwalt")), owner)
        spoken, _other = make_case("I call my LAWYER"), make_case("A question on delivery")
        written = make_case("Late again", description="Das geht an meinen Anwalt!")
        escalate_due()
        assert [row.case_id for row in Escalation.select().order_by(Escalation.id)] == [spoken.id, written.id]
        assert Escalation.get().reason == "The case speaks of: Lawyer, press, Anwalt."

    def test_a_rule_is_for_some_cases_only(self, owner, make_case):
        wanted = EscalationRuleInput("Urgent words", for_priority=(Priority.URGENT,), trigger=EscalationTrigger.KEYWORD, word=("fire",))
        add_escalation_rule(wanted, owner)
        make_case("Fire in the kitchen")
        assert escalate_due() == []

    def test_a_rule_that_rests_does_nothing(self, owner, make_case):
        wanted = EscalationRuleInput("Words", trigger=EscalationTrigger.KEYWORD, word=("fire",), active=False)
        add_escalation_rule(wanted, owner)
        make_case("Fire")
        assert escalate_due() == []
        rule = EscalationRule.get()
        change_escalation_rule(
            rule.id, rule.version, EscalationRuleInput("Words", trigger=EscalationTrigger.KEYWORD, word=("fire",)), owner
        )
        assert len(escalate_due()) == 1

    def test_a_colleague_who_left_is_not_asked(self, owner, nancy, make_case):
        add_escalation_rule(EscalationRuleInput("W", trigger=EscalationTrigger.KEYWORD, word=("fire",), to_staff_id=nancy.id), owner)
        change_staff(nancy.id, 1, StaffInput("Nancy Davolio", "nancy", Role.SUPERVISOR), active=False, by=owner)
        make_case("Fire")
        escalate_due()
        assert Escalation.get().to_staff_id == owner.id

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"trigger": EscalationTrigger.HAND}, "By hand"),
            ({"trigger": EscalationTrigger.KEYWORD}, "Words"),
            ({"trigger": EscalationTrigger.VIP, "word": ("a",)}, "Words"),
            ({"trigger": EscalationTrigger.KEYWORD, "word": ("!?",)}, "no letter"),
            ({"trigger": EscalationTrigger.VIP, "level": EscalationLevel.EXTERNAL}, "somebody here"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, owner, fields, said):
        with pytest.raises(UserError, match=said):
            add_escalation_rule(EscalationRuleInput("Rule", **fields), owner)


@pytest.fixture
def paid(make_order, owner, rita):
    """An order whose money is here; representatives may give back 5."""
    order = make_order(quantity=10)
    record_payment(PaymentInput(order.id, Decimal("99.90"), PaymentMethod.CARD), owner)
    set_refund_limit(Role.REPRESENTATIVE, Decimal(5), owner)
    set_refund_limit(Role.SUPERVISOR, Decimal(50), owner)
    return order


class TestApprovals:
    def test_what_exceeds_a_limit_is_asked_for_and_done_as_it_is_approved(self, paid, rita, nancy):
        wanted = PaymentInput(paid.id, Decimal(20), PaymentMethod.CARD, reason="Scratched")
        with pytest.raises(AboveLimit):
            refund(wanted, rita)
        ask_for_refund(wanted, rita)
        (row,) = approvals_to_decide(nancy.id)
        assert (row.amount, row.currency, row.reason, row.asker, row.order) == (20, "EUR", "Scratched", "Rita Moran", paid.number)

        approve(row.id, row.version, nancy, "Fair enough")

        paid_back = Payment.get(direction="out")
        assert (paid_back.amount, paid_back.staff_id, paid_back.reason) == (20, nancy.id, "Scratched")
        (row,) = approvals_asked_by(rita.id)
        assert (row.decision, row.decider, row.note) == (Decision.APPROVED, "Nancy Davolio", "Fair enough")
        assert approvals_to_decide(nancy.id) == []

    def test_undoing_the_decision_takes_the_money_back_too(self, paid, rita, nancy):
        ask_for_refund(PaymentInput(paid.id, Decimal(20), PaymentMethod.CARD, reason="Scratched"), rita)
        approve(Approval.get().id, 1, nancy)
        undo_latest(nancy)
        assert Approval.get().decision == Decision.WAITING
        assert not Payment.select().where(Payment.direction == "out").exists()

    def test_nobody_approves_above_their_own_limit_and_nothing_is_decided(self, paid, rita, nancy, owner):
        ask_for_refund(PaymentInput(paid.id, Decimal(80), PaymentMethod.CARD, reason="All broken"), rita)
        with pytest.raises(AboveLimit):
            approve(Approval.get().id, 1, nancy)
        assert Approval.get().decision == Decision.WAITING
        approve(Approval.get().id, 1, owner)

    def test_nobody_approves_their_own_wish(self, paid, nancy):
        ask_for_refund(PaymentInput(paid.id, Decimal(60), PaymentMethod.CARD, reason="Broken"), nancy)
        assert approvals_to_decide(nancy.id) == []
        with pytest.raises(NotAllowed, match="themselves"):
            approve(Approval.get().id, 1, nancy)

    def test_a_representative_approves_nothing(self, paid, rita):
        ask_for_refund(PaymentInput(paid.id, Decimal(20), PaymentMethod.CARD, reason="Broken"), rita)
        with pytest.raises(NotAllowed):
            approve(Approval.get().id, 1, rita)

    def test_it_is_decided_once_in_the_version_that_was_read(self, paid, rita, nancy, owner):
        ask_for_refund(PaymentInput(paid.id, Decimal(20), PaymentMethod.CARD, reason="Broken"), rita)
        with pytest.raises(EditConflict):
            approve(Approval.get().id, 7, nancy)
        decline(Approval.get().id, 1, "It was used.", owner)
        with pytest.raises(NotAllowed, match="already"):
            approve(Approval.get().id, 2, nancy)
        assert not Payment.select().where(Payment.direction == "out").exists()

    def test_a_no_is_explained(self, paid, rita, nancy):
        ask_for_refund(PaymentInput(paid.id, Decimal(20), PaymentMethod.CARD, reason="Broken"), rita)
        with pytest.raises(UserError, match="why not"):
            decline(Approval.get().id, 1, " ", nancy)

    def test_who_asked_withdraws(self, paid, rita, make_case):
        case = make_case(customer_id=paid.customer_id)
        ask_for_refund(PaymentInput(paid.id, Decimal(20), PaymentMethod.CARD, reason="Broken"), rita, case_id=case.id)
        withdraw(Approval.get().id, 1, rita)
        assert Approval.get().decision == Decision.WITHDRAWN

    def test_more_than_is_left_is_not_even_asked_for(self, paid, rita):
        with pytest.raises(UserError, match="less left"):
            ask_for_refund(PaymentInput(paid.id, Decimal(100), PaymentMethod.CARD, reason="Broken"), rita)

    def test_a_voucher_is_given_as_it_is_approved(self, paid, rita, nancy):
        wanted = VoucherInput(VoucherKind.GOODWILL, Decimal(30), customer_id=paid.customer_id, reason="Waited long")
        ask_for_voucher(wanted, rita, asked_of_id=nancy.id)
        approve(Approval.get().id, 1, nancy)
        voucher = Voucher.get()
        assert (voucher.amount, voucher.customer_id, voucher.staff_id) == (30, paid.customer_id, nancy.id)

    def test_a_remedy_above_the_limit_is_given_as_it_is_approved(self, paid, rita, nancy, make_case):
        case = make_case(kind=CaseKind.COMPLAINT, customer_id=paid.customer_id, order_id=paid.id)
        wanted = RemedyInput(Remedy.REFUND, Decimal(20), note="Half was crushed", method=PaymentMethod.CARD)
        with pytest.raises(AboveLimit):
            give_remedy(case.id, wanted, rita)
        ask_for_remedy(case.id, wanted, rita)
        approve(Approval.get().id, 1, nancy)
        assert (Payment.get(direction="out").amount, SupportCase.get_by_id(case.id).remedy) == (20, Remedy.REFUND)
        undo_latest(nancy)
        assert SupportCase.get_by_id(case.id).remedy == "" and Approval.get().decision == Decision.WAITING

    def test_a_remedy_without_money_needs_nobodys_approval(self, rita, make_case):
        with pytest.raises(UserError, match="Only money"):
            ask_for_remedy(make_case().id, RemedyInput(Remedy.APOLOGY, note="Sorry"), rita)

    def test_only_somebody_who_decides_is_asked(self, paid, rita):
        with pytest.raises(UserError, match="cannot decide"):
            ask_for_refund(PaymentInput(paid.id, Decimal(20), PaymentMethod.CARD, reason="Broken"), rita, asked_of_id=rita.id)


def test_facts_count_what_was_asked_for(asked, nancy, rita, make_case):
    make_case()
    accept_escalation(asked.id, asked.version, nancy)
    now = datetime.now(UTC)
    facts = escalation_facts(now - timedelta(hours=1), now + timedelta(hours=1))
    assert facts == (2, 1, {"team_lead": 1}, {"hand": 1}, 1, 0, 0, 0)

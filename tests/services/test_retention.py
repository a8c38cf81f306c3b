"""What was kept long enough goes when an owner says so, after a backup; who is kept for a legal matter stays."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import CannotUndo, NotAllowed, UserError
from crm_desktop.core.kinds import CustomerStatus, Shelf
from crm_desktop.core.retention import Kept
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import execute
from crm_desktop.data.models import (
    Attachment,
    AuditEntry,
    CaseEvent,
    Channel,
    Company,
    Customer,
    ImportReject,
    ImportRun,
    Interaction,
    MissedSearch,
    RetentionRun,
    SupportCase,
    UnsavedForm,
)
from crm_desktop.data.undo import undo
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.retention import due_rows, retention_due
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.case_steps import note_case, solve_case
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.erasing import erase_customer, what_goes
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.retention import apply_retention, apply_retention_wholly, set_legal_hold, set_retention
from crm_desktop.services.shelves import put_on_shelf

LONG_AGO = utc_now() - timedelta(days=1_500)
LATELY = utc_now() - timedelta(days=30)


@pytest.fixture
def rules(owner):
    """All kinds go after three years, but invoices."""
    for kind in Kept:
        if kind is not Kept.INVOICES:
            set_retention(kind, 36, owner)


@pytest.fixture
def talk(nancy):
    def make(customer, at, **fields):
        wanted = InteractionInput(Channel.get().id, customer_id=customer.id, summary="About their lamp", started_at=at, ended_at=at)
        (row_id,) = log_interaction(replace(wanted, **fields), by=nancy).of(Entity.INTERACTION)
        return row_id

    return make


def age(table, column, row_id, at=LONG_AGO):
    execute(f"UPDATE {table} SET {column} = {int(at.timestamp())} WHERE id = {row_id}")


def dues():
    return {each.rule.kind: each.due for each in retention_due() if each.due}


def hold(customer, why, by):
    return set_legal_hold(customer.id, Customer.get_by_id(customer.id).version, why, by)


def test_only_an_owner_sets_rules_and_lets_go_and_nothing_is_due_before(nancy, owner, make_customer):
    ada = make_customer("Ada")
    age("customer", "created_at", ada.id)

    assert dues() == {}
    with pytest.raises(UserError, match="Nothing has been kept"):
        apply_retention(owner, sure=True)
    for work in (lambda: set_retention(Kept.LEADS, 12, nancy), lambda: apply_retention(nancy), lambda: hold(ada, "lawsuit", nancy)):
        with pytest.raises(NotAllowed):
            work()


def test_who_asked_once_and_never_came_back_is_erased_and_who_is_in_touch_is_not(rules, owner, make_customer, make_order, talk):
    ada, zoe, buyer = make_customer("Ada"), make_customer("Zoe"), make_customer("Buyer")
    for customer in (ada, zoe, buyer):
        age("customer", "created_at", customer.id)
    talk(zoe, LATELY)
    make_order(buyer)

    assert dues() == {Kept.LEADS: 1}
    assert [row.title for row in due_rows(Kept.LEADS, 10)] == [ada.number]
    with pytest.raises(NotAllowed, match="sure=yes"):
        apply_retention(owner)
    apply_retention(owner, sure=True)

    states = {row.number: row.status == CustomerStatus.ANONYMISED for row in Customer.select()}
    assert states == {ada.number: True, zoe.number: False, buyer.number: False}
    assert dues() == {}
    assert verify_chain() == []


def test_more_than_goes_at_once_goes_step_by_step_until_nothing_is_due(rules, owner, make_customer, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.retention.MOST_PERSONS", 2)
    backed_up = []
    monkeypatch.setattr("crm_desktop.services.retention.back_up_before", lambda *_asked: backed_up.append(1))
    people = [make_customer(f"Ada {number}") for number in range(5)]
    for customer in people:
        age("customer", "created_at", customer.id)
    hold(people[0], "lawsuit", owner)
    told = []

    apply_retention_wholly(owner, True, lambda gone, of: told.append((gone, of)) or True)

    assert told == [(2, 4), (4, 4)] and backed_up == [1] and dues() == {}
    assert [row.status == CustomerStatus.ANONYMISED for row in Customer.select().order_by(Customer.id)] == [False, True, True, True, True]
    protocols = [json.loads(run.result) for run in RetentionRun.select().order_by(RetentionRun.id)]
    assert [rule["gone"] for each in protocols for rule in each.get("rules", ())] == [2, 2]
    assert verify_chain() == []


def test_what_is_stopped_between_two_steps_stays_due(rules, owner, make_customer, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.retention.MOST_PERSONS", 1)
    for number in range(3):
        age("customer", "created_at", make_customer(f"Ada {number}").id)
    with pytest.raises(NotAllowed, match="sure=yes"):
        apply_retention_wholly(owner)

    apply_retention_wholly(owner, True, lambda gone, _of: gone < 2)

    assert dues() == {Kept.LEADS: 1}
    apply_retention_wholly(owner, True)
    assert dues() == {}
    with pytest.raises(UserError, match="Nothing has been kept"):
        apply_retention_wholly(owner, True)


def test_who_is_kept_for_a_legal_matter_stays_until_it_is_over(rules, owner, nancy, make_customer, talk):
    ada = make_customer("Ada")
    age("customer", "created_at", ada.id)
    hold(ada, "lawsuit 7 O 12/26", owner)
    old = talk(ada, LONG_AGO)

    assert [(each.rule.kind, each.held) for each in retention_due() if each.held] == [(Kept.LEADS, 1), (Kept.INTERACTIONS, 1)]
    for work in (
        lambda: apply_retention(owner, sure=True),
        lambda: erase_customer(ada.id, owner),
        lambda: what_goes(ada.id),
        lambda: put_on_shelf(Entity.CUSTOMER, ada.id, Customer.get().version, Shelf.TRASH, nancy),
    ):
        with pytest.raises(UserError):
            work()
    assert Interaction.get_by_id(old).summary

    hold(ada, "", owner)
    apply_retention(owner, sure=True)
    assert Customer.get().status == CustomerStatus.ANONYMISED
    with pytest.raises(UserError):
        hold(ada, "", owner)


def test_words_of_old_contacts_and_closed_cases_go_and_what_is_counted_stays(rules, owner, nancy, make_customer, talk):
    ada = make_customer("Ada")
    old, new = talk(ada, LONG_AGO), talk(ada, LATELY)
    execute("UPDATE interaction SET recording = 'https://calls.example/1' WHERE id = " + str(old))
    (closed,) = open_case(CaseInput("Broken", customer_id=ada.id, description="In two"), by=nancy).of(Entity.CASE)
    (standing,) = open_case(CaseInput("Late", customer_id=ada.id), by=nancy).of(Entity.CASE)
    note_case(closed, "Ada is angry.", nancy)
    solve_case(closed, SupportCase.get_by_id(closed).version, nancy)
    for case in (closed, standing):
        age("support_case", "resolved_at", case)
    execute(f"UPDATE support_case SET resolved_at = NULL WHERE id = {standing}")

    assert dues() == {Kept.INTERACTIONS: 1, Kept.RECORDINGS: 1, Kept.CASES: 1}
    change = apply_retention(owner, sure=True)

    kept = Interaction.get_by_id(old)
    assert (kept.summary, kept.recording, kept.outcome, kept.customer_id) == ("", "", Interaction.get_by_id(new).outcome, ada.id)
    assert Interaction.get_by_id(new).summary
    assert [row.subject for row in SupportCase.select().order_by(SupportCase.id)] == ["", "Late"]
    assert not any(row.note for row in CaseEvent.select().where(CaseEvent.case == closed))
    assert "angry" not in json.dumps([row.before + row.after for row in AuditEntry.select()])
    with pytest.raises(CannotUndo):
        undo(change.operation, owner)


def test_files_forms_searches_and_rejected_values_go(rules, owner, nancy, make_customer):
    ada = make_customer("Ada")
    attach(RecordRef(Entity.CUSTOMER, ada.id), FileInput("letter.txt", b"Dear Ada"), nancy)
    file = Attachment.get().id
    age("attachment", "created_at", file)
    UnsavedForm.create(staff_id=nancy.id, form="x", content="{}", at=LONG_AGO)
    UnsavedForm.create(staff_id=nancy.id, form="y", content="{}", at=LATELY)
    MissedSearch.create(at=LONG_AGO, words="Ada's lamp")
    run = ImportRun.create(source="x", mapping="{}", files="{}", counts="{}", at=LONG_AGO)
    ImportReject.create(run=run, file="a.csv", line=1, column_name="name", value="Ada", reason="too long")

    apply_retention(owner, sure=True)

    assert (Attachment.select().count(), MissedSearch.select().count()) == (0, 0)
    assert [row.form for row in UnsavedForm.select()] == ["y"]
    assert ImportReject.get().value == ""


def test_the_protocol_says_what_by_which_rule_and_whose_backup_never_whose(rules, owner, make_customer, talk):
    ada = make_customer("Ada Lovelace-Byron")
    talk(ada, LONG_AGO)
    apply_retention(owner, sure=True)

    run = RetentionRun.get()
    told = json.loads(run.result)
    assert told["rules"] == [{"gone": 1, "held": 0, "left": 0, "months": 36, "rule": "interactions"}]
    assert run.staff_id == owner.id
    assert "Lovelace" not in run.result
    assert datetime.now(UTC) - run.at < timedelta(minutes=5)


def test_a_rule_can_be_taken_back(owner):
    change = set_retention(Kept.FILES, 12, owner)
    assert json.loads(Company.the().retention) == {"files": 12}
    undo(change.operation, owner)
    assert Company.the().retention == "{}"

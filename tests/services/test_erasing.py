import json
from datetime import date

import pytest

from crm_desktop.core.errors import CannotUndo, NotAllowed, UserError
from crm_desktop.core.kinds import PointKind
from crm_desktop.core.rights import Right
from crm_desktop.data.attachment_contents import keep_content
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.contents import tables
from crm_desktop.data.database import current, execute, fetch
from crm_desktop.data.fields import is_personal
from crm_desktop.data.history import operation
from crm_desktop.data.integrity import check
from crm_desktop.data.models import (
    MODELS,
    Agreement,
    Appointment,
    Attachment,
    Attendee,
    Customer,
    FollowUp,
    ImportReject,
    ImportRun,
    Interaction,
    Invoice,
    Order,
    RetentionRun,
    ReturnRequest,
    Staff,
    Tag,
    UnsavedForm,
)
from crm_desktop.data.models.knowledge import MissedSearch
from crm_desktop.data.search import BY_MODEL, find
from crm_desktop.data.undo import undo
from crm_desktop.services.customers import CustomerInput, PointInput, change_customer
from crm_desktop.services.drafts import keep_draft
from crm_desktop.services.erasing import erase_customer, erase_kept_invoices, what_goes
from crm_desktop.services.history import undo_latest
from crm_desktop.services.merging import merge_customers
from tests.conftest import MOMENT
from tests.whole import make_whole, reachable

ON_ONE_ENGINE = pytest.mark.parametrize("address", ["plain"], indirect=True)
KEPT = {("invoice", "name"), ("invoice", "address"), ("invoice", "reason")}
"""What an invoice must state until its retention ends."""


def closed(made, by):
    """Nothing is under way any more, and the legal matter they were kept for is over: only history remembers it."""
    with operation("Closed", by, may=Right.IMPORT) as done:
        for model, state in ((ReturnRequest, "settled"), (Agreement, "stopped")):
            row = model.get_by_id(made[model].id)
            row.state = state
            done.save(row)
        person = Customer.get_by_id(made[Customer].id)
        person.legal_hold = ""
        done.save(person)
    return made


def left(word="canary", but=KEPT):
    """Tables and columns of the store in which the word still stands, but for what invoices keep and history knows of them."""
    found = set()
    for table in tables(current()):
        names = [row[0] for row in fetch(_COLUMNS[current().param], (table,))]
        where = "WHERE entity <> 'invoice'" if table == "audit_entry" and but else ""
        for row in fetch(f"SELECT * FROM {table} {where}"):
            found |= {(table, name) for name, value in zip(names, row, strict=True) if word in _text(value)}
    return found - but


def _text(value):
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


_COLUMNS = {
    "?": "SELECT name FROM pragma_table_info(?)",
    "%s": "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
}


def wrong():
    return [(finding.sentence, finding.problems) for finding in check(deep=True) if not finding.ok]


def test_no_personal_column_that_leads_to_a_customer_keeps_what_it_held(store, owner, nancy):
    made = closed(make_whole(), owner)
    personal = {(model._meta.table_name, field.name) for model in reachable() for field in model._meta.sorted_fields if is_personal(field)}
    before = left(but=set())
    assert personal - {("customer", "legal_hold")} <= before, "the word is not in every personal column"
    keep_draft("customer", {"name": "canary"}, nancy)
    run = ImportRun.create(source="x", mapping="", files="{}", counts="{}", at=MOMENT)
    ImportReject.create(run=run, file="a.csv", line=2, column_name="", value="canary Ltd", reason="empty")
    MissedSearch.create(at=MOMENT, staff_id=nancy.id, words="canary lamp")
    assert "canary" in str(fetch("SELECT before, after FROM audit_entry"))
    theirs = {model.__name__ for model in BY_MODEL if find(model, "canary")}
    assert {"Escalation", "Approval", "SupportCase", "SurveyResponse"} <= theirs

    erase_customer(made[Customer].id, owner)

    assert left() == set()
    assert [row.name for row in Invoice.select()] == ["canary"]
    assert {model.__name__ for model in BY_MODEL if find(model, "canary")} == {"Invoice"}
    assert not UnsavedForm.select().exists() and not Tag.select().exists() and not Attachment.select().exists()
    assert not fetch("SELECT 1 FROM attachment_content")
    assert verify_chain() == [] and wrong() == []


def test_what_history_alone_remembers_is_erased_too(make_customer, make_interaction, make_follow_up, owner, nancy):
    customer = make_customer("Ada", points=(PointInput(PointKind.EMAIL, "canary@shop.example"),), notes="canary")
    make_interaction(customer, notes="canary")
    undo_latest(nancy)
    make_follow_up("canary", customer_id=customer.id)
    undo_latest(nancy)
    change_customer(customer.id, Customer.get_by_id(customer.id).version, CustomerInput("Ada", points=()), nancy)
    assert left() == {("audit_entry", "before"), ("audit_entry", "after")}

    erase_customer(customer.id, owner)

    assert left() == set()
    assert verify_chain() == []


def test_who_was_merged_is_erased_with_the_kept_one(make_customer, owner, nancy):
    made = closed(make_whole(), owner)
    kept = make_customer("canary")
    merge_customers(kept.id, 1, made[Customer].id, Customer.get_by_id(made[Customer].id).version, {}, nancy)

    erase_customer(made[Customer].id, owner)

    assert left() == set() and {row.status for row in Customer.select()} == {"anonymised"}
    assert json.loads(RetentionRun.get().result)["merged"] == [made[Customer].number]
    assert wrong() == []


@ON_ONE_ENGINE
def test_no_page_of_the_file_still_holds_the_name(address, make_customer, make_interaction, owner):
    path = address[0]
    customer = make_customer("Canary", points=(PointInput(PointKind.EMAIL, "canary@shop.example"),))
    make_interaction(customer, summary="canary " * 2_000)
    current().execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"canary" in path.read_bytes().lower()
    erase_customer(customer.id, owner)
    current().execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"canary" not in path.read_bytes().lower() + path.with_name(f"{path.name}-wal").read_bytes().lower()


@ON_ONE_ENGINE
def test_sums_states_and_figures_stay(store, owner):
    made = closed(make_whole(), owner)
    before = Customer.get_by_id(made[Customer].id)
    orders = [(row.total, row.state, row.payment_state, row.fulfilment) for row in Order.select()]
    erase_customer(made[Customer].id, owner)
    after = Customer.get_by_id(made[Customer].id)
    assert (after.number, after.spent, after.balance, after.last_contact_at) == (
        before.number, before.spent, before.balance, before.last_contact_at,
    )  # fmt: skip
    assert [(row.total, row.state, row.payment_state, row.fulfilment) for row in Order.select()] == orders


@ON_ONE_ENGINE
def test_what_was_promised_and_planned_is_cancelled(store, owner):
    made = closed(make_whole(), owner)
    erase_customer(made[Customer].id, owner)
    assert (FollowUp.get().state, Appointment.get().state) == ("cancelled", "cancelled")


@ON_ONE_ENGINE
def test_what_belongs_to_others_stays(make_customer, make_interaction, owner, nancy):
    erased, other = make_customer("Ada"), make_customer("Bob", notes="Bob's note")
    talk = make_interaction(other, summary="Bob called")
    staffed = Staff.get(login="nancy")
    with operation("Planned", owner, may=Right.IMPORT) as done:
        meeting = Appointment(title="Bob's fair", customer=other, starts_on=date(2026, 1, 5), zone="UTC", uid="u")
        done.insert(meeting)
        visit = Appointment(title="Ada's visit", customer=erased, starts_on=date(2026, 1, 5), zone="UTC", uid="v")
        done.insert(visit)
        done.insert(Attendee(appointment=meeting, customer=erased, name="Ada"), Attendee(appointment=visit, staff=staffed, name="Nancy"))
    erase_customer(erased.id, owner)
    assert (Customer.get_by_id(other.id).notes, Interaction.get_by_id(talk.id).summary) == ("Bob's note", "Bob called")
    assert [row.title for row in Appointment.select().order_by(Appointment.id)] == ["Bob's fair", ""]
    assert [row.name for row in Attendee.select().order_by(Attendee.id)] == ["", "Nancy"]


@ON_ONE_ENGINE
def test_an_invoice_keeps_its_name_until_its_time_is_over_and_the_protocol_says_so(store, owner):
    made = closed(make_whole(), owner)
    with operation("Attached", owner, may=Right.IMPORT) as done:
        for model in (Invoice, Order):
            table, content = model._meta.table_name, f"canary of {model.__name__}".encode()
            done.insert(
                Attachment(entity_table=table, row_id=made[model].id, file_name="c", size=len(content), sha256=keep_content(content))
            )
    told = what_goes(made[Customer].id)
    gone = Attachment.select().where(Attachment.entity_table != "invoice").count()
    assert (told.interactions, told.documents, told.kept) == (1, gone, ((made[Invoice].number, date(2036, 12, 31)),))
    change = erase_customer(made[Customer].id, owner)
    assert [row.entity_table for row in Attachment.select()] == ["invoice"]
    protocol = json.loads(RetentionRun.get().result)
    assert protocol["invoices_kept"] == [{"number": made[Invoice].number, "until": "2036-12-31"}]
    assert (protocol["customer"], protocol["erased"]["interaction"], protocol["operation"]) == (made[Customer].number, 1, change.operation)
    assert "canary" not in RetentionRun.get().result

    with pytest.raises(UserError, match="kept for long enough"):
        erase_kept_invoices(owner)
    execute("""UPDATE company SET retention = '{"invoice": 0}'""")
    execute("UPDATE invoice SET issued_on = '2020-01-05'")
    erase_kept_invoices(owner)
    assert not Attachment.select().exists() and left(but=set()) == set() and find(Invoice, "canary") == []


@ON_ONE_ENGINE
def test_a_person_for_whom_something_is_under_way_is_not_erased(make_order, owner):
    order = make_order()
    with pytest.raises(NotAllowed, match=order.number):
        erase_customer(order.customer_id, owner)
    assert Customer.get().name == "Ada Ltd" and not RetentionRun.select().exists()


@ON_ONE_ENGINE
def test_erasing_is_for_owners_and_for_good(make_customer, owner, nancy):
    customer = make_customer()
    with pytest.raises(NotAllowed):
        erase_customer(customer.id, nancy)
    change = erase_customer(customer.id, owner)
    with pytest.raises(CannotUndo):
        undo(change.operation, owner)
    with pytest.raises(UserError, match="not there"):
        erase_customer(99, owner)


def test_every_table_that_leads_to_a_customer_is_looked_through():
    """A personal column outside them would hold somebody whom nobody finds."""
    elsewhere = {model for model in MODELS.values() if any(map(is_personal, model._meta.sorted_fields))} - set(reachable())
    assert elsewhere == set()

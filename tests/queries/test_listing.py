import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import Attempt, PointKind
from crm_desktop.core.kinds_of_knowledge import UsedIn
from crm_desktop.core.kinds_of_trade import Condition, Disposition, ReturnReason, VoucherKind
from crm_desktop.core.script_flow import ScriptStep
from crm_desktop.data.database import Guarded, current, execute, fetch, reading
from crm_desktop.data.models import (
    MODELS,
    Appointment,
    AppointmentReminder,
    Attachment,
    CaseCheck,
    CasePayment,
    CaseRemedy,
    Customer,
    CustomField,
    ImportReject,
    ImportRun,
    Interaction,
    Mention,
    Order,
    OrderLine,
    ReportRun,
    RetentionRun,
    ReturnLine,
)
from crm_desktop.queries.listing import Question, count, groups, records
from crm_desktop.queries.local_time import period_sql
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.subjects import BY_NAME, CUSTOMERS, FOLLOW_UPS, INTERACTIONS, ORDER_LINES, ORDERS, PRODUCTS, SUBJECTS
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.appointments import AppointmentInput, AttendeeInput, plan_appointment
from crm_desktop.services.articles import ArticleInput, note_missed_search, publish_article, use_article, write_article
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import AddressInput, ContactInput, CustomerInput, PointInput, add_contact, add_customer
from crm_desktop.services.follow_ups import record_attempt
from crm_desktop.services.invoices import issue_invoice
from crm_desktop.services.orders import cancel_order, ship_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.products import ProductInput, add_product
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, approve_return, inspect_line, receive_return, request_return
from crm_desktop.services.scripts import PathInput, ScriptInput, Walked, add_script, log_path
from crm_desktop.services.settlements import ToSettle, settle_by_repair
from crm_desktop.services.tags import tag
from crm_desktop.services.templates import TemplateInput, add_template
from crm_desktop.services.vouchers import VoucherInput, give_voucher
from tests.asked import ask_and_judge
from tests.conftest import DAY, MOMENT
from tests.promised import promise_and_help

JULY = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # already July in Berlin
JANUARY = datetime(2026, 1, 31, 22, 30, tzinfo=UTC)  # still January there
NOT_LISTED_YET = {
    "role_limit", "figure_target", "numbering", "saved_view", "tag_look", "article_link",
}  # fmt: skip


def ask(subject, *where, sort="", limit=None):
    return Question(subject, where, sort, limit)


def values(question, name):
    return [row[0] for row in records(question, [question.subject.column(name)])]


def numbers(subject, *where):
    return values(ask(subject, *where), "number")


def amounts(found):
    return [(group.value, str(group.total), group.currency) for group in found]


@pytest.fixture
def three(make_customer):
    make_customer("Łódź Mills", addresses=(AddressInput(city="Łódź", country="PL"),))
    make_customer("Zebra", addresses=(AddressInput(city="Köln", country="DE"),))
    make_customer("émile", addresses=(AddressInput(city="Lyon", country="FR"),), vip=True)


@pytest.fixture
def one_of_each(make_customer, make_order, make_interaction, make_follow_up, nancy):
    customer = make_customer(addresses=(AddressInput(city="Bonn"),))
    add_contact(customer.id, ContactInput("Ben"), nancy, (PointInput(PointKind.PHONE, "0228 1234"),))
    add_product(ProductInput("P-1", "Hammer", category="Tools"), nancy)
    order = make_order(customer)
    ask_and_judge(make_interaction(customer, order_id=order.id), nancy)
    tag([RecordRef(Entity.ORDER, order.id)], ["urgent", "gift"], nancy)
    record_attempt(make_follow_up(remind_before=10).id, Attempt.BUSY, nancy)
    run = ImportRun.create(source="x", mapping="", files="{}", counts="{}", at=MOMENT)
    ImportReject.create(run=run, file="a.csv", line=2, column_name="", value="", reason="empty")
    make_customer(customer.name, addresses=(AddressInput(city="Bonn"),))
    RetentionRun.create(at=MOMENT, staff_id=1, result="{}")
    ReportRun.create(report="x", parameters="{}", figures="{}", fingerprint="", as_of=1, staff_id=1, at=MOMENT)
    trade(order, customer, nancy)
    plan_appointment(AppointmentInput("Visit", DAY, attendees=(AttendeeInput(name="Zoë"),)), nancy)
    AppointmentReminder.create(appointment=Appointment.get(), at=MOMENT, created_at=MOMENT, updated_at=MOMENT)
    start_agreement(AgreementInput(customer.id, "Service", DAY), nancy)
    knowledge(nancy)
    Attachment.create(entity_table="customer", row_id=1, file_name="a.txt", size=1, sha256="", created_at=MOMENT, updated_at=MOMENT)
    CustomField.create(entity_table="customer", name="size", label="Size", created_at=MOMENT, updated_at=MOMENT)
    open_case(CaseInput("Wet boxes", customer_id=customer.id), nancy)
    made = {"created_at": MOMENT, "updated_at": MOMENT}
    CaseRemedy.create(case=1, kind="apology", at=MOMENT, **made)
    CaseCheck.create(case=1, item=1, at=MOMENT, **made)
    CasePayment.create(case=1, payment=1, **made)
    Mention.create(case_event=1, staff=nancy.id, **made)
    promise_and_help(1, 1, nancy)


def knowledge(nancy):
    """An article that was used in a conversation which followed a script, a template, and a search in vain."""
    talk = Interaction.get()
    (article_id,) = write_article(ArticleInput("Wet cartons", "Photos first"), nancy).of(Entity.ARTICLE)
    publish_article(article_id, 1, nancy)
    use_article(article_id, nancy, UsedIn.CALL, talk.id)
    (script_id,) = add_script(ScriptInput("Damage", (ScriptStep("greet", say="Hello"),)), nancy).of(Entity.SCRIPT)
    log_path(talk.id, PathInput(script_id, (Walked("greet"),)), nancy)
    add_template(TemplateInput("Refund", "Dear {customer.name}", subject="Refund"), nancy)
    note_missed_search("descaling", nancy)


def trade(order, customer, nancy):
    """Sold, paid, invoiced and shipped; one piece comes back for repair, and another one's goods go on to their supplier."""
    record_payment(PaymentInput(order.id, Decimal("29.97")), nancy)
    issue_invoice(order.id, nancy)
    ship_order(order.id, Order.get_by_id(order.id).version, DAY, "Post", nancy)
    give_voucher(VoucherInput(VoucherKind.COUPON, Decimal(5), customer_id=customer.id), nancy)
    line = OrderLine.get(order=order)
    for disposition in (Disposition.SUPPLIER, Disposition.REFURBISH):
        back = ReturnLineInput(Decimal(1), ReturnReason.DAMAGED, line.id)
        (row_id,) = request_return(ReturnInput((back,), order.id, window_reason="known"), nancy).of(Entity.RETURN)
        approve_return(row_id, 1, nancy)
        receive_return(row_id, 2, nancy, DAY)
        came = ReturnLine.get(return_request=row_id)
        inspect_line(came.id, came.version, Condition.DEFECTIVE, disposition, nancy)
    settle_by_repair(ToSettle(came.id, came.version + 1), "does not start", nancy)


def test_every_field_of_every_list_can_be_shown_sorted_and_grouped_by(one_of_each):
    for subject in SUBJECTS:
        found = list(records(Question(subject), subject.columns))
        assert len(found) == count(Question(subject)) > 0, subject.name
        for field in subject.columns:
            if field.kind.can_be_asked:
                assert len(list(records(ask(subject, sort=f"-{field.name}"), subject.columns))) == len(found)
            if field.kind.can_be_grouped:
                assert sum(group.size for group in groups(Question(subject), by=field.name)) == len(found)
            if field.kind.can_be_added:
                assert sum(group.size for group in groups(Question(subject), field.name)) == len(found)


def test_names_of_fields_are_plain_and_lead_to_other_lists():
    for subject in SUBJECTS:
        names = [field.name for field in subject.columns]
        assert all(re.fullmatch("[a-z][a-z_]*", name) for name in names)
        assert len(set(names)) == len(names)
        assert set(subject.main) <= set(names)
        assert {field.refers for field in subject.columns} - {""} <= set(BY_NAME)


def test_every_table_with_records_is_in_a_list():
    listed = {word for subject in SUBJECTS for word in re.findall(r"\w+", subject.source)}
    assert set(MODELS) - listed == NOT_LISTED_YET


COMPARED = (
    ("name", "=", "Zebra", ["Zebra"]),
    ("name", "=", "zebra", []),
    ("name", "!=", "Zebra", ["Łódź Mills", "émile"]),
    ("name", "~", "lodz", ["Łódź Mills"]),
    ("name", "~", "EMIL", ["émile"]),
    ("name", "~", "%", []),
    ("city", "~", "koln", ["Zebra"]),
    ("country", "=", "DE", ["Zebra"]),
    ("country", ">", "DE", ["Łódź Mills", "émile"]),
    ("email", "=", "", ["Łódź Mills", "Zebra", "émile"]),
    ("order_count", "=", "0", ["Łódź Mills", "Zebra", "émile"]),
    ("order_count", ">", "0", []),
    ("vip", "=", "yes", ["émile"]),
    ("vip", "!=", "yes", ["Łódź Mills", "Zebra"]),
    ("last_contact_at", "=", "", ["Łódź Mills", "Zebra", "émile"]),
    ("last_contact_at", "!=", "2026", ["Łódź Mills", "Zebra", "émile"]),
    ("customer_since", "<", "2030", []),
    ("credit_limit", "!=", "12.50", ["Łódź Mills", "Zebra", "émile"]),
    ("status", "=", "Active", ["Łódź Mills", "Zebra", "émile"]),
)


def test_a_condition_compares_by_what_the_field_holds(three):
    for field, operator, value, found in COMPARED:
        assert values(ask(CUSTOMERS, (field, operator, value)), "name") == found, (field, operator, value)


def test_all_conditions_must_hold(three):
    assert values(ask(CUSTOMERS, ("name", "~", "e"), ("vip", "=", "no")), "name") == ["Zebra"]


PERIODS = (
    ("=", "2026-07", ["SO-00002"]),
    ("=", "2026-07-01", ["SO-00002"]),
    ("=", "2026-07-01T00:30", ["SO-00002"]),
    ("=", "2026-06-30T22:30Z", ["SO-00002"]),
    ("=", "2026-06", []),
    ("!=", "2026-07", ["SO-00001"]),
    ("<", "2026-02", ["SO-00001"]),
    ("<=", "2026-01-31", ["SO-00001"]),
    ("<=", "2026", ["SO-00001", "SO-00002"]),
    (">", "2026-01", ["SO-00002"]),
    (">", "2026", []),
    (">=", "2026-01-31T23:30:00", ["SO-00001", "SO-00002"]),
)


def test_a_moment_is_compared_with_a_period_of_the_company_s_zone(make_order):
    make_order(ordered_at=JANUARY)
    make_order(ordered_at=JULY)

    for operator, value, found in PERIODS:
        assert numbers(ORDERS, ("ordered_at", operator, value)) == found, (operator, value)


def test_a_period_can_be_named_with_the_field(make_order):
    make_order(ordered_at=JULY)

    assert numbers(ORDERS, ("ordered_at.month", "=", "2026-07")) == ["SO-00001"]
    with pytest.raises(UserError, match="not a month"):
        numbers(ORDERS, ("ordered_at.month", "=", "2026"))


def test_an_order_that_was_not_shipped_has_no_day_of_shipping(make_order, nancy):
    shipped, waiting = make_order(), make_order()
    ship_order(shipped.id, shipped.version, date(2026, 1, 7), "Post", nancy)

    assert numbers(ORDERS, ("shipped_on", ">=", "2026-01-07")) == [shipped.number]
    assert numbers(ORDERS, ("shipped_on", "=", "")) == numbers(ORDERS, ("fulfilment", "=", "unfulfilled")) == [waiting.number]


NONSENSE = (
    (CUSTOMERS, ("nam", "=", "x"), "no field “nam” in customers"),
    (CUSTOMERS, ("name", "==", "x"), "no comparison"),
    (CUSTOMERS, ("name.month", "=", "x"), "makes no sense"),
    (CUSTOMERS, ("custom", "=", "x"), "can only be shown"),
    (CUSTOMERS, ("spent", "=", "12,50"), "not a number"),
    (CUSTOMERS, ("spent", "=", "1" * 400), "not a number"),
    (CUSTOMERS, ("spent", "=", "0.00001"), "not a number"),
    (CUSTOMERS, ("order_count", "=", "1.5"), "not a whole number"),
    (CUSTOMERS, ("order_count", ">", ""), "needs a value"),
    (CUSTOMERS, ("vip", "<", "yes"), "yes or no"),
    (CUSTOMERS, ("vip", "=", "maybe"), "neither yes nor no"),
    (CUSTOMERS, ("spent", "~", "1"), "not a text"),
    (CUSTOMERS, ("name", "~", " "), "needs some words"),
    (CUSTOMERS, ("name", "=", "a\x00b"), "U\\+0000"),
    (CUSTOMERS, ("status", "=", "actve"), "never “actve”"),
    (ORDERS, ("ordered_at", "=", "2026-13"), "no day, month or year"),
    (ORDERS, ("ordered_at", "=", "long ago"), "not a day, month or year"),
    (ORDERS, ("ordered_at", "=", "9999-12-31"), "no day"),
    (ORDERS, ("ordered_at", "=", "2026-03-29T02:30"), "clocks skipped"),
    (ORDERS, ("ordered_at", "=", "2026-10-25T02:30"), "came twice"),
    (ORDERS, ("ordered_at", "=", "2026-10-25T25:30"), "no moment"),
)


def test_what_makes_no_sense_is_a_plain_sentence(store):
    for subject, condition, words in NONSENSE:
        with pytest.raises(UserError, match=words):
            count(ask(subject, condition))


def test_texts_sort_by_their_folded_letters_and_both_ways(three):
    assert values(ask(CUSTOMERS, sort="name"), "name") == ["émile", "Łódź Mills", "Zebra"]
    assert values(ask(CUSTOMERS, sort="-name"), "name") == ["Zebra", "Łódź Mills", "émile"]


def test_empty_values_come_last_both_ways(make_follow_up):
    make_follow_up("Later", due_on=DAY + timedelta(days=1))
    make_follow_up("Whenever", due_on=date(9999, 12, 31))
    make_follow_up("First")

    assert values(ask(FOLLOW_UPS, sort="due_on"), "title") == ["First", "Later", "Whenever"]
    assert values(ask(FOLLOW_UPS, sort="-due_at"), "title") == ["Later", "First", "Whenever"]


def test_a_limit_cuts_the_records_and_not_the_count(three):
    question = ask(CUSTOMERS, sort="name", limit=2)

    assert values(question, "name") == ["émile", "Łódź Mills"]
    assert count(question) == 3


def test_sums_of_money_have_their_currency_s_digits_and_never_mix_two(make_customer, make_product, make_order):
    customer, product = make_customer(), make_product(price="1000")
    make_order(customer, product, 1)
    make_order(customer, product, 2, currency="JPY")
    make_order(customer, product, 3)

    assert amounts(groups(Question(ORDERS), "total")) == [(None, "4000.00", "EUR"), (None, "2000", "JPY")]


def test_what_an_import_states_to_four_places_keeps_them(make_order):
    make_order()
    execute("UPDATE order_line SET total = 1234567")

    assert values(Question(ORDER_LINES), "quantity") == [Decimal(3)]
    assert amounts(groups(Question(ORDER_LINES), "total")) == [(None, "123.4567", "EUR")]


def test_a_month_is_counted_in_the_company_s_zone(make_order):
    for moment in (
        JANUARY,
        JULY,
        JULY - timedelta(hours=1),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
        datetime(1969, 12, 31, 23, tzinfo=UTC),
    ):
        make_order(ordered_at=moment)

    found = groups(Question(ORDERS), by="ordered_at.month")

    assert [(group.value, group.size) for group in found] == [
        ("1970-01", 1),
        ("2026-01", 1),
        ("2026-06", 1),
        ("2026-07", 1),
        ("2026-10", 1),
    ]
    assert [group.value for group in groups(Question(ORDERS), by="ordered_at.day")][-1] == "2026-10-26"
    assert [group.value for group in groups(Question(ORDERS), by="ordered_at.year")] == ["1970", "2026"]


def test_a_moment_lies_in_the_day_that_python_says_whatever_the_clocks_do(store):
    zone = ZoneInfo("Europe/Berlin")
    moments = [datetime(2025, 12, 30, tzinfo=UTC) + timedelta(minutes=1411 * place) for place in range(400)]
    seconds = [int(moment.timestamp()) for moment in moments]
    rows = " UNION ALL ".join(f"SELECT {second} AS at" for second in seconds)

    found = fetch(f"SELECT {period_sql('at', 'day', seconds[0], seconds[-1], zone)} FROM ({rows}) AS moment ORDER BY at")

    assert [row[0] for row in found] == [moment.astimezone(zone).date().isoformat() for moment in moments]


def test_groups_sort_by_value_count_or_sum(make_customer, make_product, make_order):
    ada, ben, product = make_customer("Ada"), make_customer("Ben"), make_product(price="10")
    make_order(ada, product, 5)
    make_order(ben, product, 1)
    make_order(ben, product, 1)

    def order(sort):
        return [group.value for group in groups(ask(ORDERS, sort=sort), "total", "customer_name")]

    assert order("") == order("customer_name") == order("count") == order("-sum") == ["Ada", "Ben"]
    assert order("-count") == order("sum") == order("-customer_name") == ["Ben", "Ada"]
    assert len(groups(ask(ORDERS, limit=1), by="customer_name")) == 1
    with pytest.raises(UserError, match="not by “total”"):
        order("total")


def test_only_numbers_are_added_up(store):
    with pytest.raises(UserError, match="no number"):
        groups(Question(PRODUCTS), "name")


def test_nothing_that_matches_adds_up_to_no_group(store):
    assert groups(Question(ORDERS), "total") == groups(Question(ORDERS), by="ordered_at.month") == []


def test_hold_times_are_moments_in_the_company_s_zone(make_interaction):
    make_interaction(ended_at=MOMENT + timedelta(minutes=5), holds=((MOMENT, MOMENT + timedelta(minutes=1)),))

    ((spans, seconds),) = records(Question(INTERACTIONS), [INTERACTIONS.column("holds"), INTERACTIONS.column("seconds")])

    assert [[end.isoformat() for end in span] for span in spans] == [["2026-01-05T10:30:00+01:00", "2026-01-05T10:31:00+01:00"]]
    assert seconds == 300


def test_a_cancelled_order_can_be_left_out(make_order, nancy):
    kept, cancelled = make_order(), make_order()
    cancel_order(cancelled.id, "Changed their mind", nancy)

    assert numbers(ORDERS, ("state", "!=", "cancelled")) == [kept.number]


def test_reads_of_one_moment_show_nobody_s_saving_meanwhile(make_customer):
    make_customer("Ada")
    with reading():
        before = count(Question(CUSTOMERS))
        add_elsewhere()
        assert count(Question(CUSTOMERS)) == before == 1
    assert count(Question(CUSTOMERS)) == 2


def test_a_page_costs_no_more_than_its_sql(make_customer, monkeypatch):
    make_customer("Ada")
    asked = []
    monkeypatch.setattr(Customer, "select", lambda *_: pytest.fail("a list makes models"))
    run = Guarded.run
    monkeypatch.setattr(Guarded, "run", lambda self, cursor, sql, params: asked.append(sql) or run(self, cursor, sql, params))

    list(records(ask(CUSTOMERS, limit=200), CUSTOMERS.columns))

    assert len(asked) == 2  # the company's zone, and the records


def add_elsewhere():
    """Another program's connection, which this one's transaction knows nothing of."""

    def add():
        with current().connection_context():
            add_customer(CustomerInput("Ben"), FOUNDER)

    thread = Thread(target=add)
    thread.start()
    thread.join()

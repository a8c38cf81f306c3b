"""Whatever people do, take back and do again: what is kept of figures says what counting every row says."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.kept_counts import Subject
from crm_desktop.core.kinds import Direction, Outcome
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.core.working_hours import Hours
from crm_desktop.data import contact_days, kept
from crm_desktop.data.database import fetch
from crm_desktop.data.derived import rebuild
from crm_desktop.data.history import operation
from crm_desktop.data.models import (
    Address,
    BusinessHours,
    CaseEvent,
    CaseStatus,
    Channel,
    Company,
    ContactReason,
    Customer,
    ImportRun,
    Interaction,
    KnowledgeUse,
    Operation,
    Order,
    OrderLine,
    Payment,
    Product,
    ReturnLine,
    ReturnRequest,
    Shipment,
    SupportCase,
    Survey,
    SurveyResponse,
)
from crm_desktop.data.undo import undo
from crm_desktop.queries.contact_days import days_between
from crm_desktop.services.case_joining import merge_cases
from crm_desktop.services.case_steps import set_case_status, solve_case
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER, change_company
from crm_desktop.services.customers import AddressInput, CustomerInput, add_customer, change_customer
from crm_desktop.services.figures import keep_counts, keep_days
from crm_desktop.services.imports import bring_in, undo_import
from crm_desktop.services.incoming import Incoming, Place, Reference, RunInput
from crm_desktop.services.interactions import InteractionInput, change_interaction, log_interaction
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.orders import LineInput, OrderInput, change_quantity, place_order
from crm_desktop.services.products import ProductInput, add_product
from crm_desktop.services.shipments import ShipmentInput, change_shipment, ship
from crm_desktop.services.working_hours import add_holiday, set_hours
from tests.conftest import DAY
from tests.examples import examples

FIRST, LAST = date(2025, 12, 10), date(2026, 1, 20)
MONTHS = [
    (int(datetime(year, month, 1, tzinfo=UTC).timestamp()) - 3_600, int(datetime(*after, 1, tzinfo=UTC).timestamp()) - 3_600)
    for (year, month), after in (((2025, 11), (2025, 12)), ((2025, 12), (2026, 1)), ((2026, 1), (2026, 2)), ((2026, 2), (2026, 3)))
]
"""As a winter in Berlin has them."""
STARTS = int(datetime(2025, 11, 20, tzinfo=UTC).timestamp())
ON_BOTH_ENGINES = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)


def keep_everything():
    known = set(fetch("SELECT starts_at, ends_at FROM contact_day"))
    keep_days([day for day in days_between(FIRST, LAST, zone_of("Europe/Berlin")) if day not in known])
    for subject in Subject:
        keep_counts(kept.told_of(subject, MONTHS).fresh)


def demand_right(what):
    assert (contact_days.rebuild(), kept.rebuild()) == (0, 0), what


def pick(model, chance):
    rows = list(model.select().order_by(model.id))
    if not rows:
        raise UserError("none there")
    return rows[chance % len(rows)]


def moment(chance):
    """Within three months, many of them a few hours apart."""
    return datetime.fromtimestamp(STARTS + chance * 7_919 % (80 * 86_400) // (1 + chance % 3), UTC)


def contact(chance):
    at = moment(chance)
    return InteractionInput(
        pick(Channel, chance).id,
        direction=Direction.IN if chance % 4 else Direction.OUT,
        customer_id=pick(Customer, chance // 3).id if chance % 5 else None,
        reason_id=pick(ContactReason, chance % 3).id,
        product_id=pick(Product, chance).id if chance % 7 == 0 else None,
        summary=f"about {chance}",
        outcome=list(Outcome)[chance % len(Outcome)],
        started_at=at,
        ended_at=at + timedelta(minutes=chance % 9),
    )


def log(chance):
    return log_interaction(contact(chance), by=FOUNDER)


def log_about_order(chance):
    order = pick(Order, chance)
    wanted = contact(chance | 1)
    fields = {name: getattr(wanted, name) for name in wanted.__slots__} | {"order_id": order.id, "customer_id": order.customer_id}
    return log_interaction(InteractionInput(**fields), by=FOUNDER)


def change_contact(chance):
    held = pick(Interaction, chance)
    return change_interaction(held.id, held.version, contact(chance + 1), by=FOUNDER)


def new_customer(chance):
    return add_customer(CustomerInput(f"Customer {chance}", addresses=homes(chance)), by=FOUNDER)


def homes(chance):
    places = [("DE", "Hesse"), ("FR", ""), ("", ""), ("DE", "")]
    found = [AddressInput(lines="Kai 1", region=region, country=country) for country, region in (places[chance % 4], places[chance % 3])]
    return tuple(found[: chance % 3])


def move_house(chance):
    customer = pick(Customer, chance)
    return change_customer(customer.id, customer.version, CustomerInput(customer.name, addresses=homes(chance // 7)), by=FOUNDER)


def merge(chance):
    mine, other = pick(Customer, chance), pick(Customer, chance // 5)
    return merge_customers(mine.id, mine.version, other.id, other.version, {}, by=FOUNDER)


def order(chance):
    lines = tuple(LineInput(pick(Product, chance + place).id, Decimal(1 + place)) for place in range(1 + chance % 2))
    return place_order(OrderInput(pick(Customer, chance).id, lines, moment(chance)), by=FOUNDER)


def change_line(chance):
    return change_quantity(pick(OrderLine, chance).id, Decimal(1 + chance % 3), by=FOUNDER)


def send(chance):
    placed = pick(Order, chance)
    return ship(placed.id, placed.version, ShipmentInput(shipped_on=DAY, carrier=("Post", "Blitz")[chance % 2]), by=FOUNDER)


def other_carrier(chance):
    sent = pick(Shipment, chance)
    return change_shipment(sent.id, sent.version, ShipmentInput(shipped_on=DAY, carrier=("Post", "Otter")[chance % 2]), by=FOUNDER)


def bring(chance):
    """Contacts from another system, in one block: the same keys again change them."""
    incoming = Incoming(
        "interaction", ("number", "customer_id", "channel_id", "direction", "reason_id", "started_at", "outcome"), "interactions",
        references=(Reference("customer_id", "customer", may_be_empty=True),),
    )  # fmt: skip
    for place in range(1 + chance % 4):
        row = [
            f"X-{place}",
            None,
            pick(Channel, chance).id,
            "in",
            pick(ContactReason, place).id,
            int(moment(chance + place).timestamp()),
            "",
        ]
        incoming.add(f"x{place}", row, Place("list.csv", place + 1))
    change = bring_in([incoming], RunInput("elsewhere", "", {}), FOUNDER).change
    if change is None:
        raise UserError("nothing new")
    return change


def take_import_back(chance):
    return undo_import(pick(ImportRun, chance).id, FOUNDER).change


def drop_home(chance):
    """As an erasure does."""
    with operation("Dropped", FOUNDER, may=Right.ERASE) as done:
        done.delete(pick(Address, chance))
    return done.change


def ask(chance):
    """A case, about which somebody talked or wrote."""
    about = pick(Interaction, chance) if chance % 2 else None
    wanted = CaseInput(
        f"Help {chance}",
        kind=list(CaseKind)[chance % 3],
        customer_id=about.customer_id if about else pick(Customer, chance).id,
        reason_id=pick(ContactReason, chance % 3).id,
        caller="somebody",
        opened_at=moment(chance),
        interaction_id=about.id if about and about.case_id is None else None,
    )
    return open_case(wanted, by=FOUNDER)


def go_on(chance):
    case = pick(SupportCase, chance)
    return set_case_status(case.id, case.version, pick(CaseStatus, chance // 3).id, by=FOUNDER)


def solve(chance):
    case = pick(SupportCase, chance)
    return solve_case(case.id, case.version, by=FOUNDER)


def change_case_of(chance):
    case = pick(SupportCase, chance)
    with operation("Changed", FOUNDER, may=Right.HANDLE_CASES) as done:
        case.kind, case.opened_at = list(CaseKind)[chance % 3], moment(chance + 5)
        done.save(case)
    return done.change


def happen(chance):
    """As an import tells of it: at any time, also before the case was opened."""
    kinds = (CaseEventKind.ANSWERED, CaseEventKind.HEARD, CaseEventKind.STATUS, CaseEventKind.STATUS)
    kind = kinds[chance % 4]
    state = list(CaseStatusKind)[chance // 4 % 4] if kind is CaseEventKind.STATUS else ""
    row = (pick(SupportCase, chance).id, int(moment(chance).timestamp()), kind, state)
    with operation("Happened", FOUNDER, may=Right.HANDLE_CASES) as done:
        done.insert_many(CaseEvent, ("case_id", "at", "kind", "state"), [row])
    return done.change


def unmake(chance):
    with operation("Unmade", FOUNDER, may=Right.HANDLE_CASES) as done:
        done.delete(pick(CaseEvent, chance))
    return done.change


def join(chance):
    case, into = pick(SupportCase, chance), pick(SupportCase, chance // 3)
    return merge_cases(case.id, case.version, into.id, by=FOUNDER)


def close_on_a_day(chance):
    return add_holiday(moment(chance).date(), "closed", by=FOUNDER)


def other_hours(chance):
    before = [Hours(row.weekday, row.opens, row.closes) for row in BusinessHours.select()]
    wanted = [Hours(weekday, ("08:00", "09:00")[chance % 2], "17:00") for weekday in range(4 + chance % 3)]
    return set_hours(before, wanted, by=FOUNDER)


def other_zone(chance):
    zone = ("Europe/Berlin", "America/New_York", "Asia/Kolkata")[chance % 3]
    return change_company(Company.the().version, {"zone": zone}, by=FOUNDER)


def add_row(chance):
    """What stands beside orders and conversations, as other services write it."""
    number, at = f"R-{Operation.select().count()}", moment(chance)
    with operation("Wrote", FOUNDER, may=Right.IMPORT) as done:
        placed = pick(Order, chance)
        if chance % 4 == 0:
            way = {"amount": Decimal(chance % 90), "direction": ("in", "out")[chance // 4 % 2]}
            done.insert(Payment(order=placed, customer=placed.customer_id, currency="EUR", method="card", received_at=at, **way))
        elif chance % 4 == 1:
            asked = ReturnRequest(number=number, customer=placed.customer_id, order=placed, requested_at=at, currency="EUR")
            done.insert(asked)
            again = pick(Order, chance // 3)
            done.insert(ReturnLine(return_request=asked, quantity=1, reason="damaged", resolution="replacement", replacement=again))
        elif chance % 4 == 2:
            survey = Survey.get_or_none(kind="csat") or Survey(name="How was it?", kind="csat", state="running")
            if survey.id is None:
                done.insert(survey)
            given = {"state": "answered", "answered_at": at, "score": 1 + chance % 5} if chance % 5 else {}
            done.insert(SurveyResponse(number=number, survey=survey, customer=placed.customer_id, channel="mail", asked_at=at, **given))
        else:
            done.insert(KnowledgeUse(used_at=at, used_in="other", interaction=pick(Interaction, chance)))
    return done.change


CHANGED = (
    (Order, "ordered_at", moment), (Order, "state", ("open", "draft", "cancelled")), (Order, "currency", ("EUR", "USD")),
    (Payment, "received_at", moment), (Payment, "method", ("card", "voucher")), (Payment, "status", ("captured", "pending")),
    (ReturnLine, "resolution", ("replacement", "refund")), (ReturnLine, "replacement_id", lambda chance: pick(Order, chance // 7).id),
    (SurveyResponse, "answered_at", moment), (SurveyResponse, "score", (1, 2, 5)), (SupportCase, "kind", tuple(CaseKind)),
    (KnowledgeUse, "interaction_id", lambda chance: pick(Interaction, chance // 7).id), (ContactReason, "kind", ("complaint", "question")),
    (Interaction, "case_id", lambda chance: pick(SupportCase, chance // 7).id), (Interaction, "channel_id", (1, 2)),
)  # fmt: skip


def change_row(chance):
    """Any one value, as some service, a merge or an import may."""
    model, name, values = CHANGED[chance % len(CHANGED)]
    row = pick(model, chance // 3)
    with operation("Changed", FOUNDER, may=Right.IMPORT) as done:
        setattr(row, name, values(chance) if callable(values) else values[chance // 5 % len(values)])
        done.save(row)
    return done.change


def drop_row(chance):
    with operation("Dropped", FOUNDER, may=Right.IMPORT) as done:
        done.delete(pick((Payment, ReturnLine, SurveyResponse, KnowledgeUse)[chance % 4], chance))
    return done.change


STEPS = (
    add_row, add_row, change_row, change_row, change_row, drop_row,
    ask, ask, go_on, go_on, solve, change_case_of, happen, happen, happen, unmake, join, close_on_a_day, other_hours, other_zone,
    log, log, log_about_order, log_about_order, change_contact, new_customer, move_house, merge, order, change_line, send, other_carrier,
    bring, take_import_back, drop_home,
)  # fmt: skip


@pytest.fixture
def shop(store):
    for number in range(3):
        add_product(ProductInput(f"P-{number}", f"Lamp {number}", Decimal(9)), by=FOUNDER)
    for chance in range(4):
        new_customer(chance)
        order(chance)
        log_about_order(chance)
        ask(chance)
        happen(8 + chance)
        add_row(chance)
    return store


@pytest.mark.torture
@ON_BOTH_ENGINES
@settings(
    max_examples=examples(1, 60, 5),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9_999)), min_size=4, max_size=8))
def test_what_is_kept_is_what_counting_says_whatever_is_done_undone_and_redone(shop, steps):
    for step, chance in steps:
        keep_everything()
        try:
            done = step(chance).operation
        except UserError:
            demand_right(f"{step.__name__} {chance} was refused")
            continue
        demand_right(f"{step.__name__} {chance}")
        for again in ("undo", "redo"):
            keep_everything()
            try:
                done = undo(done, FOUNDER).operation
            except UserError:
                break
            demand_right(f"{again} of {step.__name__} {chance}")


@ON_BOTH_ENGINES
def test_a_contact_makes_another_day_s_a_repeat_or_answered(shop):
    """Of the same customer only, and up to a week away: whoever the contact is said to be of."""
    ada, bob = Customer.select().order_by(Customer.id).limit(2)
    monday, phone = datetime(2025, 12, 15, 10, tzinfo=UTC), Channel.get(kind="phone").id
    told = {"customer_id": ada.id, "reason_id": ContactReason.select().first().id}
    for days, outcome in ((0, Outcome.RESOLVED), (2, Outcome.MISSED), (4, Outcome.RESOLVED)):
        log_interaction(InteractionInput(phone, started_at=monday + timedelta(days=days), outcome=outcome, **told), by=FOUNDER)
    for direction, whose, hours in ((Direction.IN, ada, 60), (Direction.OUT, ada, 50), (Direction.OUT, bob, 49), (Direction.IN, ada, -70)):
        keep_everything()
        wanted = InteractionInput(
            phone, direction=direction, started_at=monday + timedelta(hours=hours), **{**told, "customer_id": whose.id}
        )
        done = log_interaction(wanted, by=FOUNDER)
        demand_right(f"{direction} {hours}")
        keep_everything()
        held = Interaction.get_by_id(next(iter(done.of(Entity.INTERACTION))))
        other = {**told, "customer_id": bob.id if whose == ada else ada.id}
        change_interaction(
            held.id, held.version, InteractionInput(phone, direction=direction, started_at=held.started_at, **other), by=FOUNDER
        )
        demand_right(f"{direction} {hours} is somebody else's")


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_months_that_nothing_reached_stay_kept(shop):
    keep_everything()
    before = fetch("SELECT COUNT(*) FROM kept_count")[0][0]
    log_interaction(contact(1), by=FOUNDER)

    ((left,),) = fetch("SELECT COUNT(*) FROM kept_count")
    assert 0 < left < before
    assert left >= before // 2


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_what_was_counted_before_an_operation_is_not_kept_after_it(shop):
    kept.forget_all()
    fresh = kept.told_of(Subject.REASONS, MONTHS).fresh
    log(1)
    keep_counts(fresh)
    assert fetch("SELECT COUNT(*) FROM kept_count") == [(0,)]

    keep_counts(kept.told_of(Subject.REASONS, MONTHS).fresh)
    assert fetch("SELECT COUNT(*) FROM kept_count") == [(len(MONTHS),)]
    assert kept.told_of(Subject.REASONS, MONTHS).fresh == ()


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_check_finds_a_kept_count_that_is_wrong(shop):
    keep_everything()
    fetch("UPDATE kept_count SET told = '[]' WHERE subject = 'reasons' AND told <> '[]' RETURNING id")
    assert rebuild()["kept_count"] > 0
    assert rebuild()["kept_count"] == 0

"""The list of tickets that Freshdesk exports, by the shipped mapping."""

from datetime import UTC, datetime

from crm_desktop.core.paths import resource
from crm_desktop.data.models import Customer, SupportCase, Tag
from crm_desktop.exchange.importing import undo_import

HEAD = (
    "Ticket ID,Subject,Description,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,"
    "Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),Agent interactions,"
    "Customer interactions,Resolution status,First response status,Tags,Survey results,Association type,Product,Full name,Email,"
    "Contact ID,Company Name\n"
)
SOLVED = (
    '7,Lamp flickers,"Since Monday, 4111 1111 1111 1111",Closed,High,Phone,Incident,Rita Ray,Desk,2026-03-02 08:00:00,'
    "2026-03-03 08:00:00,2026-03-02 10:00:00,2026-03-04 10:00:00,2026-03-04 10:00:00,2026-03-02 08:30:00,,00:30:00,,1,1,Within SLA,"
    'Within SLA,"lamp, urgent",,,,Ada Byron,ada@x.example,901,Engines Ltd\n'
)
WAITING = (
    "8,Where is it?,,Waiting on Third Party,Medium,Email,,No Agent,,2026-03-05 09:00:00,,,,2026-03-05 09:00:00,,,,,0,1,,,,,,,"
    "Ada Byron,ada@x.example,901,Engines Ltd\n"
)
MAPPING = resource("mappings", "freshdesk.toml")


def test_tickets_come_in_with_their_people_and_moments(write, bring, owner):
    result = bring(MAPPING, write("tickets.csv", HEAD + SOLVED + WAITING).parent)

    assert not result.refused
    solved, waiting = SupportCase.select().order_by(SupportCase.id)
    assert (solved.number, solved.kind, solved.priority, solved.state, solved.status.name, solved.channel.kind, solved.assignee.name) == (
        "7", "technical", "high", "done", "Closed", "phone", "Rita Ray",
    )  # fmt: skip
    assert [solved.opened_at, solved.first_response_at, solved.resolved_at, solved.closed_at] == [
        datetime(2026, 3, day, hour, minute, tzinfo=UTC) for day, hour, minute in ((2, 7, 0), (2, 7, 30), (2, 9, 0), (4, 9, 0))
    ]
    assert solved.description == "Since Monday, •••• 1111"
    assert (waiting.kind, waiting.state, waiting.assignee, waiting.channel.kind) == ("question", "waiting_other", None, "email")
    assert {solved.customer_id, waiting.customer_id} == {Customer.get(Customer.name == "Ada Byron").id}
    assert {tag.name for tag in Tag.select()} == {"lamp", "urgent"}
    assert bring(MAPPING, write("tickets.csv", HEAD + SOLVED + WAITING).parent).change is None
    undo_import(result.run, by=owner)
    assert not SupportCase.select().exists()


def test_whoever_exported_fewer_columns_gets_the_tickets_all_the_same(write, bring):
    bare = "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Created time\n9,Bare,Open,Low,Portal,,Rita Ray,2026-03-02 08:00:00\n"
    assert not bring(MAPPING, write("tickets.csv", bare).parent).refused
    assert (SupportCase.get().subject, SupportCase.get().customer, SupportCase.get().channel.kind) == ("Bare", None, "web")

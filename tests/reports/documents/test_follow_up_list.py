import pickle
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import Attempt, PointKind, Priority
from crm_desktop.data.models import Customer, FollowUp
from crm_desktop.queries.follow_ups import Urgency
from crm_desktop.reports.documents import follow_up_list
from crm_desktop.reports.documents.data import figures
from crm_desktop.reports.documents.follow_up_list import FollowUpListParameters, collect
from crm_desktop.reports.making import DrawJob, draw_report
from crm_desktop.services.appointments import AppointmentInput, plan_appointment
from crm_desktop.services.customers import PointInput
from crm_desktop.services.follow_ups import record_attempt
from tests.reports.documents.conftest import pages_of

TODAY = date(2026, 10, 7)
NOON = datetime(2026, 10, 7, 10, 0, tzinfo=UTC)
"""In Berlin."""


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(follow_up_list, "utc_now", lambda: NOON)


@pytest.fixture
def print_list(tmp_path):
    def made(**options):
        draw_report(DrawJob(follow_up_list.NAME, collect(FollowUpListParameters(**{"language": "en", **options})), tmp_path / "list.pdf"))
        return pages_of(tmp_path / "list.pdf")

    return made


@pytest.fixture
def ada(house, make_customer):
    return make_customer("Ada", points=(PointInput(PointKind.PHONE, "030 12345"),))


@pytest.fixture
def planned(ada, make_follow_up, nancy):
    for title, days, time in (
        ("Morning", 0, "09:00"), ("Evening", 0, "18:00"), ("Yesterday", -1, ""), ("Today", 0, ""), ("Friday", 2, ""), ("Last", 7, ""),
        ("Far", 8, ""),
    ):  # fmt: skip
        make_follow_up(title, customer_id=ada.id, due_on=TODAY + timedelta(days=days), due_time=time)
    make_follow_up("Some day", due_on=date(9999, 12, 31), owner_id=1)
    plan_appointment(AppointmentInput("Tasting", TODAY, "15:00", 90, customer_id=ada.id, place="Speicher 3"), nancy)
    plan_appointment(AppointmentInput("Fair", TODAY + timedelta(days=7)), nancy)
    plan_appointment(AppointmentInput("Too late", TODAY + timedelta(days=8)), nancy)


def asked(**wanted):
    (paper,) = collect(FollowUpListParameters(**wanted)).papers
    return paper


def titles(paper):
    return {group.urgency: [row.title for row in group.promises] for group in paper.groups}


def test_what_is_to_be_done_is_grouped_by_how_it_presses(planned):
    assert titles(asked()) == {
        Urgency.OVERDUE: ["Yesterday", "Morning"],
        Urgency.TODAY: ["Evening", "Today"],
        Urgency.WEEK: ["Friday", "Last"],
        Urgency.LATER: ["Far"],
        Urgency.NO_DAY: ["Some day"],
    }
    assert [met.title for met in asked().meetings] == ["Tasting", "Fair"]


def test_a_last_day_ends_follow_ups_and_appointments(planned):
    paper = asked(until=TODAY)
    assert titles(paper) == {Urgency.OVERDUE: ["Yesterday", "Morning"], Urgency.TODAY: ["Evening", "Today"]}
    assert [met.title for met in paper.meetings] == ["Tasting"]
    assert [met.title for met in asked(until=TODAY + timedelta(days=8)).meetings] == ["Tasting", "Fair", "Too late"]


def test_it_can_be_one_colleagues_or_one_customers(planned, ada):
    assert titles(asked(staff=("owner",))) == {Urgency.NO_DAY: ["Some day"]}
    assert Urgency.NO_DAY not in titles(asked(staff=("nancy",)))
    paper = asked(customer=ada.number)
    assert Urgency.NO_DAY not in titles(paper)
    assert [met.title for met in paper.meetings] == ["Tasting"]
    assert (paper.number, asked().number) == (ada.number, "2026-10-07")


def test_a_row_has_a_box_when_what_whom_to_call_who_and_how_often_it_was_tried(ada, make_order, make_follow_up, print_list, nancy):
    order = make_order(ada)
    row = make_follow_up(
        "Ring back", customer_id=ada.id, order_id=order.id, due_on=TODAY, due_time="14:30", promise="before three", priority=Priority.URGENT
    )
    record_attempt(row.id, Attempt.NO_ANSWER, nancy, at=NOON - timedelta(hours=1))
    (page,) = print_list()

    for words in ("Today · 1", "Due on What Customer About Who", "□", "7 Oct 2026 14:30", "Ring back · Urgent before three",
                  "F-00001 · 1 attempt, the last 7 Oct 11:00: no answer", "Ada 030 12345", "SO-00001 CU-00001", "Nancy Davolio",
                  "as of 7 Oct 2026, 12:00", "No appointment is planned."):  # fmt: skip
        assert words in page, (words, page)


def test_where_calls_are_unwelcome_no_phone_is_printed(ada, make_follow_up, print_list):
    Customer.update(do_not_contact="fax,phone").execute()
    make_follow_up(customer_id=ada.id)
    (page,) = print_list()
    assert "Do not call" in page and "030 12345" not in page


def test_appointments_say_when_where_and_with_whom(planned, print_list):
    text = " ".join(print_list())
    assert "Appointments until 14 Oct 2026" in text
    assert "7 Oct 2026 15:00–16:30 Tasting Speicher 3 Ada 030 12345 CU-00001 Nancy Davolio" in text
    assert "14 Oct 2026 all day Fair" in text


def test_where_nothing_is_to_be_done_it_says_so(house, print_list):
    (page,) = print_list()
    assert "Nothing is to be followed up." in page and "No appointment is planned." in page


def test_a_long_list_goes_over_pages_with_the_head_on_each(ada, make_follow_up, print_list):
    first = make_follow_up("Task 0", customer_id=ada.id)
    rows = [dict(first.__data__, number=f"F-9{n:05}", title=f"Task {n}") for n in range(1, 1200)]
    for row in rows:
        del row["id"]
    FollowUp.insert_many(rows).execute()
    pages = print_list()

    assert len(pages) > 30
    assert all("Due on What Customer About Who" in page for page in pages[:-1])
    assert " ".join(pages).count("□") == 1200


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"until": TODAY - timedelta(days=1)}, "today or within a year"),
        ({"until": TODAY + timedelta(days=400)}, "today or within a year"),
        ({"staff": ("nobody",)}, "login “nobody”"),
        ({"customer": "CU-9"}, "no customer “CU-9”"),
    ],
)
def test_what_makes_no_sense_is_refused(house, wanted, why):
    with pytest.raises(UserError, match=why):
        asked(**wanted)


def test_about_an_erased_customer_nothing_is_printed(ada, erase):
    erase(ada.id)
    with pytest.raises(UserError, match="was erased"):
        asked(customer=ada.number)


def test_what_is_printed_is_in_the_figures_and_goes_to_another_process(planned):
    (told,) = figures(pickle.loads(pickle.dumps(collect(FollowUpListParameters()))))["documents"]
    assert [group["urgency"] for group in told["groups"]] == ["overdue", "today", "week", "later", "no_day"]
    assert told["groups"][0]["promises"][0]["phone"] == "030 12345"
    assert told["meetings"][0]["starts_at"] == "2026-10-07T13:00:00+00:00"


def test_it_is_german_where_it_is_asked_for_and_as_wide_as_its_days(planned, print_list):
    text = " ".join(print_list(language="de"))
    for words in (
        "Wiedervorlagen Stand 7. Okt. 2026, 12:00",
        "Überfällig · 2",
        "6. Okt. 2026 Yesterday",
        "Ohne Termin",
        "Termine bis 14. Okt.",
    ):
        assert words in text, (words, text)

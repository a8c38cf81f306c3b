"""Cases and ratings of real companies: the page of figures and the monthly report say what plain loops over their events say."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.data.database import connected, open_store
from crm_desktop.data.models import Channel, Operation
from crm_desktop.reports.figure_board import Asked, Narrowing, board, records
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect, draw
from crm_desktop.reports.periods import Period, month_of
from tests.commands.conftest import done
from tests.examples import in_full
from tests.reports.conftest import words_of
from tests.reports.recount import rows_of
from tests.reports.recount_all import differing
from tests.reports.recount_desk import DeskRecount, middle

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [pytest.mark.realdata, pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real input is not beside the checkout")]

FLOW = ("cases_open_before", "cases_opened", "cases_reopened", "cases_closed", "cases_open")
SIDES = ("opens", "closes")
MAY, JUNE = date(2018, 5, 1), date(2024, 6, 1)
BY_CHANNEL = {"Phone": 4995, "API": 2571, "Internal": 2194, "Mail": 206, "System": 19, "Other": 10, "E-mail": 4, "Web": 1}
OF_MAY = {"Phone": 116, "API": 71, "Internal": 49, "Mail": 1}
IMPORTS = {
    "csv": ("baltimore-311", "cases-baltimore/311_sample.csv"),
    "xlsx": ("baltimore-311", "cases-baltimore/311_sample.xlsx"),
    "tickets": ("tickets-csat", "tickets-csat"),
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")

    def made(name):
        path = folder / f"{name}.crm"
        if not path.exists():
            mapping, data = IMPORTS[name]
            done("--store", path, "import", "--from", mapping, DATA / data)
        return path

    return made


@pytest.fixture
def store(request, imported):
    path = imported(request.param)
    opened = open_store(path)
    with connected(opened):
        yield path


def recount(month):
    hours = rows_of("business_hours")

    class Here(DeskRecount):
        zone = ZoneInfo(rows_of("company")[0]["zone"])

        def working(self, start, end):
            """Day by day by the company's hours: these cases last for months."""
            day, last = (datetime.fromtimestamp(moment, self.zone).date() for moment in (start, end))
            total = 0
            while day <= last:
                for row in hours:
                    opens, closes = (datetime.combine(day, time.fromisoformat(row[side]), self.zone).timestamp() for side in SIDES)
                    total += max(min(closes, end) - max(opens, start), 0) if row["weekday"] == day.weekday() else 0
                day += timedelta(days=1)
            return total

    days = month_of(month)
    return Here(days.first, days.last, int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp()))


def shown(period, **narrowed):
    found = board(Asked(period, period.earlier(), Narrowing(**narrowed)))
    return {row.figure: (row.now.numerator, row.now.denominator) for section in found.sections for row in section.rows}


def printed(data):
    parts = data.desk.cases, data.desk.levels, data.desk.voices
    rows = [row for part in parts if part for name in ("flow", "figures", "times") for row in getattr(part, name, ())]
    return {row.now.figure: (row.now.numerator, row.now.denominator) for row in rows}


def mean(seconds):
    return (sum(seconds), len(seconds)) if seconds else (None, None)


def again(counted):
    """Every figure of cases and surveys that this data can tell."""
    solved, working = counted.solved(), counted.first_responses(counted.working)
    first_closings = [(case, moments[0]) for case, moments in solved if counted.closings(case)[0] == moments[0]]
    first, of_all = counted.first_contact()
    full = [moments[-1] - case["opened_at"] for case, moments in solved]
    csat = counted.scores("csat")
    return {
        **dict(zip(FLOW, ((count, None) for count in counted.flow()), strict=True)),
        "complaints_opened": (sum(case["kind"] == "complaint" for case in counted.opened()), None),
        "first_response_mean": mean(working),
        "first_response_clock": mean(counted.first_responses(lambda opened, answered: answered - opened)),
        "next_response": mean(counted.next_responses()),
        "first_resolution": mean([moment - case["opened_at"] for case, moment in first_closings]),
        "full_resolution": mean(full),
        "net_resolution": mean([counted.net(case, moments[-1]) for case, moments in solved]),
        "wait_us": mean([counted.in_state(case, "open", moments[-1]) for case, moments in solved]),
        "one_touch": (sum(len(counted.answers(case)) == 1 for case, _moments in solved), len(solved)),
        "case_first_contact": (first, of_all) if of_all else (None, None),
        "reopened_rate": (sum(any(at >= moments[0] for at in counted.reopenings(case)) for case, moments in solved), len(solved)),
        "csat": (sum(score >= 4 for score in csat), len(csat)) if csat else (None, None),
        "csat_mean": mean(csat),
    }, {"first_response": middle(working), "full_resolution_median": middle(full)}


@pytest.mark.torture
@pytest.mark.parametrize(
    ("store", "month"),
    [("csv", MAY), ("tickets", JUNE), *in_full(("csv", date(2018, 12, 1)), ("xlsx", MAY), ("tickets", date(2024, 9, 1)))],
    indirect=["store"],
)  # fmt: skip
def test_every_figure_is_what_plain_loops_over_the_events_count(store, month):
    on_page, on_paper = shown(month_of(month)), printed(collect(MonthlyInteractionsParameters(month=month)))
    sums, medians = again(recount(month))

    assert {figure: numbers for figure, numbers in sums.items() if numbers[0] or figure in on_page} == {
        figure: on_page[figure] for figure in sums.keys() & on_page.keys()
    }
    assert {figure: on_paper[figure] for figure in sums.keys() & on_paper.keys()} == {
        figure: numbers for figure, numbers in sums.items() if figure in on_paper
    }
    assert {*FLOW, "full_resolution"} <= on_paper.keys()
    knows_contacts = sums["case_first_contact"][1] is not None
    assert ("case_first_contact" in on_paper, "case_first_contact" in on_page) == (knows_contacts, knows_contacts)
    for figure, seconds in medians.items():
        assert (figure in on_page) == (seconds is not None)
        assert seconds is None or abs(on_page[figure][0] / on_page[figure][1] - seconds) <= 0.5


@pytest.mark.torture
@pytest.mark.parametrize(
    ("store", "month"), [("csv", MAY), ("tickets", JUNE), *in_full(("csv", date(2018, 12, 1)), ("tickets", date(2024, 9, 1)))],
    indirect=["store"],
)  # fmt: skip
def test_every_other_figure_of_page_and_report_too(store, month):
    days = month_of(month)
    until = int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())
    found, known = differing(days.first, days.last, until)

    assert found == []
    assert len(known) >= 9


@pytest.mark.torture
@pytest.mark.parametrize("store", ["csv", *in_full("xlsx")], indirect=True)
def test_may_by_channel_and_status_on_page_and_paper(store):
    channels = {row.name: row.id for row in Channel.select()}
    opened = {name: shown(month_of(MAY), channels=(channels[name],))["cases_opened"][0] for name in OF_MAY}
    data = collect(MonthlyInteractionsParameters(month=MAY))
    parts = {side: {row.word: row.opened.numerator for row in data.desk.cases.parts if row.side == side} for side in ("channel", "status")}
    behind = set(records("cases_opened", Asked(month_of(MAY), month_of(MAY).earlier()), numerator=True).ids)
    statuses = {row["id"]: row["name"] for row in rows_of("case_status")}
    listed = Counter(statuses[row["status_id"]] for row in rows_of("support_case") if row["id"] in behind)

    assert opened == OF_MAY
    assert {word: count for word, count in parts["channel"].items() if count} == OF_MAY
    assert {word: count for word, count in parts["status"].items() if count} == listed
    assert listed.total() == 237


@pytest.mark.parametrize("store", ["csv"], indirect=True)
def test_ten_thousand_cases_by_channel_and_status(store):
    days = Period(date(2010, 1, 1), date(2019, 12, 31))
    channels = {row.name: row.id for row in Channel.select()}

    for name, count in {
        "Phone": 4995,
        "API": 2571,
        "Internal": 2194,
        "Mail": 206,
        "System": 19,
        "Other": 10,
        "E-mail": 4,
        "Web": 1,
    }.items():
        assert shown(days, channels=(channels[name],))["cases_opened"] == (count, None)
    found = shown(days)
    assert (found["cases_opened"][0], found["cases_closed"][0], found["cases_open"][0]) == (10000, 9792, 208)


@pytest.mark.parametrize("store", ["tickets"], indirect=True)
def test_ratings_of_tickets_on_page_and_paper(store, tmp_path):
    june, all_of_it = shown(month_of(JUNE)), shown(Period(date(2023, 12, 1), date(2025, 12, 31)))
    data = collect(MonthlyInteractionsParameters(month=JUNE))
    draw(data, tmp_path / "june.pdf")
    words = words_of(tmp_path / "june.pdf")

    assert (june["cases_opened"][0], june["csat_mean"]) == (96, (197, 50))
    assert (all_of_it["cases_opened"][0], all_of_it["csat_mean"][1]) == (1000, 428)
    assert f"{all_of_it['csat_mean'][0] / 428:.4f}" == "3.6963"
    assert printed(data)["csat_mean"] == (197, 50)
    assert "3.94" in words


@pytest.mark.parametrize("store", ["csv"], indirect=True)
def test_months_of_a_year_hand_on_what_is_open(store):
    months = [shown(month_of(date(2018, number, 1))) for number in range(1, 13)]

    assert all(earlier["cases_open"] == later["cases_open_before"] for earlier, later in pairwise(months))

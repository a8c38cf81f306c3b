"""The monthly report's section about data protection: its figures, its lists, and nothing where nothing was written down."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.dates import utc_now
from crm_desktop.core.privacy import RequestKind, RequestOutcome, Risk
from crm_desktop.data.models import AccessLog, Customer, Operation
from crm_desktop.data.undo import undo
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect, draw, figures, restore
from crm_desktop.services.consents import ConsentInput, note_consent
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.incidents import IncidentInput, note_incident
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.privacy_requests import RequestInput, note_request
from tests.reports.conftest import words_of
from tests.reports.recount_all import differing

TODAY = utc_now().astimezone(ZoneInfo("Europe/Berlin")).date()
FIRST = TODAY.replace(day=1)
LAST = (FIRST + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def at(day, hour=0):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Berlin"))


def month(**fields):
    return collect(MonthlyInteractionsParameters(since=FIRST, until=LAST, **fields))


@pytest.fixture
def told(nancy, owner, make_customer, make_interaction):
    """A month with two incidents, three requests, three consents, an erasure and a merge."""
    ada, twin, gone = make_customer("Ada"), make_customer("Ada L."), make_customer("Gone")
    make_interaction(ada)
    list_ = IncidentInput("A list was lost.", at(FIRST), data="names", persons=12)
    note_incident(replace(list_, reported_at=min(at(FIRST) + timedelta(hours=80), utc_now())), nancy)
    note_incident(replace(list_, risk=Risk.NONE, why_not="encrypted"), nancy)
    asked = RequestInput(RequestKind.ACCESS, ada.id, asked_on=FIRST - timedelta(days=40))
    note_request(asked, nancy)
    note_request(replace(asked, asked_on=FIRST, outcome=RequestOutcome.GRANTED, answered_on=FIRST), nancy)
    note_request(replace(asked, kind=RequestKind.ERASURE, asked_on=FIRST - timedelta(days=25)), nancy)
    for consent in (ConsentInput("News"), ConsentInput("News", refused=True), ConsentInput("News", given_at=at(date(2020, 1, 1)))):
        note_consent(ada.id, consent, nancy)
    erase_customer(gone.id, owner)
    AccessLog.create(at=utc_now(), staff_id=nancy.id, action="export")
    AccessLog.create(at=utc_now(), staff_id=0, action="failed sign-in")
    for moment, action in ((at(FIRST) - timedelta(days=3), "backup"), (at(FIRST, 1), "backup"), (at(FIRST, 2), "failed backup")):
        AccessLog.create(at=moment, staff_id=0, action=action, detail="by itself")
    return ada, twin


def until():
    return int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())


@pytest.mark.parametrize("address", ["plain", "server"], indirect=True)
def test_every_figure_is_what_plain_loops_count(told):
    values = {each.now.figure: each.now.numerator for each in month().privacy.figures}

    assert (values["incidents_found"], values["consents_given"], values["consents_withdrawn"]) == (2, 1, 1)
    assert (values["persons_erased"], values["exports_made"], values["requests_received"]) == (1, 1, 1)
    assert values["sign_ins_failed"] == 1
    assert (values["backups_made"], values["backups_failed"]) == (1, 1) and values["backup_oldest"] >= 3 * 86_400 + 3_600
    assert differing(FIRST, LAST, until())[0] == []


def test_without_a_backup_nobody_knows_how_old_the_oldest_is(told):
    AccessLog.delete().where(AccessLog.action == "backup").execute()
    values = {each.now.figure: each.now.numerator for each in month().privacy.figures}
    assert (values["backups_made"], values["backup_oldest"]) == (0, None)
    assert differing(FIRST, LAST, until())[0] == []


def test_a_merge_counts_unless_it_is_undone(told, nancy):

    ada, twin = told
    change = merge_customers(ada.id, Customer.get_by_id(ada.id).version, twin.id, Customer.get_by_id(twin.id).version, {}, nancy)
    seen = []
    for _step in range(3):
        seen.append({each.now.figure: each.now.numerator for each in month().privacy.figures}["customers_merged"])
        assert differing(FIRST, LAST, until())[0] == []
        change = undo(change.operation, nancy)
    assert seen == [1, 0, 1]


def test_the_section_is_printed_and_a_kept_run_prints_it_again(told, tmp_path):
    data = month()
    kept = figures(data)
    draw(restore(kept), tmp_path / "month.pdf")
    text = words_of(tmp_path / "month.pdf")

    for words in ("Data protection", "Incidents with data", "Requests still open", "Whom nobody can reach", "need not be told"):
        assert words in text, words
    assert "A list was lost" not in str(kept)


def test_nothing_is_said_where_nothing_was_written_down_nor_of_single_colleagues(make_customer, make_interaction, nancy):
    make_interaction(make_customer("Ada"))
    assert month().privacy is None
    note_incident(IncidentInput("A list was lost."), nancy)
    assert month().privacy is not None
    assert month(staff=("nancy",)).privacy is None

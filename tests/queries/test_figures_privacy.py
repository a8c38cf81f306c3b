"""The counts of data protection, on a file and on a server."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.core.dates import utc_now
from crm_desktop.core.privacy import BACKED_UP, FAILED_BACKUP, RequestKind
from crm_desktop.data.models import AccessLog
from crm_desktop.queries import figures_privacy as kept
from crm_desktop.queries.figures import Scope
from crm_desktop.services.consents import ConsentInput, note_consent
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.incidents import IncidentInput, note_incident
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.privacy_requests import RequestInput, note_request

START = datetime(2026, 3, 1, tzinfo=UTC)
MARCH = Scope(int(START.timestamp()), int((START + timedelta(days=31)).timestamp()))
A_DAY = 86_400


def noted(action, *days):
    for day in days:
        AccessLog.create(at=START + timedelta(days=day), staff_id=0, action=action)


@pytest.mark.parametrize(
    ("days", "until", "oldest"),
    [
        ((), 31, None),
        ((40,), 31, None),
        ((-2,), 31, 33),
        ((-2, 10), 31, 21),
        ((3, 4, 10, 12), 12, 6),
        ((3, 4), 60, 27),
        ((20,), 5, 0),
    ],
)
def test_the_oldest_backup_is_the_longest_time_without_a_new_one(store, days, until, oldest):
    noted(BACKED_UP, *days)
    found = kept.oldest_backup(MARCH, MARCH.start + until * A_DAY)
    assert found == (None if oldest is None else oldest * A_DAY)


def test_what_was_noted_counts_by_its_moment(store):
    assert not kept.has_privacy()
    noted(FAILED_BACKUP, -1, 0, 30.9, 31)
    assert kept.has_privacy() and kept.noted(FAILED_BACKUP, MARCH) == 2 and kept.noted(BACKED_UP, MARCH) == 0


def test_every_count_is_asked_on_both_engines(store, nancy, owner, make_customer):
    ada, twin, gone = make_customer("Ada"), make_customer("Ada L."), make_customer("Gone")
    note_consent(ada.id, ConsentInput("News"), nancy)
    note_incident(IncidentInput("A list was lost.", utc_now(), data="names", persons=12), nancy)
    note_request(RequestInput(RequestKind.ACCESS, ada.id, asked_on=utc_now().date()), nancy)
    erase_customer(gone.id, owner)
    merge_customers(ada.id, type(ada).get_by_id(ada.id).version, twin.id, type(twin).get_by_id(twin.id).version, {}, nancy)
    now = int(utc_now().timestamp())
    today = Scope(now - A_DAY, now + A_DAY)

    assert kept.told_of(today, now)[0] == 1 and kept.consents(today) == (1, 0)
    assert kept.erased(today) == (1, 0) and kept.merged(today) == 1 and kept.unreachable() == 1
    assert len(kept.incident_lines(today, 5)) == 1

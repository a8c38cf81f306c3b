from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.consents import ConsentState, Said, standing_of

START = datetime(2026, 1, 5, tzinfo=UTC)


def day(number):
    return START + timedelta(days=number)


def said(given_on, withdrawn_on=None, purpose="Newsletter", channel=""):
    return Said(purpose, channel, day(given_on), None if withdrawn_on is None else day(withdrawn_on))


def test_nobody_agreed_who_was_never_asked():
    assert standing_of([said(1, purpose="Calls")], "Newsletter").state is ConsentState.NEVER


def test_what_was_said_last_counts_however_it_is_spelled():
    told = [said(1, 3), said(5)]

    assert standing_of(told, "newsletter") == (ConsentState.GIVEN, day(5))
    assert standing_of([*told, said(9, 9)], "NEWSLETTER") == (ConsentState.REFUSED, day(9))


def test_a_consent_for_one_channel_is_none_for_another_nor_for_all():
    told = [said(1, channel="email")]

    assert standing_of(told, "Newsletter", "email").allows
    assert not standing_of(told, "Newsletter", "letter").allows
    assert not standing_of(told, "Newsletter").allows


def test_who_withdrew_what_they_allowed_by_any_channel_allows_none():
    assert standing_of([said(1, channel="email"), said(2, 4)], "Newsletter", "email") == (ConsentState.WITHDRAWN, day(4))


spans = st.tuples(st.integers(0, 50), st.none() | st.integers(0, 50)).map(lambda span: (span[0], span[1] and span[0] + span[1]))


@given(st.lists(spans, min_size=1, max_size=8))
def test_the_order_in_which_it_was_noted_does_not_matter_and_a_later_no_always_wins(told):
    rows = [said(*span) for span in told]
    latest = max(moment for row in rows for moment in (row.given_at, row.withdrawn_at) if moment)

    assert standing_of(rows, "Newsletter") == standing_of(rows[::-1], "Newsletter")
    assert not standing_of([*rows, Said("Newsletter", "", latest, latest)], "Newsletter").allows

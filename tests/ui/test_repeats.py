from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.core.recurrence import checked_rule
from crm_desktop.core.repeats import Repeat, repeat_of, repeat_words
from crm_desktop.queries.desk import CompanyFacts
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.widgets.repeat_edit import RepeatEdit
from tests.examples import examples

FORMATS = Formats(CompanyFacts("Ada", "EUR", "Europe/Berlin", "de_DE", "a4"))
BODIES = [
    "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=YEARLY",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR",
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=5", "every Monday, Thursday, 5 times"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every workday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on Friday"),
        ("FREQ=MONTHLY;UNTIL=20301224", "every month until 24 Dec 2030"),
        ("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "every month on the last Friday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1,15", "every 3 months on day 1, 15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "every year, 29 Feb"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "by the rule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "by the rule FREQ=YEARLY;BYMONTHDAY=1"),
    ],
)
def test_a_repetition_is_said_in_words(rule, words):
    assert repeat_words(rule, FORMATS) == words


@given(st.sampled_from(BODIES), st.none() | st.dates(date(2026, 1, 1), date(2050, 1, 1)), st.none() | st.integers(1, 999))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(12, 100), deadline=None)
def test_the_form_gives_back_any_rule_it_is_shown(body, until, times):
    rule = checked_rule(Repeat(body, until, None if until else times).rule())
    edit = RepeatEdit(FORMATS)
    edit.show_rule(rule)
    assert edit.rule() == rule and repeat_of(rule).rule() == rule
    edit.deleteLater()

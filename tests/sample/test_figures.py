"""Every figure of the sample company equals an independent recount of its rows."""

from datetime import date

from crm_desktop.data.models import Operation
from crm_desktop.reports.periods import month_of
from tests.reports.recount_all import differing


def test_every_figure_of_the_sample_company_is_what_plain_loops_count(sample):
    until = int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())
    found, known = [], set()
    for period in (month_of(date(2026, month, 1)) for month in (3, 4, 5)):
        differs, told = differing(period.first, period.last, until)
        found += [(period.first, *each) for each in differs]
        known |= told

    assert found == []
    assert len(known) > 75

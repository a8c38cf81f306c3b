from datetime import date

from crm_desktop.core.plain import to_plain
from crm_desktop.data.models import SavedView
from crm_desktop.reports.monthly_orders import due_now, want_every_month, want_no_longer, wanted_every_month
from crm_desktop.reports.registry import REPORTS
from crm_desktop.services.reports import keep_run

REPORT = REPORTS[0]
TODAY = date(2026, 3, 5)


def wanted(**more):
    return REPORT.parameters(month=date(2025, 12, 1), hide_names=True, **more)


def test_it_is_kept_with_all_that_was_asked_for_but_the_time(nancy):
    want_every_month(REPORT, wanted(), nancy)
    (found,) = wanted_every_month(nancy)
    assert found.report is REPORT
    assert (found.parameters.month, found.parameters.hide_names) == (None, True)


def test_last_months_is_due_until_it_is_kept(nancy):
    want_every_month(REPORT, wanted(), nancy)
    (due,) = due_now(TODAY, nancy)
    assert due.month == due.parameters.month == date(2026, 2, 1)

    keep_run(REPORT.name, to_plain(due.parameters), {}, "0" * 64, 1, nancy)
    assert due_now(TODAY, nancy) == []
    assert len(due_now(date(2026, 4, 1), nancy)) == 1


def test_a_report_of_that_month_with_other_parameters_is_not_it(nancy):
    want_every_month(REPORT, wanted(), nancy)
    keep_run(REPORT.name, to_plain(REPORT.parameters(month=date(2026, 2, 1))), {}, "0" * 64, 1, nancy)
    assert len(due_now(TODAY, nancy)) == 1


def test_it_is_wanted_no_longer_when_somebody_says_so(nancy):
    want_every_month(REPORT, wanted(), nancy)
    want_no_longer(wanted_every_month(nancy)[0], nancy)
    assert due_now(TODAY, nancy) == []


def test_what_a_newer_program_wants_is_passed_over(nancy):
    want_every_month(REPORT, wanted(), nancy)
    SavedView.update(name="something-new").execute()
    assert wanted_every_month(nancy) == []

"""Cases of real companies come in by the window's wizard as by the command line: the mapping is found by the columns."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.data.models import CaseStatus, Channel, SupportCase, SurveyResponse
from crm_desktop.reports.figure_board import Asked, board
from crm_desktop.reports.periods import month_of
from crm_desktop.ui.pages.import_bar import DONE

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = [pytest.mark.realdata, pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real input is not beside the checkout")]
MAY = date(2018, 5, 1)
CHANNELS = {"Phone": 4995, "API": 2571, "Internal": 2194, "Mail": 206, "System": 19, "Other": 10, "E-mail": 4, "Web": 1}
STATUSES = {
    "Closed": 9567, "Closed (Duplicate)": 207, "Open": 113, "New": 67, "Closed (Transferred)": 18, "Pending": 17, "Open (Duplicate)": 8,
    "New (Duplicate)": 2, "In progress": 1,
}  # fmt: skip


@pytest.fixture
def bring(window, settle, monkeypatch):
    def bring(*files):
        page = window.show_page("import")
        page.start()
        settle()
        wizard = page.wizard
        wizard.take(files)
        settle()
        for _step in range(4):
            if wizard.stack.currentIndex() == DONE:
                break
            wizard.bar.next.click()
            for _wait in range(30):
                settle()
        return wizard

    return bring


def named(model, column):
    words = {row.id: row.name for row in model.select()}
    return Counter(words[row[0]] for row in SupportCase.select(column).tuples())


@pytest.mark.parametrize("name", ["311_sample.csv", "311_sample.xlsx"])
def test_ten_thousand_cases_by_the_wizard(bring, name):
    wizard = bring(DATA / "cases-baltimore" / name)
    assert wizard.stack.currentIndex() == DONE
    assert named(Channel, SupportCase.channel) == CHANNELS
    assert named(CaseStatus, SupportCase.status) == STATUSES
    may = board(Asked(month_of(MAY), month_of(MAY).earlier()))
    assert {row.figure: row.now.numerator for section in may.sections for row in section.rows}["cases_opened"] == 237


def test_tickets_and_their_ratings_by_the_wizard(bring):
    wizard = bring(DATA / "tickets-csat" / "customer_support_tickets.csv")
    assert wizard.stack.currentIndex() == DONE
    assert named(Channel, SupportCase.channel) == {"Web Portal": 252, "Chat": 251, "Phone": 250, "E-mail": 247}
    scores = [row.score for row in SurveyResponse.select() if row.score is not None]
    assert (len(scores), f"{sum(scores) / len(scores):.4f}") == (428, "3.6963")

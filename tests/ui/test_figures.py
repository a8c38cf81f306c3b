"""The page of figures with its keys: choose, see how it is counted, open its rows, go to another period."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import Direction, Outcome
from crm_desktop.data.models import MissedSearch
from crm_desktop.reports.periods import Period, month_of
from crm_desktop.services.articles import note_missed_search
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.figure_targets import set_figure_target
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.ui.theme import Tone

ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(window, make_customer, phone, nancy, settle):
    ada = make_customer("Ada")
    for number in range(6):
        outcome = Outcome.MISSED if number == 0 else Outcome.RESOLVED
        log_interaction(
            InteractionInput(phone.id, customer_id=ada.id, summary="Asked", started_at=utc_now(), outcome=outcome, direction=Direction.IN),
            nancy,
        )
    page = window.show_page("figures")
    settle()
    return page


def test_a_figure_shows_how_it_is_counted_and_opens_exactly_its_rows(page, window, press, settle):
    page.choose("missed_calls")
    settle()
    assert page.note.definition.text().startswith("Missed calls: ")
    assert (page.note.numerator.text(), page.note.denominator.text()) == ("1", "6")

    page.list.setFocus()
    press(ENTER)
    interactions = window.show_page("interaction")
    settle()
    assert interactions.only_button.text().startswith("Missed calls")
    assert interactions.model.rowCount() == 1

    page.note.wanted.emit(False)
    settle()
    assert interactions.model.rowCount() == 6


def test_a_target_stands_with_its_verdict_in_the_list_the_tile_and_the_note(page, owner, settle):
    set_figure_target("missed_calls", Decimal(10), owner)
    page.reload()
    settle()
    page.choose("missed_calls")

    assert page.note.definition.text().endswith("Target: ≤ 10%, missed.")
    place = next(row for row in range(page.model.rowCount()) if page.model.id_at(row) == page._line_of("missed_calls").id)
    assert [chip.text for chip in page.model.shown(place, 4).chips] == ["≤ 10%"]
    page.tiles[0].show_target("≥ 70%", "Target: ≥ 70%, missed.", Tone.BAD)
    assert page.tiles[0].accessibleName().endswith("Target: ≥ 70%, missed.")


def test_a_tile_shows_how_its_figure_went_from_the_second_month_on(page, make_interaction, settle):
    assert not any(tile.line.isVisible() for tile in page.tiles)

    make_interaction(started_at=utc_now() - timedelta(days=75))
    page.reload()
    settle()
    assert page.tiles[page._figures.index("contacts")].line.isVisible()


def test_days_are_kept_once_they_were_counted_and_the_page_follows_what_is_logged(page, phone, nancy, desk, settle):
    settle()
    page.reload()
    settle()
    assert page._board.missing == ()

    desk.jobs.write(page, lambda: log_interaction(InteractionInput(phone.id, summary="Again", started_at=utc_now()), nancy), print, print)
    settle()
    page.choose("contacts")
    assert page.note.numerator.text() == "7"


def test_a_bar_of_the_chart_opens_its_period_and_a_filter_narrows(page, settle):
    page.choose("contacts")
    settle()
    before = month_of(page.choices.asked().period.first).earlier()
    page.chart.opened.emit(before)
    settle()
    assert page.choices.asked().period == before

    page.choices.channel.setCurrentIndex(1)
    settle()
    page.choose("follow_ups_kept")
    assert page.choices.asked().narrowing.channels


def test_an_hour_of_the_week_opens_its_interactions_by_key(page, window, press, settle):
    page.heat.setFocus()
    settle()
    for _step in range(7 * 24):
        if page.heat._opens(page.heat._chosen) is not None:
            break
        press(Qt.Key.Key_Left)
    press(ENTER)
    settle()

    assert window.show_page("interaction").model.rowCount() == 6


def test_cases_behind_a_figure_open_in_their_list(page, window, press, nancy, settle):
    open_case(CaseInput(subject="Lamp is broken"), nancy)
    page.reload()
    settle()
    page.choose("cases_opened")
    page.list.setFocus()
    press(ENTER)

    cases = window.show_page("case")
    settle()
    assert cases.only_button.text().startswith("Cases opened")
    assert cases.model.rowCount() == 1


def test_searches_in_vain_open_with_the_days_of_the_figure_until_all_are_wanted(page, window, press, nancy, settle):
    for words in ("descaling", "Descaling", "grease"):
        note_missed_search(words, nancy)
    MissedSearch.create(at=utc_now() - timedelta(days=400), staff_id=nancy.id, words="an old question")
    page.reload()
    settle()
    page.choose("searches_missed")
    page.list.setFocus()
    press(ENTER)
    settle()

    missed = window.show_page("article").missed
    assert missed.isVisible() and missed.only_button.text().startswith("Searches without a hit, ")
    shown = [[missed.model.index(row, place).data() for place in (0, 1)] for row in range(missed.model.rowCount())]
    assert shown == [["Descaling", "2"], ["grease", "1"]]
    missed.only_button.click()
    settle()
    assert missed.model.rowCount() == 3


def test_print_asks_the_monthly_report_for_the_same_month_the_same_comparison_and_the_same_person(page, window, settle):
    month = page.choices.asked().period
    page.choices.compared.setCurrentIndex(page.choices.compared.findData("year"))
    page.choices.who.setCurrentIndex(page.choices.who.findText("Nancy", Qt.MatchFlag.MatchStartsWith))
    settle()
    assert page.choices.who.currentText().startswith("Nancy")
    page.paper.click()
    settle()
    wanted = window.show_page("reports").view.parameters.wanted()

    assert (wanted.month, wanted.compare, wanted.staff) == (month.first, month.year_earlier().first, ("nancy",))

    page.choices.show_period(Period(date(2026, 2, 3), date(2026, 3, 9)))
    page.choices.compared.setCurrentIndex(page.choices.compared.findData("before"))
    page.choices.who.setCurrentIndex(0)
    settle()
    page.paper.click()
    settle()
    wanted = window.show_page("reports").view.parameters.wanted()
    days = wanted.month, wanted.since, wanted.until
    assert (days, wanted.compare, wanted.staff) == ((None, date(2026, 2, 3), date(2026, 3, 9)), None, ())

import hashlib

import pytest

from crm_desktop.data.models import ReportRun
from tests.conftest import MOMENT


@pytest.fixture
def page(window, make_interaction, make_customer, settle):
    make_interaction(make_customer("Ada"))
    view = window.show_page("reports").view
    settle()
    return view


def test_the_month_is_drawn_in_a_child_process_shown_and_saved_as_it_is_seen(real_drawing, page, qtbot, settle, tmp_path):
    if page.drawn is None:
        with qtbot.waitSignal(page.drawn_anew, timeout=30_000):
            pass
    assert page.preview.document.pageCount() >= 1
    assert page.drawn.data.head.period.first == MOMENT.date().replace(day=1)

    target = tmp_path / "january.pdf"
    page.save_to(str(target))
    settle()

    assert target.read_bytes().startswith(b"%PDF")
    assert ReportRun.get().fingerprint == hashlib.sha256(target.read_bytes()).hexdigest()
    assert str(target) in page.message.text()


def test_nothing_is_kept_of_a_report_that_was_only_looked_at(page):
    assert page.drawn is not None
    assert ReportRun.select().count() == 0


def test_a_place_that_cannot_be_written_is_said_beside_it(page, settle, tmp_path):
    page.save_to(str(tmp_path / "missing" / "x.pdf"))
    settle()
    assert "could not be written" in page.message.text()
    assert ReportRun.select().count() == 0


def test_every_parameter_of_the_form_reaches_the_report(page, settle, desk):
    form = page.parameters
    form.fields["list_interactions"].setChecked(True)
    form.fields["staff"].setCurrentIndex(form.fields["staff"].findText("Nancy Davolio"))
    form.fields["month"].setCurrentIndex(1)
    form.fields["paper"].setCurrentIndex(2)
    page.redraw()
    settle()
    wanted = page.drawn.wanted
    assert (wanted.list_interactions, wanted.staff, wanted.paper) == (True, ("nancy",), "letter")
    assert wanted.month == desk.formats.today().replace(day=1)


def test_somebody_without_the_right_reads_why(window, settle, page, auditor):
    from dataclasses import replace

    from crm_desktop.core.actors import Role

    page.desk = replace(page.desk, by=replace(page.desk.by, role=Role.REPRESENTATIVE))
    page.redraw()
    settle()
    assert "may not do this" in page.message.text()

import hashlib

import pytest

from crm_desktop.data.models import AccessLog, ReportRun
from crm_desktop.reports.registry import printable_called
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


def test_a_document_is_asked_for_by_its_number_and_drawn_when_it_is_known(page, settle, make_order, tmp_path):
    order = make_order()
    page.choose(printable_called("order-confirmation"))
    settle()
    assert page.drawn is None and not page.save.isEnabled()
    assert "SO-00001" in page.message.text()

    field = page.parameters.fields["numbers"]
    field.setText("SO-7")
    field.editingFinished.emit()
    page.redraw()
    settle()
    assert "no order “SO-7”" in page.message.text()

    field.setText(f" {order.number} ")
    field.editingFinished.emit()
    page.redraw()
    settle()
    assert page.drawn.wanted.numbers == (order.number,)
    assert not AccessLog.select().exists()

    page.save_to(str(tmp_path / "order.pdf"))
    settle()
    assert (tmp_path / "order.pdf").exists() and ReportRun.select().count() == 0
    assert [(row.action, row.entity_table, row.detail) for row in AccessLog.select()] == [("print", "order-confirmation", order.number)]


def test_a_letter_is_written_in_the_form(page, settle, make_customer):
    customer = make_customer("Ada")
    page.choose(printable_called("letter"))
    for name, text in (("customer", customer.number), ("subject", "Your visit")):
        page.parameters.fields[name].setText(text)
    page.parameters.fields["text"].setPlainText("It was good to see you.")
    page.redraw()
    settle()

    (letter,) = page.drawn.data.papers
    assert (letter.number, letter.subject, letter.paragraphs) == (customer.number, "Your visit", ("It was good to see you.",))


def test_leaving_a_field_that_nobody_changed_draws_nothing(page, settle, qtbot):
    page.choose(printable_called("invoice"))
    field = page.parameters.fields["numbers"]
    field.setText("INV-1")
    with qtbot.waitSignal(page.parameters.changed):
        field.editingFinished.emit()
    with qtbot.assertNotEmitted(page.parameters.changed):
        field.editingFinished.emit()


def test_what_is_drawn_too_late_is_not_shown(page, settle):
    page.redraw()
    page.choose(printable_called("invoice"))
    settle()
    assert page.drawn is None and page.preview.document.pageCount() == 0


def test_the_language_of_a_paper_can_be_chosen(page, settle, make_order):
    order = make_order()
    page.choose(printable_called("order-confirmation"))
    page.parameters.fields["numbers"].setText(order.number)
    field = page.parameters.fields["language"]
    field.setCurrentIndex(field.findText("Deutsch"))
    page.redraw()
    settle()
    assert page.drawn.data.head.language == "de"

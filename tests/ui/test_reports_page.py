import hashlib
from email import message_from_bytes
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.data.models import AccessLog, ReportRun
from crm_desktop.queries.drafts import draft
from crm_desktop.reports.monthly_orders import want_every_month, wanted_every_month
from crm_desktop.reports.registry import REPORTS, printable_called
from crm_desktop.ui.draft import Draft
from crm_desktop.ui.monthly import MonthlyReports
from crm_desktop.ui.printing import paper_of
from crm_desktop.ui.widgets.report_view import ReportView
from tests.conftest import MOMENT


@pytest.fixture
def page(window, make_interaction, make_customer, settle):
    make_interaction(make_customer("Ada"))
    view = window.show_page("reports").view
    settle()
    return view


@pytest.fixture
def keys(press, qtbot, settle):
    """A button by its keys: Qt shows it pressed for a moment before it acts."""

    def keys(button, key, modifier):
        with qtbot.waitSignal(button.clicked):
            press(key, modifier)
        settle()

    return keys


def test_the_month_is_drawn_in_a_child_process_shown_and_saved_as_it_is_seen(real_drawing, page, qtbot, settle, tmp_path):
    if page.drawn is None:
        with qtbot.waitSignal(page.drawn_anew, timeout=30_000):
            pass
    assert page.preview.document.pageCount() >= 1
    assert page.drawn.data.head.period.first == MOMENT.date().replace(day=1)

    target = tmp_path / "january.pdf"
    page.ways_on.save_to(str(target))
    settle()

    assert target.read_bytes().startswith(b"%PDF")
    assert ReportRun.get().fingerprint == hashlib.sha256(target.read_bytes()).hexdigest()
    assert str(target) in page.message.text()


def test_nothing_is_kept_of_a_report_that_was_only_looked_at(page):
    assert page.drawn is not None
    assert ReportRun.select().count() == 0


def test_a_place_that_cannot_be_written_is_said_beside_it(page, settle, tmp_path):
    page.ways_on.save_to(str(tmp_path / "missing" / "x.pdf"))
    settle()
    assert "could not be written" in page.message.text()
    assert ReportRun.select().count() == 0


def test_every_parameter_of_the_form_reaches_the_report(page, settle, desk):
    form = page.parameters
    form.fields["list_interactions"].setChecked(True)
    form.fields["staff"].setCurrentIndex(form.fields["staff"].findText("Nancy Davolio"))
    form.fields["month"].setCurrentIndex(2)
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
    assert page.drawn is None and not page.ways_on.save.isEnabled()
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

    page.ways_on.save_to(str(tmp_path / "order.pdf"))
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


def test_a_letter_outlives_a_crash_until_it_is_made(page, settle, make_customer, desk, qtbot, tmp_path):
    customer = make_customer("Ada")
    _write(page, customer.number)
    page.findChild(Draft).keep()
    settle()

    again = _letter_of(ReportView(desk, "Reports"), qtbot, settle)
    assert [again.parameters.fields[name].text() for name in ("customer", "subject")] == [customer.number, "Your visit"]
    assert again.parameters.fields["text"].toPlainText() == "It was good to see you."
    again.redraw()
    settle()
    again.ways_on.save_to(str(tmp_path / "letter.pdf"))
    settle()
    again.findChild(Draft).keep()
    settle()
    assert draft("report-letter", desk.by.id) == {}


def test_a_letter_that_is_emptied_leaves_no_draft(page, settle, desk):
    _write(page, "")
    page.findChild(Draft).keep()
    settle()
    assert draft("report-letter", desk.by.id)["subject"] == "Your visit"
    page.parameters.fields["subject"].clear()
    page.parameters.fields["text"].clear()
    page.findChild(Draft).keep()
    settle()
    assert draft("report-letter", desk.by.id) == {}


def test_a_letter_is_there_again_after_another_report_and_is_its_own_customer_s(page, settle, make_customer):
    ada, bea = make_customer("Ada"), make_customer("Bea")
    page.show_paper("letter", ada.number)
    page.parameters.fields["text"].setPlainText("Dear Ada")
    page.show_paper("letter", bea.number)
    settle()
    assert page.parameters.fields["text"].toPlainText() == ""
    page.choose(REPORTS[0])
    page.show_paper("letter", ada.number)
    settle()
    assert page.parameters.fields["text"].toPlainText() == "Dear Ada"


def test_a_report_without_words_of_one_s_own_keeps_no_draft(page):
    page.choose(printable_called("invoice"))
    assert page.parameters.written() == {}


def _write(view, number):
    view.choose(printable_called("letter"))
    for name, text in (("customer", number), ("subject", "Your visit")):
        view.parameters.fields[name].setText(text)
    view.parameters.fields["text"].setPlainText("It was good to see you.")


def _letter_of(view, qtbot, settle):
    qtbot.addWidget(view)
    settle()
    view.choose(printable_called("letter"))
    settle()
    return view


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


def test_two_days_stand_instead_of_a_month_once_that_is_chosen(page, settle, desk):
    form = page.parameters
    assert form.fields["since"].isHidden() or not form.fields["since"].isVisible()
    form.fields["month"].setCurrentIndex(1)
    assert form.fields["since"].isVisible()
    form.fields["until"].day.setDate(form.fields["since"].day.date().addDays(3))
    page.redraw()
    settle()
    period = page.drawn.data.head.period
    assert (period.days, period.first) == (4, desk.formats.today().replace(day=1))


def test_a_customer_is_found_by_a_scrap_of_a_name(page, settle, press, make_customer, window):
    customer = make_customer("Grace Hopper")
    page.choose(printable_called("letter"))
    settle()
    page.parameters.fields["customer"].setFocus()
    press("hopp")
    press(Qt.Key.Key_Return)
    assert page.parameters.wanted().customer == customer.number


def test_reports_are_found_by_any_word(page, press, settle):
    page.list.sought.setFocus()
    press("paid back")
    assert [name for name, each in page.list.buttons.items() if not each.isHidden()] == ["returns-and-refunds"]
    press(Qt.Key.Key_Return)
    assert page.drawn.report.name == "returns-and-refunds"

    page.list.sought.setText("nothing is called so")
    assert page.list._nothing.isVisible()


def test_words_are_found_on_the_pages_and_gone_through(page, press, qtbot, settle):
    preview = page.preview
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert preview.sought.hasFocus()
    press("page")
    qtbot.waitUntil(lambda: preview.found.text() == "1 place")
    press(Qt.Key.Key_Return)
    assert preview.found.text() == "1 of 1"
    press("x")
    qtbot.waitUntil(lambda: preview.found.text() == "not on these pages")
    press(Qt.Key.Key_Escape)
    assert preview.sought.text() == ""


def test_pages_grow_and_shrink_by_keys_and_fit_again(page, press, keys):
    view = page.preview.view
    keys(page.preview.larger, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    larger = view.zoomFactor()
    keys(page.preview.smaller, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoomMode() == view.ZoomMode.Custom and view.zoomFactor() < larger
    page.preview.whole.click()
    assert view.zoomMode() == view.ZoomMode.FitInView


def test_what_stands_in_the_middle_stays_there_when_pages_grow_and_shrink(page, press, settle, qtbot, tmp_path):
    path = tmp_path / "pages.pdf"
    sheet = Canvas(str(path))
    for number in range(8):
        sheet.drawString(100, 420, f"page {number + 1}")
        sheet.showPage()
    sheet.save()
    page.preview.show_file(path)
    settle()
    view = page.preview.view
    page.preview.page.setValue(6)
    assert view.pageNavigator().currentPage() == 5
    for change in (page.preview.larger, page.preview.larger, page.preview.larger, page.preview.smaller, page.preview.smaller):
        change.click()
        assert view.pageNavigator().currentPage() == 5, view.zoomFactor()


def test_a_report_is_wanted_every_month_and_no_longer(page, settle, nancy, window):
    page.parameters.fields["hide_names"].setChecked(True)
    page.monthly.click()
    settle()
    (wanted,) = wanted_every_month(nancy)
    assert wanted.parameters.hide_names and page.monthly.isChecked()
    assert window.status.undo.text() == "Undo: Wanted “Monthly interactions” every month"
    page.monthly.click()
    settle()
    assert wanted_every_month(nancy) == [] and not page.monthly.isChecked()
    assert window.status.undo.text() == "Undo: No longer wanted “Monthly interactions” every month"


def test_what_is_wanted_every_month_is_made_once_in_a_new_one(page, settle, desk, nancy, window):
    want_every_month(REPORTS[0], REPORTS[0].parameters(), nancy)
    said = []
    desk.doors.said.connect(said.append)
    monthly = MonthlyReports(desk, window)
    monthly.begin()
    settle()
    (run,) = ReportRun.select()
    assert "is made and kept" in said[0].text
    monthly.begin()
    settle()
    assert ReportRun.select().count() == 1

    said[0].action[1]()
    settle()
    assert page.drawn.run == run.id and page.drawn.data.head.period.is_month


def test_kept_reports_are_opened_again_from_their_menu(page, settle, tmp_path):
    page.ways_on.save_to(str(tmp_path / "a.pdf"))
    settle()
    (action,) = page._menu.actions()
    action.trigger()
    settle()
    assert page.drawn.run == ReportRun.get().id
    page.ways_on.save_to(str(tmp_path / "b.pdf"))
    settle()
    assert ReportRun.select().count() == 1


def test_pages_go_into_a_mail_into_tables_and_to_the_printer_and_are_kept_once(page, settle, tmp_path, monkeypatch, one_page):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    page.ways_on.mail.click()
    settle()
    mail = message_from_bytes(Path(opened[0]).read_bytes())
    (pdf,) = (part for part in mail.walk() if part.get_content_type() == "application/pdf")
    assert mail["X-Unsent"] == "1" and "Monthly interactions" in str(mail["Subject"])
    assert pdf.get_payload(decode=True) == page.drawn.path.read_bytes() and pdf.get_filename().endswith(".pdf")
    assert ReportRun.select().count() == 1

    page.ways_on.save_tables_to(str(tmp_path / "all.xlsx"))
    settle()
    book = load_workbook(tmp_path / "all.xlsx", read_only=True)
    assert {"figures", "channels"} <= set(book.sheetnames)
    book.close()
    page.ways_on.save_tables_to(str(tmp_path / "all.csv"))
    settle()
    assert "contacts" in (tmp_path / "all" / "figures.csv").read_text(encoding="utf-8-sig")
    assert ReportRun.select().count() == 1

    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(paper_of(one_page))
    page.ways_on.print_on(printer)
    settle()
    printed = QPdfDocument()
    printed.load(str(tmp_path / "printed.pdf"))
    assert printed.pageCount() == 1 and "1 page" in page.message.text()
    assert abs(printed.pagePointSize(0).height() - page.preview.document.pagePointSize(0).height()) < 2
    assert ReportRun.select().count() == 1


def test_a_day_of_its_own_counts_when_it_is_ticked_and_invoices_of_some_days_need_no_number(page, settle, desk):
    page.choose(printable_called("follow-up-list"))
    settle()
    field = page.parameters.fields["until"]
    assert page.parameters.wanted().until is None
    field.box.click()
    assert page.parameters.wanted().until == desk.formats.today()

    page.choose(printable_called("invoice"))
    assert page.parameters.missing()
    page.parameters.fields["since"].box.click()
    assert page.parameters.missing() == ""

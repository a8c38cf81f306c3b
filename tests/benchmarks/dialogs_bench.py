"""What dialogs leave behind: each is opened and closed many times, as its page opens it.

`python -m tests.benchmarks.dialogs_bench [TIMES [PARTS OF NAMES]]` does so 500 times with each, on a sample company.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.late_bench import Left, objects, open_and_close, settle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.jobs import Jobs
    from crm_desktop.ui.main_window import MainWindow

TIMES, WARM = 500, 3
"""How often, and how often before that: what is loaded once stays."""
UNMOVED = {"idle_lock.LockedDialog"}
"""What Escape does not close: it gives way to the right word alone."""
Opener = Callable[[], "QDialog | None"]
"""Makes the dialog; None: its page has opened it."""
ITSELF_TOO = {"for_good.ForGoodDialog"}
"""Others are made of it, and it is opened as it is."""


def every_dialog() -> set[str]:
    """Of the whole window, by name; not those that others are made of."""
    from PySide6.QtWidgets import QDialog

    import crm_desktop.ui

    for found in pkgutil.walk_packages(crm_desktop.ui.__path__, "crm_desktop.ui."):
        importlib.import_module(found.name)
    every = [each for each in _all_below(QDialog) if each.__module__.startswith("crm_desktop.")]
    return {name_of(each) for each in every if not each.__subclasses__() or name_of(each) in ITSELF_TOO} - UNMOVED


def _all_below(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from _all_below(each)


def name_of(kind: type) -> str:
    """Two dialogs are called JudgeDialog: that of complaints, and that of conversations."""
    return f"{kind.__module__.removeprefix('crm_desktop.ui.').removeprefix('dialogs.')}.{kind.__name__}"


def openers(desk: "Desk", window: "MainWindow") -> dict[str, Opener]:
    """By the dialog's name, on the sample company's records."""
    from crm_desktop.core.changes import Entity

    page = window.show_page(Entity.CUSTOMER.value)
    settle(desk.jobs)
    of_areas = _of_lists, _of_trade, _of_people, _of_cases, _of_knowledge, _of_quality
    made = {name: opener for of_area in of_areas for name, opener in of_area(desk, page).items()}
    return {**made, **_of_program(desk, window)}


def _of_lists(desk: "Desk", page: Any) -> dict[str, Opener]:
    from crm_desktop.core.changes import Entity
    from crm_desktop.core.dates import utc_now
    from crm_desktop.exchange.list_export import Exported, export_list
    from crm_desktop.queries.attachments import AttachmentRow
    from crm_desktop.queries.customers import customer_ids
    from crm_desktop.queries.records import RecordRef
    from crm_desktop.ui.dialogs.confirm import ConfirmDialog
    from crm_desktop.ui.dialogs.describe_file import DescribeFileDialog
    from crm_desktop.ui.dialogs.export_list import ExportDialog
    from crm_desktop.ui.dialogs.files import FilesDialog
    from crm_desktop.ui.dialogs.for_good import empty_trash_dialog
    from crm_desktop.ui.dialogs.history import HistoryDialog
    from crm_desktop.ui.pages.list_export import fields_shown

    first = customer_ids()[0]
    exported = Exported(page.shape.subject, fields_shown(page), customer_ids)
    file = AttachmentRow(1, "label.pdf", "application/pdf", 9_000, utc_now())
    return {
        "columns.ColumnsDialog": page.menus.choose_columns,
        "filter.FilterDialog": page.menus.add_filter,
        "save_view.SaveViewDialog": page.menus.save_view,
        "bulk_tags.BulkTagsDialog": partial(_with_all, page, page.menus.actions.ask_tags),
        "print_list.PrintListDialog": page.menus.actions.print_list,
        "export_list.ExportDialog": partial(
            ExportDialog, desk, Path(os.devnull), partial(export_list, exported, Path(os.devnull), desk.by), str, page
        ),
        "confirm.ConfirmDialog": partial(ConfirmDialog, "Archive", "They are not offered any more.", "Archive", ("CU-00001",), page),
        "for_good.ForGoodDialog": partial(empty_trash_dialog, desk, page),
        "describe_file.DescribeFileDialog": partial(DescribeFileDialog, desk, file, page),
        "files.FilesDialog": partial(FilesDialog, desk, RecordRef(Entity.CUSTOMER, first), "CU-00001", page),
        "history.HistoryDialog": partial(HistoryDialog, desk, RecordRef(Entity.CUSTOMER, first), page),
    }


def _with_all(page: Any, does: Callable[[], object]) -> None:
    page.table.selectAll()
    does()


def _of_trade(desk: "Desk", page: "QWidget") -> dict[str, Opener]:
    from crm_desktop.queries.customers import customer_card, customer_ids
    from crm_desktop.queries.orders import order_ids, order_sheet
    from crm_desktop.queries.products import product_card, product_ids
    from crm_desktop.queries.return_sheets import return_ids, return_sheet
    from crm_desktop.ui.dialogs.loose_return import LooseReturnDialog
    from crm_desktop.ui.dialogs.order import ChangeLinesDialog, OrderDetailsDialog, OrderDialog
    from crm_desktop.ui.dialogs.order_steps import PaymentDialog, RefundDialog, ShipDialog, cancel_dialog
    from crm_desktop.ui.dialogs.product import ProductDialog, StockDialog
    from crm_desktop.ui.dialogs.return_request import ReturnDialog
    from crm_desktop.ui.dialogs.settle_return import InspectDialog, InspectManyDialog, SettleDialog
    from crm_desktop.ui.dialogs.voucher import VoucherDialog

    orders = [sheet for sheet in map(order_sheet, order_ids()) if sheet is not None]
    unpaid = next(sheet for sheet in orders if sheet.owed > 0)
    paid = next(sheet for sheet in orders if sheet.paid > 0)
    waiting = next(sheet for sheet in orders if sheet.state == "open" and any(line.shipped < line.quantity for line in sheet.lines))
    gone = next(sheet for sheet in orders if any(line.shipped > line.returned for line in sheet.lines))
    back = next(sheet for sheet in map(return_sheet, return_ids()) if sheet is not None and sheet.lines)
    product = product_card(product_ids()[0])
    card = customer_card(customer_ids()[0])
    assert card is not None
    return {
        "loose_return.LooseReturnDialog": partial(LooseReturnDialog, desk, (card.id, card.name), page),
        "order.OrderDialog": partial(OrderDialog, desk, (card.id, card.name), page),
        "order.ChangeLinesDialog": partial(ChangeLinesDialog, desk, waiting, page),
        "order.OrderDetailsDialog": partial(OrderDetailsDialog, desk, waiting, page),
        "order_steps.PaymentDialog": partial(PaymentDialog, desk, unpaid, page),
        "order_steps.RefundDialog": partial(RefundDialog, desk, paid, page),
        "order_steps.ShipDialog": partial(ShipDialog, desk, waiting, page),
        "order_steps.ReasonDialog": partial(cancel_dialog, desk, waiting, page),
        "product.ProductDialog": partial(ProductDialog, desk, product, page),
        "product.StockDialog": partial(StockDialog, desk, product, page),
        "return_request.ReturnDialog": partial(ReturnDialog, desk, gone, page),
        "settle_return.InspectDialog": partial(InspectDialog, desk, back.lines[0], page),
        "settle_return.InspectManyDialog": partial(InspectManyDialog, desk, (back.id,), page),
        "settle_return.SettleDialog": partial(SettleDialog, desk, back, back.lines[0], page),
        "voucher.VoucherDialog": partial(VoucherDialog, desk, (card.id, card.name), page),
    }


def _of_people(desk: "Desk", page: Any) -> dict[str, Opener]:
    from crm_desktop.core.kinds import Attempt
    from crm_desktop.core.kinds_of_trade import AppointmentState
    from crm_desktop.data.models import Agreement, Appointment
    from crm_desktop.queries.agreements import agreement_sheet
    from crm_desktop.queries.appointment_sheets import appointment_sheet
    from crm_desktop.queries.customers import customer_card, customer_ids
    from crm_desktop.queries.desk import choices
    from crm_desktop.queries.follow_up_sheets import follow_up_sheet
    from crm_desktop.queries.follow_ups import follow_up_ids, follow_up_rows
    from crm_desktop.queries.interaction_sheets import interaction_sheet
    from crm_desktop.queries.interactions import interaction_ids
    from crm_desktop.queries.retention import retention_due
    from crm_desktop.ui.dialogs.access import AccessDialog
    from crm_desktop.ui.dialogs.agreement import AgreementDialog, StopDialog
    from crm_desktop.ui.dialogs.appointment import AppointmentDialog
    from crm_desktop.ui.dialogs.appointment_end import CloseDialog
    from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog
    from crm_desktop.ui.dialogs.customer import CustomerDialog
    from crm_desktop.ui.dialogs.due_rows import DueDialog
    from crm_desktop.ui.dialogs.duplicates import DuplicatesDialog
    from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
    from crm_desktop.ui.dialogs.follow_up_steps import AttemptDialog, CancelDialog
    from crm_desktop.ui.dialogs.interaction import InteractionDialog
    from crm_desktop.ui.dialogs.letting_go import LettingGoDialog
    from crm_desktop.ui.dialogs.merge import MergeDialog
    from crm_desktop.ui.dialogs.merge_with import MergeWithDialog

    one, two = customer_ids()[:2]
    card = customer_card(one)
    due = follow_up_ids()[0]
    row = follow_up_rows([due])[due]
    agreement = agreement_sheet(Agreement.select().get().id)
    appointment = appointment_sheet(Appointment.select().get().id)
    contact = interaction_sheet(interaction_ids()[0])
    assert card is not None and agreement is not None and appointment is not None and contact is not None
    return {
        "customer.CustomerDialog": partial(CustomerDialog, desk, card, page),
        "conflict.ConflictDialog": partial(_conflict, desk, card, page),
        "access.AccessDialog": partial(AccessDialog, desk, card.id, card.name, page),
        "due_rows.DueDialog": partial(DueDialog, desk, retention_due()[0], [], page),
        "letting_go.LettingGoDialog": partial(LettingGoDialog, desk, page),
        "merge.MergeDialog": partial(MergeDialog, desk, one, two, page),
        "merge_with.MergeWithDialog": partial(MergeWithDialog, desk, card, page),
        "duplicates.DuplicatesDialog": partial(DuplicatesDialog, desk, page),
        "agreement.AgreementDialog": partial(AgreementDialog, desk, one, agreement, page),
        "agreement.StopDialog": partial(StopDialog, desk, agreement, page),
        "appointment.AppointmentDialog": partial(AppointmentDialog, desk, page, sheet=appointment),
        "appointment_end.CloseDialog": partial(CloseDialog, desk, appointment, AppointmentState.HELD, None, page),
        "pages.calendar_moves.SeriesDialog": partial(_series, desk, page),
        "follow_up.FollowUpDialog": partial(FollowUpDialog, desk, parent=page, sheet=follow_up_sheet(due)),
        "complete_follow_up.CompleteDialog": partial(CompleteDialog, desk, due, page),
        "follow_up_steps.AttemptDialog": partial(AttemptDialog, desk, row, next(iter(Attempt)), page),
        "follow_up_steps.CancelDialog": partial(CancelDialog, desk, row, page),
        "interaction.InteractionDialog": partial(InteractionDialog, desk, contact, choices(), page),
    }


def _conflict(desk: "Desk", card: Any, page: "QWidget") -> "QDialog":
    """Over the form whose change met another."""
    from crm_desktop.ui.dialogs.conflict import ConflictDialog, Meeting, stored_now
    from crm_desktop.ui.dialogs.customer import CustomerDialog

    form = CustomerDialog(desk, card, page)
    contest = form.contest()
    assert contest is not None
    field = next(each for each in form.fields if each.name == "name")
    dialog = ConflictDialog(desk, stored_now(contest), [Meeting(field, "One", "Another", card.name)], form)
    dialog.finished.connect(form.throw_away)
    return dialog


def _series(desk: "Desk", page: "QWidget") -> "QDialog":
    from types import SimpleNamespace

    from crm_desktop.ui.pages.calendar_moves import SeriesDialog

    return SeriesDialog(desk, SimpleNamespace(title="Regular call", day=date(2026, 5, 4)), page)  # type: ignore[arg-type]


def _of_cases(desk: "Desk", page: "QWidget") -> dict[str, Opener]:
    from crm_desktop.core.changes import Entity
    from crm_desktop.data.models import Approval, Escalation
    from crm_desktop.queries.case_pages import order_goods
    from crm_desktop.queries.case_sheets import case_sheet
    from crm_desktop.queries.cases import OPEN, CaseFilter, case_ids
    from crm_desktop.queries.service_rules import rule_choices
    from crm_desktop.ui.dialogs.absence import AbsenceDialog
    from crm_desktop.ui.dialogs.asked import open_asked
    from crm_desktop.ui.dialogs.case import CaseDialog
    from crm_desktop.ui.dialogs.case_join import JoinDialog, MergeCaseDialog
    from crm_desktop.ui.dialogs.case_steps import JudgeDialog, ReopenDialog, SolveDialog
    from crm_desktop.ui.dialogs.escalate import EscalateDialog, HandOverDialog
    from crm_desktop.ui.dialogs.remedy import RemedyDialog

    sheet, staff = case_sheet(case_ids(CaseFilter(OPEN))[0]), rule_choices().staff
    assert sheet is not None
    return {
        "case.CaseDialog": partial(CaseDialog, desk, sheet=sheet, parent=page),
        "case_join.JoinDialog": partial(JoinDialog, desk, sheet, page),
        "case_join.MergeCaseDialog": partial(MergeCaseDialog, desk, sheet, page),
        "case_steps.JudgeDialog": partial(JudgeDialog, desk, sheet, page),
        "case_steps.ReopenDialog": partial(ReopenDialog, desk, sheet, page),
        "case_steps.SolveDialog": partial(SolveDialog, desk, sheet, 2, None, page),
        "escalate.EscalateDialog": partial(EscalateDialog, desk, sheet, staff, page),
        "escalate.HandOverDialog": partial(HandOverDialog, desk, sheet, staff, page),
        "remedy.RemedyDialog": partial(RemedyDialog, desk, sheet, order_goods(sheet.order_id) if sheet.order_id else None, page),
        "asked.EscalationDialog": partial(open_asked, desk, Entity.ESCALATION, Escalation.select().get().id, page),
        "asked.ApprovalDialog": partial(open_asked, desk, Entity.APPROVAL, Approval.select().get().id, page),
        "absence.AbsenceDialog": partial(AbsenceDialog, desk, staff[0][0], staff, page),
    }


def _of_knowledge(desk: "Desk", page: "QWidget") -> dict[str, Opener]:
    from crm_desktop.exchange.smtp import Server
    from crm_desktop.queries.articles import article_sheet
    from crm_desktop.queries.scripts import script_sheet
    from crm_desktop.queries.templates import template_sheet
    from crm_desktop.services.outgoing_mails import MailInput
    from crm_desktop.ui.dialogs.article import ArticleDialog
    from crm_desktop.ui.dialogs.compose_mail import ComposeDialog
    from crm_desktop.ui.dialogs.mail_password import PasswordDialog
    from crm_desktop.ui.dialogs.read_article import ReadArticle
    from crm_desktop.ui.dialogs.script import ScriptDialog
    from crm_desktop.ui.dialogs.template import TemplateDialog
    from crm_desktop.ui.dialogs.waiting_mails import WaitingMailsDialog
    from crm_desktop.ui.outbox import Outbox

    outbox = Outbox(desk.jobs, desk.by)
    return {
        "article.ArticleDialog": partial(ArticleDialog, desk, article_sheet(1), "", page),
        "read_article.ReadArticle": partial(ReadArticle, desk, 1, "Into the notes", page),
        "script.ScriptDialog": partial(ScriptDialog, desk, script_sheet(1), page),
        "template.TemplateDialog": partial(TemplateDialog, desk, template_sheet(1), page),
        "compose_mail.ComposeDialog": partial(ComposeDialog, desk, MailInput("maria@example.org", "Your order", "Dear Maria"), page),
        "waiting_mails.WaitingMailsDialog": partial(WaitingMailsDialog, desk, outbox, page),
        "mail_password.PasswordDialog": partial(PasswordDialog, Server("mail.example.org", 587, user="nancy"), print, page),
    }


def _of_quality(desk: "Desk", page: "QWidget") -> dict[str, Opener]:
    from crm_desktop.core.quality_score import AssessmentState
    from crm_desktop.queries.assessment_sheets import AssessmentFilter, assessment_ids, assessment_sheet, scorecards
    from crm_desktop.queries.interactions import interaction_ids
    from crm_desktop.queries.survey_sheets import ResponseFilter, response_ids, response_sheet, surveys
    from crm_desktop.ui.dialogs.draw_sample import PlanDialog, SampleDialog
    from crm_desktop.ui.dialogs.judge import JudgeDialog
    from crm_desktop.ui.dialogs.scorecard import ScorecardDialog
    from crm_desktop.ui.dialogs.scorecards import ScorecardsDialog
    from crm_desktop.ui.dialogs.survey import SurveyDialog
    from crm_desktop.ui.dialogs.survey_answers import AnswersDialog, AskDialog
    from crm_desktop.ui.dialogs.surveys import SurveysDialog
    from crm_desktop.ui.dialogs.trainings import TrainingDialog, TrainingsDialog

    planned = assessment_sheet(assessment_ids(AssessmentFilter(AssessmentState.PLANNED))[0])
    asked = response_sheet(response_ids(ResponseFilter("asked"))[0])
    assert planned is not None and asked is not None
    return {
        "draw_sample.PlanDialog": partial(PlanDialog, desk, interaction_ids()[0], None, "I-00017", page),
        "draw_sample.SampleDialog": partial(SampleDialog, desk, page),
        "judge.JudgeDialog": partial(JudgeDialog, desk, planned, page),
        "scorecard.ScorecardDialog": partial(ScorecardDialog, desk, scorecards()[0], page),
        "scorecards.ScorecardsDialog": partial(ScorecardsDialog, desk, page),
        "survey.SurveyDialog": partial(SurveyDialog, desk, surveys()[0], page),
        "survey_answers.AnswersDialog": partial(AnswersDialog, desk, asked, page),
        "survey_answers.AskDialog": partial(AskDialog, desk, parent=page),
        "surveys.SurveysDialog": partial(SurveysDialog, desk, page),
        "trainings.TrainingDialog": partial(TrainingDialog, desk, None, page),
        "trainings.TrainingsDialog": partial(TrainingsDialog, desk, page),
    }


def an_open_copy() -> Path:
    """A folder that says it is one, without its tables."""
    from crm_desktop.core.dates import utc_now
    from crm_desktop.data.migrate import known
    from crm_desktop.exchange.open_copy import DESCRIPTION, SUMS, OpenCopy

    folder = Path(tempfile.mkdtemp(prefix="open-copy-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    about = OpenCopy("Tidewater", "EUR", "Europe/Berlin", utc_now(), "1.0", "sqlite", True, known(), 7, "", {}, {})
    text = json.dumps({"resources": [], "crm_desktop": about.stated()})
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")
    (folder / SUMS).write_text(f"{sha256(text.encode()).hexdigest()}  {DESCRIPTION}\n", encoding="utf-8")
    return folder


def _of_program(desk: "Desk", window: "MainWindow") -> dict[str, Opener]:
    from crm_desktop.queries.settings import sign_in_rows
    from crm_desktop.queries.suggestions import About
    from crm_desktop.services.protection import new_protection
    from crm_desktop.services.sign_in import new_factor
    from crm_desktop.ui.crash import _Reporter
    from crm_desktop.ui.dialogs.change_passphrase import ChangePassphraseDialog
    from crm_desktop.ui.dialogs.found_company import CompanyDialog
    from crm_desktop.ui.dialogs.new_recovery import NewRecoveryDialog
    from crm_desktop.ui.dialogs.open_copy import OpenCopyDialog
    from crm_desktop.ui.dialogs.password import PasswordDialog
    from crm_desktop.ui.dialogs.pick_article import PickArticle
    from crm_desktop.ui.dialogs.protect import ProtectDialog, Protecting, ProtectingDialog
    from crm_desktop.ui.dialogs.recovery_key import RecoveryKeyDialog
    from crm_desktop.ui.dialogs.second_factor import SecondFactorDialog
    from crm_desktop.ui.dialogs.sign_in import SignInDialog
    from crm_desktop.ui.dialogs.unlock import RecoverDialog, UnlockDialog
    from crm_desktop.ui.welcome import ServerDialog

    session = desk.jobs.session
    path, secret = Path("tidewater.crm"), "Nine orange boats leave at noon"
    settings: Any = window.page("settings")
    reasons = settings.show_section("reasons")
    settle(desk.jobs)
    reasons.table.choose_first()
    return {
        "about.AboutDialog": window.commands["about"].trigger,
        "keyboard.KeyboardDialog": window.commands["keyboard"].trigger,
        "settings_entry.EntryDialog": reasons.change.click,
        "change_passphrase.ChangePassphraseDialog": partial(ChangePassphraseDialog, desk, window),
        "crash.CrashDialog": partial(_crash, _Reporter(window)),
        "found_company.CompanyDialog": partial(CompanyDialog, window),
        "open_copy.OpenCopyDialog": partial(OpenCopyDialog, an_open_copy(), window),
        "recovery_key.RecoveryKeyDialog": partial(RecoveryKeyDialog, new_protection(secret), "Tidewater", "a4", window),
        "new_recovery.NewRecoveryDialog": partial(NewRecoveryDialog, desk, "Tidewater", "a4", window),
        "protect.ProtectDialog": partial(ProtectDialog, path, "Tidewater", "a4", desk.by, window),
        "protect.ProtectingDialog": partial(ProtectingDialog, Protecting(path, new_protection(secret), desk.by), window),
        "password.PasswordDialog": partial(PasswordDialog, desk, sign_in_rows()[0], window),
        "second_factor.SecondFactorDialog": partial(SecondFactorDialog, session, new_factor(desk.by), desk.by, window),
        "sign_in.SignInDialog": partial(SignInDialog, session, "Tidewater", "", window),
        "unlock.UnlockDialog": partial(UnlockDialog, path, can_remember=True, parent=window),
        "unlock.RecoverDialog": partial(RecoverDialog, path, window),
        "pick_article.PickArticle": partial(PickArticle, desk, About("Carafe"), window),
        "welcome.ServerDialog": partial(ServerDialog, window),
        "long_look.LongLookDialog": partial(_long_look, window),
    }


def _long_look(window: "QWidget") -> "QDialog":
    """Its end is that of the look, which is broken off when it is given up."""
    from crm_desktop.core.long_look import Why
    from crm_desktop.ui.dialogs.long_look import LongLookDialog

    made = LongLookDialog("market-stall.crm", Why.AFTER_CRASH, parent=window)
    made.given_up.connect(made.accept)
    made.finished.connect(made.deleteLater)
    return made


def _crash(reporter: Any) -> "QDialog":
    reporter.show_bug(ValueError("a mistake"))
    return reporter._shown


def left_by(make: Opener, name: str, times: int, jobs: "Jobs") -> int:
    """QObjects that Python knows after so many times, above those after the first few."""
    for _time in range(WARM):
        open_and_close(partial(opened, make, name, jobs), jobs)
    before = objects(jobs)
    for _time in range(times):
        open_and_close(partial(opened, make, name, jobs), jobs)
    return objects(jobs) - before


def parts_left_by(make: Opener, name: str, jobs: "Jobs") -> list[str]:
    """What is still there of a dialog, of its parts, or of what was made for it without an owner, after it was opened and closed once."""
    before = _hidden_windows()
    parts = _parts_left(opened(make, name, jobs), jobs)
    gc.collect()
    return sorted({*parts, *(type(each).__name__ for each in _hidden_windows() - before)})


def _parts_left(dialog: "QDialog", jobs: "Jobs") -> list[str]:
    import shiboken6
    from PySide6.QtWidgets import QWidget

    parts = [dialog, *dialog.findChildren(QWidget)]
    open_and_close(lambda: dialog, jobs)
    return [type(each).__name__ for each in parts if shiboken6.isValid(each)]


def _hidden_windows() -> "set[QWidget]":
    """Widgets without an owner."""
    from PySide6.QtWidgets import QApplication

    return {each for each in QApplication.topLevelWidgets() if not each.isVisible()}


def opened(make: Opener, name: str, jobs: "Jobs") -> "QDialog":
    from PySide6.QtWidgets import QApplication, QDialog

    made = make()
    if isinstance(made, QDialog):
        assert name_of(type(made)) == name
        return made
    for _round in range(4):
        QApplication.processEvents()
        jobs.drain()
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
    (found,) = (each for each in shown if name_of(type(each)) == name)
    return found


def main(times: str = str(TIMES), *parts: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from crm_desktop.ui.look import Look
    from crm_desktop.ui.rubbish import collect_by_hand
    from tests.ui.pictures.studio import studio
    from tests.ui.screenshots import _sample

    app = QApplication(sys.argv[:1])
    collect_by_hand()
    Look(app)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CRM_DESKTOP_CONFIG"] = os.environ["CRM_DESKTOP_LOGS"] = folder
        path = Path(folder) / "sample.crm"
        _sample(path)
        with studio(path, app) as made:
            for name, make in openers(made.desk, made.window).items():
                if any(part in name for part in parts or ("",)):
                    print(Left(name, int(times), left_by(make, name, int(times), made.jobs)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

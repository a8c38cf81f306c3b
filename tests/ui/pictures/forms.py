"""The forms, filled as somebody would."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.core.kinds_of_service import CaseKind, Remedy
from crm_desktop.core.recent_stores import Recent
from crm_desktop.core.settings import change_settings
from crm_desktop.core.sign_in import SecondFactor
from crm_desktop.data.keys import Keys, Stretching
from crm_desktop.queries.case_pages import order_goods
from crm_desktop.queries.case_sheets import case_sheet
from crm_desktop.queries.cases import OPEN, CaseFilter, case_ids
from crm_desktop.queries.consents import consents_of
from crm_desktop.queries.customers import customer_card, customer_ids
from crm_desktop.queries.follow_up_sheets import follow_up_sheet
from crm_desktop.queries.follow_ups import follow_up_ids
from crm_desktop.queries.ordering import find_products
from crm_desktop.queries.orders import order_ids, order_sheet
from crm_desktop.queries.products import product_card, product_ids
from crm_desktop.queries.return_sheets import return_ids, return_sheet
from crm_desktop.queries.templates import templates_for
from crm_desktop.services.attachments import FileInput
from crm_desktop.services.consents import what_hinders
from crm_desktop.services.outgoing_mails import MailInput, hold_mail, throw_away
from crm_desktop.services.protection import NewProtection
from crm_desktop.services.sign_in import NewFactor
from crm_desktop.ui.dialogs.appointment import AppointmentDialog
from crm_desktop.ui.dialogs.case import CaseDialog
from crm_desktop.ui.dialogs.case_join import MergeCaseDialog
from crm_desktop.ui.dialogs.case_steps import JudgeDialog, SolveDialog
from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog
from crm_desktop.ui.dialogs.compose_mail import ComposeDialog
from crm_desktop.ui.dialogs.conflict import ConflictDialog, Meeting, Stored, stored_now
from crm_desktop.ui.dialogs.customer import CustomerDialog
from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
from crm_desktop.ui.dialogs.loose_return import LooseReturnDialog
from crm_desktop.ui.dialogs.merge import open_merge
from crm_desktop.ui.dialogs.new_recovery import NewRecoveryDialog
from crm_desktop.ui.dialogs.open_copy import OpenCopyDialog
from crm_desktop.ui.dialogs.order import OrderDialog
from crm_desktop.ui.dialogs.order_steps import PaymentDialog, ShipDialog
from crm_desktop.ui.dialogs.pick_article import PickArticle
from crm_desktop.ui.dialogs.product import ProductDialog
from crm_desktop.ui.dialogs.protect import ProtectDialog
from crm_desktop.ui.dialogs.recovery_key import RecoveryKeyDialog
from crm_desktop.ui.dialogs.remedy import RemedyDialog
from crm_desktop.ui.dialogs.return_request import ReturnDialog
from crm_desktop.ui.dialogs.second_factor import SecondFactorDialog
from crm_desktop.ui.dialogs.settle_return import SettleDialog
from crm_desktop.ui.dialogs.sign_in import SignInDialog
from crm_desktop.ui.dialogs.unlock import RecoverDialog, UnlockDialog
from crm_desktop.ui.dialogs.waiting_mails import WaitingMailsDialog
from crm_desktop.ui.outbox import Outbox
from crm_desktop.ui.theme import sized
from crm_desktop.ui.welcome import CompanyDialog, Welcome
from crm_desktop.ui.widgets.consents_editor import StoredConsent
from tests.benchmarks.dialogs_bench import an_open_copy
from tests.ui.pictures.pages import CUSTOMER
from tests.ui.pictures.studio import Shot, Studio

_WISHES = 3


def customer_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.CUSTOMER.value)
    cards = [card for card in map(customer_card, customer_ids()) if card is not None]
    person = next(card for card in cards if card.kind == "person" and len(consents_of(card.id)) > 1)
    firm = next(card for card in cards if card.id == CUSTOMER)
    for name, card in (("person", person), ("company", firm)):
        with studio.form(CustomerDialog(studio.desk, card, page)) as form:
            for place, tab in enumerate(form.tabs.buttons):
                if tab.isHidden():
                    continue
                form.tabs.show_page(place)
                if tab is form.tabs.buttons[_WISHES] and name == "person":
                    _withdraw_one_and_note_another(form)
                studio.settle()
                yield Shot(f"customer-form-{name}-{place + 1}", form)
    merge = open_merge(studio.desk, firm.id, person.id, page)
    studio.settle(0.2)
    yield Shot("merge", merge)
    studio.throw(merge)


def _withdraw_one_and_note_another(form: CustomerDialog) -> None:
    given = [part for part in form.wishes.consents.parts if isinstance(part, StoredConsent) and not part.value()["withdrawn"]]
    for part in given[:1]:
        part.withdraw.click()
    form.wishes.consents.more.click()


def mail_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.CUSTOMER.value)
    change_settings(mail_way="smtp", mail_host="mail.tidewater.example", mail_from="Nancy Lane <nancy@tidewater.example>")
    body = "Dear Ms Kestombe,\n\nyour lamp left our house today, and comes by Thursday.\n\nKind regards\nNancy Lane"
    wanted = MailInput("orders@kestombe.example", "Your order SO-00102", body, files=(FileInput("label.pdf", b"%PDF-" * 9_000),))
    with studio.form(ComposeDialog(studio.desk, wanted, page)) as form:
        form.offer(templates_for(studio.desk.by.id, TemplateKind.EMAIL))
        yield Shot("mail", form)
        form.pick.click()
        studio.settle(0.3)
        (pick,) = form.findChildren(PickArticle)
        yield Shot("mail-article", pick)
        studio.throw(pick)
        said = what_hinders("Newsletter", customer_ids()[0], ChannelKind.EMAIL)
        form.agreed.say(said or what_hinders("Samples", customer_ids()[0], ChannelKind.EMAIL), is_about=True)
        form.fit(sized(640))
        yield Shot("mail-not-agreed", form)
    held = hold_mail(wanted, "nancy@tidewater.example", studio.desk.by)
    with studio.form(WaitingMailsDialog(studio.desk, Outbox(studio.desk.jobs, studio.desk.by), page)) as form:
        studio.settle(0.2)
        yield Shot("mails-waiting", form)
    throw_away(held, studio.desk.by)
    change_settings(mail_way="mailto")


def conflict(studio: Studio) -> Iterator[Shot]:
    """The words of another edit are made up: what is stored stays as it is."""
    page = studio.page(Entity.CUSTOMER.value)
    with studio.form(CustomerDialog(studio.desk, customer_card(CUSTOMER), page)) as form:
        stored: Stored = stored_now(form.contest())
        fields = {field.name: field for field in form.fields}
        met = [
            Meeting(fields["name"], "Kestombe Hotels", "Kestombe and Sons", form.base["name"]),
            Meeting(fields["notes"], "Deliveries before nine, by the back door.", "Asked for a new catalogue.", form.base["notes"]),
        ]
        with studio.form(ConflictDialog(studio.desk, stored, met, form)) as dialog:
            yield Shot("conflict", dialog)


def order_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.ORDER.value)
    card = customer_card(CUSTOMER)
    assert card is not None
    with studio.form(OrderDialog(studio.desk, (card.id, card.name), page)) as form:
        for product in find_products("la")[:4]:
            form.lines.model.add(product)
        studio.settle(0.1)
        yield Shot("order-form", form)
    sheets = [sheet for sheet in map(order_sheet, order_ids()[:200]) if sheet is not None]
    unpaid = next(sheet for sheet in sheets if sheet.owed > 0)
    waiting = next(sheet for sheet in sheets if any(line.shipped < line.quantity for line in sheet.lines) and sheet.state == "open")
    gone = next(sheet for sheet in sheets if sum(line.shipped > line.returned for line in sheet.lines) > 1)
    for name, dialog in (
        ("payment-form", PaymentDialog(studio.desk, unpaid, page)),
        ("shipment-form", ShipDialog(studio.desk, waiting, page)),
        ("return-form", ReturnDialog(studio.desk, gone, page)),
        ("loose-return-form", LooseReturnDialog(studio.desk, (card.id, card.name), page)),
    ):
        with studio.form(dialog):
            yield Shot(name, dialog)
    for sheet in filter(None, map(return_sheet, return_ids())):
        line = next((line for line in sheet.lines if line.condition and not line.resolution), None)
        if line is not None:
            with studio.form(SettleDialog(studio.desk, sheet, line, page)) as form:
                studio.settle(0.2)
                yield Shot("settle-form", form)
            break


def planning_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.FOLLOW_UP.value)
    first = follow_up_ids()[0]
    for name, dialog in (
        ("follow-up-form", FollowUpDialog(studio.desk, parent=page, sheet=follow_up_sheet(first))),
        ("follow-up-done", CompleteDialog(studio.desk, first, page)),
        ("appointment-form", AppointmentDialog(studio.desk, page)),
    ):
        with studio.form(dialog):
            yield Shot(name, dialog)


def product_form(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.PRODUCT.value)
    with studio.form(ProductDialog(studio.desk, product_card(product_ids()[0]), page)) as form:
        yield Shot("product-form", form)


def case_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.CASE.value)
    sheet = case_sheet(case_ids(CaseFilter(OPEN, kind=CaseKind.COMPLAINT))[0])
    assert sheet is not None
    goods = order_goods(sheet.order_id) if sheet.order_id else None
    remedy = RemedyDialog(studio.desk, sheet, goods, page)
    remedy.kind.setCurrentIndex(remedy.kind.findData(Remedy.REPLACEMENT.value if goods else Remedy.COUPON.value))
    exchange = RemedyDialog(studio.desk, sheet, goods, page)
    exchange.kind.setCurrentIndex(exchange.kind.findData(Remedy.EXCHANGE.value))
    for name, dialog in (
        ("case-exchange", exchange),
        ("case-split", CaseDialog(studio.desk, split_from=sheet, parent=page)),
        ("case-form", CaseDialog(studio.desk, sheet=sheet, parent=page)),
        ("case-check", JudgeDialog(studio.desk, sheet, page)),
        ("case-remedy", remedy),
        ("case-solve", SolveDialog(studio.desk, sheet, 2, None, page)),
        ("case-merge", MergeCaseDialog(studio.desk, sheet, page)),
    ):
        with studio.form(dialog):
            studio.settle(0.2)
            yield Shot(name, dialog)


FACTOR = NewFactor(
    SecondFactor("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "otpauth://totp/Market%20stall:nancy?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
)


def welcome(studio: Studio) -> Iterator[Shot]:
    window = Welcome([Recent("/home/somebody/market-stall.crm", utc_now() - timedelta(days=1)), Recent("/home/somebody/northwind.crm")])
    window.resize(studio.window.size())
    window.show()
    studio.settle()
    yield Shot("welcome", window)
    with studio.form(CompanyDialog(window)) as form:
        yield Shot("welcome-company", form)
    protection = NewProtection(bytes(32), Keys("0" * 16, Stretching(b""), b"", b""), bytes(range(16)))
    for name, dialog in (
        ("unlock", UnlockDialog(Path("market-stall.crm"), can_remember=True)),
        ("unlock-forgotten", RecoverDialog(Path("market-stall.crm"), window)),
        ("sign-in", SignInDialog(studio.desk.jobs.session, "Market stall", "nancy")),
        ("second-factor", SecondFactorDialog(studio.desk.jobs.session, FACTOR, studio.desk.by, window)),
        ("protect", ProtectDialog(Path("market-stall.crm"), "Market stall", "a4", studio.desk.by, window)),
        ("recovery-key", RecoveryKeyDialog(protection, "Market stall", "a4", window)),
        ("new-recovery-key", NewRecoveryDialog(studio.desk, "Market stall", "a4", window)),
        ("open-copy", OpenCopyDialog(an_open_copy(), window)),
    ):
        with studio.form(dialog):
            yield Shot(name, dialog)
    window.close()
    window.deleteLater()


FORMS = customer_forms, mail_forms, conflict, order_forms, planning_forms, product_form, case_forms, welcome

"""The form of a case: who it is, what it is about, how urgent, in whose hands; a new one, one that is changed, one that is split off."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.custom_values import CustomTable, Definition
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.read_json import kept_object
from crm_desktop.queries.case_links import Back, Links, links_of
from crm_desktop.queries.case_pages import CaseChoices, case_choices
from crm_desktop.queries.case_sheets import CaseSheet, EventRow, Paid, case_sheet, spoken_events
from crm_desktop.queries.custom_fields import TABLES, definitions
from crm_desktop.queries.customers import customer_rows
from crm_desktop.queries.follow_up_sheets import About
from crm_desktop.queries.invoices import Billed
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.case_joining import split_case
from crm_desktop.services.cases import CaseInput, change_case, open_case
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import customer_field, late_field
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.timeline_of_trade import paid_in_words
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.custom_fields_editor import CustomFieldsEditor
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, noted_as_caller
from crm_desktop.ui.widgets.going_along import GoingAlong
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.linked_edit import LinkedEdit, linked_words
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.product_finder import ProductFinder
from crm_desktop.ui.words import PRIORITIES
from crm_desktop.ui.words_of_service import CASE_KINDS

_NOTE_HEIGHT = 92


class _Known(NamedTuple):
    """What the form offers, read once it is shown."""

    choices: CaseChoices
    fields: tuple[Definition, ...]
    customer: tuple[int, str] | None


class CaseDialog(FormDialog):
    def __init__(
        self,
        desk: Desk,
        customer_id: int = 0,
        sheet: CaseSheet | None = None,
        split_from: CaseSheet | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`sheet`: the one to be changed; `split_from`: the one that a new case is split off. `customer_id`: whose a new one is."""
        split = _("Split off {number}").format(number=split_from.number) if split_from else _("New case")
        title = _("Change {number}").format(number=sheet.number) if sheet else split
        super().__init__(desk, title, _("Save") if sheet else _("Open the case"), parent)
        self._sheet, self._split = sheet, split_from
        self.makes = None if sheet else Entity.CASE
        self.subject, self.customer = NoteLine(), CustomerFinder(desk, noted_as_caller())
        self.kind, self.priority = QComboBox(), QComboBox()
        self.order, self.invoice, self.product = LateChoice(), LateChoice(), ProductFinder(desk.jobs)
        self.payment, self.back, self.agreement = LateChoice(), LateChoice(), LateChoice()
        self.payments = LinkedEdit(self.payment)
        self._billed: dict[int, Billed] = {}
        self._backs: dict[int, Back] = {}
        self.channel, self.reason, self.owner, self.team = LateChoice(), LateChoice(), LateChoice(), LateChoice()
        self.words = NotesEdit()
        self.words.setFixedHeight(sized(_NOTE_HEIGHT))
        self.custom = CustomFieldsEditor(desk.formats)
        for kind, (word, _tone) in CASE_KINDS.items():
            self.kind.addItem(_(word), kind.value)
        for priority, word in PRIORITIES.items():
            self.priority.addItem(_(word), priority.value)
        self.along = GoingAlong(desk.formats)
        self._build()
        self._name_fields()
        self.customer.chosen.connect(self._on_customer)
        self.order.activated.connect(self._on_order)
        self.invoice.activated.connect(self._on_invoice)
        self.payment.activated.connect(self._on_payment)
        self.back.activated.connect(self._on_back)
        self.begin_with(_values(sheet, desk.formats) if sheet else self._fresh(), sheet.version if sheet else 0)
        self.keep_changes(f"case-{sheet.id}" if sheet else f"split-of-{split_from.id}" if split_from else "new-case")
        desk.jobs.read(self, partial(_known, customer_id), self._show_known)
        if split_from is not None:
            desk.jobs.read(self, partial(spoken_events, split_from.id), self._offer_along)
        self.fit(600)
        self.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        is_right = self.custom.mark_what_is_wrong()
        if not self.subject.text().strip():
            self._subject_row.mark(_("A few words on what it is about."))
            return None
        if self.product.is_undecided():
            self._product_row.mark(_("Choose one of what is found, or leave it empty."))
            return None
        if not is_right:
            return None
        wanted = self._wanted()
        if self._sheet is not None:
            return partial(change_case, self._sheet.id, self.version, wanted, self.desk.by, self.key)
        if self._split is not None:
            return partial(split_case, self._split.id, wanted, self.desk.by, tuple(self.along.ids()), self.key)
        return partial(open_case, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        said = _("Case {number} was changed.") if self._sheet else _("Case {number} is open.")
        return said.format(number=self.change.number)

    def contest(self) -> Contest | None:
        if self._sheet is None:
            return None
        shown = partial(_values, formats=self.desk.formats)
        return Contest(RecordRef(Entity.CASE, self._sheet.id), partial(case_sheet, self._sheet.id), shown)

    def _build(self) -> None:
        self._subject_row = self.form.add_row(_("&What it is about"), self.subject)
        self.form.add_row(_("&Customer or caller"), self.customer, _("Any part of a name, number, phone or order finds them."))
        self.form.beside((_("&Kind"), self.kind), (_("&Priority"), self.priority), (_("Came b&y"), self.channel))
        self.form.beside((_("&Reason"), self.reason), (_("In the hands o&f"), self.owner), (_("&Team"), self.team))
        self._back_row = self.form.beside((_("&Order"), self.order), (_("In&voice"), self.invoice), (_("Ret&urn"), self.back))[-1]
        self._product_row, self._agreement_row = self.form.beside((_("Pro&duct"), self.product), (_("A&greement"), self.agreement))
        self._payments_row = self.form.add_row(_("Pay&ments"), self.payments, _("What is disputed, such as one of two for the same goods."))
        for hidden in (self._back_row, self._agreement_row, self._payments_row):
            hidden.hide()
        self.form.add_row(_("&In full"), self.words)
        self._along_row = self.form.add_row(_("What &goes along"), self.along, _("What was said and written goes to the new case with it."))
        self._along_row.hide()

    def _name_fields(self) -> None:
        product = Field("product", _("Product"), self._product_now, self._show_product, self.product.changed, _words_of)
        self.fields.add(
            line_field("subject", _("What it is about"), self.subject), customer_field(self.customer),
            line_field("caller", _("Caller"), self.customer), choice_field("kind", _("Kind"), self.kind),
            choice_field("priority", _("Priority"), self.priority), late_field("channel", _("Came by"), self.channel),
            late_field("reason", _("Reason"), self.reason), late_field("order", _("Order"), self.order),
            late_field("invoice", _("Invoice"), self.invoice), product,
            late_field("return", _("Return"), self.back), late_field("agreement", _("Agreement"), self.agreement),
            Field("payments", _("Payments"), self.payments.linked, self.payments.show_linked, self.payments.changed, linked_words),
            late_field("owner", _("In the hands of"), self.owner), late_field("team", _("Team"), self.team),
            text_field("words", _("In full"), self.words),
            Field("along", _("What goes along"), self.along.ids, self.along.tick, self.along.edited, self.along.told),
            Field("custom", _("Further fields"), self.custom.values, self.custom.show_values, self.custom.edited, self.custom.shown),
        )  # fmt: skip

    def _fresh(self) -> dict[str, Any]:
        values: dict[str, Any] = {"kind": CaseKind.QUESTION.value, "priority": Priority.NORMAL.value, "owner": self.desk.by.id}
        return values if self._split is None else {**_values(self._split, self.desk.formats), "subject": "", "words": "", "custom": {}}

    def _wanted(self) -> CaseInput:
        sheet, customer_id = self._sheet or self._split, self.customer.customer_id()
        is_same = sheet is not None and sheet.customer_id == customer_id
        return CaseInput(
            self.subject.text(), CaseKind(self.kind.currentData()), customer_id,
            contact_id=sheet.contact_id if sheet and is_same else None, caller="" if customer_id else self.customer.caller(),
            channel_id=self.channel.value(), description=self.words.toPlainText(), reason_id=self.reason.value(),
            priority=Priority(self.priority.currentData()), assignee_id=self.owner.value(), team_id=self.team.value(),
            product_id=self.product.product_id(), order_id=self.order.value(), invoice_id=self.invoice.value(),
            return_id=self.back.value(), agreement_id=self.agreement.value(),
            payment_ids=self.payments.ids(), custom=self.custom.given(self.custom.values()),
        )  # fmt: skip

    def _product_now(self) -> list[Any] | None:
        product_id = self.product.product_id()
        return [product_id, self.product.text()] if product_id else None

    def _show_product(self, given: list[Any] | None) -> None:
        self.product.choose(*(given or (0, "")))

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        self.desk.jobs.read(self, partial(links_of, customer_id), self._offer_links, newest="links")

    def _offer_links(self, found: Links) -> None:
        self._offer_orders(found.orders)
        self._offer_invoices(found.invoices)
        self._offer_payments(found.payments)
        self._offer_further(found)
        self.fit(600)

    def _offer_orders(self, found: list[About]) -> None:
        formats = self.desk.formats
        named = [(f"{each.number} · {formats.day(formats.local_day(each.ordered_at))}", each.order_id) for each in found]
        sheet = self._sheet or self._split
        if sheet is not None and sheet.order_id is not None:
            self.order.know(sheet.order_id, sheet.order)
        is_theirs = sheet is not None and sheet.customer_id == self.customer.customer_id()
        if not is_theirs and self.order.value() not in {order_id for _name, order_id in named}:
            self.order.choose(None)
        self.order.offer([(_("No order"), None), *named])

    def _offer_invoices(self, found: list[Billed]) -> None:
        formats = self.desk.formats
        self._billed = {each.id: each for each in found}
        sheet = self._sheet or self._split
        if sheet is not None and sheet.invoice_id is not None:
            self.invoice.know(sheet.invoice_id, sheet.invoice)
        is_theirs = sheet is not None and sheet.customer_id == self.customer.customer_id()
        if not is_theirs and self.invoice.value() not in self._billed:
            self.invoice.choose(None)
        named = [(f"{each.number} · {formats.day(each.issued_on)} · {formats.money(each.total, each.currency)}", each.id) for each in found]
        self.invoice.offer([(_("No invoice"), None), *named])

    def _offer_payments(self, found: tuple[Paid, ...]) -> None:
        """Nobody is asked about payments where there are none."""
        named = [(paid_in_words(each, self.desk.formats), each.id) for each in found]
        sheet = self._sheet or self._split
        if sheet is None or sheet.customer_id != self.customer.customer_id():
            theirs = {each.id for each in found}
            self.payments.show_linked([each for each in self.payments.linked() if each[0] in theirs])
        self.payment.offer([(_("Add a payment …"), None), *named])
        self._payments_row.setVisible(bool(found or self.payments.ids()))

    def _offer_further(self, found: Links) -> None:
        """Returns and agreements: where there are none, nobody is asked."""
        formats, sheet = self.desk.formats, self._sheet or self._split
        self._backs = {each.id: each for each in found.returns}
        if sheet is not None:
            self.back.know(sheet.return_id, sheet.returned)
            self.agreement.know(sheet.agreement_id, sheet.agreement)
        is_theirs = sheet is not None and sheet.customer_id == self.customer.customer_id()
        backs = [(f"{each.number} · {formats.day(formats.local_day(each.requested_at))}", each.id) for each in found.returns]
        agreed = [(name, row_id) for row_id, name in found.agreements]
        for box, row, offered, none in (
            (self.back, self._back_row, backs, _("No return")),
            (self.agreement, self._agreement_row, agreed, _("No agreement")),
        ):
            if not is_theirs and box.value() not in {row_id for _name, row_id in offered}:
                box.choose(None)
            box.offer([(none, None), *offered])
            row.setVisible(bool(offered or box.value()))

    @Slot()
    def _on_back(self) -> None:
        """Its order comes along."""
        back = self._backs.get(self.back.value() or 0)
        if back is not None and back.order_id is not None and self.order.value() is None:
            self.order.choose(back.order_id)

    @Slot()
    def _on_payment(self) -> None:
        if self.payment.value():
            self.payments.add(self.payment.value(), self.payment.currentText())
            self.payment.choose(None)

    @Slot()
    def _on_invoice(self) -> None:
        """Its order comes along."""
        billed = self._billed.get(self.invoice.value() or 0)
        if billed is not None and billed.order_id is not None:
            self.order.choose(billed.order_id)

    @Slot()
    def _on_order(self) -> None:
        """An invoice of another order does not stay."""
        billed = self._billed.get(self.invoice.value() or 0)
        if billed is not None and billed.order_id not in (None, self.order.value()):
            self.invoice.choose(None)

    def _offer_along(self, found: list[EventRow]) -> None:
        self.along.offer(found)
        self._along_row.setVisible(bool(found))
        self.fit(600)

    def _show_known(self, found: _Known) -> None:
        choices = found.choices
        self.channel.offer([(_("Not said"), None), *((each.name, each.id) for each in choices.channels)])
        self.reason.offer([(_("Not said"), None), *((each.name, each.id) for each in choices.reasons)])
        self.owner.offer([(_("Nobody"), None), *((each.name, each.id) for each in choices.staff)])
        self.team.offer([(_("No team"), None), *((each.name, each.id) for each in choices.teams)])
        self.custom.make(found.fields, self.form)
        if found.customer is not None and self.customer.customer_id() is None:
            self.customer.choose(*found.customer)
            self.base.update(customer=list(found.customer), caller=found.customer[1])


def _known(customer_id: int) -> _Known:
    row = customer_rows([customer_id]).get(customer_id) if customer_id else None
    return _Known(case_choices(), definitions(TABLES[CustomTable.CASE]), (row.id, row.name) if row is not None else None)


def _values(sheet: CaseSheet, formats: Formats) -> dict[str, Any]:
    return {
        "subject": sheet.subject, "customer": [sheet.customer_id, sheet.customer] if sheet.customer_id else None,
        "caller": sheet.customer or sheet.caller, "kind": sheet.kind, "priority": sheet.priority, "channel": sheet.channel_id,
        "reason": sheet.reason_id, "order": sheet.order_id, "invoice": sheet.invoice_id,
        "return": sheet.return_id, "agreement": sheet.agreement_id,
        "payments": [[each.id, paid_in_words(each, formats)] for each in sheet.payments],
        "product": [sheet.product_id, sheet.product] if sheet.product_id else None,
        "owner": sheet.assignee_id, "team": sheet.team_id, "words": sheet.description, "custom": kept_object(sheet.custom),
    }  # fmt: skip


def _words_of(given: list[Any] | None) -> str:
    return str(given[-1]) if given else ""

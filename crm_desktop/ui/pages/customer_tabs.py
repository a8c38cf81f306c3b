"""What belongs to a customer, tab by tab. Only the tab that is shown is made and reads its rows."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import QMimeData, QPoint, QSize, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right
from crm_desktop.queries.customer_panel import Beside, Returnable, returnable
from crm_desktop.queries.orders import OrderSheet, order_sheet
from crm_desktop.queries.timeline import Entry
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, only_for, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.timeline import EntryList, Timeline

TIMELINE, ORDERS, RETURNS, AGREEMENTS, DETAILS, DOCUMENTS = "timeline", "orders", "returns", "agreements", "details", "documents"
_COUNTED: dict[str, tuple[Entity, ...]] = {
    ORDERS: (Entity.ORDER,),
    RETURNS: (Entity.RETURN,),
    AGREEMENTS: (Entity.AGREEMENT, Entity.VOUCHER),
}
_LEAST_HEIGHT = 240
"""Pixels at the usual size of text; with less room the whole panel scrolls."""
_OFFERED = 12
"""Orders to choose from for a new return; older ones are returned from the order itself."""


class Tab(Protocol):
    def show_customer(self, customer_id: int) -> None: ...

    def take(self, change: Change) -> None: ...


def _titles() -> dict[str, str]:
    return {
        TIMELINE: _("Timeline"),
        ORDERS: _("Orders"),
        RETURNS: _("Returns"),
        AGREEMENTS: _("Agreed"),
        DETAILS: _("Details"),
        DOCUMENTS: _("Files"),
    }


def _whole_titles() -> dict[str, str]:
    return {
        TIMELINE: _("Everything that happened, the latest first"),
        ORDERS: _("Orders"),
        RETURNS: _("Returns"),
        AGREEMENTS: _("Agreements and vouchers"),
        DETAILS: _("Addresses, people, consent, money, further fields"),
        DOCUMENTS: _("Documents"),
    }


class CustomerTabs(QWidget):
    done_wanted = Signal(int)
    """The id of a follow-up to complete."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._customer = 0
        self._name = ""
        self.setMinimumHeight(sized(_LEAST_HEIGHT))
        self._shown_for: dict[str, int] = {}
        self._made: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {
            ORDERS: self._orders, RETURNS: self._returns, AGREEMENTS: self._agreements, DETAILS: self._details, DOCUMENTS: self._documents,
        }  # fmt: skip
        self.timeline = Timeline(desk)
        self.timeline.done_wanted.connect(self.done_wanted)
        self.timeline.agreed_wanted.connect(self._on_agreed)
        self._made[TIMELINE] = self.timeline
        self.buttons = {name: self._button(title, _whole_titles()[name]) for name, title in _titles().items()}
        self._group = QButtonGroup(self, exclusive=True)
        for made in self.buttons.values():
            self._group.addButton(made)
        self.buttons[TIMELINE].setChecked(True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.timeline)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(flowing(*self.buttons.values(), gap=10, between=0), margins=(2 * GAP, 0, 2 * GAP, 0)))
        layout.addWidget(surface("line"))
        layout.addWidget(self._stack, 1)
        self._group.buttonClicked.connect(self._on_button)

    def hasHeightForWidth(self) -> bool:
        """No: what wraps here would else claim all its height, and what is above would be cut where text is large."""
        return False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def show_for(self, found: Beside | None) -> None:
        self._customer, self._name = (found.card.id, found.card.name) if found else (0, "")
        self.show_counts(found.counts if found else {}, found.documents if found else 0)
        self._bring_up_to_date()

    def show_counts(self, counts: Mapping[Entity, int], documents: int) -> None:
        found = {name: sum(counts.get(kind, 0) for kind in kinds) for name, kinds in _COUNTED.items()} | {DOCUMENTS: documents}
        for name, title in _titles().items():
            count = found.get(name, 0)
            self.buttons[name].setText(f"{title} {self._desk.formats.number(count)}" if count else title)
        if counts:
            self.timeline.show_counts(counts)

    def current(self) -> str:
        return next(name for name, made in self._made.items() if made is self._stack.currentWidget())

    def open_tab(self, name: str) -> QWidget:
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._stack.addWidget(self._made[name])
        self.buttons[name].setChecked(True)
        self._stack.setCurrentWidget(self._made[name])
        self._bring_up_to_date()
        return self._made[name]

    def add(self, what: str) -> None:
        """Open the tab in which such a thing is added, and begin it."""
        from crm_desktop.ui.pages.customer_agreements import CustomerAgreements
        from crm_desktop.ui.widgets.attachments import Attachments

        tab = self.open_tab(DOCUMENTS if what == DOCUMENTS else AGREEMENTS)
        if isinstance(tab, Attachments):
            tab.add.click()
        elif isinstance(tab, CustomerAgreements):
            (tab.give if what == "voucher" else tab.new).click()

    def attach(self, mime: QMimeData) -> None:
        from crm_desktop.ui.widgets.attachments import Attachments

        tab = self.open_tab(DOCUMENTS)
        if isinstance(tab, Attachments):
            tab.attach_mime(mime)

    def take(self, change: Change) -> None:
        """Tabs that are not shown read again when they are."""
        shown = self.current()
        self._shown_for = {name: customer for name, customer in self._shown_for.items() if name == shown}
        tab: Tab = self._made[shown]  # type: ignore[assignment]  # every tab is one
        tab.take(change)

    def _bring_up_to_date(self) -> None:
        name = self.current()
        tab: Tab = self._made[name]  # type: ignore[assignment]
        call_them = getattr(tab, "call_them", None)
        if call_them is not None:
            call_them(self._name)
        if self._shown_for.get(name) != self._customer or name == TIMELINE:
            self._shown_for[name] = self._customer
            tab.show_customer(self._customer)

    def _button(self, title: str, whole: str) -> QPushButton:
        made = button(title, role="tab", tip=whole)
        made.setAccessibleName(whole)
        made.setCheckable(True)
        return made

    @Slot(object)
    def _on_button(self, pressed: object) -> None:
        self.open_tab(next(name for name, made in self.buttons.items() if made is pressed))

    @Slot(object)
    def _on_agreed(self, entry: Entry) -> None:
        tab = self.open_tab(AGREEMENTS)
        if isinstance(tab, EntryList):
            tab.choose(entry.kind, entry.record.id)
            tab.list.setFocus()

    def _orders(self) -> QWidget:
        tab = EntryList(self._desk, (Entity.ORDER,), _("Orders"), _("This customer has not ordered yet."))
        self.new_order = button(_("New order …"), "shopping-cart", tip=_("What this customer wants to buy"))
        self.new_order.clicked.connect(self._on_order)
        only_for(self._desk.by, Right.PLACE_ORDERS, self.new_order)
        tab.put_above(_above(self.new_order))
        return tab

    def _returns(self) -> QWidget:
        tab = EntryList(self._desk, (Entity.RETURN,), _("Returns"), _("This customer has sent nothing back."))
        self.new_return = button(_("New return …"), "undo-2", tip=_("Choose the order that something comes back from"))
        self.new_return.clicked.connect(self._on_return)
        only_for(self._desk.by, Right.HANDLE_RETURNS, self.new_return)
        tab.put_above(_above(self.new_return))
        return tab

    def _agreements(self) -> QWidget:
        from crm_desktop.ui.pages.customer_agreements import CustomerAgreements

        return CustomerAgreements(self._desk)

    def _details(self) -> QWidget:
        from crm_desktop.ui.pages.customer_details import CustomerDetails

        return CustomerDetails(self._desk)

    def _documents(self) -> QWidget:
        from crm_desktop.ui.pages.customer_documents import CustomerDocuments

        return CustomerDocuments(self._desk)

    @Slot()
    def _on_order(self) -> None:
        from crm_desktop.ui.dialogs.order import OrderDialog

        if self._customer:
            OrderDialog(self._desk, customer=(self._customer, self._name), parent=self).open()

    @Slot()
    def _on_return(self) -> None:
        if self._customer:
            self._desk.jobs.read(self, partial(returnable, self._customer, _OFFERED), self._offer, newest="returnable")

    def _offer(self, orders: list[Returnable]) -> None:
        """Which order it is of; where nothing was shipped, it can only be of none."""
        if orders:
            menu = _menu_of(orders, self._desk, self.new_return, self._return_of, self._return_loose)
            menu.popup(self.new_return.mapToGlobal(QPoint(0, self.new_return.height())))
        else:
            self._return_loose()

    @Slot()
    def _return_loose(self) -> None:
        from crm_desktop.ui.dialogs.loose_return import LooseReturnDialog

        if self._customer:
            LooseReturnDialog(self._desk, (self._customer, self._name), self).open()

    def _return_of(self, order_id: int) -> None:
        self._desk.jobs.read(self, partial(order_sheet, order_id), self._ask_return, newest="returned order")

    def _ask_return(self, sheet: OrderSheet | None) -> None:
        from crm_desktop.ui.dialogs.return_request import ReturnDialog

        if sheet is not None:
            ReturnDialog(self._desk, sheet, self).open()


def _above(*widgets: QWidget) -> QWidget:
    above = QWidget()
    above.setLayout(column(flowing(*widgets), margins=(2 * GAP, 12, 2 * GAP, GAP)))
    return above


def _menu_of(
    orders: list[Returnable], desk: Desk, opener: QPushButton, return_of: Callable[[int], None], return_loose: Callable[[], None]
) -> QMenu:
    menu, formats = QMenu(opener), desk.formats
    for each in orders:
        action = QAction(_("{number} of {day}").format(number=each.number, day=formats.day(formats.local_day(each.ordered_at))), menu)
        action.triggered.connect(partial(return_of, each.id))
        menu.addAction(action)
    menu.addAction(_("Without an order …")).triggered.connect(return_loose)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu

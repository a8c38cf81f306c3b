"""What can be done for the chosen customer: the usual in sight, the rest one press away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerStatus, Shelf
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.customer_panel import Beside
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button, only_for, set_menu


class CustomerActions(QObject):
    edit_wanted = Signal()
    tab_wanted = Signal(str)
    """The name of a tab in which to add something."""
    tag_wanted = Signal()

    def __init__(self, desk: Desk, panel: QWidget) -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        self._beside: Beside | None = None
        self.edit = button(_("Edit"), "pencil", tip=_("Change this customer"), keys="Ctrl+E")
        self.log = button(_("Log call"), "phone", tip=_("Note a call, an e-mail, a visit"))
        self.order = button(_("Order"), "shopping-cart", tip=_("A new order of this customer"))
        self.order.setAccessibleName(_("New order"))
        self.follow_up = button(_("Follow-up"), "bell", tip=_("Promise what comes next"))
        self.more = button("", "ellipsis", tip=_("More: e-mail, appointment, agreement, voucher, documents, history, archive …"))
        self.more.setAccessibleName(_("More"))
        self.menu = QMenu(self.more)
        self.menu.setToolTipsVisible(True)
        self._fill_menu()
        set_menu(self.more, self.menu)
        self.buttons: tuple[QPushButton, ...] = (self.log, self.order, self.follow_up, self.more)
        only_for(desk.by, Right.EDIT_CUSTOMERS, self.edit)
        only_for(desk.by, Right.LOG_INTERACTIONS, self.log)
        only_for(desk.by, Right.PLACE_ORDERS, self.order)
        only_for(desk.by, Right.PLAN_FOLLOW_UPS, self.follow_up)
        self.edit.clicked.connect(self.edit_wanted)
        self.log.clicked.connect(self._on_log)
        self.order.clicked.connect(self._on_order)
        self.follow_up.clicked.connect(self._on_follow_up)

    def show_for(self, found: Beside | None) -> None:
        self._beside = found
        if found is None:
            return
        shelf, erased = Shelf(found.shelf), found.card.status == CustomerStatus.ANONYMISED
        self.archive.setVisible(shelf == Shelf.DESK)
        self.trash.setVisible(shelf != Shelf.TRASH)
        self.restore.setVisible(shelf != Shelf.DESK)
        self.delete.setVisible(shelf == Shelf.TRASH)
        self.erase.setVisible(not erased)
        self.merge.setVisible(not erased)
        for each in (self.edit, self.log, self.order, self.follow_up):
            each.setEnabled(not erased)

    def _fill_menu(self) -> None:
        self._action(_("E-mail …"), self._on_mail, Right.LOG_INTERACTIONS)
        self._action(_("Case …"), self._on_case, Right.HANDLE_CASES)
        self._action(_("Appointment …"), self._on_appointment, Right.PLAN_APPOINTMENTS)
        self._action(_("Agreement …"), partial(self.tab_wanted.emit, "agreement"), Right.EDIT_AGREEMENTS)
        self._action(_("Voucher …"), partial(self.tab_wanted.emit, "voucher"), Right.GIVE_VOUCHERS)
        self._action(_("Add a document …"), partial(self.tab_wanted.emit, "documents"), Right.EDIT_CUSTOMERS)
        self._action(_("Add a tag …"), self.tag_wanted.emit, Right.EDIT_CUSTOMERS)
        self.menu.addSeparator()
        self._action(_("Print everything about them"), self._on_paper, Right.PRINT)
        self._action(_("What we hold about them …"), self._on_dossier, Right.PRINT)
        self._action(_("Who looked at them …"), self._on_access, Right.SEE_ACCESS)
        self._action(_("History"), self._on_history)
        self.merge = self._action(_("Merge with another …"), self._on_merge, Right.EDIT_CUSTOMERS)
        self._action(_("Possible duplicates …"), self._on_duplicates, Right.EDIT_CUSTOMERS)
        self.menu.addSeparator()
        self.restore = self._action(_("Bring back to the desk"), partial(self._put, Shelf.DESK), Right.EDIT_CUSTOMERS)
        self.archive = self._action(_("Archive"), partial(self._put, Shelf.ARCHIVE), Right.EDIT_CUSTOMERS)
        self.trash = self._action(_("Move to the trash"), partial(self._put, Shelf.TRASH), Right.EDIT_CUSTOMERS)
        self.delete = self._action(_("Delete for good …"), self._on_delete, Right.ERASE)
        self._action(_("Keep for a legal matter …"), self._on_hold, Right.ERASE)
        self.erase = self._action(_("Erase the person …"), self._on_erase, Right.ERASE)

    def _action(self, text: str, work: Callable[[], object], right: Right | None = None) -> QAction:
        """Whoever lacks the right never sees it."""
        made = QAction(text, self.menu)
        if right is None or right in RIGHTS[self._desk.by.role]:
            self.menu.addAction(made)
        made.setData(work)
        made.triggered.connect(partial(self._run, made))
        return made

    def _run(self, action: QAction) -> None:
        if self._beside is not None:
            action.data()()

    def _put(self, shelf: Shelf) -> None:
        from crm_desktop.services.shelves import put_on_shelf

        found = self._beside
        if found is not None:
            work = partial(put_on_shelf, Entity.CUSTOMER, found.card.id, found.card.version, shelf, self._desk.by)
            self._desk.jobs.write(self, work, partial(self._on_put, shelf, found.card.name), self._desk.say_error)

    def _on_put(self, shelf: Shelf, name: str, _change: Change) -> None:
        said = {
            Shelf.DESK: _("{name} is back among the customers."),
            Shelf.ARCHIVE: _("{name} was archived: out of sight, still counted. Ctrl+Z brings them back."),
            Shelf.TRASH: _("{name} was moved to the trash. Ctrl+Z brings them back."),
        }[shelf]
        self._desk.say(said.format(name=name or _("(no name)")), Tone.OK)

    def _on_case(self) -> None:
        if self._beside is not None:
            self._desk.go_to(Entity.CASE.value, self._beside.card.id, Entity.CUSTOMER)

    def _on_hold(self) -> None:
        from crm_desktop.ui.dialogs.legal_hold import open_hold

        if self._beside is not None:
            open_hold(self._desk, self._beside.card.id, self._panel)

    @Slot()
    def _on_log(self) -> None:
        if self._beside is not None:
            self._desk.go_to("log", self._beside.card.id, Entity.CUSTOMER)

    @Slot()
    def _on_order(self) -> None:
        from crm_desktop.ui.dialogs.order import OrderDialog

        if self._beside is not None:
            OrderDialog(self._desk, customer=self._who(self._beside), parent=self._panel).open()

    @Slot()
    def _on_follow_up(self) -> None:
        from crm_desktop.ui.dialogs.follow_up import FollowUpDialog

        if self._beside is not None:
            FollowUpDialog(self._desk, customer=self._who(self._beside), parent=self._panel).open()

    def _on_appointment(self) -> None:
        from crm_desktop.ui.dialogs.appointment import AppointmentDialog

        if self._beside is not None:
            AppointmentDialog(self._desk, self._panel, customer=self._who(self._beside)).open()

    def _on_mail(self) -> None:
        from crm_desktop.ui.dialogs.compose_mail import open_mail

        if self._beside is not None:
            open_mail(self._desk, Entity.CUSTOMER, self._beside.card.id, self._panel)

    def _on_paper(self) -> None:
        if self._beside is not None:
            self._desk.show_paper("customer-sheet", self._beside.card.number)

    def _on_dossier(self) -> None:
        if self._beside is not None:
            self._desk.show_paper("dossier", self._beside.card.number)

    def _on_access(self) -> None:
        from crm_desktop.ui.dialogs.access import AccessDialog

        if self._beside is not None:
            AccessDialog(self._desk, self._beside.card.id, self._beside.card.name, self._panel).open()

    def _on_history(self) -> None:
        from crm_desktop.ui.dialogs.history import open_history

        if self._beside is not None:
            open_history(self._desk, Entity.CUSTOMER, self._beside.card.id, self._panel)

    def _on_merge(self) -> None:
        from crm_desktop.ui.dialogs.merge_with import MergeWithDialog

        if self._beside is not None:
            MergeWithDialog(self._desk, self._beside.card, self._panel).open()

    def _on_duplicates(self) -> None:
        from crm_desktop.ui.dialogs.duplicates import open_duplicates

        open_duplicates(self._desk, self._panel)

    def _on_delete(self) -> None:
        from crm_desktop.ui.dialogs.for_good import delete_dialog

        if self._beside is not None:
            delete_dialog(self._desk, self._beside.card, self._panel).open()

    def _on_erase(self) -> None:
        from crm_desktop.ui.dialogs.for_good import erase_dialog

        if self._beside is not None:
            erase_dialog(self._desk, self._beside.card, self._panel).open()

    @staticmethod
    def _who(found: Beside) -> tuple[int, str]:
        return found.card.id, found.card.name

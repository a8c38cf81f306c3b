"""What a company that has nobody in it yet can begin with."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, only_for
from crm_desktop.ui.widgets.flow import flowing


class FirstSteps(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("surface", "box")
        self.add = button(_("Add the first customer"), "plus", "primary")
        self.bring = button(_("Bring my data"), "folder-open", tip=_("Customers, orders and products from a file that you have"))
        self.log = button(_("Log call"), "phone", tip=_("Somebody is on the line: note who and why"))
        for right, step in ((Right.EDIT_CUSTOMERS, self.add), (Right.IMPORT, self.bring), (Right.LOG_INTERACTIONS, self.log)):
            only_for(desk.by, right, step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 12, 12, 12)
        layout.addWidget(label(_("First steps"), "heading"))
        layout.addWidget(label(_("There are no customers yet. Add one, bring those you have, or begin with a call."), "soft", wrap=True))
        layout.addWidget(flowing(self.add, self.bring, self.log))
        self.add.clicked.connect(self._on_add)
        self.bring.clicked.connect(self._on_bring)
        self.log.clicked.connect(self._on_log)

    @Slot()
    def _on_add(self) -> None:
        from crm_desktop.ui.dialogs.customer import CustomerDialog

        CustomerDialog(self._desk, None, self.window()).open()

    @Slot()
    def _on_bring(self) -> None:
        self._desk.go_to("import")

    @Slot()
    def _on_log(self) -> None:
        self._desk.go_to("log")

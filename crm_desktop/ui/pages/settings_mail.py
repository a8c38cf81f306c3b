"""How e-mails leave the house from this computer: by its own mail program, or by a mail server."""

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.mail_addresses import checked_addresses
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.exchange.mail_account import MAIL_PROGRAM, SERVER, USUAL_PORTS
from crm_desktop.exchange.smtp import Security
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.theme import Tone, sized
from crm_desktop.ui.widgets.basics import button, column, scrolled, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.form import Form

_WIDEST = 460
_WAYS = {MAIL_PROGRAM: N_("By this computer’s mail program"), SERVER: N_("By a mail server")}
_SECURITIES = {Security.STARTTLS: N_("STARTTLS"), Security.TLS: N_("TLS"), Security.NONE: N_("not at all")}


class MailSection(Section):
    name: ClassVar[str] = "mail"
    title: ClassVar[str] = N_("E-mail")
    said: ClassVar[str] = N_("How e-mails leave the house from this computer. It concerns nobody else.")
    terms: ClassVar[tuple[str, ...]] = (N_("Mail server"), N_("Sender"), N_("SMTP"), N_("Password"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.form = Form()
        self.form.setMaximumWidth(sized(_WIDEST))
        self.way, self.security = QComboBox(), QComboBox()
        for asked, choices in ((self.way, _WAYS), (self.security, _SECURITIES)):
            for value, title in choices.items():
                asked.addItem(_(title), str(value))
        self.written_as, self.host, self.port, self.user = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.form.add_row(_("E-mails go &out"), self.way)
        self._written_as = self.form.add_row(_("You write &as"), self.written_as, _("As in Nancy Lane <nancy@shop.example>."))
        self._host = self.form.add_row(_("Mail &server"), self.host)
        self._security = self.form.add_row(_("The line is &locked by"), self.security)
        self._port = self.form.add_row(_("&Port"), self.port, _("Empty: the usual one."))
        self._user = self.form.add_row(
            _("&User"), self.user, _("Empty: the server asks for none. The password is asked for once per start.")
        )
        self.save = button(_("Save"), "check", "primary")
        inside = surface("clear", column(self.form, flowing(self.save), 1))
        self.inside.addWidget(scrolled(inside), 1)
        self.way.currentIndexChanged.connect(self._show_rows)
        self.save.clicked.connect(self._on_save)
        self.reload()

    def reload(self) -> None:
        chosen = load_settings()
        self.way.setCurrentIndex(max(self.way.findData(chosen.mail_way), 0))
        self.security.setCurrentIndex(max(self.security.findData(chosen.mail_security), 0))
        shown = {self.written_as: chosen.mail_from, self.host: chosen.mail_host, self.port: chosen.mail_port, self.user: chosen.mail_user}
        for field, value in shown.items():
            if not field.isModified():
                field.setText(value)
        self._show_rows()

    def start(self, term: str = "") -> None:
        self.way.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_rows(self) -> None:
        by_server = self.way.currentData() == SERVER
        for each in (self._written_as, self._host, self._security, self._port, self._user):
            each.setVisible(by_server)
        self.port.setPlaceholderText(str(USUAL_PORTS[Security(self.security.currentData())]))

    @Slot()
    def _on_save(self) -> None:
        self.message.clear()
        self.form.clear_marks()
        if self.way.currentData() == SERVER and not self._is_whole():
            self.form.start_with_what_is_wrong()
            return
        try:
            change_settings(
                mail_way=self.way.currentData(), mail_from=self.written_as.text().strip(), mail_host=self.host.text().strip(),
                mail_security=self.security.currentData(), mail_port=self.port.text().strip(), mail_user=self.user.text().strip(),
            )  # fmt: skip
        except UserError as error:
            self.message.show_error(error)
            return
        for field in (self.written_as, self.host, self.port, self.user):
            field.setModified(False)
        self.message.say(_("Saved."), Tone.OK)

    def _is_whole(self) -> bool:
        try:
            (_one,) = checked_addresses(self.written_as.text())
        except (UserError, ValueError):
            self._written_as.mark(_("One address, with a name or without."))
            return False
        if not self.host.text().strip():
            self._host.mark(_("Where the server is, as in mail.shop.example."))
            return False
        port = self.port.text().strip()
        if port and not (port.isdecimal() and 0 < int(port) < 65_536):
            self._port.mark(_("A whole number, or nothing."))
            return False
        return True

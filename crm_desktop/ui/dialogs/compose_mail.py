"""Writing an e-mail about a record: to whom, what, with which files; from a template where there is one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QListWidget, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_knowledge import Audience, TemplateKind
from crm_desktop.core.placeholders import demand_complete
from crm_desktop.exchange.mail_account import mail_account
from crm_desktop.queries.articles import ArticleSheet
from crm_desktop.queries.outgoing_mails import Begun, answers_of, begun_mail
from crm_desktop.queries.suggestions import About as Suggested
from crm_desktop.queries.template_values import About
from crm_desktop.queries.templates import FilledTemplate, TemplateSheet, filled_template, templates_for
from crm_desktop.services.attachments import FileInput, file_input
from crm_desktop.services.outgoing_mails import MailInput, hold_mail, log_handed_over, what_hinders_mail
from crm_desktop.ui.article_text import as_it_reads
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.mail_password import ask_password
from crm_desktop.ui.models.files import size_of
from crm_desktop.ui.outbox import outbox_of
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import button, column
from crm_desktop.ui.widgets.chosen_file import documents_folder
from crm_desktop.ui.widgets.consent_note import ConsentNote
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.shortcuts import Shortcuts, insert_filled

_WIDE, _BODY, _FILES = 640, 200, 52
_LONGEST_ADDRESS = 1_800
"""Letters that every system hands to a mail program."""


class _Found(NamedTuple):
    begun: Begun | None
    answers: tuple[str, ...]
    templates: list[TemplateSheet]


def open_mail(desk: Desk, entity: Entity, row_id: int, parent: QWidget) -> None:
    """A new e-mail about this record, once it is read; of a contact, the answer to it."""
    desk.jobs.read(parent, partial(_read, entity, row_id, desk.by.id), partial(_open, desk, entity, row_id, parent))


def _read(entity: Entity, row_id: int, staff_id: int) -> _Found:
    answers = answers_of(row_id) if entity is Entity.INTERACTION else ()
    return _Found(begun_mail(entity, row_id), answers, templates_for(staff_id, TemplateKind.EMAIL))


def _open(desk: Desk, entity: Entity, row_id: int, parent: QWidget, found: _Found) -> None:
    if found.begun is None:
        desk.say_error(UserError(_("This record is not there any more.")))
        return
    dialog = ComposeDialog(desk, _first(found), parent)
    dialog.offer(found.templates)
    dialog.keep_changes(f"mail-{entity}-{row_id}")
    dialog.open()


class ComposeDialog(FormDialog):
    def __init__(self, desk: Desk, wanted: MailInput, parent: QWidget | None = None, *, taken_back: int | None = None) -> None:
        """`taken_back`: the waiting mail that is written on."""
        self._taken_back = taken_back
        self._account = mail_account()
        by_server = self._account.server is not None
        super().__init__(desk, _("E-mail"), _("&Send") if by_server else _("&Open in the mail program"), parent)
        self._wanted, self._files = wanted, list(wanted.files)
        self._template_id, self._articles = wanted.template_id, list(wanted.article_ids)
        self._sent: MailInput | None = None
        self._held: list[int] = []
        self.to, self.cc, self.subject, self.body = QLineEdit(), QLineEdit(), NoteLine(), NotesEdit()
        self.templates, self.files, self.agreed = QComboBox(), QListWidget(), ConsentNote()
        self.add_file, self.drop_file = button(_("&Attach a file …"), "paperclip"), button(_("&Leave it out"), tip=_("The chosen file"))
        self.pick = button(_("Insert an &article …"), "book-open", tip=_("What customers may read; it counts as used"))
        self.shortcuts = Shortcuts(desk, self.body, self._about)
        self._build(by_server)
        self.begin_with({"to": wanted.to, "cc": wanted.cc, "subject": wanted.subject, "body": wanted.body})
        if taken_back is not None:
            self.keep_changes(f"mail-taken-back-{taken_back}")
        if wanted.template_id:
            self._take(wanted.template_id)
        self._show_files()
        self.fit(_WIDE)
        (self.body if wanted.to else self.to).setFocus()

    def reject(self) -> None:
        """Whoever closes one that was taken back is asked what becomes of it, also where nothing was changed in it."""
        if self._taken_back is not None and self.isVisible():
            self._ask_before_leaving()
        else:
            super().reject()

    def throw_away(self) -> None:
        """One that was taken back was kept until now."""
        super().throw_away()
        if self._taken_back is not None:
            outbox_of(self.desk.jobs, self.desk.by).throw_away(self._taken_back, self.desk)

    def offer(self, templates: list[TemplateSheet]) -> None:
        for each in templates:
            self.templates.addItem(each.name, each.id)
        self._templates_row.setVisible(bool(templates))
        self.fit(_WIDE)

    def work(self) -> Callable[[], Change] | None:
        wanted = self._typed()
        try:
            wanted = wanted.checked()
        except UserError as error:
            self.message.show_error(error)
            return None
        self._sent = wanted
        if self._account.server is None:
            if wanted.files:
                self.message.show_error(UserError(_("Your mail program takes no files from here. Leave them out, and attach them there.")))
                return None
            return partial(log_handed_over, wanted, self.desk.by, self.key)
        outbox = outbox_of(self.desk.jobs, self.desk.by)
        if outbox.needs_password():
            ask_password(self, self._account.server, self._on_password)
            return None
        return partial(_hold, wanted, self._account.sender, self.desk, self.key, self._held, self._taken_back)

    def said_after(self) -> str:
        return _("It is in your mail program now, and noted here.")

    def _on_saved(self, change: Change) -> None:
        assert self._sent is not None
        if self._held:
            self.saved.emit(change)
            self.accept()
            outbox_of(self.desk.jobs, self.desk.by).hold(self._held[0], self._sent.subject, self.desk)
        else:
            _hand_over(self._sent)
            super()._on_saved(change)

    def _build(self, by_server: bool) -> None:
        self._templates_row = self.form.add_row(_("From a &template"), self.templates)
        self.templates.addItem(_("none"), 0)
        self._templates_row.hide()
        self.form.add(self.agreed)
        self.form.beside((_("&To"), self.to), (_("&Copies to"), self.cc))
        self.form.add_row(_("S&ubject"), self.subject)
        self.body.setMinimumHeight(sized(_BODY))
        self.form.add_row(_("&Message"), self.body, _("A slash and a word, such as /refund, puts in a template or an article."))
        self.form.add(flowing(self.pick))
        self.files.setMaximumHeight(sized(_FILES))
        inside = QWidget()
        inside.setLayout(column(self.files, flowing(self.add_file, self.drop_file), gap=4))
        inside.setFocusProxy(self.files)
        self._files_row = self.form.add_row(_("Files"), inside)
        self._files_row.setVisible(by_server)
        self.fields.add(
            line_field("to", _("&To"), self.to), line_field("cc", _("&Copies to"), self.cc),
            line_field("subject", _("S&ubject"), self.subject), text_field("body", _("&Message"), self.body),
        )  # fmt: skip
        self.templates.activated.connect(self._on_template)
        self.shortcuts.filled.connect(self._on_shortcut)
        self.shortcuts.told.connect(self._on_told)
        self.pick.clicked.connect(self._on_pick)
        self.add_file.clicked.connect(self._on_add)
        self.drop_file.clicked.connect(self._on_drop)

    def _typed(self) -> MailInput:
        links = {name: getattr(self._wanted, name) for name in ("customer_id", "contact_id", "case_id", "order_id", "return_id", "answers")}
        return MailInput(
            self.to.text(), self.subject.text(), self.body.toPlainText(), self.cc.text(), tuple(self._files),
            template_id=self._template_id, article_ids=tuple(self._articles), is_needed=self.agreed.is_needed(), **links,
        )  # fmt: skip

    @Slot(int)
    def _on_template(self, _place: int) -> None:
        template, about = self.templates.currentData(), self._about()
        if template:
            work = partial(filled_template, template, about, self.desk.by.id)
            self.desk.jobs.read(self, work, self._fill, newest="template", failed=self.message.show_error)

    def _about(self) -> About:
        wanted = self._wanted
        return About(wanted.customer_id, wanted.contact_id, wanted.order_id, wanted.return_id, wanted.case_id)

    @Slot(object)
    def _on_shortcut(self, found: FilledTemplate) -> None:
        """Of several templates in one mail, the first is the one that counts as used."""
        if not self._template_id:
            self._take(found.template_id)
        insert_filled(self.body, found)
        if found.subject and not self.subject.text().strip():
            self.subject.setText(found.subject)
        self._say_empty()

    @Slot(object)
    def _on_told(self, found: ArticleSheet) -> None:
        """What is for colleagues does not leave the house by a slip of the hand."""
        if found.audience != Audience.CUSTOMERS:
            sentence = _("“{title}” is for colleagues only. It was not put in; say it in your own words.")
            self.message.show_error(UserError(sentence.format(title=found.title)))
            return
        self._insert_article(found.id, as_it_reads(found.body))

    @Slot()
    def _on_pick(self) -> None:
        from crm_desktop.ui.dialogs.pick_article import PickArticle

        wanted = self._wanted
        written = f"{self.subject.text()}\n{self.body.toPlainText()}"
        dialog = PickArticle(self.desk, Suggested(written, wanted.customer_id or 0, None, None, wanted.order_id, self.desk.by.id), self)
        dialog.inserted.connect(self._insert_article)
        dialog.open()

    @Slot(int, str)
    def _insert_article(self, article_id: int, text: str) -> None:
        self._articles = [*dict.fromkeys([*self._articles, article_id])]
        self.body.textCursor().insertText(text)
        self.body.setFocus()

    def _fill(self, found: FilledTemplate | None) -> None:
        """What was written stays below; an answer keeps its subject."""
        if found is None:
            return
        self._take(found.template_id)
        before = self.body.toPlainText()
        self.body.setPlainText(found.body if not before.strip() else f"{found.body}\n\n{before}")
        if not self._wanted.answers and found.subject:
            self.subject.setText(found.subject)
        cursor = self.body.textCursor()
        cursor.setPosition(len(found.body) if found.cursor is None else found.cursor)
        self.body.setTextCursor(cursor)
        self.body.setFocus()
        self._say_empty()

    def _take(self, template_id: int) -> None:
        """Whoever did not agree to get such a text is not written to; it is said before the mail is written."""
        self._template_id, about = template_id, self._about()
        work = partial(what_hinders_mail, template_id, about.customer_id)
        is_about = bool(about.order_id or about.return_id or about.case_id)
        self.desk.jobs.read(self, work, partial(self.agreed.say, is_about=is_about), newest="consent")

    def _say_empty(self) -> None:
        try:
            for text in (self.subject.text(), self.body.toPlainText()):
                demand_complete(text)
        except UserError as error:
            self.message.show_error(error)

    @Slot()
    def _on_add(self) -> None:
        dialog = QFileDialog(self, _("Attach files"), documents_folder())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    @Slot("QStringList")
    def _on_files(self, names: list[str]) -> None:
        work = partial(_read_files, tuple(Path(name) for name in names))
        self.desk.jobs.read(self, work, self._take_files, failed=self.message.show_error)

    def _take_files(self, files: list[FileInput]) -> None:
        self._files += files
        self._show_files()

    @Slot()
    def _on_drop(self) -> None:
        place = self.files.currentRow()
        if place >= 0:
            del self._files[place]
            self._show_files()

    def _show_files(self) -> None:
        self.files.clear()
        self.files.addItems([f"{file.name} · {size_of(len(file.content), self.desk.formats)}" for file in self._files])
        self.drop_file.setEnabled(bool(self._files))

    def _on_password(self, password: str) -> None:
        outbox_of(self.desk.jobs, self.desk.by).know_password(password)
        self.try_save()


def _first(found: _Found) -> MailInput:
    begun = found.begun
    assert begun is not None
    subject, body = begun.subject, ""
    if begun.earlier is not None:
        subject = subject if subject.casefold().startswith("re:") else f"Re: {subject}"
        body = "\n\n" + "\n".join(f"> {line}" for line in begun.earlier.notes.split("\n"))
    links = (begun.customer_id, begun.contact_id, begun.case_id, begun.order_id, begun.return_id)
    return MailInput(begun.to, subject, body, "", (), *links, None, found.answers)


def _hold(wanted: MailInput, sender: str, desk: Desk, key: str, held: list[int], taken_back: int | None) -> Change:
    held[:] = [hold_mail(wanted, sender, desk.by, key, instead_of=taken_back)]
    return Change()


def _read_files(paths: tuple[Path, ...]) -> list[FileInput]:
    return [file_input(path) for path in paths]


def _hand_over(wanted: MailInput) -> None:
    """A long text goes by the clipboard: addresses of mails have a limit."""
    to = quote(wanted.to, safe="@,")
    more = {"cc": wanted.cc, "subject": wanted.subject, "body": wanted.body.replace("\n", "\r\n")}
    address = f"mailto:{to}?" + "&".join(f"{name}={quote(text)}" for name, text in more.items() if text)
    if len(address) > _LONGEST_ADDRESS:
        QGuiApplication.clipboard().setText(wanted.body)
        address = f"mailto:{to}?subject={quote(wanted.subject)}"
    QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode))

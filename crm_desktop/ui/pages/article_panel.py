"""One article to read, and the steps that lead to its being published."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_knowledge import ArticleKind, ArticleState, Audience
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.exchange.drawing_apart import NotDrawn
from crm_desktop.queries.articles import ArticleSheet, article_sheet
from crm_desktop.queries.attachments import AttachmentRow
from crm_desktop.services.articles import (
    archive_article,
    publish_article,
    revive_article,
    send_back_article,
    submit_article,
    use_article,
)
from crm_desktop.ui.clipboard import copy_lasting
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.order_steps import ReasonDialog
from crm_desktop.ui.file_copies import small_picture
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.article_view import PICTURE, ArticleView
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, offer, surface
from crm_desktop.ui.widgets.chosen_or_not import ChosenOrNot
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.words_of_knowledge import ARTICLE_KINDS, ARTICLE_STATES, AUDIENCES

_LARGEST = 8_000_000
"""Bytes of a picture that is shown while reading."""


class Read(NamedTuple):
    sheet: ArticleSheet
    pictures: dict[str, QImage]


def read_article(article_id: int) -> Read | None:
    sheet = article_sheet(article_id)
    if sheet is None:
        return None
    wanted = (each for each in sheet.pictures if each.media_type.startswith("image/") and each.size <= _LARGEST)
    shown = ((each.file_name, _drawn(each)) for each in wanted)
    return Read(sheet, {name: image for name, image in shown if image is not None})


def _drawn(picture: AttachmentRow) -> QImage | None:
    """One that cannot be drawn is left out: the words of the article are what is read."""
    try:
        return small_picture(picture.id, PICTURE)
    except NotDrawn:
        return None


class ArticlePanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: ArticleSheet | None = None
        self.setProperty("surface", "card")
        self.title, self.line, self.about = label("", "heading", wrap=True), label("", "soft", wrap=True), label("", "soft", wrap=True)
        self.note, self.chips, self.text = label("", "error", wrap=True), ChipRow(), ArticleView()
        self.edit = button(_("Edit"), "pencil", tip=_("Change this article"), keys="Ctrl+E")
        self.submit = button(_("To review"), "check", "primary", tip=_("Somebody else reads it before it is published"))
        self.publish = button(_("Publish"), "check", "primary", tip=_("Approve it: everybody is offered it"))
        self.back = button(_("Send back …"), "undo-2", tip=_("To its author, with what is to be changed"))
        self.copy = button(_("Copy for a reply"), "copy", tip=_("Its text, to paste into what you write; it counts as used"))
        self.archive = button(_("Archive"), "archive", tip=_("It is offered no more"))
        self.revive = button(_("Bring back"), "undo-2", tip=_("From the archive, as a draft"))
        self.tools = RecordTools(desk, Entity.ARTICLE, self)
        steps = (self.submit, self.publish, self.back, self.copy, self.edit, self.archive, self.revive, *self.tools.buttons)
        self._buttons = flowing(*steps)
        head = column(self.title, self.chips, self.line, self.about, self.note, self._buttons, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        whole = column(head, surface("line"), self.text, gap=0)
        whole.setStretch(2, 1)
        self._chosen = ChosenOrNot(surface("clear", whole), _("Choose an article in the list."))
        self.setLayout(self._chosen)
        self._connect()
        self._show(None)

    def show_article(self, article_id: int) -> None:
        """0: none."""
        self._desk.jobs.read(self, partial(read_article, article_id), self._show, newest="article")

    def _connect(self) -> None:
        for each, slot in (
            (self.edit, self._on_edit), (self.submit, self._on_submit), (self.publish, self._on_publish), (self.back, self._on_back),
            (self.copy, self._on_copy), (self.archive, self._on_archive), (self.revive, self._on_revive),
        ):  # fmt: skip
            each.clicked.connect(slot)

    def _show(self, read: Read | None) -> None:
        sheet = self.sheet = read.sheet if read else None
        self._chosen.show_chosen(sheet is not None)
        if read is None or sheet is None:
            self.text.clear()
            return
        state = ArticleState(sheet.state)
        text, tone = ARTICLE_STATES[state]
        self.tools.show_for(sheet.id, sheet.title)
        self.title.setText(sheet.title)
        kinds = (Chip(_(ARTICLE_KINDS[ArticleKind(sheet.kind)])), Chip(_(AUDIENCES[Audience(sheet.audience)])))
        self.chips.show_chips((Chip(_(text), tone), *kinds))
        self.line.setText(self._line(sheet))
        about = ", ".join(each.name for each in (*sheet.products, *sheet.reasons))
        self.about.setText(_("About: {what}").format(what=about))
        offer(self.about, wanted=bool(about))
        self.note.setText(_("Sent back: {note}").format(note=sheet.note))
        offer(self.note, wanted=bool(sheet.note))
        self._offer_steps(state)
        self.text.show_markdown(sheet.body, read.pictures)

    def _offer_steps(self, state: ArticleState) -> None:
        rights = RIGHTS[self._desk.by.role]
        writes, approves = Right.WRITE_KNOWLEDGE in rights, Right.APPROVE_KNOWLEDGE in rights
        is_new = state in (ArticleState.DRAFT, ArticleState.IN_REVIEW)
        offer(self.submit, wanted=writes and state == ArticleState.DRAFT and not approves)
        offer(self.publish, wanted=approves and is_new)
        offer(self.back, wanted=approves and state == ArticleState.IN_REVIEW)
        offer(self.copy, wanted=state == ArticleState.PUBLISHED)
        offer(self.archive, wanted=approves and state != ArticleState.ARCHIVED)
        offer(self.revive, wanted=writes and state == ArticleState.ARCHIVED)
        self.edit.setEnabled(writes)

    def _line(self, sheet: ArticleSheet) -> str:
        formats = self._desk.formats
        parts = [
            f"/{sheet.shortcut}" if sheet.shortcut else "",
            _("by {name}").format(name=sheet.author) if sheet.author else "",
            _("approved by {name}").format(name=sheet.approver) if sheet.approver else "",
            _("to be reviewed by {day}").format(day=formats.day(sheet.review_by)) if sheet.review_by else "",
            ngettext("used {count} time", "used {count} times", sheet.used) if sheet.used else "",
            sheet.language,
        ]
        return " · ".join(filter(None, parts))

    def _write(self, service: Callable[..., Change], said: str) -> None:
        if self.sheet is not None:
            work = partial(service, self.sheet.id, self.sheet.version, self._desk.by)
            self._desk.jobs.write(self, work, partial(self._on_written, said), self._desk.say_error)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    @Slot()
    def _on_edit(self) -> None:
        from crm_desktop.ui.dialogs.article import ArticleDialog

        if self.sheet is not None:
            ArticleDialog(self._desk, self.sheet, parent=self).open()

    @Slot()
    def _on_submit(self) -> None:
        self._write(submit_article, _("It waits for somebody who may approve it."))

    @Slot()
    def _on_publish(self) -> None:
        self._write(publish_article, _("Published: everybody is offered it now."))

    @Slot()
    def _on_archive(self) -> None:
        self._write(archive_article, _("Archived. It can be brought back."))

    @Slot()
    def _on_revive(self) -> None:
        self._write(revive_article, _("It is a draft again."))

    @Slot()
    def _on_back(self) -> None:
        sheet, by = self.sheet, self._desk.by
        if sheet is None:
            return

        def work(reason: str, key: str) -> Change:
            return send_back_article(sheet.id, sheet.version, reason, by, key)

        ReasonDialog(self._desk, _("Send “{title}” back").format(title=sheet.title), _("Send back"), work, self).open()

    @Slot()
    def _on_copy(self) -> None:
        if self.sheet is not None:
            copy_lasting(self.text.words())
            work = partial(use_article, self.sheet.id, self._desk.by)
            self._desk.jobs.write(self, work, partial(self._on_written, _("Copied.")), self._desk.say_error)

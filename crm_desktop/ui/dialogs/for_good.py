"""Asked before what no undo brings back: what will be gone, what stays, and a button that says it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.record_words import thing_word
from crm_desktop.queries.customers import CustomerCard
from crm_desktop.queries.shelves import TrashCounts, trash_counts
from crm_desktop.services.backups import backed_up_before
from crm_desktop.services.bulk import delete_many
from crm_desktop.services.erasing import WhatGoes, erase_customer, what_goes
from crm_desktop.services.shelves import empty_trash
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.long_words import breakable
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.message_line import MessageLine

_SHOWN = 5
"""Invoices named; the protocol names them all."""


class ForGoodDialog(QDialog):
    done_for_good = Signal(object)

    def __init__(self, desk: Desk, title: str, doing: str, work: Callable[[], Change], said: str, parent: QWidget | None = None) -> None:
        """`doing`: what the button says; `said`: what the window says afterwards."""
        super().__init__(parent)
        self._desk, self._work, self._said = desk, work, said
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(sized(480))
        self.message, self.bar = MessageLine(), QProgressBar(textVisible=False)
        self.bar.setAccessibleName(_("How far it is"))
        self.bar.hide()
        self.gone, self.stays = label("", wrap=True), label("", "soft", wrap=True)
        self.cancel = button(_("Leave it"))
        self.do = button(doing, "trash-2", "primary", tip=_("This cannot be undone"))
        self.do.setEnabled(False)
        self.warning = label(_("This cannot be undone."), "strong", wrap=True)
        inner = column(label(breakable(title), "heading", wrap=True), self.gone, self.stays, self.warning, self.bar, self.message, gap=12)
        inner.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
        inner.addStretch(1)
        foot = surface("status", row(1, self.cancel, self.do, margins=(3 * GAP, 12, 3 * GAP, 12)))
        whole = column(surface("clear", inner), foot, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.cancel.clicked.connect(self.reject)
        self.do.clicked.connect(self._on_do)
        self.cancel.setDefault(True)

    def tell(self, gone: Sequence[str], stays: Sequence[str]) -> None:
        """What will be gone, line by line, and what will not."""
        self.gone.setText(breakable("\n".join(f"–  {line}" for line in gone)))
        self.stays.setText(breakable("\n".join(stays)))
        self.stays.setVisible(bool(stays))
        self.do.setEnabled(True)
        self.adjustSize()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye(self)
        self.cancel.setFocus()

    @Slot()
    def _on_do(self) -> None:
        self.do.setEnabled(False)
        self.bar.setRange(0, 0)  # a backup of a large company takes its time
        self.bar.show()
        self._desk.jobs.write(self, self._work, self._on_done, self._on_refused)

    def _on_done(self, change: Change) -> None:
        self._desk.say(self._said, Tone.OK)
        self.done_for_good.emit(change)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.bar.hide()
        self.do.setEnabled(True)
        self.message.show_error(error)


def erase_dialog(desk: Desk, card: CustomerCard, parent: QWidget) -> ForGoodDialog:
    """Privacy: the person becomes unknown, what was sold stays counted."""
    work = partial(backed_up_before(erase_customer), card.id, desk.by)
    title = _("Erase {name}").format(name=card.name)
    said = _("{number} was erased. What was kept and why stands in the list of erasures.").format(number=card.number)
    dialog = ForGoodDialog(desk, title, _("Erase the person"), work, said, parent)
    dialog.gone.setText(_("Looking at what would go …"))
    desk.jobs.read(dialog, partial(what_goes, card.id), partial(_tell_erasing, dialog, desk.formats), failed=partial(_refuse, dialog))
    return dialog


def delete_dialog(desk: Desk, card: CustomerCard, parent: QWidget) -> ForGoodDialog:
    """One customer out of the trash."""
    work = partial(backed_up_before(delete_many), Entity.CUSTOMER, [card.id], desk.by)
    title = _("Delete {name} for good").format(name=card.name)
    dialog = ForGoodDialog(desk, title, _("Delete for good"), work, _("{number} is gone for good.").format(number=card.number), parent)
    gone = [
        _("{number} {name}, with addresses, phones, contacts, tags and documents").format(number=card.number, name=card.name),
        _("what is found of them by search"),
    ]
    dialog.tell(gone, [_("A customer with orders, calls or follow-ups that are not in the trash too is kept: something still needs them.")])
    return dialog


def empty_trash_dialog(desk: Desk, parent: QWidget) -> ForGoodDialog:
    """All that lies in the trash and nothing needs."""
    title, said = _("Empty the trash"), _("The trash was emptied.")
    dialog = ForGoodDialog(desk, title, _("Empty the trash"), partial(backed_up_before(empty_trash), desk.by), said, parent)
    dialog.gone.setText(_("Looking at what would go …"))
    desk.jobs.read(dialog, trash_counts, partial(_tell_trash, dialog, desk.formats), failed=partial(_refuse, dialog))
    return dialog


def _tell_trash(dialog: ForGoodDialog, formats: Formats, found: TrashCounts) -> None:
    gone = [_("{what}: {count}").format(what=thing_word(table), count=formats.number(count)) for table, count in found.gone]
    kept = ngettext(
        "{count} record stays in the trash: something still needs it.", "{count} records stay in the trash: something still needs them.",
        found.kept,
    )  # fmt: skip
    if gone:
        dialog.tell([*gone, _("with their documents, tags and parts")], [kept] if found.kept else [])
    else:
        _hide_all(dialog)
        dialog.message.say(kept if found.kept else _("The trash is empty."))


def _tell_erasing(dialog: ForGoodDialog, formats: Formats, found: WhatGoes) -> None:
    gone = [
        _("name, addresses, phones, e-mails, contacts, notes, tags of {names}").format(names=", ".join(found.names)),
        *_counted(found),
        _("the same in history, in search, and in forms that were not saved"),
    ]
    stays = [
        _("Sums, states and days stay: what was sold is counted as before."),
        _("Backups from before still hold them; in one that is brought back they are erased again."),
    ]
    if found.kept:
        named = ", ".join(_("{number} until {day}").format(number=number, day=formats.day(until)) for number, until in found.kept[:_SHOWN])
        more = ngettext("and {count} more", "and {count} more", len(found.kept) - _SHOWN) if len(found.kept) > _SHOWN else ""
        stays.append(
            _("Invoices keep name and address as long as the law wants them: {invoices}.").format(invoices=f"{named} {more}".strip())
        )
    dialog.tell(gone, stays)


def _counted(found: WhatGoes) -> Iterator[str]:
    if found.interactions:
        yield ngettext("what was written in {count} interaction", "what was written in {count} interactions", found.interactions)
    if found.documents:
        yield ngettext("{count} document", "{count} documents", found.documents)


def _refuse(dialog: ForGoodDialog, error: Exception) -> None:
    _hide_all(dialog)
    dialog.message.show_error(error)


def _hide_all(dialog: ForGoodDialog) -> None:
    for each in (dialog.gone, dialog.stays, dialog.warning):
        each.hide()

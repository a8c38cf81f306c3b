"""Copies the selected records of a list, and puts them away, brings them back or deletes them, having looked first what can go."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Shelf
from crm_desktop.ui.models.copied import COPIED, as_html, as_lines, texts
from crm_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from crm_desktop.services.bulk import Preview, Way
    from crm_desktop.ui.pages.list_page import ListPage

_ASK_FROM = 100
"""Records from which it is said first how many there are."""


def step_words() -> dict[str, str]:
    """By `services.bulk_steps.Step`, which is loaded when something is changed."""
    return {"confirm": _("Confirm"), "complete": _("Complete"), "approve": _("Approve"), "receive": _("Goods have come")}


class Changing(QObject):
    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, self._desk, self._entity = page, page.desk, page.entity

    @Slot()
    def copy(self) -> None:
        """What is selected, as other programs paste it: read off the window's thread."""
        ids = self._page.table.selected()
        model = self._page.model
        if ids and model.source is not None:
            work = partial(texts, model.source, model.columns, ids[:COPIED])
            self._desk.jobs.read(self, work, partial(self._on_texts, len(ids)), newest="copy")

    def shelve(self, shelf: Shelf, _checked: bool = False) -> None:
        """Looked at first: what cannot go is named, and many are counted out."""
        from crm_desktop.services import bulk

        ids = self._page.table.selected()
        if self.is_sensible():
            work = partial(bulk.shelving_preview, self._entity, ids, shelf)
            self._desk.jobs.read(self, work, partial(self._on_preview, ids, shelf), newest="preview")

    def take(self, way: Way, called: str) -> None:
        """The same with each of them, looked at first as well."""
        from crm_desktop.services import bulk

        ids = self._page.table.selected()
        if self.is_sensible():
            self._desk.jobs.read(
                self, partial(bulk.way_preview, way, ids), partial(self._on_way_preview, ids, way, called), newest="preview"
            )

    def _on_way_preview(self, ids: array[int], way: Way, called: str, preview: Preview) -> None:
        from crm_desktop.services import bulk

        self._offer(preview, called, partial(bulk.take_way, way, ids, self._desk.by))

    @Slot()
    def delete_for_good(self) -> None:
        from crm_desktop.services import bulk

        ids = self._page.table.selected()
        if self.is_sensible():
            self._desk.jobs.read(self, partial(bulk.deletable, self._entity, ids), partial(self._on_deletable, ids))

    def write(self, work: Callable[[], Change]) -> None:
        self._desk.jobs.write(self, work, self._on_done, self._desk.say_error)

    def is_sensible(self) -> bool:
        """Not none, and not more than one step changes."""
        from crm_desktop.services import bulk

        count = len(self._page.table.selected())
        if count > bulk.AT_MOST:
            most, selected = (self._desk.formats.number(each) for each in (bulk.AT_MOST, count))
            said = _("{count} records are selected; one step changes at most {most}. Narrow the list first.")
            self._desk.say(said.format(count=selected, most=most), Tone.WARN)
        return 0 < count <= bulk.AT_MOST

    def _on_texts(self, selected: int, lines: list[list[str]]) -> None:
        titles = [column.title for column in self._page.model.columns]
        copied = QMimeData()
        copied.setText(as_lines(titles, lines))
        copied.setHtml(as_html(titles, lines))
        QGuiApplication.clipboard().setMimeData(copied)
        count = self._desk.formats.number(len(lines))
        if selected > COPIED:
            self._desk.say(_("The first {count} records were copied; export the list for all of them.").format(count=count), Tone.WARN)
        else:
            self._desk.say(ngettext("{count} record copied.", "{count} records copied.", len(lines)))

    def _on_preview(self, ids: array[int], shelf: Shelf, preview: Preview) -> None:
        from crm_desktop.services import bulk

        names = {Shelf.DESK: _("Bring back"), Shelf.ARCHIVE: _("Archive"), Shelf.TRASH: _("To the trash")}
        self._offer(preview, names[shelf], partial(bulk.shelve_many, self._entity, ids, shelf, self._desk.by))

    def _offer(self, preview: Preview, name: str, change: Callable[[], Change]) -> None:
        """Few that can all go are not asked about: one undo takes it back."""
        work = partial(self.write, change)
        if not preview.refused and len(preview.ready) < _ASK_FROM:
            work()
            return
        formats = self._desk.formats
        text = _("{ready} records will be changed, {stay} stay as they are.").format(
            ready=formats.number(len(preview.ready)), stay=formats.number(len(preview.refused) + preview.already)
        )
        self._confirm(name, text, name, [f"{each.number}: {each.why}" for each in preview.refused], work)

    def _on_deletable(self, ids: array[int], going: tuple[int, ...]) -> None:
        if not going:
            self._desk.say(_("Nothing can be deleted: these are not in the trash, or something still needs them."), Tone.WARN)
            return
        text = _("{count} records will be gone for good, with everything that belongs to them. This cannot be undone. {stay} stay.").format(
            count=self._desk.formats.number(len(going)), stay=self._desk.formats.number(len(ids) - len(going))
        )
        from crm_desktop.services import bulk
        from crm_desktop.services.backups import backed_up_before

        work = partial(self.write, partial(backed_up_before(bulk.delete_many), self._entity, going, self._desk.by))
        self._confirm(_("Delete for good"), text, _("Delete for good"), (), work)

    def _confirm(self, title: str, text: str, does: str, details: Sequence[str], work: Callable[[], None]) -> None:
        from crm_desktop.ui.dialogs.confirm import ConfirmDialog

        dialog = ConfirmDialog(title, text, does, details, self._page)
        dialog.agreed.connect(work)
        dialog.open()

    def _on_done(self, change: Change) -> None:
        count = len(change.of(self._entity))
        said = ngettext("{count} record changed. Undo takes it back.", "{count} records changed. Undo takes it back.", count)
        self._desk.say(said)

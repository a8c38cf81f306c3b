"""One part of the settings: what it is about, who may change it, and its form or list."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.services.company_lists import CompanyList, reorder
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import Ask, EntryDialog, Values
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.theme import GAP, ROW_HEIGHT
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.rows_or_not import RowsOrNot


class Section(QWidget):
    """Titles and sentences are message ids."""

    name: ClassVar[str]
    title: ClassVar[str]
    said: ClassVar[str]
    """One sentence above it."""
    right: ClassVar[Right | None] = None
    """What changing it takes; None for what is this person's own."""
    terms: ClassVar[tuple[str, ...]] = ()
    """What it is found by, besides its title."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.may = self.right is None or self.right in RIGHTS[desk.by.role]
        self.message = MessageLine()
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        self.inside.setSpacing(GAP + GAP // 2)
        for each in (label(_(self.title), "title"), label(_(self.said), "soft", wrap=True)):
            self.inside.addWidget(each)
        if not self.may:
            why = _("You can look, not change: that takes the right to {right}, and you are here as {role}. Ask the owner of this company.")
            self.reason = label(why.format(right=_(str(self.right)), role=_(str(desk.by.role))), wrap=True)
            self.inside.addWidget(self.reason)
        self.inside.addWidget(self.message)

    def reload(self) -> None:
        """Read what it shows again; what is being typed stays."""

    def start(self, term: str = "") -> None:
        """Put the keyboard where work begins: at the field of this title, where there is one."""

    def write(self, work: Callable[[], Change]) -> None:
        self.message.clear()
        self.desk.jobs.write(self, work, self._on_written, self._on_refused)

    def _on_written(self, _change: Change) -> None:
        """The window reads what it shows again after every change."""

    def _on_refused(self, error: Exception) -> None:
        self.message.show_error(error)


class ListSection(Section):
    """A list with what can be done about its entries. Each entry has `id`, and `active` where it can be retired."""

    add_title: ClassVar[str]
    nothing: ClassVar[str] = N_("Nothing is here yet.")
    """Said where there is no entry: why, or what that means."""
    change_title: ClassVar[str] = N_("Change")
    turn_titles: ClassVar[tuple[str, str]] = (N_("Retire"), N_("Bring back"))
    which: ClassVar[CompanyList | None] = None
    """Where people choose the order."""
    can_add: ClassVar[bool] = True
    can_turn: ClassVar[bool] = True
    row_height: ClassVar[int] = ROW_HEIGHT

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.entries: list[Any] = []
        self.model = RecordTableModel(self.columns(), desk.jobs, self)
        self.table = RecordView(self.model, _(self.title), self.row_height)
        self.table.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.add = button(_(self.add_title), "plus", "primary")
        self.change = button(_(self.change_title), "pencil")
        self.turn = button(_(self.turn_titles[0]))
        self.up, self.down = (
            button("", "chevron-up", tip=_("Further up (Alt+Up)")),
            button("", "chevron-down", tip=_("Further down (Alt+Down)")),
        )
        self.add.setVisible(self.can_add)
        self.turn.setVisible(self.can_turn)
        self.inside.addWidget(flowing(self.add, self.change, self.turn, self.up, self.down, *self.more_buttons()))
        self.inside.addWidget(RowsOrNot(self.model, self.table, _(self.nothing)), 1)
        self._connect()
        self.reload()

    def columns(self) -> tuple[Column, ...]:
        raise NotImplementedError

    def read(self) -> Sequence[Any]:
        """Every entry, in a worker."""
        raise NotImplementedError

    def asks(self, entry: Any) -> tuple[Ask, ...]:
        """The fields of an entry, or of a new one (None)."""
        raise NotImplementedError

    def saving(self, values: Values, entry: Any, key: str) -> Callable[[], Change]:
        raise NotImplementedError

    def turning(self, entry: Any) -> Callable[[], Change]:
        """What retires an entry or brings it back."""
        raise NotImplementedError

    def more_buttons(self) -> tuple[QPushButton, ...]:
        return ()

    def chosen(self) -> Any:
        """None where no entry is."""
        return next((entry for entry in self.entries if entry.id == self.table.chosen()), None)

    def reload(self) -> None:
        self.desk.jobs.read(self, self.read, self._show, newest="entries")

    def start(self, term: str = "") -> None:
        (self.add if self.table.isHidden() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.add.clicked.connect(self._on_add)
        self.change.clicked.connect(self._on_change)
        self.table.opened.connect(self._on_change)
        self.turn.clicked.connect(self._on_turn)
        self.table.current_changed.connect(self._on_current)
        self.model.loaded.connect(self._on_loaded)
        for made, keys in ((self.up, "Alt+Up"), (self.down, "Alt+Down")):
            made.setVisible(self.which is not None)
            made.clicked.connect(partial(self._move, -1 if made is self.up else 1))
            QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(made.click)

    def _show(self, entries: Sequence[Any]) -> None:
        self.entries = list(entries)
        self.model.show(source_of(self.entries))

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        self.table.choose_first()
        self._on_current(self.table.chosen())

    @Slot(int)
    def _on_current(self, _entry_id: int) -> None:
        entry, place = self.chosen(), self._place()
        ids = self._neighbours()
        self.add.setEnabled(self.may)
        self.change.setEnabled(self.may and entry is not None)
        self.turn.setEnabled(self.may and entry is not None)
        self.up.setEnabled(self.may and place > 0)
        self.down.setEnabled(self.may and 0 <= place < len(ids) - 1)
        if entry is not None:
            title = _(self.turn_titles[0] if getattr(entry, "active", True) else self.turn_titles[1])
            self.turn.setText(title)
            self.turn.setAccessibleName(title)

    def among(self, entry: Any) -> object:
        """Entries for which this is the same are one list, in which they change places."""
        return None

    def _neighbours(self) -> list[int]:
        chosen = self.chosen()
        return [entry.id for entry in self.entries if chosen is not None and self.among(entry) == self.among(chosen)]

    def _place(self) -> int:
        ids = self._neighbours()
        return ids.index(self.table.chosen()) if self.table.chosen() in ids else -1

    def _move(self, step: int, _checked: bool = False) -> None:
        if self.which is None or not self.may:
            return
        ids, place = self._neighbours(), self._place()
        if 0 <= place + step < len(ids) and place >= 0:
            ids[place], ids[place + step] = ids[place + step], ids[place]
            self.write(partial(reorder, self.which, ids, self.desk.by))

    @Slot()
    def _on_add(self) -> None:
        self._open(None, _(self.add_title))

    @Slot()
    def _on_change(self) -> None:
        if self.may and self.chosen() is not None:
            self._open(self.chosen(), _(self.change_title))

    @Slot()
    def _on_turn(self) -> None:
        if self.chosen() is not None:
            self.write(self.turning(self.chosen()))

    def _open(self, entry: Any, title: str) -> None:
        EntryDialog(self.desk, title, self.asks(entry), self.saving, entry, self.read, self).open()

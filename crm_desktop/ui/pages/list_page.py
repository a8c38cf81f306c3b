"""A page with a list: title and number of records, a filter, an order, and a panel beside it for the chosen record.

Its rows are painted first. What nobody can use without them is made after that, or as soon as it is asked for: panel, bar, menus.
"""

from array import array
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.lists import in_order
from crm_desktop.ui.desk import Chosen, Conditions, Desk, Place
from crm_desktop.ui.first_paint import FirstPaint
from crm_desktop.ui.focus import give_keyboard, keyboard_kept
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.record_table import RecordTableModel, Source
from crm_desktop.ui.pages.list_menus import ListMenus
from crm_desktop.ui.pages.list_shape import ListShape
from crm_desktop.ui.pages.list_split import ListSplit
from crm_desktop.ui.pages.listed import Listed
from crm_desktop.ui.pages.selecting import Selecting
from crm_desktop.ui.theme import CONTROL, GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.column_order import ColumnOrder
from crm_desktop.ui.widgets.filter_bar import FilterBar
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.tool_line import ToolLine

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.empty_state import EmptyState

_READ_AGAIN = 50_000
"""Records of a list that takes its order anew whenever one of them changes; a longer one only where some came or went."""


class ListPage(Listed):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.only: Any = None
        self.these: Chosen | None = None
        """Just these of its records; `only` is a filter."""
        self._shown_order = self.first_order
        self.shape = ListShape(desk, self.name, self.entity, self.columns(), self.first_order, self)
        self.model = RecordTableModel(self.shape.columns(), desk.jobs, self)
        self.model.refused = self._on_refused
        self._is_whole = False
        self._build()
        self._connect()

    @cached_property
    def empty(self) -> "EmptyState":
        """In place of the rows where there are none."""
        from crm_desktop.ui.widgets.empty_state import EmptyState

        empty = EmptyState(self.card.icon)
        empty.wanted.connect(self._on_step)
        self._stack.addWidget(empty)
        return empty

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """It becomes the chosen one; a filter that might hide it goes."""
        self.sought.clear()
        if _is_asked(self) or self.shape.now.where:
            self.widen()
            self.shape.narrow(())
        self.split.hurry()
        self.table.choose(record_id)
        self.show_record(record_id)
        self.table.setFocus()

    def place(self) -> Place:
        return Place(self.name, self.table.chosen())

    def widen(self) -> None:
        self.only = self.these = None
        self.only_button.hide()

    def narrow(self, only: object, called: str) -> None:
        """`source` gives only what this filter lets through, until its button takes it away."""
        if isinstance(only, Conditions):
            self.widen()
            self.sought.clear()
            self.shape.narrow(only.where)
            self.start()
            return
        self.widen()
        if isinstance(only, Chosen):
            self.these = only
        else:
            self.only = only
        self.only_button.setText(called)
        self.only_button.setAccessibleName(_("Only: {what}. Show all again").format(what=called))
        self.only_button.show()
        self.sought.clear()
        self.shape.narrow(())
        self.start()

    def start(self) -> None:
        """Where there are no rows, at what is offered instead of them."""
        if self._stack.currentWidget() is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            give_keyboard(self.empty.step, self.sought)

    def reload(self) -> None:
        self.count.setText("…")
        self.model.show(self._source())

    def take(self, change: Change) -> None:
        """What is on screen stays where it is."""
        is_short = self.model.rowCount() <= _READ_AGAIN and change.of(self.entity)
        if self.entity in change.membership or self.shape.now.where or is_short:
            self.model.refresh(self._source())
        else:
            self.model.forget(change.of(self.entity))
        if self.table.chosen() in change.of(self.entity):
            self.show_record(self.table.chosen())

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was shown is read without losing the place."""
        if self._stale and self.model.rowCount():
            self._stale = False
            self.model.refresh(self._source())
            self.show_record(self.table.chosen())
        super().showEvent(event)

    def sort_by(self, sort: str, downwards: bool) -> None:
        self.shape.sort(sort, downwards)
        self.table.show_order(sort, downwards)
        self.reload()

    def is_narrowed(self) -> bool:
        """What was put away is in none of the page's own choices, such as open ones: it is shown whatever they are."""
        return bool(self.sought.text().strip()) or _is_asked(self) or (self.chooses() and not self.shape.now.is_put_away())

    def in_words(self) -> str:
        """All that leaves some records out; empty: nothing does."""
        text = self.sought.text().strip()
        parts = self.only_button.text() if _is_asked(self) else "", self.shape.in_words(), f"“{text}”" if text else ""
        return " · ".join(filter(None, parts))

    def records_shown(self) -> int:
        return self.model.rowCount()

    def _source(self) -> Source:
        return self.shape.source(self._own_source(), self.is_narrowed(), just_these=self.these is not None)

    def _own_source(self) -> Source:
        sort, downwards = self.shape.own_order()
        own = self.source(self.sought.text(), sort, downwards)
        return own if self.these is None else _just(self.these, own, self.sought.text())

    def _build(self) -> None:
        self.title_label, self.count = label(_(self.card.title), "title"), label("", "soft")
        self.sought = QLineEdit(placeholderText=_("Find in this list"), clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Find in this list"))
        self.table = RecordView(self.model, _(self.card.title), self.row_height)
        self.table.show_order(self.shape.now.sort, self.shape.now.downwards)
        self._order = ColumnOrder(self.model, self.table)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self.only_button = button("", "x", tip=_("Show all again"))
        self.only_button.hide()
        self.filters = FilterBar()
        self.selecting = Selecting(self)
        self.menus = ListMenus(self)
        own = self.actions_above()
        tools = (self.only_button, self.sought, *own, self.menus.filter, self.menus.views, self.menus.more)
        with_icons = [each for each in own if isinstance(each, QPushButton) and not each.icon().isNull()]
        first = [each for each in with_icons if each.property("role") == "primary"]
        lesser = [each for each in with_icons if each not in first]
        views, narrows = self.menus.views, self.menus.filter
        self.tools = ToolLine(*tools, yielding=(views, narrows, *lesser), field=self.sought, folding=(*first, narrows, views, *lesser))
        above = row(self.title_label, self.count, self.tools, margins=(2 * GAP, 12, 2 * GAP, 6))
        above.setStretch(2, 1)
        for each in (self.title_label, self.count):
            each.setMinimumHeight(sized(CONTROL))
            above.setAlignment(each, Qt.AlignmentFlag.AlignTop)
        below = column(above, self.filters, self.selecting.place, self._stack, gap=0)
        below.setStretch(3, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.split = ListSplit(surface("card", below), self.table.viewport(), self.panel_width, self.show_record)
        outer.addWidget(self.split)

    def _connect(self) -> None:
        self.sought.textChanged.connect(self.reload)
        self.table.current_changed.connect(self.split.choose)
        self.table.sort_wanted.connect(self.sort_by)
        self.table.widths.changed.connect(self.shape.widen)
        self._order.changed.connect(self.shape.arrange)
        self.model.loaded.connect(self._on_loaded)
        self.model.counted.connect(partial(_say_count, self.count, self.desk.formats))
        self.only_button.clicked.connect(self._on_all)
        self.shape.changed.connect(self.reload)
        self.shape.arranged.connect(self._on_arranged)
        self.shape.begun.connect(self._on_begun)

    @Slot()
    def _on_begun(self) -> None:
        """Unless somebody asked for the rows already."""
        if self.model.source is None:
            self.reload()

    @Slot()
    def _on_all(self) -> None:
        """Every record again, whatever left some out."""
        self.widen()
        if self.sought.text():
            self.sought.clear()
        self.shape.narrow(())
        self.start()

    @Slot()
    def _on_arranged(self) -> None:
        self._order.as_in_model()
        self.model.arrange(self.shape.columns())
        self.table.arrange(self.shape.now.widths)
        self.table.show_order(self.shape.now.sort, self.shape.now.downwards)
        self.reload()

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        with keyboard_kept(self._stack, self.start):
            records = self.records_shown()
            self._shown_order = self.shape.now.sort, self.shape.now.downwards
            self.count.setText(self.desk.formats.number(records))
            if not self._is_whole:
                self._is_whole = True
                FirstPaint(self._stack).done.connect(self.selecting.finish)
            if records:
                self._stack.setCurrentWidget(self.table)
                self.table.choose_first()
                return
            if self.shape.now.where or _is_asked(self):
                self.empty.say(_("Nothing here matches all of this: {what}").format(what=self.in_words()), _("Show all again"))
            elif text := self.sought.text().strip():
                self.empty.say(_("Nothing here matches “{text}”. The start of any word will do.").format(text=text))
            else:
                self.empty.say(self.why_empty(), _(self.next_step) if self.next_step and self.card.may_add(self.desk.by) else "")
            self._stack.setCurrentWidget(self.empty)
            self.split.choose(0)
            if (away := self.shape.put_away(self._own_source(), self.is_narrowed())) is not None:
                from crm_desktop.queries.narrowed import count_of

                self.desk.jobs.read(self, partial(count_of, away), self._on_put_away, newest="put away")

    def _on_put_away(self, count: int) -> None:
        if count and not self.records_shown():
            said = ngettext(
                "{count} of these lies in the archive or the trash.", "{count} of these lie in the archive or the trash.", count
            )
            self.empty.add(said)

    @Slot()
    def _on_step(self) -> None:
        """What the empty list offers: all of it, or a first record."""
        if self.shape.now.where or _is_asked(self):
            self._on_all()
        else:
            self.add_new()

    def _on_refused(self, error: Exception) -> None:
        """A filter or an order that cannot be: the list stays as it was, and says so in its header."""
        self.count.setText(self.desk.formats.number(self.records_shown()))
        self.shape.sort(*self._shown_order)
        self.table.show_order(*self._shown_order)
        if isinstance(error, UserError):
            self.desk.say(str(error), Tone.WARN)
        else:
            self.desk.jobs.failed.emit(error)


def _say_count(to: QLabel, formats: Formats, count: int) -> None:
    to.setText(formats.number(count))


def _is_asked(page: ListPage) -> bool:
    """Whether another page asked for some of its records."""
    return page.only is not None or page.these is not None


def _just(these: Chosen, own: Source, text: str) -> Source:
    """Of these records, those that the text is found in."""

    def ids() -> array[int]:
        if not text.strip():
            return these.ids()
        found = set(own.ids())
        return array("q", (row_id for row_id in these.ids() if row_id in found))

    def first(limit: int) -> list[Any]:
        some = ids()[:limit]
        return in_order(some, dict(own.rows(some)))

    return Source(first, ids, own.rows)

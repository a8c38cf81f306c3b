"""What a list shows of its records: which columns, in which order, narrowed by what; and the views people saved of it.

A list that was left as its page has it knows nothing of its further columns until its rows are there: see `list_fields`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.queries.drafts import draft
from crm_desktop.queries.list_orders import own_orders
from crm_desktop.queries.lists import in_order
from crm_desktop.queries.saved_views import View, saved_views
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.arrangement import Arrangement, read_arrangement
from crm_desktop.ui.models.record_table import Column, End, Source
from crm_desktop.ui.pages.list_fields import Fields, ListFields, fields_of

if TYPE_CHECKING:
    from crm_desktop.queries.columns import Subject
    from crm_desktop.queries.conditions import Asked
    from crm_desktop.queries.narrowed import Narrowed

LISTED = {
    Entity.CUSTOMER: "customers",
    Entity.ORDER: "orders",
    Entity.RETURN: "returns",
    Entity.INTERACTION: "interactions",
    Entity.PRODUCT: "products",
    Entity.FOLLOW_UP: "follow-ups",
    Entity.ARTICLE: "articles",
    Entity.SCRIPT: "scripts",
    Entity.TEMPLATE: "templates",
    Entity.SURVEY_RESPONSE: "survey-responses",
    Entity.ASSESSMENT: "assessments",
    Entity.CASE: "cases",
}
"""What `list` calls the records of a page."""
_PAUSE = 1_000
"""Milliseconds until what somebody arranged is written down."""


class Left(NamedTuple):
    """How a list was left, read before its first rows."""

    start: int
    views: tuple[View, ...]
    view: View | None
    """The one it begins with."""
    arrangement: Arrangement | None
    fields: Fields | None
    """Where the arrangement needs them."""


class ListShape(QObject):
    changed = Signal()
    """The list must be read again."""
    arranged = Signal()
    """It has other columns, or another order, and must be read again."""
    views_changed = Signal()
    begun = Signal()
    """It is known how the list was left: its rows can be read."""

    def __init__(
        self, desk: Desk, page: str, entity: Entity, own: Sequence[Column], first_order: tuple[str, bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, page
        keyed = tuple(replace(each, key=each.key or each.sort or f"own-{place}") for place, each in enumerate(own))
        self._form = f"list {page}"
        self.name = LISTED[entity]
        """What `list` calls its records."""
        self.fields = ListFields(desk, self.name, keyed, self)
        self.first = Arrangement(tuple(column.key for column in keyed), {}, *first_order)
        self.now = self.first
        self.views: tuple[View, ...] = ()
        self.view: View | None = None
        """The one that was chosen; what is shown may differ by now."""
        self.start = 0
        """Id of the view this list begins with; 0: as it was left."""
        self._is_fresh = True
        self._sought = ""
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self.keep)
        desk.doors.leaving.connect(self._on_leaving)
        desk.jobs.read(self, self._left, self._on_left)

    @property
    def subject(self) -> Subject:
        """With the fields that the company added, as soon as they are read."""
        return self.fields.subject

    @property
    def labels(self) -> Mapping[str, str]:
        """What the company calls its own fields."""
        return self.fields.labels

    def columns(self) -> tuple[Column, ...]:
        """Those that are shown, in their order."""
        return self.fields.shown(self.now.columns)

    def own_order(self) -> tuple[str, bool]:
        """For the page's own reads, which know only their own orders."""
        return (self.now.sort, self.now.downwards) if self.now.sort in own_orders(self.name) else (self.first.sort, self.first.downwards)

    def is_plain(self) -> bool:
        """Whether the page's own reads give the list as it is wanted."""
        return not self.now.where and self.now.sort in own_orders(self.name)

    def source(self, own: Source, is_narrowed: bool, *, just_these: bool = False) -> Source:
        """Of the page's own list. `is_narrowed`: it is about some records only, by a search or a choice. `just_these`: its ids are all that
        is wanted, in no order yet."""
        made = own if self.is_plain() and not just_these else self._narrowed(own, is_narrowed, put_away=just_these)
        if not is_narrowed and not just_these:
            made = replace(made, last=partial(_last, self.now, self.name, self.fields.known_subject(), own.rows))
        return self.fields.widened(made, self.now.columns)

    def put_away(self, own: Source, is_narrowed: bool) -> Narrowed | None:
        """The same of what lies in the archive and the trash; None where nothing can, or where the filter asks for it already."""
        now = self.now
        if self.subject.column("shelf") is None or now.is_put_away():
            return None
        from crm_desktop.queries.narrowed import Narrowed

        return Narrowed(self.subject, (*now.where, ("shelf", "in", "archive,trash")), among=own.ids if is_narrowed else None)

    def in_words(self) -> str:
        if not self.now.where:
            return ""
        from crm_desktop.ui.models.filters import told_together

        return told_together(self.now.where, self.subject, self.labels, self._desk.formats)

    def narrow(self, where: Sequence[Asked]) -> None:
        self.now = replace(self.now, where=tuple(dict.fromkeys(where)))
        self._is_fresh = False
        self.changed.emit()

    def sort(self, name: str, downwards: bool) -> None:
        self.now = replace(self.now, sort=name, downwards=downwards)
        self._touch()

    def arrange(self, columns: Sequence[str]) -> None:
        """These columns, by their keys; an order by one that is not there any more stays."""
        self.now = replace(self.now, columns=tuple(columns))
        self._touch()
        self.arranged.emit()

    @Slot(object)
    def widen(self, widths: Mapping[str, int]) -> None:
        self.now = replace(self.now, widths=dict(widths))
        self._touch()

    def show_view(self, view: View | None) -> None:
        """None: the whole list as the page has it."""
        self.view = view
        self.now = self.fields.sensible(read_arrangement(view.content), self.first) if view is not None else self.first
        self._touch()
        self.arranged.emit()

    def start_with(self, view: View | None) -> None:
        self.start = view.id if view is not None else 0
        self.keep()

    def read_views(self) -> None:
        self._desk.jobs.read(self, partial(saved_views, self._page, self._desk.by.id), self._on_views, newest="views")

    def look_for(self, name: str) -> None:
        """Read the views again: the one of this name is what is shown."""
        self._sought = name
        self.read_views()

    @Slot()
    def keep(self) -> None:
        """As it is now, but for the filter: nobody should look for a record that an old filter hides."""
        from crm_desktop.services.drafts import keep_draft

        self._later.stop()
        content = {"arrangement": replace(self.now, where=()).text(), "start": str(self.start)}
        self._desk.jobs.note(self, partial(keep_draft, self._form, content, self._desk.by), self._on_kept)

    @Slot()
    def _on_leaving(self) -> None:
        if self._later.isActive():
            self.keep()

    def _touch(self) -> None:
        self._is_fresh = False
        self._later.start()

    def _narrowed(self, own: Source, is_narrowed: bool, *, put_away: bool) -> Source:
        from crm_desktop.queries.narrowed import Narrowed, narrowed_ids

        among = own.ids if is_narrowed else None
        wanted = Narrowed(self.subject, self.now.where, self.now.sort, self.now.downwards, among, put_away)

        def first(limit: int) -> Sequence[Any]:
            ids = narrowed_ids(wanted, limit)
            return in_order(ids, dict(own.rows(ids)))

        return Source(first, partial(narrowed_ids, wanted), own.rows)

    def _left(self) -> Left:
        staff = self._desk.by.id
        kept, views = draft(self._form, staff), saved_views(self._page, staff)
        start = int(kept.get("start", "0"))
        view = next((each for each in views if each.id == start), None)
        text = view.content if view is not None else kept.get("arrangement", "")
        arrangement = read_arrangement(text) if text else None
        reaches_further = arrangement is not None and not self.fields.are_enough_without(arrangement)
        return Left(start, views, view, arrangement, fields_of(self.name) if reaches_further else None)

    def _on_left(self, left: Left) -> None:
        self.start, self.views, before = left.start, left.views, self.now
        if left.fields is not None:
            self.fields.take(left.fields)
        if self._is_fresh:
            self.view = left.view
            self.now = self.fields.sensible(left.arrangement, self.first) if left.arrangement is not None else before
        if self.now != before:
            self.arranged.emit()
        self.begun.emit()
        self.views_changed.emit()

    def _on_views(self, views: tuple[View, ...]) -> None:
        self.views = views
        current = self.view.id if self.view is not None else 0
        self.view = next((view for view in views if view.name == self._sought or (not self._sought and view.id == current)), None)
        self._sought = ""
        self.views_changed.emit()

    def _on_kept(self, _change: Change) -> None:
        """Nobody waits for it."""


def _last(now: Arrangement, name: str, subject: Subject | None, rows: Callable[[Sequence[int]], Mapping[int, Any]], limit: int) -> End:
    """By the same order from its other end. In a worker, and after the first rows: it loads what names every list."""
    from crm_desktop.queries.narrowed import Narrowed, count_of, is_quick_to_end, narrowed_ids, subject_called

    wanted = Narrowed(subject_called(name) if subject is None else subject, now.where, now.sort, not now.downwards)
    if not is_quick_to_end(wanted):
        return End(0, ())
    ids = narrowed_ids(wanted, limit)
    return End(count_of(wanted), in_order(reversed(ids), dict(rows(ids))))

"""What a list shows of its records: which columns, in which order, narrowed by what; and the views people saved of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.queries.columns import Subject
from crm_desktop.queries.conditions import Asked
from crm_desktop.queries.drafts import draft
from crm_desktop.queries.lists import in_order
from crm_desktop.queries.narrowed import Narrowed, indexed, labels_of, narrowed_ids, own_orders, subject_called
from crm_desktop.queries.saved_views import View, saved_views
from crm_desktop.queries.subjects import BY_NAME
from crm_desktop.queries.tags import tag_tones
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.arrangement import Arrangement, read_arrangement
from crm_desktop.ui.models.filters import told_together
from crm_desktop.ui.models.list_columns import further_column, of_wide, widened
from crm_desktop.ui.models.record_table import Column, Source
from crm_desktop.ui.words_of_lists import is_for_people, title_of

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


class Stored(NamedTuple):
    """What is read once the page is there."""

    subject: Subject
    labels: Mapping[str, str]
    left: Mapping[str, str]
    tones: Mapping[str, str]
    views: tuple[View, ...]


class ListShape(QObject):
    changed = Signal()
    """The list must be read again."""
    arranged = Signal()
    """It has other columns, or another order, and must be read again."""
    views_changed = Signal()

    def __init__(
        self, desk: Desk, page: str, entity: Entity, own: Sequence[Column], first_order: tuple[str, bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, page
        self._own = tuple(replace(each, key=each.key or each.sort or f"own-{place}") for place, each in enumerate(own))
        self._form = f"list {page}"
        self.subject: Subject = BY_NAME[LISTED[entity]]
        self.labels: Mapping[str, str] = {}
        self._tones: Mapping[str, str] = {}
        self.first = Arrangement(tuple(column.key for column in self._own), {}, *first_order)
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
        desk.jobs.read(self, self._stored, self._on_stored)

    def offered(self) -> list[Column]:
        """Every column there is: the page's own first, then by their titles."""
        keys = {column.key for column in self._own}
        further = [(title_of(field, self.labels), field) for field in self.subject.columns if is_for_people(field)]
        made = [further_column(field, title, self._desk.formats, -1, self._tones) for title, field in further if field.name not in keys]
        return [*self._own, *sorted(made, key=lambda column: column.title.casefold())]

    def columns(self) -> tuple[Column, ...]:
        """Those that are shown, in their order."""
        own = {column.key: column for column in self._own}
        further = _further(self.now.columns, self._own, self.subject)
        made: list[Column] = []
        for key in self.now.columns:
            if key in own:
                made.append(of_wide(own[key]) if further else own[key])
            elif key in further:
                field = self.subject.column(key)
                assert field is not None
                made.append(further_column(field, title_of(field, self.labels), self._desk.formats, further.index(key), self._tones))
        return tuple(made) or self._own

    def own_order(self) -> tuple[str, bool]:
        """For the page's own reads, which know only their own orders."""
        return (
            (self.now.sort, self.now.downwards)
            if self.now.sort in own_orders(self.subject.name)
            else (self.first.sort, self.first.downwards)
        )

    def is_plain(self) -> bool:
        """Whether the page's own reads give the list as it is wanted."""
        return not self.now.where and self.now.sort in own_orders(self.subject.name)

    def source(self, own: Source, is_narrowed: bool, *, just_these: bool = False) -> Source:
        """Of the page's own list. `is_narrowed`: it is about some records only, by a search or a choice. `just_these`: its ids are all that
        is wanted, in no order yet."""
        made = own if self.is_plain() and not just_these else self._narrowed(own, is_narrowed, put_away=just_these)
        further = [field for key in _further(self.now.columns, self._own, self.subject) if (field := self.subject.column(key)) is not None]
        return widened(made, self.subject, further) if further else made

    def put_away(self, own: Source, is_narrowed: bool) -> Narrowed | None:
        """The same of what lies in the archive and the trash; None where nothing can, or where the filter asks for it already."""
        now = self.now
        if self.subject.column("shelf") is None or any(field == "shelf" for field, _operator, _value in now.where):
            return None
        return Narrowed(self.subject, (*now.where, ("shelf", "in", "archive,trash")), among=own.ids if is_narrowed else None)

    def in_words(self) -> str:
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

    def widen(self, widths: Mapping[str, int]) -> None:
        self.now = replace(self.now, widths=dict(widths))
        self._touch()

    def show_view(self, view: View | None) -> None:
        """None: the whole list as the page has it."""
        self.view = view
        self.now = self._read(view.content) if view is not None else self.first
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

    def _touch(self) -> None:
        self._is_fresh = False
        self._later.start()

    def _narrowed(self, own: Source, is_narrowed: bool, *, put_away: bool) -> Source:
        among = own.ids if is_narrowed else None
        wanted = Narrowed(self.subject, self.now.where, self.now.sort, self.now.downwards, among, put_away)

        def first(limit: int) -> Sequence[Any]:
            ids = narrowed_ids(wanted, limit)
            return in_order(ids, dict(own.rows(ids)))

        return Source(first, partial(narrowed_ids, wanted), own.rows)

    def _read(self, kept: str) -> Arrangement:
        return _sensible(read_arrangement(kept), self._own, self.subject, self.first)

    def _stored(self) -> Stored:
        subject = subject_called(self.subject.name)
        staff = self._desk.by.id
        return Stored(subject, labels_of(subject), draft(self._form, staff), tag_tones(), saved_views(self._page, staff))

    def _on_stored(self, stored: Stored) -> None:
        self.subject, self.labels, _left, self._tones, self.views = stored
        self.start = int(stored.left.get("start", "0"))
        if self._is_fresh:
            self._begin(stored.left.get("arrangement", ""))
        self.views_changed.emit()

    def _begin(self, left: str) -> None:
        begun = next((view for view in self.views if view.id == self.start), None)
        before = self.now
        if begun is not None:
            self.view, self.now = begun, self._read(begun.content)
        elif left:
            self.now = self._read(left)
        if self.now != before:
            self.arranged.emit()

    def _on_views(self, views: tuple[View, ...]) -> None:
        self.views = views
        current = self.view.id if self.view is not None else 0
        self.view = next((view for view in views if view.name == self._sought or (not self._sought and view.id == current)), None)
        self._sought = ""
        self.views_changed.emit()

    def _on_kept(self, _change: Change) -> None:
        """Nobody waits for it."""


def _sensible(kept: Arrangement, own: Sequence[Column], subject: Subject, first: Arrangement) -> Arrangement:
    """Fields may be gone since; a view without columns shows the page's own."""
    keys = {column.key for column in own}
    columns = tuple(key for key in kept.columns if key in keys or subject.column(key) is not None)
    sorts = {column.sort for column in own if column.sort} | set(indexed(subject.name))
    is_known = kept.sort in sorts or subject.column(kept.sort) is not None
    where = tuple(each for each in kept.where if subject.column(each[0]) is not None)
    sort, downwards = (kept.sort, kept.downwards) if is_known else (first.sort, first.downwards)
    return Arrangement(columns or first.columns, kept.widths, sort, downwards, where)


def _further(keys: Sequence[str], own: Sequence[Column], subject: Subject) -> list[str]:
    """Those the page does not draw itself."""
    drawn = {column.key for column in own}
    return [key for key in keys if key not in drawn and subject.column(key) is not None]

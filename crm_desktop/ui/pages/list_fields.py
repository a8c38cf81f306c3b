"""What a list can show and be narrowed by beyond its page's own columns. Loaded where it is needed: it names every table there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from crm_desktop.queries.list_orders import indexed
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.arrangement import Arrangement
from crm_desktop.ui.models.record_table import Column, Source

if TYPE_CHECKING:
    from crm_desktop.queries.columns import Subject


class Fields(NamedTuple):
    subject: Subject
    """With the fields that the company added."""
    labels: Mapping[str, str]
    """What the company calls its own fields."""
    tones: Mapping[str, str]
    """Colours of tags, by their keys."""


def fields_of(name: str) -> Fields:
    """Of the list that `list` calls so; read in a worker."""
    from crm_desktop.queries.narrowed import labels_of, subject_called
    from crm_desktop.queries.tags import tag_tones

    subject = subject_called(name)
    return Fields(subject, labels_of(subject), tag_tones())


class ListFields(QObject):
    known = Signal()

    def __init__(self, desk: Desk, name: str, own: Sequence[Column], parent: QObject) -> None:
        """`own`: the page's columns, which need none of this."""
        super().__init__(parent)
        self._desk, self._name, self._own = desk, name, tuple(own)
        self._drawn = {column.key: column for column in own}
        self._found: Fields | None = None

    @property
    def subject(self) -> Subject:
        """Until it is read: without what the company added."""
        from crm_desktop.queries.subjects import BY_NAME

        return BY_NAME[self._name] if self._found is None else self._found.subject

    def known_subject(self) -> Subject | None:
        """None while it was not read."""
        return None if self._found is None else self._found.subject

    @property
    def labels(self) -> Mapping[str, str]:
        return {} if self._found is None else self._found.labels

    def read(self) -> None:
        if self._found is None:
            self._desk.jobs.read(self, partial(fields_of, self._name), self.take, newest="fields")

    def take(self, found: Fields) -> None:
        self._found = found
        self.known.emit()

    def are_enough_without(self, kept: Arrangement) -> bool:
        """Whether the page's own columns and orders are all that it takes."""
        sorts = {"", *(column.sort for column in self._own)}
        return not kept.where and kept.sort in sorts and self._drawn.keys() >= set(kept.columns)

    def sensible(self, kept: Arrangement, first: Arrangement) -> Arrangement:
        """Fields may be gone since; a view without columns shows the page's own."""
        columns = tuple(key for key in kept.columns if key in self._drawn or self.subject.column(key) is not None)
        sorts = {column.sort for column in self._own if column.sort} | set(indexed(self._name))
        is_known = kept.sort in sorts or (bool(kept.sort) and self.subject.column(kept.sort) is not None)
        where = tuple(each for each in kept.where if self.subject.column(each[0]) is not None)
        sort, downwards = (kept.sort, kept.downwards) if is_known else (first.sort, first.downwards)
        return Arrangement(columns or first.columns, kept.widths, sort, downwards, where)

    def shown(self, keys: Sequence[str]) -> tuple[Column, ...]:
        """The columns of these keys."""
        further = self._further(keys)
        if not further:
            return tuple(self._drawn[key] for key in keys if key in self._drawn) or self._own
        from crm_desktop.ui.models.list_columns import of_wide

        places = {key: place for place, key in enumerate(further)}
        known = (key for key in keys if key in self._drawn or key in places)
        return tuple(of_wide(self._drawn[key]) if key in self._drawn else self._column(key, places[key]) for key in known)

    def offered(self) -> list[Column]:
        """Every column there is: the page's own first, then by their titles."""
        from crm_desktop.ui.words_of_lists import is_for_people

        names = [field.name for field in self.subject.columns if is_for_people(field) and field.name not in self._drawn]
        return [*self._own, *sorted((self._column(name, -1) for name in names), key=lambda column: column.title.casefold())]

    def widened(self, source: Source, keys: Sequence[str]) -> Source:
        """The same list with the values of those that the page does not draw itself."""
        further = [field for key in self._further(keys) if (field := self.subject.column(key)) is not None]
        if not further:
            return source
        from crm_desktop.ui.models.list_columns import widened

        return widened(source, self.subject, further)

    def _column(self, name: str, place: int) -> Column:
        from crm_desktop.ui.models.list_columns import further_column
        from crm_desktop.ui.words_of_lists import title_of

        field = self.subject.column(name)
        assert field is not None
        tones = {} if self._found is None else self._found.tones
        return further_column(field, title_of(field, self.labels), self._desk.formats, place, tones)

    def _further(self, keys: Sequence[str]) -> list[str]:
        return [key for key in keys if key not in self._drawn and self.subject.column(key) is not None]

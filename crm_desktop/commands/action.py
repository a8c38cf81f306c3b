"""What an action of `do` is."""

from collections.abc import Callable
from typing import Any, NamedTuple

from crm_desktop.commands.inputs import Shape, fields_of, shape_of
from crm_desktop.core.changes import Change
from crm_desktop.data.models import Record

Present = Callable[[Any], dict[str, Any]]


class Action(NamedTuple):
    """`present` gives the values a record has now, by field of the input class: a change overwrites only what was given."""

    name: str
    help: str
    run: Callable[..., Change]
    present: Present | None = None

    @property
    def shape(self) -> Shape:
        return shape_of(self.run)


def same_names(wanted: Any, row: Record, without: set[str]) -> dict[str, Any]:
    return {field.target: getattr(row, field.target) for field in fields_of(wanted) if field.target not in without}

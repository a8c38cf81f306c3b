"""What a whole column tells about how it is written: its decimal sign, and whether days or months come first."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from crm_desktop.exchange.moments import told_order
from crm_desktop.exchange.tables import Table
from crm_desktop.exchange.values import told_sign


class Evidence(NamedTuple):
    """By column's place: the one sign or order that its telling values agree on; a column that says two things says nothing."""

    signs: Mapping[int, str]
    orders: Mapping[int, str]


class Asked:
    """What the columns tell, gathered when somebody asks first: most files state no day that could be read in two ways."""

    def __init__(self, find_out: Callable[[], Evidence]) -> None:
        self._find_out = find_out
        self._found: Evidence | None = None

    def sign(self, place: int) -> str:
        return self._all().signs.get(place, "")

    def order(self, place: int) -> str:
        return self._all().orders.get(place, "")

    def _all(self) -> Evidence:
        if self._found is None:
            self._found = self._find_out()
        return self._found


def gather(table: Table, numbers: Collection[int], dates: Collection[int]) -> Evidence:
    """Reads the whole file once, unless there is nothing to find out."""
    if not numbers and not dates:
        return Evidence({}, {})
    questions = [(place, told_sign, set[str](), set[str]()) for place in numbers]
    questions += [(place, told_order, set[str](), set[str]()) for place in dates]
    width = len(table.header)
    for row in table.rows():
        if not row.problem and len(row.cells) == width:
            for place, ask, seen, told in questions:
                text = row.cells[place]
                if text not in seen:
                    seen.add(text)
                    told.add(ask(text))
    return Evidence(_agreed(questions, told_sign), _agreed(questions, told_order))


def _agreed(questions: Collection[tuple[int, Callable[[str], str], set[str], set[str]]], wanted: Callable[[str], str]) -> dict[int, str]:
    found = {}
    for place, ask, _seen, told in questions:
        clear = told - {""}
        if ask is wanted and len(clear) == 1:
            (found[place],) = clear
    return found

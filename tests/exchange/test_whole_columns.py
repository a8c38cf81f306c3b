"""A column read at once says what its cells say one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.dates import zone_of
from crm_desktop.exchange.mapping import Habits, Rule
from crm_desktop.exchange.moments import moment_reader
from crm_desktop.exchange.record_reading import FieldReader
from crm_desktop.exchange.rejects import BadField
from crm_desktop.exchange.tables import LONGEST_CELL
from crm_desktop.exchange.targets import Field, Kind
from crm_desktop.exchange.values import note_reader, read_text
from crm_desktop.exchange.whole_columns import column_reader

HABITS = Habits(trim=True, empty=frozenset({"-", "n/a "}))
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from((
        "", " ", "-", "n/a ", " - ", "a\r\nb", "two\nlines", "bell\x07", "4111 1111 1111 1111", "4111 1111\n1111 1111", "\x1c", "\ud800",
        "2024-03-31 02:30", "2024-03-31 02:30:10", "2024-03-30 10:00", "2024-03-30T10:00:59", "2024-02-30 10:00", "30/03/2024 10:00",
        "2024-03-30", "2024-10-27 02:30:00", "1799-01-01 10:00", "soon", "٢٠٢٤-03-30 10:00", "2024-03-30 24:00",
    )),
)  # fmt: skip


def reader(kind, at_once, cards, *, required=False):
    read = {
        Kind.NOTE: lambda: note_reader(cards.append),
        Kind.MOMENT: lambda: moment_reader("DMY", zone_of("Europe/Berlin")),
        Kind.REFERENCE: lambda: lambda text: read_text(text).strip(),
    }.get(kind, lambda: read_text)()
    how = column_reader(kind, read) if at_once else None
    return FieldReader(
        Field("it", kind, empty=None, required=required), Rule(columns=("It",)), "It", (0,), HABITS, str.strip, read, (), how
    )


def told(values):
    return [(value.column, value.value, value.reason) if isinstance(value, BadField) else value for value in values]


@pytest.mark.parametrize("kind", [Kind.LINE, Kind.REFERENCE, Kind.NOTE, Kind.MOMENT])
@pytest.mark.parametrize("required", [False, True])
@given(columns=st.lists(st.lists(CELLS, max_size=6), max_size=4))
def test_a_column_at_once_is_each_of_its_cells(columns, kind, required):
    fast, slow, some, others = *([], []), [], []
    one, other = reader(kind, True, some, required=required), reader(kind, False, others, required=required)
    for column in columns:
        cells = [[text] for text in column]
        fast += told(one.read_all(cells))
        slow += told([value for cell in cells for value in other.read_all([cell])])
    assert fast == slow
    assert sum(some) == sum(others)


def test_a_text_too_long_for_a_cell_is_refused_among_others():
    values = reader(Kind.LINE, True, []).read_all([["short"], ["x" * (LONGEST_CELL + 1)]])
    assert values[0] == "short"
    assert isinstance(values[1], BadField)


def test_what_is_usual_is_read_at_once():
    """Else nothing of it would be quicker."""
    for kind, text in ((Kind.LINE, "Ada"), (Kind.NOTE, "Two\nlines"), (Kind.MOMENT, "2024-03-30 10:00:00"), (Kind.REFERENCE, "7")):
        read = moment_reader("", zone_of("UTC")) if kind is Kind.MOMENT else read_text
        assert column_reader(kind, read)([text]) is not None

"""Which other table a column of a list stands in, so that its few rows can be looked through instead of every record of the list."""

import re
from functools import cache
from typing import NamedTuple

from crm_desktop.queries.columns import Column, Subject

_JOINED = re.compile(r"LEFT JOIN (\w+)(?: AS (\w+))? ON (.+?)(?= LEFT JOIN |$)")
_BY_ID = re.compile(r"(\w+)\.id = (\w+\.\w+)")
_FIRST_OF = re.compile(r"(\w+)\.id = \(SELECT MIN\(id\) FROM (\w+) WHERE (\w+) = (\w+\.\w+)\)")
_NAMES = re.compile(r"\b([a-z_]+)\.[a-z_]+")


class Join(NamedTuple):
    """`of` is the list's column that leads to the other table, `gives` what equals it there, in rows of `source` that fulfil `only`."""

    of: str
    gives: str
    source: str
    only: str

    @property
    def nothing(self) -> str:
        """What a record has of it that leads nowhere."""
        return f"(SELECT 1 AS one) AS nobody LEFT JOIN {self.source} ON 1 = 0"


def stands_alone(subject: Subject, column: Column) -> bool:
    """Whether what is joined from the left is not needed to know it."""
    return not set(_NAMES.findall(column.sql)) & _joins(subject.source).keys()


@cache
def join_of(subject: Subject, column: Column) -> Join | None:
    """None where the column is the list's own, or made of several tables."""
    names = set(_NAMES.findall(f"{column.sql} {column.folded}"))
    return _joins(subject.source).get(names.pop()) if len(names) == 1 and "SELECT" not in column.sql else None


@cache
def _joins(source: str) -> dict[str, Join]:
    """By the name each table has in the source. One that hangs on another that is joined hangs on what leads to that."""
    found: dict[str, Join] = {}
    for table, alias, on in _JOINED.findall(" ".join(source.split())):
        name = alias or table
        if (by_id := _BY_ID.fullmatch(on)) is not None and by_id[1] == name:
            join = Join(by_id[2], f"{name}.id", f"{table} AS {name}", "1 = 1")
        elif (first := _FIRST_OF.fullmatch(on)) is not None and (first[1], first[2]) == (name, table):
            column = f"{name}.{first[3]}"
            join = Join(first[4], column, f"{table} AS {name}", on.removesuffix(f"{first[4]})") + f"{column})")
        else:
            continue
        on_other = found.get(join.of.partition(".")[0])
        if on_other is None or join.of == on_other.gives:
            found[name] = join if on_other is None else join._replace(of=on_other.of)
    return found

"""What commands print: tables for people, JSON for programs."""

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

import click

_WIDEST = 40
_MEASURED = 200
"""Rows that decide how wide a column is; those after them may stick out, so that a long list is never held."""


def on_terminal() -> bool:
    return sys.stdout.isatty()


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Numbers to the right. On a terminal long texts are cut; in a pipe nothing is."""
    remaining = iter(rows)
    first = list(islice(remaining, _MEASURED))
    right = [any(_is_number(row[place]) for row in first) for place in range(len(names))]
    measured = [[_cell(value) for value in row] for row in first]
    widths = [max(map(_width, column), default=0) for column in zip(names, *measured, strict=True)]
    if on_terminal():
        widths = _fitting(widths)
    for cells in chain([list(names)], measured, ([_cell(value) for value in row] for row in remaining)):
        sys.stdout.write(_line(cells, widths, right) + "\n")


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = [_padded(_cut(cell, width), width, to_right) for cell, width, to_right in zip(cells, widths, right, strict=True)]
    return "  ".join(parts).rstrip()


def _cell(value: Any) -> str:
    """On one line, and nothing in it that a terminal would obey."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    return "".join(character if character.isprintable() else " " for character in text)


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool | str | None) and hasattr(value, "__add__") and hasattr(value, "__abs__")


def _fitting(widths: Sequence[int]) -> list[int]:
    """The widest columns give way until a line fits."""
    fitted = [min(width, _WIDEST) for width in widths]
    room = shutil.get_terminal_size().columns - 2 * (len(fitted) - 1)
    while sum(fitted) > room and max(fitted) > 8:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _cut(text: str, width: int) -> str:
    if not on_terminal() or _width(text) <= width:
        return text
    kept = ""
    for character in text:
        if _width(kept + character) >= width:
            break
        kept += character
    return f"{kept}…"


def _padded(text: str, width: int, to_right: bool) -> str:
    filling = " " * (width - _width(text))
    return filling + text if to_right else text + filling


def _width(text: str) -> int:
    """Columns on a terminal: letters of the far east take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)

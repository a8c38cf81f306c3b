"""Texts in cells of spreadsheets, so that each comes back as it was and none is taken for a formula.

In CSV what a spreadsheet would take for a formula gets an apostrophe in front, and so does one that has such apostrophes already: taking
one away gives every text back (`unguarded`). That is also so behind a sign that parts cells elsewhere: where a list is opened with another
sign than it was written with, the text behind it becomes a cell. JSON and XLSX hold texts as they are.
"""

import re

_FORMULA = r"\A(?:{0}(?='*[=+\-@\t\r\n＝＋－＠]))|(?<=[,;\t|]){0}(?='*[=+\-@＝＋－＠])|(?<=[\r\n]){0}(?='*(?:[=@＝＠]|[+\-＋－](?! )))"
"""A line that begins with a dash and a space is one of a list of points."""
_UNGUARDED, _GUARDED = re.compile(_FORMULA.format("")), re.compile(_FORMULA.format("'"))
# What XML cannot hold, and what its escape `_x0041_` looks like: escaped the way XLSX does it.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")
_SPELLED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def guarded(text: str) -> str:
    return _UNGUARDED.sub("'", text)


def unguarded(cell: str) -> str:
    return _GUARDED.sub("", cell) if "'" in cell else cell


def xlsx_text(text: str) -> str:
    """As a workbook holds it: what XML cannot hold is spelled out."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def from_xlsx(cell: str) -> str:
    """The text again, as spreadsheets show it."""
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), cell)

"""What an operation changed, as lines that people can read: what it is called, what it was, what it is now."""

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.record_words import HIDDEN, field_word, thing_word
from crm_desktop.queries.trail import Changed, Step
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip, Heading
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.words_of_history import value_words

MOST_CHANGES = 300
"""Records of one operation that are told one by one: who wants more looks at the import."""


class HistoryLine(NamedTuple):
    id: int
    what: str
    before: str
    after: str


def step_column(formats: Formats) -> Column:
    def cell(step: Step) -> Cell:
        return Cell(step_text(step), _who(step, formats), (Chip(_("Undone")),) if step.undone_by else (), aside=formats.moment(step.at))

    return Column(_("What happened"), cell)


def line_columns() -> tuple[Column, ...]:
    return (
        Column(_("What"), lambda line: Cell(line.what, soft=True), 150),
        Column(_("Before"), lambda line: Cell(line.before, soft=True)),
        Column(_("Now"), lambda line: Cell(line.after)),
    )


def step_text(step: Step) -> str:
    """Numbers of operations mean nothing to people: undo and redo say what they took back or did again."""
    if not step.began_as:
        return step.text
    return (_("Did again: {what}") if step.brings_back else _("Undid: {what}")).format(what=step.began_as)


def step_line(step: Step, formats: Formats) -> str:
    """Who and when, and what became of it."""
    fate = _("Undone since.") if step.undone_by else _("Cannot be undone.") if step.final else ""
    return " · ".join(filter(None, (step.staff or step.login, formats.day_and_time(step.at), fate)))


def history_lines(step: Step, formats: Formats) -> list[HistoryLine | Heading]:
    """A heading for each record that changed, and below it what of it."""
    headings, lines = count(-1, -1), count(1)
    found: list[HistoryLine | Heading] = []
    for changed in step.changes[:MOST_CHANGES]:
        found.append(Heading(next(headings), _heading(changed)))
        found += [HistoryLine(next(lines), *words) for words in _words_of(changed, formats)]
    if len(step.changes) > MOST_CHANGES:
        more = len(step.changes) - MOST_CHANGES
        found.append(Heading(next(headings), ngettext("and {count} more record", "and {count} more records", more)))
    return found


def _who(step: Step, formats: Formats) -> str:
    return " · ".join((step.staff or step.login or _("the program"), formats.day_and_time(step.at)))


def _heading(changed: Changed) -> str:
    word = thing_word(changed.table)
    named = f"{word} {changed.number}".strip()
    if changed.rows > 1:
        return _("{what}: {count} added").format(what=word, count=changed.rows)
    if changed.erased:
        return _("{what} (what it was is erased)").format(what=named)
    if changed.withheld:
        return _("{what} (only for them and for who assesses)").format(what=named)
    if changed.kind == "insert":
        return _("{what} added").format(what=named)
    return _("{what} removed").format(what=named) if changed.kind == "delete" else named


def _words_of(changed: Changed, formats: Formats) -> Iterator[tuple[str, str, str]]:
    for name in {**changed.before, **changed.after}:
        if name in HIDDEN:
            continue
        before, after = (_shown(changed, values, name, formats) for values in (changed.before, changed.after))
        if before or after:
            yield field_word(name), before, after


def _shown(changed: Changed, values: dict[str, Any], name: str, formats: Formats) -> str:
    if name not in values:
        return ""
    shown = value_words(changed.table, name, values[name], formats)
    return shown or ("" if changed.kind != "update" else _("nothing"))

"""Reads for the list of templates, for one of them, and for filling one in with what is known of a customer and their record."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.core.languages import best_for
from crm_desktop.core.placeholders import Filled, fill
from crm_desktop.core.text import fold
from crm_desktop.data.finding import find
from crm_desktop.queries.lists import FOUND, ids_of, in_order, rows_by_ids, rows_of
from crm_desktop.queries.template_values import About, languages_for, values_for

SORTS = {"name": "sort_key", "used": "used", "changed": "updated_at"}


class TemplateRow(NamedTuple):
    id: int
    name: str
    kind: str
    language: str
    shortcut: str
    scope: str
    whose: str
    """The team's or the person's name; empty for the company's."""
    used: int
    active: bool


class TemplateSheet(NamedTuple):
    id: int
    version: int
    name: str
    kind: str
    subject: str
    body: str
    language: str
    shortcut: str
    scope: str
    team_id: int | None
    owner_id: int | None
    whose: str
    active: bool
    used: int
    purpose: str


class TeamChoice(NamedTuple):
    id: int
    name: str


class FilledTemplate(NamedTuple):
    """`empty` are the placeholders without a value: the text shows them, and is neither sent nor printed with them.

    `cursor` is where writing goes on in the body, None where the template does not say.
    """

    template_id: int
    name: str
    subject: str
    body: str
    empty: tuple[str, ...]
    cursor: int | None
    language: str


_WHOSE = "COALESCE(team.name, owner.name, '')"
_FROM = "FROM template LEFT JOIN team ON team.id = template.team_id LEFT JOIN staff AS owner ON owner.id = template.owner_id"
_ROWS = f"""
SELECT template.id, template.name, template.kind, template.language, template.shortcut, template.scope, {_WHOSE}, template.used,
    template.active
{_FROM} WHERE template.id IN ({{ids}})"""
_SHEET = f"""
SELECT template.id, template.version, template.name, template.kind, template.subject, template.body, template.language, template.shortcut,
    template.scope, template.team_id, template.owner_id, {_WHOSE}, template.active, template.used,
    template.purpose
{_FROM} WHERE {{}} ORDER BY template.sort_key, template.id"""
_MINE = """(template.scope = 'company' OR template.owner_id = ?
    OR template.team_id IN (SELECT team_id FROM team_member WHERE staff_id = ?))"""
_SEEN = "(owner_id IS NULL OR owner_id = ?)"


def template_ids(staff_id: int, text: str = "", sort: str = "name", downwards: bool = False) -> "array[int]":
    """Whatever this person may see: all but what is a colleague's own."""
    return _found(staff_id, text, downwards) if text.strip() else ids_of(_ids_text(sort, downwards), (staff_id,))


def first_templates(staff_id: int, text: str, limit: int, sort: str = "name", downwards: bool = False) -> list[TemplateRow]:
    ids = _found(staff_id, text, downwards)[:limit] if text.strip() else ids_of(_ids_text(sort, downwards) + " LIMIT ?", (staff_id, limit))
    return in_order(ids, template_rows(ids))


def template_rows(ids: Sequence[int]) -> dict[int, TemplateRow]:
    return {row[0]: TemplateRow._make((*row[:8], bool(row[8]))) for row in rows_by_ids(_ROWS, ids)}


def template_sheet(template_id: int) -> TemplateSheet | None:
    return next(_sheets(_SHEET.format("template.id = ?"), (template_id,)), None)


def teams() -> list[TeamChoice]:
    return [TeamChoice(*row) for row in rows_of("SELECT id, name FROM team ORDER BY name, id")]


def templates_for(staff_id: int, kind: TemplateKind | None = None) -> list[TemplateSheet]:
    """What this person can use, by name: the company's, their teams' and their own."""
    where = f"template.active AND {_MINE}" + (" AND template.kind = ?" if kind else "")
    return list(_sheets(_SHEET.format(where), (staff_id, staff_id, *((kind,) if kind else ()))))


def template_by_shortcut(
    shortcut: str, staff_id: int, languages: Iterable[str] = (), kind: TemplateKind | None = None
) -> TemplateSheet | None:
    """What somebody means who types this word after a slash: in the first of the languages that there is.

    One's own comes before the team's, and that before the company's.
    """
    where = f"template.active AND {_MINE} AND template.shortcut = ?" + (" AND template.kind = ?" if kind else "")
    params = (staff_id, staff_id, shortcut.strip().lstrip("/").lower(), *((kind,) if kind else ()))
    found = list(_sheets(_SHEET.format(where), params))
    for scope in ("me", "team", "company"):
        nearest = best_for(languages, [sheet for sheet in found if sheet.scope == scope], _language)
        if nearest is not None:
            return nearest
    return None


def template_called(named: str, staff_id: int, languages: Iterable[str] = (), kind: TemplateKind | None = None) -> TemplateSheet | None:
    """By its shortcut, or by its name; of several in the first of the languages that there is."""
    by_shortcut = template_by_shortcut(named, staff_id, languages, kind)
    if by_shortcut is not None:
        return by_shortcut
    return best_for(languages, [sheet for sheet in templates_for(staff_id, kind) if fold(sheet.name) == fold(named.strip())], _language)


def filled_template(template_id: int, about: About, staff_id: int) -> FilledTemplate | None:
    """With what is known of the record it is about, written as people write in the template's language. None where it is gone."""
    sheet = template_sheet(template_id)
    if sheet is None:
        return None
    language = next(iter(filter(None, (sheet.language, *languages_for(about)))), "en")
    values = values_for(about, staff_id, language)
    subject, body = fill(sheet.subject, values), fill(sheet.body, values)
    return FilledTemplate(sheet.id, sheet.name, subject.text, body.text, _empty(subject, body), body.cursor, sheet.language)


def _empty(*parts: Filled) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.empty))


def _language(sheet: TemplateSheet) -> str:
    return sheet.language


def _sheets(text: str, params: tuple[object, ...]) -> Iterator[TemplateSheet]:
    return (TemplateSheet._make((*row[:12], bool(row[12]), *row[13:])) for row in rows_of(text, params))


@cache
def _ids_text(sort: str, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    return f"SELECT id FROM template WHERE {_SEEN} ORDER BY {SORTS[sort]} {order}, id {order}"


def _found(staff_id: int, text: str, downwards: bool) -> "array[int]":
    rows = rows_by_ids("SELECT sort_key, id, owner_id FROM template WHERE id IN ({ids})", find("template", text, FOUND))
    kept = (row[:2] for row in rows if row[2] in (None, staff_id))
    return array("q", (row[1] for row in sorted(kept, reverse=downwards)))

"""Reads for the list of scripts, for one with its steps, and for the ways calls took through them."""

from array import array
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.script_flow import ScriptStep, Way
from crm_desktop.data.finding import find
from crm_desktop.queries.lists import FOUND, at, ids_of, in_order, rows_by_ids, rows_of

SORTS = {"name": "sort_key", "used": "used"}


class ScriptRow(NamedTuple):
    id: int
    name: str
    about: str
    channel: str
    reason: str
    language: str
    active: bool
    steps: int
    used: int


class ScriptSheet(NamedTuple):
    """`version` is also the one that a path through it names. `articles` are the titles of those its steps name, by id."""

    id: int
    version: int
    name: str
    about: str
    channel: str
    reason_id: int | None
    reason: str
    language: str
    active: bool
    used: int
    steps: tuple[ScriptStep, ...]
    articles: dict[int, str]


class WalkedStep(NamedTuple):
    step: str
    said: str
    answer: str
    at: datetime


class PathRow(NamedTuple):
    """The way one conversation took."""

    script: str
    version: int
    ended: bool
    steps: tuple[WalkedStep, ...]


class OfferedScript(NamedTuple):
    id: int
    name: str
    about: str


_ROWS = """
SELECT script.id, script.name, script.about, script.channel, COALESCE(reason.name, ''), script.language, script.active,
    (SELECT COUNT(*) FROM script_node WHERE script_id = script.id), script.used
FROM script LEFT JOIN contact_reason AS reason ON reason.id = script.reason_id WHERE script.id IN ({ids})"""
_SHEET = """
SELECT script.id, script.version, script.name, script.about, script.channel, script.reason_id, COALESCE(reason.name, ''), script.language,
    script.active, script.used
FROM script LEFT JOIN contact_reason AS reason ON reason.id = script.reason_id WHERE script.id = ?"""
_STEPS = """
SELECT name, kind, say, ask, answer, choices, ways, next_step, required, seconds, article_id FROM script_node
WHERE script_id = ? ORDER BY position, id"""
_TITLES = """SELECT DISTINCT article.id, article.title FROM script_node AS step JOIN article ON article.id = step.article_id
WHERE step.script_id = ?"""
_PATHS = """
SELECT script.name, way.script_version, way.ended, way.steps FROM script_path AS way JOIN script ON script.id = way.script_id
WHERE way.interaction_id = ? ORDER BY way.id"""
_OFFERED = """
SELECT script.id, script.name, script.about FROM script WHERE script.active AND (script.channel = '' OR script.channel = ?)
ORDER BY CASE WHEN script.reason_id = ? THEN 0 WHEN script.reason_id IS NULL THEN 1 ELSE 2 END,
    CASE WHEN script.language = ? THEN 0 WHEN script.language = '' THEN 1 ELSE 2 END, script.sort_key, script.id"""


def script_ids(text: str = "", sort: str = "name", downwards: bool = False) -> "array[int]":
    return _found(text, downwards) if text.strip() else ids_of(_ids_text(sort, downwards))


def first_scripts(text: str, limit: int, sort: str = "name", downwards: bool = False) -> list[ScriptRow]:
    ids = _found(text, downwards)[:limit] if text.strip() else ids_of(_ids_text(sort, downwards) + " LIMIT ?", (limit,))
    return in_order(ids, script_rows(ids))


def script_rows(ids: Sequence[int]) -> dict[int, ScriptRow]:
    return {row[0]: ScriptRow._make((*row[:6], bool(row[6]), *row[7:])) for row in rows_by_ids(_ROWS, ids)}


def script_sheet(script_id: int) -> ScriptSheet | None:
    for row in rows_of(_SHEET, (script_id,)):
        steps = tuple(_step(*each) for each in rows_of(_STEPS, (script_id,)))
        return ScriptSheet._make((*row[:8], bool(row[8]), row[9], steps, dict(rows_of(_TITLES, (script_id,)))))
    return None


def scripts_for(channel: str, reason_id: int | None, language: str = "") -> list[OfferedScript]:
    """What serves this kind of channel: those for the reason first, then those for any."""
    return [OfferedScript(*row) for row in rows_of(_OFFERED, (channel, reason_id or 0, language))]


def paths_of(interaction_id: int) -> list[PathRow]:
    """The ways a conversation took, in their order; no steps where the person was erased."""
    return [
        PathRow(name, version, bool(ended), tuple(_walked(each) for each in kept_list(steps or "[]")))
        for name, version, ended, steps in rows_of(_PATHS, (interaction_id,))
    ]


@cache
def _ids_text(sort: str, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    return f"SELECT id FROM script ORDER BY {SORTS[sort]} {order}, id {order}"


def _found(text: str, downwards: bool) -> "array[int]":
    rows = rows_by_ids("SELECT sort_key, id FROM script WHERE id IN ({ids})", find("script", text, FOUND))
    return array("q", (row[1] for row in sorted(rows, reverse=downwards)))


def _step(*row: Any) -> ScriptStep:
    name, kind, say, ask, answer, choices, ways, then, required, seconds, article_id = row
    return ScriptStep(
        name, NodeKind(kind), say, ask, AnswerKind(answer), tuple(kept_list(choices)), tuple(Way(*way) for way in kept_list(ways)),
        then, bool(required), seconds, article_id,
    )  # fmt: skip


def _walked(step: dict[str, Any]) -> WalkedStep:
    return WalkedStep(step["step"], step["said"], step["answer"], at(step["at"]))

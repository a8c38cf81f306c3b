"""Counts of what was used of the company's knowledge, what nobody found, and what waits for its review."""

from array import array
from datetime import date
from typing import NamedTuple

from crm_desktop.core.kinds_of_knowledge import ArticleState
from crm_desktop.data.contact_days import with_knowledge
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import ids_of, rows_of

HELPED = "EXISTS (SELECT 1 FROM knowledge_use AS used WHERE used.interaction_id = held.id)"


class Used(NamedTuple):
    """`what` is article, template or script."""

    what: str
    id: int
    times: int


def used(scope: Scope) -> list[Used]:
    """The most used first."""
    text = f"""SELECT CASE WHEN used.article_id IS NULL THEN 'template' ELSE 'article' END, COALESCE(used.article_id, used.template_id),
    COUNT(*) FROM knowledge_use AS used WHERE {_when("used.used_at", scope)} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""
    walked = f"""SELECT 'script', path.script_id, COUNT(*) FROM interaction AS held
JOIN script_path AS path ON path.interaction_id = held.id WHERE {scope.where("held.started_at", "held.staff_id")} GROUP BY path.script_id"""
    found = [*rows_of(text, (scope.start, scope.end, *scope.staff)), *rows_of(walked, scope.params)]
    return sorted((Used(row[0], row[1], int(row[2])) for row in found), key=lambda each: (-each.times, each.what, each.id))


def interactions_with(scope: Scope) -> int:
    return with_knowledge(scope.where("held.started_at", "held.staff_id"), scope.params)


def missed_searches(scope: Scope) -> list[tuple[str, int]]:
    """Words in small letters, those looked for most first."""
    text = f"SELECT LOWER(missed.words), COUNT(*) FROM missed_search AS missed WHERE {_in_vain(scope)} GROUP BY 1 ORDER BY 2 DESC, 1"
    return [(row[0], int(row[1])) for row in rows_of(text, (scope.start, scope.end, *scope.staff))]


def missed_search_ids(scope: Scope) -> "array[int]":
    text = f"SELECT missed.id FROM missed_search AS missed WHERE {_in_vain(scope)} ORDER BY missed.at DESC, missed.id DESC"
    return ids_of(text, (scope.start, scope.end, *scope.staff))


def published(scope: Scope) -> list[tuple[int, int]]:
    """Articles approved in the period, with the moment; the latest first."""
    text = f"""SELECT id, approved_at FROM article WHERE approved_at >= ? AND approved_at < ? AND state = '{ArticleState.PUBLISHED}'
ORDER BY approved_at DESC, id DESC"""
    return [(row[0], int(row[1])) for row in rows_of(text, (scope.start, scope.end))]


def past_review(today: date) -> list[tuple[int, date]]:
    """The longest overdue first."""
    text = f"SELECT id, review_by FROM article WHERE state = '{ArticleState.PUBLISHED}' AND review_by < ? ORDER BY review_by, id"
    return [(row[0], date.fromisoformat(row[1])) for row in rows_of(text, (today.isoformat(),))]


def titles() -> dict[tuple[str, int], str]:
    """Of articles, templates and scripts, by what they are and their id."""
    found = {("article", row[0]): row[1] for row in rows_of("SELECT id, title FROM article")}
    for what in ("template", "script"):
        found |= {(what, row[0]): row[1] for row in rows_of(f"SELECT id, name FROM {what}")}
    return found


def has_knowledge() -> bool:
    return bool(rows_of("SELECT 1 FROM article UNION ALL SELECT 1 FROM template UNION ALL SELECT 1 FROM script LIMIT 1"))


def _in_vain(scope: Scope) -> str:
    people = f" AND missed.staff_id IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""
    return f"missed.at >= ? AND missed.at < ?{people}"


def _when(moment: str, scope: Scope) -> str:
    people = f" AND used.staff_id IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""
    return f"{moment} >= ? AND {moment} < ?{people}"

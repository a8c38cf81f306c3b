"""Whether a store is whole: the file, its references, its history, and what follows from them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from peewee import Database, DatabaseError, __exception_wrapper__  # type: ignore[attr-defined]

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.long_look import LongLook, Why
from crm_desktop.data import attachment_contents, derived, known_words, search, signing
from crm_desktop.data.audit import lock_head, verify_chain
from crm_desktop.data.database import Guarded, LocalStore, current, execute, fetch, is_server, reading, taken_back
from crm_desktop.data.manifest import default_folder, list_backups
from crm_desktop.data.models import OUTSIDE, RECORDS, Company
from crm_desktop.data.retrace import strays
from crm_desktop.data.side_by_side import AT_ONCE, first_found

WIDE = -128_000
"""Pages kept in memory while a file is looked through, as SQLite's cache_size tells them: KiB."""
LARGE = 64_000_000
"""Bytes of a file that several look through at once."""
QUICK_COLUMN, COLUMN, INDEX, REFERENCE, READ_COLUMN = 1.9, 2.5, 4.0, 3.7, 2.0
"""Steps of the engine for each of a row, measured."""
_TABLES = """SELECT made.name FROM pragma_table_list AS made LEFT JOIN sqlite_sequence AS given ON given.name = made.name
WHERE schema = 'main' AND type = 'table' AND made.name NOT LIKE 'sqlite_%' ORDER BY given.seq DESC NULLS LAST, made.name"""
"""The search index is none of them: the quick way through the whole file looks through it as thoroughly as any other."""
_STEPS = """SELECT COALESCE(SUM(seq * (SELECT COUNT(*) FROM pragma_table_info(given.name))), 0),
COALESCE(SUM(seq * (SELECT COUNT(*) FROM pragma_index_list(given.name))), 0),
COALESCE(SUM(seq * (SELECT COUNT(*) FROM pragma_foreign_key_list(given.name))), 0) FROM sqlite_sequence AS given"""
SHOWN = 20
"""Problems of one kind that are told; more of them help nobody."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is for programs and stays; `problems` are the first twenty, in plain words."""

    name: str
    ok: bool
    sentence: str
    problems: tuple[str, ...] = ()


class Look(NamedTuple):
    name: str
    find: Callable[[], Iterable[str]]
    fine: str
    within: Callable[[], AbstractContextManager[None]] = reading
    deep: bool = False
    local: bool = False


def check(*, deep: bool = False) -> list[Finding]:
    """Look through the open store; nothing is changed. `deep` also reads every word and every row again, which takes minutes when large."""
    return [_look(look) for look in LOOKS if (deep or not look.deep) and not (look.local and is_server())]


def _look(look: Look) -> Finding:
    try:
        with look.within():
            problems = tuple(islice(look.find(), SHOWN))
    except DatabaseError as error:  # a damaged file cannot be read to its end; that is an answer too
        problems = (str(error),)
    except UserError as error:  # so is a row that another program wrote as this one never does
        problems = (str(error),)
    if not problems:
        return Finding(look.name, True, _(look.fine))
    more = ngettext("{count} problem", "{count} problems", len(problems)) if len(problems) < SHOWN else _("many problems")
    return Finding(look.name, False, f"{more}: {problems[0]}", problems)


@contextmanager
def _tried() -> Iterator[None]:
    """Other people's operations wait meanwhile."""
    with taken_back():
        lock_head()
        if is_server():
            execute("SET LOCAL statement_timeout = 0")
        yield


def damage_of(store: LocalStore, *, thorough: bool, watched: LongLook | None = None) -> list[str]:
    """What the engine finds wrong with a local file, in its own words. `watched` may be given up: then the answer means nothing."""
    looks = damage_looks(store) if thorough else [_quickly]
    if watched is not None:
        watched.begin(steps_of(store, several=len(looks) > 2, thorough=thorough), Why.AFTER_CRASH if thorough else Why.WEEKLY)
    return first_found(store, looks, watched)


def damage_looks(store: LocalStore) -> list[Callable[[Guarded], list[str]]]:
    """All of them together find what is wrong with a local file."""
    return [bad_pages, broken_references] if AT_ONCE == 1 or store.path.stat().st_size < LARGE else _looks(store)


def _quickly(store: Database) -> list[str]:
    return _told(lambda: _bad_pages(store, "quick"))


def steps_of(store: LocalStore, *, several: bool, thorough: bool, reading: bool = False) -> float:
    """What the engine needs, about: it goes through the columns of each row, where several look once more the quick way; it looks for
    each row in each index, and for what each reference leads to. `reading`: somebody reads every row beside it."""
    try:
        ((columns, indexes, references),) = store.execute_sql(_STEPS).fetchall()
    except DatabaseError:  # a damaged file is looked through all the same
        return 1
    quick, thoroughly = QUICK_COLUMN * columns, COLUMN * columns + INDEX * indexes + REFERENCE * references
    return float(thoroughly + quick * several + READ_COLUMN * columns * reading if thorough else quick)


def _looks(store: LocalStore) -> list[Callable[[Guarded], list[str]]]:
    """All that a look through the whole file finds, the longest first. Whether two tables share a page, and whether what is free is free,
    shows in the whole alone; the quick way does not ask what takes longest: whether each row is in every index of its table."""
    try:
        tables = [name for (name,) in store.execute_sql(_TABLES).fetchall()]
    except DatabaseError as error:
        found = [str(error)]
        return [lambda _store: found]
    every = [partial(bad_pages, table=name) for name in tables]
    return [_quickly, every[0], every[1], broken_references, *every[2:]]


def bad_pages(store: Database, table: str = "") -> list[str]:
    """Every row is looked for in every index of its table, all over the file: that wants memory, which is given back."""
    ((usual,),) = store.execute_sql("PRAGMA cache_size").fetchall()
    store.execute_sql(f"PRAGMA cache_size = {WIDE}")
    try:
        return _told(lambda: _bad_pages(store, "integrity", table))
    finally:
        store.execute_sql(f"PRAGMA cache_size = {usual}")


def broken_references(store: Database) -> list[str]:
    return _told(lambda: _broken_references(store))


def _told(find: Callable[[], list[str]]) -> list[str]:
    """A file that cannot be read to its end is damaged too."""
    try:
        return find()
    except DatabaseError as error:
        return [str(error)]


def _bad_pages(store: Database, kind: str, table: str = "") -> list[str]:
    what = f"'{table}'" if table else SHOWN
    return [line for (line,) in _answers(store, f"PRAGMA {kind}_check({what})") if line != "ok"]


def _broken_references(store: Database) -> list[str]:
    text = _("row {row} of {table} refers to a row of {parent} that is not there")
    broken = _answers(store, "PRAGMA foreign_key_check")
    return [text.format(table=table, row=row, parent=parent) for table, row, parent, _number in broken]


def _answers(store: Database, question: str) -> list[tuple[Any, ...]]:
    """A damaged file may break while it is being read, too: that is a DatabaseError like any other."""
    with __exception_wrapper__:
        return store.execute_sql(question).fetchmany(SHOWN)  # type: ignore[no-any-return]


def _file() -> Iterable[str]:
    return bad_pages(current())


def _references() -> Iterable[str]:
    return _broken_references(current())


def _signed() -> Iterator[str]:
    """Against what was signed when the store was closed, and in each of its backups."""
    store = current()
    assert isinstance(store, LocalStore)
    in_backups = (each.manifest for each in list_backups(default_folder(store.path)))
    kept = [about.signed for about in in_backups if about is not None and about.store == store.path.stem and about.signed is not None]
    yield from signing.problems(signing.key_for(store.key), [*signing.records(store.path), *kept], _link_at)


def _link_at(sequence: int) -> str | None:
    """The end of an empty history is an empty word."""
    found = fetch("SELECT link FROM operation WHERE sequence = ?", (sequence,))
    return found[0][0] if found else None if sequence else ""


def _ids() -> Iterator[str]:
    """An id that is given out again would inherit another row's history."""
    text = _("{table}: ids up to {highest} are there, and only {last} were given out")
    tables = [model._meta.table_name for model in (*RECORDS, *OUTSIDE) if model is not Company]  # its one row is given its id
    given = dict(_last_given(tables))
    for table in tables:
        ((highest,),) = fetch(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        if highest > given.get(table, 0):
            yield text.format(table=table, highest=highest, last=given.get(table, 0))


def _last_given(tables: list[str]) -> Iterable[tuple[Any, ...]]:
    if not is_server():
        return fetch("SELECT name, seq FROM sqlite_sequence")
    last = "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass), 0)"
    return [(table, fetch(last, (table,))[0][0]) for table in tables]


def _indexed() -> Iterator[str]:
    """Records that cannot be found, and index entries of none."""
    key = "id" if is_server() else "rowid"
    for searched in search.SEARCHED:
        table = searched.model._meta.table_name
        stored, known = f"SELECT id FROM {table}", f"SELECT {key} FROM {searched.table}"
        for (row,) in fetch(f"{stored} EXCEPT {known} ORDER BY 1 LIMIT {SHOWN}"):
            yield _("{table} {row} is missing in the search index").format(table=table, row=row)
        for (row,) in fetch(f"{known} EXCEPT {stored} ORDER BY 1 LIMIT {SHOWN}"):
            yield _("the search index knows {table} {row}, which is not there").format(table=table, row=row)


def _figures() -> Iterator[str]:
    text = _("{table}: {count} rows have wrong figures")
    return (text.format(table=table, count=count) for table, count in derived.rebuild().items() if count)


def _words() -> Iterator[str]:
    for table in sorted(known_words.TABLES):
        for word in known_words.unknown(table, SHOWN):
            yield _("{table}: “{word}” is missing among the words that filters know").format(table=table, word=word)
    before = {searched: search.indexed_words(searched) for searched in search.SEARCHED}
    search.rebuild()
    for searched, words in before.items():
        for row in sorted({row for row, _word in words.items() ^ search.indexed_words(searched).items()}):
            yield _("{table} {row} is indexed under other words than it holds").format(table=searched.model._meta.table_name, row=row)


LOOKS = (
    Look("file", _file, N_("Every page of the file is whole."), local=True),
    Look("references", _references, N_("Every reference leads to a row."), local=True),
    Look("history", verify_chain, N_("The history is whole: no operation was changed, added or taken out.")),
    Look("signed", _signed, N_("The history is the one that was signed at each exit and in each backup."), local=True),
    Look("ids", _ids, N_("No id was given out twice.")),
    Look("search", _indexed, N_("The search index knows every record, and no other.")),
    Look("figures", _figures, N_("Sums, stocks and states are what the rows say."), within=_tried),
    Look("attachments", attachment_contents.missing, N_("The content of every attachment is there.")),
    Look("words", _words, N_("Every record is indexed under its own words."), within=_tried, deep=True),
    Look("contents", attachment_contents.damaged, N_("The content of every attachment is what was attached."), deep=True),
    Look("rows", strays, N_("Every record is what history made of it."), deep=True),
)

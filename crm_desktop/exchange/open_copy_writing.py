"""A whole company written into a folder that people and other programs read: the second safety net beside backups.

As of one moment, a few rows at a time, and there whole or not at all.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from crm_desktop import __version__
from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right, demand
from crm_desktop.data import durable
from crm_desktop.data.backup import size_of
from crm_desktop.data.database import LocalStore, current, database, execute, fetch, is_server, reading, write
from crm_desktop.data.migrate import applied
from crm_desktop.data.models import AccessLog
from crm_desktop.data.signing import sign_here
from crm_desktop.data.trouble import in_plain_words
from crm_desktop.data.whole_tables import StoredTable, count_of, next_ids, rows_of, stored_tables
from crm_desktop.exchange.export import demand_new_folder, whole_folder
from crm_desktop.exchange.open_copy import (
    DESCRIPTION,
    FILES,
    README,
    SUMS,
    TABLES,
    OpenCopy,
    Part,
    attached_file,
    spelled,
    table_file,
)
from crm_desktop.exchange.open_copy_words import resource
from crm_desktop.queries.values import ground

Told = Callable[[int, int], None]
"""Is called with how many rows of how many, and may raise: then nothing stays."""
_NAMES = {
    "attachment_content": ("sha256", "SELECT id, file_name FROM attachment WHERE sha256 = ? ORDER BY id LIMIT 1"),
    "outgoing_file": ("id", "SELECT id, name FROM outgoing_file WHERE id = ?"),
}
"""For each table that holds files: what a row is known by, and what its file is called."""
_PATIENT = ("SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0")


class Written(NamedTuple):
    """`protected`: what was copied opens with a passphrase only, and the copy opens for everybody."""

    rows: int
    files: int
    protected: bool


def write_open_copy(folder: Path, by: Actor, told: Told = lambda _done, _of: None) -> Written:
    """Every table and every attached file. The folder must be new or empty. Raises UserError, and then nothing was written."""
    demand(by, Right.COPY_OPENLY)
    demand_new_folder(folder)
    with write():
        AccessLog.create(at=utc_now(), staff_id=by.id, action="export", entity_table="open copy", detail=".csv")
    with in_plain_words(), whole_folder(folder) as unfinished, reading():
        if is_server():
            for setting in _PATIENT:
                execute(setting)
        store = current()
        if isinstance(store, LocalStore):
            durable.demand_room(unfinished, size_of(store.path) // 2)
        return _Writing(unfinished, told).run()


def still_readable(protected: bool) -> str:
    """What everybody should know who has such a folder."""
    if protected:
        return _(
            "This company is protected by a passphrase. The folder is not: whoever has it can read everything, without any passphrase."
        )
    return _("Whoever has the folder can read everything in it.")


class _Writing:
    def __init__(self, folder: Path, told: Told) -> None:
        self._folder, self._told = folder, told
        self._tables = stored_tables()
        self._files = self._done = 0
        self._of = sum(map(count_of, self._tables))

    def run(self) -> Written:
        with self._new(SUMS) as sums:
            parts = {table.name: self._table(table, sums) for table in self._tables}
            about = _about(parts)
            package = {**_package(about), "resources": [resource(table, parts[table.name]) for table in self._tables]}
            self._text(DESCRIPTION, json.dumps(package, ensure_ascii=False, indent=1) + "\n", sums)
            self._text(README, _readme(about), sums)
        self._told(self._of, self._of)
        return Written(sum(part.rows for part in parts.values()), self._files, about.protected)

    def _table(self, table: StoredTable, sums: BinaryIO) -> Part:
        digest, size = hashlib.sha256(), 0
        with self._new(table_file(table.name)) as file:
            for piece in spelled(table, self._counted(table), lambda row, content: self._attached(table, row, content, sums)):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        _note(sums, digest.hexdigest(), table_file(table.name))
        return Part(self._rows, size, digest.hexdigest())

    def _counted(self, table: StoredTable) -> Iterator[list[tuple[Any, ...]]]:
        self._rows = 0
        for rows in rows_of(table):
            yield rows
            self._rows += len(rows)
            self._done += len(rows)
            self._told(min(self._done, self._of), self._of)

    def _attached(self, table: StoredTable, row: tuple[Any, ...], content: bytes, sums: BinaryIO) -> str:
        """Under its own name, with the number of the record it hangs on in front."""
        known_by, asked = _NAMES[table.name]
        key = row[next(place for place, column in enumerate(table.columns) if column.name == known_by)]
        found = fetch(asked.replace("?", database.param), (key,))
        name = attached_file(table.name, f"{found[0][0]} {found[0][1]}" if found else str(key))
        with self._new(name) as file:
            file.write(content)
        _note(sums, hashlib.sha256(content).hexdigest(), name)
        self._files += 1
        return name

    def _text(self, name: str, text: str, sums: BinaryIO) -> None:
        content = text.encode()
        with self._new(name) as file:
            file.write(content)
        _note(sums, hashlib.sha256(content).hexdigest(), name)

    @contextmanager
    def _new(self, name: str) -> Iterator[BinaryIO]:
        """A file of its owner alone, on the disk when it is closed."""
        path = self._folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.create(path)
        with path.open("rb+") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())


def _note(sums: BinaryIO, digest: str, name: str) -> None:
    """As `sha256sum` writes it, which can check the folder by this file."""
    sums.write(f"{digest}  {name}\n".encode())


def _about(parts: dict[str, Part]) -> OpenCopy:
    store = current()
    ((company,),) = fetch("SELECT name FROM company")
    ((sequence, link),) = fetch("SELECT sequence, link FROM chain_head")
    zone, currency = ground()
    return OpenCopy(
        company,
        currency,
        zone.key,
        utc_now(),
        __version__,
        "postgresql" if is_server() else "sqlite",
        isinstance(store, LocalStore) and store.key is not None,
        applied(store),
        sequence,
        link,
        next_ids(),
        parts,
        sign_here(sequence, link),
    )


def _package(about: OpenCopy) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "crm-desktop-open-copy",
        "title": about.company,
        "description": _("A whole company in open formats. README.txt says how it is read."),
        "created": about.made_at.isoformat(),
        "crm_desktop": about.stated(),
    }


def _readme(about: OpenCopy) -> str:
    lines = (
        _("{company}: everything this company's file held on {moment} UTC, written by {program}.").format(
            company=about.company, moment=f"{about.made_at:%Y-%m-%d %H:%M}", program=f"crm-desktop {about.program}"
        ),
        _("Whoever has this folder can read all of it, also what the program shows to some people only. Keep it as you keep contracts."),
        "",
        _("How it is read without the program"),
        _(
            "{tables}/ holds a table in each file: CSV in UTF-8, with commas, texts in double quotes where they need them, and the "
            "names of the columns in the first line. Any spreadsheet, database or programming language opens them."
        ),
        _(
            "{description} says of each column what it is called, its type and unit, which words can stand in it and what they mean, and "
            "to which other table it leads. It is a Data Package (https://datapackage.org)."
        ),
        _(
            "An empty cell in a column that may hold nothing is nothing, in others the empty text. Where a text begins with apostrophes "
            "and then = + - @, a tab or a line break, or with apostrophes alone, take one apostrophe away: it keeps spreadsheets from "
            "taking the text for a formula."
        ),
        _("Moments are seconds since 1970 in UTC. Amounts of money and quantities are whole numbers of ten-thousandths."),
        _("{files}/ holds what was attached, under its own name. The tables name each by its path."),
        _("The history is in operation.csv and audit_entry.csv: what was done, by whom, with what stood there before and after."),
        "",
        _("Whether it is whole"),
        _("{sums} has the SHA-256 of every other file here. On Linux and macOS: sha256sum -c {sums}"),
        _("The end of the history is signed: on the computer that wrote this copy, the program tells whether anybody rewrote the history."),
        "",
        _("How it becomes a company again"),
        _("crm-desktop new NEW.crm --from THIS-FOLDER, or choose {description} with “Open a company file” on the program's first page."),
        _("Every table is compared with what is written here before the company is opened."),
    )
    words = {"tables": TABLES, "files": FILES, "description": DESCRIPTION, "sums": SUMS}
    return "\n".join(line.format(**words) if line != lines[0] else line for line in lines) + "\n"

"""A company made of an open copy: in a new file or an empty database, with every table as it was, compared before anybody opens it.

What is read here may have been cut, mixed up or made to do harm: nothing of it is believed before its digest was compared, and nothing
stays where one thing does not fit.
"""

import csv
import glob
import hashlib
import io
import re
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from time import time
from typing import Any, TextIO

from peewee import PeeweeException

from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.store_files import due_file, key_file, state_folder
from crm_desktop.data import durable, erased, search
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import Door, Guarded, LocalStore, connected, create_file, database, fetch, is_server_address, store_at, write
from crm_desktop.data.keys import write_keys
from crm_desktop.data.migrate import applied, known, migrate
from crm_desktop.data.signing import Judged, judged_here
from crm_desktop.data.trouble import in_plain_words, plain
from crm_desktop.data.whole_load import is_unused, loaded
from crm_desktop.data.whole_tables import GULP, Holds, StoredTable, rows_of, stored_tables
from crm_desktop.exchange.open_copy import (
    DESCRIPTION,
    LARGEST_DESCRIPTION,
    LARGEST_FILE,
    LONGEST_CELL,
    SUMS,
    OpenCopy,
    digest_of,
    is_ours,
    spelled,
    table_file,
    text_of,
)
from crm_desktop.services.protection import NewProtection

Told = Callable[[int, int], None]
_SUM = re.compile(r"([0-9a-f]{64})  ([^\n]+)", re.ASCII)
_PIECE = 1 << 20
_A_DAY = 86_400


def read_about(folder: Path) -> OpenCopy:
    """What a folder says of itself. Raises UserError where it is no open copy of ours, or of a newer program."""
    return _Copy(folder).about


def judged(about: OpenCopy) -> Judged:
    """Whether its history ends as it did when it was written, as far as this computer can tell."""
    return judged_here(about.signed, about.sequence, about.link)


def unjudged(about: OpenCopy) -> str:
    """What people should know of a copy that nobody can judge here; empty for one that was signed on this computer."""
    if judged(about) == Judged.GENUINE:
        return ""
    return _("Nothing signed on this computer proves its history. Take it only from somebody you trust.")


def company_from_copy(
    folder: Path, address: Path | str, protection: NewProtection | None = None, told: Told = lambda _done, _of: None
) -> OpenCopy:
    """Make it in a new file, under a passphrase where `protection` is given, or in an empty database on a server.

    `told` is called with how much of how much is done, and may raise. No store may be open in this program.

    Raises UserError, and then nothing was made.
    """
    with in_plain_words():
        copy = _Copy(folder)
        if is_server_address(address):
            if protection is not None:
                raise UserError(_("A server's company is protected by its administrator. Nothing was made."))
            _load(store_at(address), copy, told)
        else:
            _make_file(Path(address).resolve(), copy, protection, told)
    return copy.about


class _Copy:
    """A folder whose files are read one after the other, each with its digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = self._folder = folder.resolve()
        if not (folder / DESCRIPTION).is_file() or not (folder / SUMS).is_file():
            raise UserError(_("{folder} is no open copy of a company. Nothing was made; name the folder that holds {file}.").format(
                folder=folder, file=DESCRIPTION))  # fmt: skip
        self.sums = dict(self._summed())
        description = self._content(DESCRIPTION, LARGEST_DESCRIPTION)
        try:
            self.about = OpenCopy.read(description.decode())
        except ValueError as error:
            raise _refusal(_("{file} does not describe an open copy of this program").format(file=DESCRIPTION)) from error
        here = known()
        if not set(self.about.migrations) <= set(here):
            raise UserError(_("A newer version of the program wrote this open copy. Update the program; nothing was made."))
        if not self.about.migrations or self.about.migrations != here[: len(self.about.migrations)]:
            raise _refusal(_("{file} was changed").format(file=DESCRIPTION))
        if judged(self.about) == Judged.FALSE:
            raise _refusal(_("the end of its history is not the one that was signed on this computer"))

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.about.tables.values())

    @property
    def size(self) -> int:
        return sum(part.size for part in self.about.tables.values()) + sum(
            (self._folder / name).stat().st_size for name in self.sums if not name.startswith("tables/") and (self._folder / name).is_file()
        )

    def rows_of(self, table: StoredTable) -> Iterator[list[Sequence[Any]]]:
        """As they go into a store, some at a time."""
        return self._gulps(table, [_reader(column.holds, required=column.required) or self._file for column in table.columns])

    def digest_of(self, table: StoredTable) -> str:
        """What `open_copy.digest_of` must find in the store."""
        if not table.has_files:
            return self.about.tables[table.name].sha256
        readers = [_reader(column.holds, required=column.required) or str for column in table.columns]
        digest = hashlib.sha256()
        gulps = ([tuple(row) for row in rows] for rows in self._gulps(table, readers))
        for piece in spelled(table, gulps, lambda _row, name: self.sums.get(str(name), "")):
            digest.update(piece)
        return digest.hexdigest()

    def _gulps(self, table: StoredTable, readers: Sequence[Callable[[str], Any]]) -> Iterator[list[Sequence[Any]]]:
        name, size = table_file(table.name), 1 if table.has_files else GULP
        with self._lines(name) as lines:
            cells = _parsed(name, lines)
            if next(cells, None) != [column.name for column in table.columns]:
                raise _refusal(_("{file} has other columns than its table").format(file=name))
            count = 0
            while rows := [_read(name, readers, row) for row in islice(cells, size)]:
                count += len(rows)
                yield rows
        if count != self.about.tables[table.name].rows:
            raise _refusal(_("{file} has other rows than are written about it").format(file=name))

    def _file(self, name: str) -> bytes:
        if not name.startswith("files/"):
            raise _refusal(_("{file} is not among its files").format(file=name[:200]))
        return self._content(name, LARGEST_FILE)

    def _content(self, name: str, most: int) -> bytes:
        path = self._path(name)
        if path.stat().st_size > most:
            raise _refusal(_("{file} is too large").format(file=name))
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sums[name]:
            raise _refusal(_("{file} was changed").format(file=name))
        return content

    @contextmanager
    def _lines(self, name: str) -> Iterator[TextIO]:
        """Read to its end, it is what was written there once."""
        part, path = self.about.tables[name.removeprefix("tables/").removesuffix(".csv")], self._path(name)
        if path.stat().st_size != part.size or part.sha256 != self.sums[name]:
            raise _refusal(_("{file} was changed").format(file=name))
        with path.open("rb", buffering=0) as file:
            digesting = _Digesting(file)
            yield io.TextIOWrapper(io.BufferedReader(digesting, _PIECE), encoding="utf-8", newline="")
            if digesting.digest.hexdigest() != part.sha256:
                raise _refusal(_("{file} was changed").format(file=name))

    def _path(self, name: str) -> Path:
        """A plain file in the folder. No link: it could lead anywhere."""
        path = self._folder / name
        if name not in self.sums:
            raise _refusal(_("{file} is not among its files").format(file=name[:200]))
        inside = [self._folder.joinpath(*Path(name).parts[: depth + 1]) for depth in range(len(Path(name).parts))]
        try:
            kinds = [stat.S_IFMT(each.lstat().st_mode) for each in inside]
        except FileNotFoundError as error:
            raise _refusal(_("{file} is missing").format(file=name)) from error
        if kinds[-1] != stat.S_IFREG or any(kind != stat.S_IFDIR for kind in kinds[:-1]):
            raise _refusal(_("{file} is no plain file").format(file=name))
        return path

    def _summed(self) -> Iterator[tuple[str, str]]:
        path = self._folder / SUMS
        if path.is_symlink() or path.stat().st_size > LARGEST_DESCRIPTION:
            raise _refusal(_("{file} was changed").format(file=SUMS))
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise _refusal(_("{file} was changed").format(file=SUMS)) from error
        for line in filter(None, lines):
            found = _SUM.fullmatch(line)
            if found is None:
                raise _refusal(_("{file} was changed").format(file=SUMS))
            if not is_ours(found[2]):
                raise _refusal(_("{file} names a file that no copy holds: {name}").format(file=SUMS, name=found[2][:200]))
            yield found[2], found[1]


class _Digesting(io.RawIOBase):
    def __init__(self, file: io.RawIOBase | io.FileIO) -> None:
        super().__init__()
        self._file = file
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._file.readinto(buffer) or 0
        self.digest.update(memoryview(buffer)[:count])
        return count


def _parsed(name: str, file: TextIO) -> Iterator[list[str]]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(_short_lines(name, file), strict=True)
    except (csv.Error, UnicodeDecodeError) as error:
        raise _refusal(_("{file} is not CSV in UTF-8").format(file=name)) from error
    finally:
        csv.field_size_limit(before)


def _short_lines(name: str, file: TextIO) -> Iterator[str]:
    for line in iter(partial(file.readline, LONGEST_CELL), ""):
        if len(line) == LONGEST_CELL:
            raise _refusal(_("{file} has a line that is too long").format(file=name))
        yield line


def _reader(holds: Holds, *, required: bool) -> Callable[[str], Any] | None:
    """None for what a file holds. A number that is spelled in another way than it is written shows when all is compared."""
    if holds is Holds.BYTES:
        return None
    if holds is Holds.NUMBER:
        return int if required else lambda cell: int(cell) if cell else None
    return _text if required else lambda cell: _text(cell) if cell else None


def _text(cell: str) -> str:
    return text_of(cell) if cell[:1] == "'" else cell


def _read(name: str, readers: Sequence[Callable[[str], Any]], cells: list[str]) -> Sequence[Any]:
    try:
        return [read(cell) for read, cell in zip(readers, cells, strict=True)]
    except ValueError as error:
        raise _refusal(_("{file} has a row that is not one of its table").format(file=name)) from error


def _refusal(why: str) -> UserError:
    return UserError(_("This open copy cannot be used: {why}. Nothing was made; take another copy, or a backup.").format(why=why))


def _make_file(path: Path, copy: _Copy, protection: NewProtection | None, told: Told) -> None:
    """Beside its place, and put there when it is whole."""
    _demand_free(path)
    if not path.parent.is_dir():
        raise UserError(_("There is no folder {folder}. Nothing was made; make it first.").format(folder=path.parent))
    durable.demand_room(path.parent, copy.size)
    _forget_broken_off(path)
    key = protection.key if protection is not None else None
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.making")
    try:
        create_file(part, key)
        _load(LocalStore(part, key), copy, told)
        durable.sync_file(part)
        _demand_free(path)
        _look_who_came_back(path, copy)
        if protection is not None:
            write_keys(path, protection.keys)
        durable.replace(part, path)
        durable.sync_folder(path.parent)
    finally:
        for ending in ("", "-wal", "-shm"):
            part.with_name(part.name + ending).unlink(missing_ok=True)
        shutil.rmtree(state_folder(part), ignore_errors=True)
        if not path.exists():
            shutil.rmtree(state_folder(path), ignore_errors=True)
            if protection is not None:
                key_file(path).unlink(missing_ok=True)


def _forget_broken_off(path: Path) -> None:
    """What a program left half done that was killed: nobody works on one for a day."""
    for part in path.parent.glob(f"{glob.escape(path.name)}.*.making*"):
        if time() - part.stat().st_mtime > _A_DAY:
            shutil.rmtree(part) if part.is_dir() else part.unlink()


def _demand_free(path: Path) -> None:
    if path.exists():
        raise StoreRefused(_("There is a file of that name already. Nothing was changed; choose another name."))
    if key_file(path).exists():
        raise StoreRefused(_("There is {path} of another company. Nothing was changed; choose another name.").format(path=key_file(path)))


def _look_who_came_back(path: Path, copy: _Copy) -> None:
    """Who was erased after the copy was written is erased again when the company is opened, as after any backup."""
    erased.carry(copy.folder.parent, erased.erased_list(path))
    durable.make_folder(due_file(path).parent)
    durable.write_text(due_file(path), "")


def _load(store: Guarded, copy: _Copy, told: Told) -> None:
    """Into a store of the tables that the copy was made of; then the scripts that came later run."""
    with connected(store):
        if not is_unused(store):
            raise UserError(_("There is something in this database already. Nothing was changed; name an empty one."))
        migrate(store, last=copy.about.migrations[-1])
        if applied(store) != copy.about.migrations:
            raise UserError(_("This database has tables of a newer version than the copy. Nothing was changed; name an empty one."))
        if not isinstance(store, LocalStore):
            _fill(store, copy, told)
    if isinstance(store, LocalStore):
        hasty = LocalStore(store.path, store.key, Door.NEW)
        with connected(hasty):
            _fill(hasty, copy, told)
    with connected(store):
        database.initialize(store)
        if migrate(store):
            _index()
        if isinstance(store, LocalStore):
            store.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill(store: Guarded, copy: _Copy, told: Told) -> None:
    database.initialize(store)
    tables = stored_tables()
    if {table.name for table in tables} != copy.about.tables.keys():
        raise _refusal(_("it has other tables than it should"))
    count = _Count(told, 2 * copy.rows)
    try:
        with loaded(tables, lambda table: count.through(copy.rows_of(table)), copy.about.next_ids):
            for table in tables:
                if digest_of(table, count.through(rows_of(table))) != copy.digest_of(table):
                    raise _refusal(_("{file} did not come in as it is").format(file=table_file(table.name)))
            _demand_history(copy.about)
            if applied(store) == known():
                search.rebuild()
    except (PeeweeException, OverflowError) as error:
        raise plain(error) or _refusal(_("its rows do not fit together")) from error


def _index() -> None:
    with write():
        search.rebuild()


def _demand_history(about: OpenCopy) -> None:
    if fetch("SELECT sequence, link FROM chain_head") != [(about.sequence, about.link)]:
        raise _refusal(_("its history has another end than is written about it"))
    if problems := verify_chain():
        raise _refusal(_("its history is not whole: {problem}").format(problem=problems[0]))


class _Count:
    def __init__(self, told: Told, of: int) -> None:
        self._told, self._of, self._done = told, of, 0

    def through(self, gulps: Iterator[list[Any]]) -> Iterator[list[Any]]:
        for rows in gulps:
            yield rows
            self._done += len(rows)
            self._told(min(self._done, self._of), self._of)

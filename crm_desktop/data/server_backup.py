"""Backups of a store on a server, by PostgreSQL's own programs. The rows are counted again in the copy; the same note lies beside it."""

import os
import re
import secrets
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from crm_desktop import __version__
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.data import durable
from crm_desktop.data.contents import Snapshot, contents, differences, snapshot, tables
from crm_desktop.data.database import connected
from crm_desktop.data.manifest import Backup, Manifest, Reason, keep, read_backup
from crm_desktop.data.migrate import applied
from crm_desktop.data.server import ServerStore
from crm_desktop.data.trouble import in_plain_words

ENDING = ".dump"
_COPY = re.compile(rb'COPY public\."?(\w+)"? \(.*\) FROM stdin;')
_PATIENT = ("SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0")
_OTHERS = """SELECT COUNT(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def back_up(source: ServerStore, folder: Path, reason: Reason) -> Backup:
    """Raises UserError when no good backup could be made; then the folder is as it was."""
    with in_plain_words():
        durable.make_folder(folder)
        part = folder / f"{secrets.token_hex(8)}.part"
        try:
            seen = _dump(source, part)
            _demand_rows(part, seen)
            about = Manifest(
                name_of(source.address),
                "postgresql",
                False,
                str(reason),
                utc_now(),
                __version__,
                part.stat().st_size,
                durable.sha256(part),
                seen,
            )
            return keep(part, folder, ENDING, about)
        finally:
            part.unlink(missing_ok=True)


def verify_backup(path: Path) -> Backup:
    """Raises UserError unless the copy has the bytes and the rows that are written about it."""
    with in_plain_words():
        backup = read_backup(path)
        if backup.manifest is None or backup.problem or durable.sha256(path) != backup.manifest.sha256:
            raise UserError(
                _("{file} was never verified, or it was changed. It was not used; choose another backup.").format(file=path.name)
            )
        _demand_rows(path, backup.manifest.seen)
    return backup


def restore(address: str, path: Path, safety: Path) -> tuple[Backup, Path | None]:
    """In one transaction of the server; what was there is backed up into `safety` first, and that backup is returned too."""
    backup = verify_backup(path)
    assert backup.manifest is not None
    wanted = backup.manifest.seen
    before = _prepare(ServerStore(address), wanted, safety)
    options = {"PGOPTIONS": "-c lock_timeout=5s -c statement_timeout=0"}
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        _target(address),
        str(path),
        address=address,
        also=options,
    )
    store = ServerStore(address)
    with connected(store):
        if wrong := differences(contents(store, wanted.tables), wanted.tables):
            raise UserError(_("The restored store differs from the backup in {tables}. Restore another.").format(tables=", ".join(wrong)))
    return backup, before


def _prepare(store: ServerStore, wanted: Snapshot, safety: Path) -> Path | None:
    with connected(store):
        ((others,),) = store.execute_sql(_OTHERS).fetchall()
        if others:
            raise UserError(_("Somebody else is connected to this store. Nothing was changed; ask them to close it first."))
        there = tables(store)
        if there and applied(store) != wanted.migrations:
            raise UserError(_("This database holds tables of another version. Nothing was changed; restore into an empty database."))
    return back_up(store, safety, Reason.RESTORE).path if there else None


def name_of(address: str) -> str:
    return str(conninfo_to_dict(address).get("dbname", "store"))


def _dump(source: ServerStore, part: Path) -> Snapshot:
    """Both read the same moment: the program takes over the snapshot that this transaction holds."""
    durable.create(part)
    reader = ServerStore(source.address)
    with connected(reader), reader.atomic("REPEATABLE READ"):
        for setting in _PATIENT:
            reader.execute_sql(setting)
        ((moment,),) = reader.execute_sql("SELECT pg_export_snapshot()").fetchall()
        seen = snapshot(reader)
        _run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            f"--snapshot={moment}",
            f"--file={part}",
            _target(source.address),
            address=source.address,
        )
    return seen


def _demand_rows(dump: Path, seen: Snapshot) -> None:
    found = _rows(dump)
    wrong = sorted(name for name, table in seen.tables.items() if found[name] != table.rows)
    if wrong:
        text = _("{file} does not hold the rows that were backed up ({tables}). It was not used.")
        raise UserError(text.format(file=dump.name, tables=", ".join(wrong)))


def _rows(dump: Path) -> Counter[str]:
    command = [_program("pg_restore"), "--data-only", "--file=-", str(dump)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:
        assert reading.stdout is not None
        found = _counted(reading.stdout)
    if reading.returncode:
        raise UserError(_("{file} cannot be read to its end. It was not used; choose another backup.").format(file=dump.name))
    return found


def _counted(text: IO[bytes]) -> Counter[str]:
    found: Counter[str] = Counter()
    table = None
    for line in text:
        if table is None:
            start = _COPY.match(line)
            table = start[1].decode() if start else None
        elif line.rstrip(b"\r\n") == b"\\.":
            table = None
        else:
            found[table] += 1
    return found


def _target(address: str) -> str:
    """Without the password: others see a program's arguments."""
    parts = {name: value for name, value in conninfo_to_dict(address).items() if name != "password"}
    return f"--dbname={make_conninfo('', **parts)}"


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise UserError(
            _(
                "{program} is not on this computer. Nothing was changed; install PostgreSQL's client programs, or back up on the server."
            ).format(program=name)
        )
    return found


def _run(name: str, *arguments: str, address: str, also: dict[str, str] | None = None) -> None:
    password = conninfo_to_dict(address).get("password")
    done = subprocess.run(
        [_program(name), *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **({"PGPASSWORD": str(password)} if password else {}), **(also or {})},
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [str(done.returncode)]
        raise UserError(_("{program} did not come through: {said}. Nothing was changed.").format(program=name, said=said[0]))

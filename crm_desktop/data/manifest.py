"""What lies beside each backup: what it holds, to the digit, so that it can be looked at again without trust."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.read_json import read_json
from crm_desktop.data import durable
from crm_desktop.data.contents import Snapshot, Table, digest_of
from crm_desktop.data.keys import Keys
from crm_desktop.data.signing import Signed

KIND = "crm-desktop backup"
FORM = 1
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"-(\d{8}T\d{6}Z)(-\d+)?\.[A-Za-z]+", re.ASCII)


class Reason(StrEnum):
    """Why a backup was taken."""

    BY_HAND = N_("by hand")
    BY_ITSELF = N_("by itself")
    PROTECTION = N_("at a change of protection")
    IMPORT = N_("before an import")
    MIGRATION = N_("before a new version's changes")
    RESTORE = N_("before a restore")
    ERASURE = N_("before an erasure")


@dataclass(frozen=True, slots=True)
class Manifest:
    """`store` is the store's name without folder and ending; `engine` sqlite or postgresql; `sha256` and `size` are the file's.

    `keys`: what a protected backup's key is sealed in, so that it opens also when everything else is lost.
    `signed`: the end of its history.
    """

    store: str
    engine: str
    encrypted: bool
    reason: str
    made_at: datetime
    program: str
    size: int
    sha256: str
    seen: Snapshot
    keys: Keys | None = None
    signed: Signed | None = None

    def to_json(self) -> str:
        own = {name: value for name, value in asdict(self).items() if name not in ("seen", "made_at", "keys", "signed")}
        if self.keys is not None:
            own["keys"] = self.keys.stated()
        if self.signed is not None:
            own["signed"] = asdict(self.signed)
        seen = {**asdict(self.seen), "tables": {name: table._asdict() for name, table in self.seen.tables.items()}}
        stated = {"kind": KIND, "form": FORM, "made_at": self.made_at.isoformat(), **own, "digest": digest_of(self.seen.tables), **seen}
        return json.dumps(stated, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Raises ValueError for what is no manifest of ours, or was changed."""
        try:
            stated = read_json(text)
            if (stated["kind"], stated["form"]) != (KIND, FORM):
                raise ValueError(text[:100])
            return cls._from(stated)
        except (TypeError, KeyError) as error:
            raise ValueError(text[:100]) from error

    @classmethod
    def _from(cls, stated: dict[str, Any]) -> "Manifest":
        tables = {name: Table(int(table["rows"]), table["digest"]) for name, table in stated["tables"].items()}
        seen = Snapshot(tuple(stated["migrations"]), tables, int(stated["sequence"]), stated["link"])
        if digest_of(tables) != stated["digest"]:
            raise ValueError(stated["digest"])
        own = {name: stated[name] for name in ("store", "engine", "encrypted", "reason", "program", "size", "sha256")}
        keys = Keys.from_stated(stated["keys"]) if "keys" in stated else None
        signed = Signed.from_stated(stated["signed"]) if "signed" in stated else None
        return cls(**own, made_at=datetime.fromisoformat(stated["made_at"]).astimezone(UTC), seen=seen, keys=keys, signed=signed)


@dataclass(frozen=True, slots=True)
class Backup:
    """`manifest` is there when the backup was verified; `problem` says what speaks against it since."""

    path: Path
    made_at: datetime
    size: int
    manifest: Manifest | None
    problem: str = ""

    @property
    def verified(self) -> bool:
        return self.manifest is not None and not self.problem

    def rows(self, table: str) -> int:
        return self.manifest.seen.tables.get(table, Table(0, "")).rows if self.manifest else 0

    def holds(self) -> str:
        return ", ".join(
            (
                ngettext("{count} customer", "{count} customers", self.rows("customer")),
                ngettext("{count} order", "{count} orders", self.rows("sales_order")),
                ngettext("{count} interaction", "{count} interactions", self.rows("interaction")),
            )
        )

    def with_problem(self, problem: str) -> "Backup":
        return replace(self, problem=problem)


def manifest_file(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def default_folder(store: Path) -> Path:
    return store.with_name(f"{store.stem} backups")


def take_name(folder: Path, stem: str, ending: str, made_at: datetime) -> Path:
    """An empty file of a name that nobody had, also where two programs back up in the same second."""
    for number in count(1):
        path = folder / f"{stem}-{made_at:{_STAMP}}{'' if number == 1 else f'-{number}'}{ending}"
        try:
            durable.create(path)
        except FileExistsError:
            continue
        return path
    raise AssertionError


def keep(part: Path, folder: Path, ending: str, about: Manifest) -> Backup:
    """Put a verified copy in its place, and what is known of it beside it."""
    path = take_name(folder, about.store, ending, about.made_at)
    try:
        durable.put_in_place(part, path)
        durable.write_text(manifest_file(path), about.to_json())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Backup(path, about.made_at, about.size, about)


def read_backup(path: Path) -> Backup:
    """Raises OSError where there is no such file."""
    stat = path.stat()
    try:
        manifest = Manifest.from_json(manifest_file(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = _("It was never verified.")
    except ValueError:
        problem = _("What should be written about it beside it cannot be read.")
    else:
        cut = "" if stat.st_size == manifest.size else _("Its size is not what it was.")
        return Backup(path, manifest.made_at, stat.st_size, manifest, cut)
    named = _NAMED.search(path.name)
    moment = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC) if named else datetime.fromtimestamp(stat.st_mtime, UTC)
    return Backup(path, moment, stat.st_size, None, problem)


def list_backups(folder: Path) -> list[Backup]:
    """The newest first. Looks at names, sizes and what stands beside, not into the files."""
    return sorted(_found(folder), key=lambda backup: (backup.made_at, len(backup.path.name), backup.path.name), reverse=True)


def _found(folder: Path) -> Iterator[Backup]:
    if folder.is_dir():
        for path in folder.iterdir():
            if _NAMED.search(path.name) and path.suffix not in (".json", ".part", ".key") and path.is_file():
                yield read_backup(path)


def newest_verified(folder: Path, store: str) -> Backup | None:
    """Of this store, and still the same bytes."""
    for backup in list_backups(folder):
        about = backup.manifest
        if about and about.store == store and backup.verified and durable.sha256(backup.path) == about.sha256:
            return backup
    return None


def age(made_at: datetime) -> str:
    since = utc_now() - made_at
    if since < timedelta(minutes=1):
        return _("less than a minute old")
    if since < timedelta(hours=1):
        return ngettext("{count} minute old", "{count} minutes old", int(since.total_seconds() // 60))
    if since < timedelta(days=2):
        return ngettext("{count} hour old", "{count} hours old", int(since.total_seconds() // 3600))
    return ngettext("{count} day old", "{count} days old", since.days)

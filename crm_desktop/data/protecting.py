"""A store put under a key, or freed of it: rewritten as a whole, read again, backed up in its new form, and put in the old one's place.

It is crash-safe as a restore is, since the last step is one: whoever opens the store next finishes it, or has the old one as it was.
"""

from dataclasses import replace
from pathlib import Path

from peewee import __exception_wrapper__  # type: ignore[attr-defined]

from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import StoreRefused
from crm_desktop.core.i18n import _
from crm_desktop.core.store_files import is_plain, key_file
from crm_desktop.data import durable
from crm_desktop.data.backup import keep_copy, size_of, verify
from crm_desktop.data.contents import Snapshot, snapshot
from crm_desktop.data.database import APPLICATION_ID, LocalStore, connected, fill_file, passphrase_of
from crm_desktop.data.keys import Keys, read_keys, write_keys
from crm_desktop.data.lock import Use, held
from crm_desktop.data.manifest import Backup, default_folder, list_backups, manifest_file, read_backup
from crm_desktop.data.restore import Plan, aside_of, begin, finish, keys_of_backup, part_of, taken_back_on_error
from crm_desktop.data.trouble import in_plain_words


def convert(path: Path, old: bytes | None, new: bytes | None, keys: Keys | None) -> Backup:
    """The store under another key, or under none: the verified backup that was made of it on the way.

    Nobody may have it open. Raises UserError, and then it is as it was.
    """
    path = path.resolve()
    with in_plain_words(), held(path, Use.ALONE, first=lambda: finish(path)), taken_back_on_error(path):
        durable.demand_room(path.parent, 2 * size_of(path))
        part = part_of(path)
        part.unlink(missing_ok=True)
        source = LocalStore(path, old)
        with connected(source):
            seen = _rewrite(source, part, new)
        verify(part, new, seen)
        durable.sync_file(part)
        made = keep_copy(part, LocalStore(path, new), default_folder(path), seen, keys)
        begin(path, Plan(aside_of(path, old, utc_now()), durable.sha256(part), discard=True), keys)
        finish(path)
    return made


def _rewrite(source: LocalStore, part: Path, new: bytes | None) -> Snapshot:
    """Every page anew: SQLCipher changes a key, but makes no plain file encrypted and no encrypted one plain."""
    durable.create(part)
    seen = snapshot(source)
    with __exception_wrapper__:
        connection = source.connection()  # type: ignore[no-untyped-call]
        connection.execute("ATTACH DATABASE ? AS rewritten KEY ?", (part.as_uri(), passphrase_of(new)))
        connection.execute("SELECT sqlcipher_export('rewritten')")
        connection.execute(f"PRAGMA rewritten.application_id = {APPLICATION_ID}")
        connection.execute("DETACH DATABASE rewritten")
    fill_file(part, new, {"journal_mode": "wal"})
    return seen


def keys_for(path: Path) -> Keys | None:
    """What seals the key of a protected store or backup: beside it, in its manifest, or in the newest backup of the store.

    None where it is not protected by us. The store itself is not looked at: it may be open here.
    """
    refused = None
    try:
        if (own := read_keys(path)) is not None:
            return own
    except StoreRefused as error:
        refused = error
    found = _in_manifest(path) or _in_backups(path)
    if found is None and refused is not None:
        raise refused
    return found


def mend_key_file(path: Path, keys: Keys, key: bytes) -> None:
    """Where the file beside the store was lost, a backup's copy takes its place; but only of the key that opens the store."""
    if key_file(path).exists() or _in_manifest(path) is not None:
        return
    store = LocalStore(path, key)
    with connected(store):
        write_keys(path, keys)


def put_recovery_into_backups(keys: Keys, *folders: Path) -> None:
    """Backups of the same data key open with this recovery key from now on, and with none from before."""
    for backup in (each for folder in folders for each in list_backups(folder)):
        about = backup.manifest
        if about is not None and about.keys is not None and about.keys.name == keys.name:
            sealed = replace(about, keys=replace(about.keys, by_recovery=keys.by_recovery))
            durable.write_text(manifest_file(backup.path), sealed.to_json())


def readable_backups(store: Path) -> list[Path]:
    """Those of it that need no key: from before it was protected."""
    return [each.path for each in list_backups(default_folder(store)) if each.path.stem.startswith(store.stem) and is_plain(each.path)]


def remove_backups(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
        manifest_file(path).unlink(missing_ok=True)


def demand_plain(path: Path) -> None:
    """Raises StoreRefused for a store that is protected already."""
    if key_file(path).exists() and not is_plain(path):
        raise StoreRefused(_("{path} is protected already. Nothing was changed.").format(path=path))


def _in_manifest(path: Path) -> Keys | None:
    return keys_of_backup(read_backup(path)) if manifest_file(path).exists() else None


def _in_backups(path: Path) -> Keys | None:
    newest = (each.manifest for each in list_backups(default_folder(path)))
    return next((about.keys for about in newest if about is not None and about.store == path.stem and about.keys is not None), None)

"""A company's file under a passphrase: setting it up, opening it, another passphrase, and taking it off again.

Whoever knows the passphrase holds the file: rights are asked for inside the program, where somebody acts.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.recovery_key import read, written
from crm_desktop.core.rights import Right, demand
from crm_desktop.core.store_files import key_file
from crm_desktop.data import keys as sealing
from crm_desktop.data import protecting, remembered_keys
from crm_desktop.data.database import LocalStore, create_file, current
from crm_desktop.data.keys import Keys
from crm_desktop.data.manifest import Backup, default_folder
from crm_desktop.data.trouble import in_plain_words


@dataclass(frozen=True, slots=True)
class NewProtection:
    """Held in memory until its recovery key was typed back; nothing is written before."""

    key: bytes
    keys: Keys
    recovery: bytes

    def sheet_words(self) -> str:
        return written(self.recovery)

    def demand_typed_back(self, text: str) -> None:
        """Raises UserError unless this is the recovery key that was shown."""
        if read(text) != self.recovery:
            raise UserError(_("This is a recovery key, but not the one that was shown. Nothing was changed; compare the groups."))


@dataclass(frozen=True, slots=True)
class Converted:
    """`readable`: backups from before, which anybody can read."""

    backup: Backup
    readable: list[Path]


def new_protection(passphrase: str) -> NewProtection:
    """Takes about 0.2 seconds. Raises UserError for a passphrase that is too easy."""
    return NewProtection(*sealing.made_keys(passphrase))


def create_protected(path: Path, new: NewProtection) -> None:
    """An empty protected file. Its key lies beside it before there is a file that needs it."""
    if path.exists():
        raise StoreRefused(_("There is a file of that name already. Nothing was changed; choose another name."))
    if key_file(path).exists():
        raise StoreRefused(_("There is {path} of another company. Nothing was changed; choose another name.").format(path=key_file(path)))
    sealing.write_keys(path, new.keys)
    try:
        create_file(path, new.key)
    except BaseException:
        if not path.exists():
            key_file(path).unlink(missing_ok=True)
        raise


def is_protected(path: Path) -> bool:
    """By a passphrase. Raises StoreRefused where what seals its key cannot be read."""
    return protecting.keys_for(path) is not None


def have_one_key(store: Path, backup: Path) -> bool:
    """Whoever opens the store opens the backup, also where the passphrase was changed since. Raises StoreRefused as `is_protected`."""
    own, other = protecting.keys_for(store), protecting.keys_for(backup)
    return own is not None and other is not None and own.name == other.name


def unlock(path: Path, passphrase: str) -> bytes:
    """The key of a protected store or backup. Takes about 0.2 seconds; raises WrongKey."""
    keys = _keys_of(path)
    return _unlocked(path, keys, sealing.by_passphrase(keys, passphrase))


def unlock_by_recovery(path: Path, recovery: str) -> bytes:
    """The same with the recovery key as it stands on the sheet. Raises UserError that names a mistyped group."""
    keys = _keys_of(path)
    return _unlocked(path, keys, sealing.by_recovery(keys, read(recovery)))


def unlock_remembered(path: Path) -> bytes | None:
    """What this computer's keyring holds for it; None where it holds nothing."""
    keys = protecting.keys_for(path)
    key = remembered_keys.remembered(keys.name) if keys is not None else None
    return key if keys is not None and key is not None and sealing.name_of(key) == keys.name else None


def remember_key(path: Path, key: bytes) -> bool:
    """Whether this computer's keyring took it. It is never written down in plain."""
    return remembered_keys.remember(_keys_of(path).name, key)


def forget_key(path: Path) -> None:
    remembered_keys.forget(_keys_of(path).name)


def can_remember() -> bool:
    return remembered_keys.is_there()


def protect(path: Path, new: NewProtection, by: Actor) -> Converted:
    """Nobody may have the store open. Raises UserError, and then it is as it was."""
    demand(by, Right.PROTECT)
    protecting.demand_plain(path)
    made = protecting.convert(path, None, new.key, new.keys)
    return Converted(made, protecting.readable_backups(path))


def unprotect(path: Path, key: bytes, by: Actor) -> Converted:
    """The same the other way round: what it was protected from can read it then."""
    demand(by, Right.PROTECT)
    keys = protecting.keys_for(path)
    made = protecting.convert(path, key, None, None)
    if keys is not None:
        remembered_keys.forget(keys.name)
    return Converted(made, [])


def change_passphrase(path: Path, key: bytes, passphrase: str, by: Actor) -> None:
    """No byte of the store changes, and it may be open meanwhile. Raises UserError for a passphrase that is too easy."""
    demand(by, Right.PROTECT)
    renew_passphrase(path, key, passphrase)


def is_protected_here() -> bool | None:
    """The open company, by a passphrase; None for a server's, which has no file of ours."""
    store = current()
    return store.key is not None and is_protected(store.path) if isinstance(store, LocalStore) else None


def change_passphrase_here(old: str, new: str, by: Actor) -> None:
    """Of the open company, by somebody who knows the old one. Raises WrongKey, and UserError for one that is too easy."""
    demand(by, Right.PROTECT)
    path = _path_here()
    change_passphrase(path, unlock(path, old), new, by)


def renew_passphrase(path: Path, key: bytes, passphrase: str) -> None:
    """The same for somebody who forgot it, and holds the recovery key: nobody can be signed in yet."""
    sealing.write_keys(path, sealing.with_passphrase(_keys_of(path), key, passphrase))


def new_recovery(path: Path, key: bytes) -> NewProtection:
    """Another recovery key for a store whose key is known. Nothing is written before it was typed back: then `use_recovery`."""
    return NewProtection(key, *sealing.with_recovery(_keys_of(path), key))


def use_recovery(path: Path, new: NewProtection, by: Actor, second: Path | None = None) -> None:
    """From now on the former sheet opens neither the company nor its backups, those in the second place included.

    No byte of the store changes, and it may be open meanwhile.
    """
    demand(by, Right.PROTECT)
    keys = replace(_keys_of(path), by_recovery=new.keys.by_recovery)
    with in_plain_words():
        sealing.write_keys(path, keys)
        protecting.put_recovery_into_backups(keys, default_folder(path), *([second] if second is not None else []))


def new_recovery_here(passphrase: str, by: Actor) -> NewProtection:
    """Of the open company, for somebody who knows its passphrase. Raises WrongKey."""
    demand(by, Right.PROTECT)
    path = _path_here()
    return new_recovery(path, unlock(path, passphrase))


def use_recovery_here(new: NewProtection, by: Actor, second: Path | None = None) -> None:
    use_recovery(_path_here(), new, by, second)


def _path_here() -> Path:
    store = current()
    assert isinstance(store, LocalStore), "only a file has a passphrase"
    return store.path


def remove_readable(paths: list[Path], by: Actor) -> None:
    """Backups that `protect` found readable. What a disk keeps of removed files is not in a program's hands."""
    demand(by, Right.PROTECT)
    protecting.remove_backups(paths)


def _keys_of(path: Path) -> Keys:
    keys = protecting.keys_for(path)
    if keys is None:
        text = _("{path} is not protected by a passphrase, or the file with its sealed key is gone. Nothing was changed.")
        raise StoreRefused(text.format(path=path))
    return keys


def _unlocked(path: Path, keys: Keys, key: bytes) -> bytes:
    protecting.mend_key_file(path, keys, key)
    return key

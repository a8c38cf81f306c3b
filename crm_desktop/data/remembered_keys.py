"""Keys that this computer's own keyring keeps for its user: a convenience, and only where the system encrypts what it keeps."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "crm-desktop"
TRUSTED = ("keyring.backends.Windows", "keyring.backends.macOS", "keyring.backends.SecretService", "keyring.backends.kwallet")
"""What the systems bring along. Others may write a plain file, and would be asked without our knowing."""


def is_there() -> bool:
    return _keyring() is not None


def remember(name: str, key: bytes) -> bool:
    """False where there is no keyring, or it did not want to."""
    from keyring.errors import KeyringError

    keyring = _keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE, name, key.hex())
    except KeyringError:
        return False
    return True


def remembered(name: str) -> bytes | None:
    from keyring.errors import KeyringError

    keyring = _keyring()
    if keyring is None:
        return None
    try:
        found = keyring.get_password(SERVICE, name)
        return bytes.fromhex(found) if found else None
    except (KeyringError, ValueError):  # it stays locked, or somebody else put something there: then people are asked
        return None


def forget(name: str) -> None:
    from keyring.errors import KeyringError

    keyring = _keyring()
    if keyring is not None:
        try:
            keyring.delete_password(SERVICE, name)
        except KeyringError:  # it was not in there
            return


def _keyring() -> "KeyringBackend | None":
    from keyring.backend import get_all_keyring

    trusted = (each for each in get_all_keyring() if type(each).__module__.startswith(TRUSTED))
    return max(trusted, key=lambda each: each.priority, default=None)

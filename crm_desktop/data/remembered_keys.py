"""Keys that this computer's own keyring keeps for its user: a convenience, and only where the system encrypts what it keeps."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "crm-desktop"
TRUSTED = ("keyring.backends.Windows", "keyring.backends.macOS", "keyring.backends.SecretService", "keyring.backends.kwallet")
"""What the systems bring along. Others may write a plain file, and would be asked without our knowing."""
PATIENCE = 30.0
"""Seconds: so long a person may take to unlock it. A daemon that never answers must not keep anybody out of the company."""


def is_there() -> bool:
    return _keyring() is not None


def remember(name: str, key: bytes) -> bool:
    """False where there is no keyring, or it did not want to."""
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE, name, key.hex())
    except _trouble():
        return False
    return True


def remembered(name: str) -> bytes | None:
    """None also where the keyring does not answer in time."""
    return _in_time(lambda: _asked(name))


def _in_time(ask: Callable[[], bytes | None]) -> bytes | None:
    answer: SimpleQueue[bytes | None] = SimpleQueue()
    Thread(target=lambda: answer.put(ask()), name="keyring", daemon=True).start()
    try:
        return answer.get(timeout=PATIENCE)
    except Empty:
        return None


def _asked(name: str) -> bytes | None:
    keyring = _keyring()
    if keyring is None:
        return None
    try:
        found = keyring.get_password(SERVICE, name)
        return bytes.fromhex(found) if found else None
    except _trouble():  # it stays locked, or somebody else put something there: then people are asked
        return None


def forget(name: str) -> None:
    keyring = _keyring()
    if keyring is not None:
        try:
            keyring.delete_password(SERVICE, name)
        except _trouble():  # it was not in there
            return


def _keyring() -> "KeyringBackend | None":
    from keyring.backend import get_all_keyring

    trusted = [each for each in get_all_keyring() if type(each).__module__.startswith(TRUSTED)]
    try:
        return max(trusted, key=lambda each: each.priority, default=None)
    except _trouble():  # its daemon was there when this session began, and is not now
        return None


def _trouble() -> tuple[type[Exception], ...]:
    """What a keyring fails with: its library lets through what the system's own ways say."""
    from keyring.errors import KeyringError

    failures: tuple[type[Exception], ...] = (KeyringError, OSError, RuntimeError, ValueError)
    try:
        from jeepney import DBusErrorResponse  # type: ignore[import-untyped, unused-ignore]
        from secretstorage import SecretStorageException
    except ImportError:  # not a Linux
        return failures
    return (*failures, DBusErrorResponse, SecretStorageException)

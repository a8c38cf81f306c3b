"""What lies beside a company's file, and what can be told of it without opening it."""

from pathlib import Path

PLAIN = b"SQLite format 3\0"
"""How a file begins that needs no key."""


def state_folder(store: Path) -> Path:
    """Where every program that has it open keeps a file locked: see `data/lock.py`."""
    return store.with_name(f"{store.name}.lock")


def key_file(store: Path) -> Path:
    """Where its key lies, sealed, when it is protected."""
    return store.with_name(f"{store.name}.key")


def due_file(store: Path) -> Path:
    """It is there while a backup is brought back and nobody has yet looked who came back with it."""
    return state_folder(store) / "look-who-came-back"


def may_have_window(store: Path) -> bool:
    """A window has it open, or was killed."""
    return any(state_folder(store).glob("window-*.lock"))


def is_plain(store: Path) -> bool:
    """It needs no key. Asked before SQLite opens it: closing it later would drop SQLite's locks. Raises OSError where it cannot be read."""
    with store.open("rb") as file:
        return file.read(len(PLAIN)) == PLAIN


def is_locked(store: Path) -> bool:
    """Something that does not begin as a plain store does. What cannot be read is opened to be told why."""
    try:
        return store.stat().st_size > 0 and not is_plain(store)
    except OSError:
        return False

"""Further fields that a file brings: over what is there, field by field, and never over what a person changed here."""

from typing import Any

from crm_desktop.core.custom_values import dumped
from crm_desktop.core.read_json import kept_object


def without_empty(text: str) -> str:
    """For a new record: a cell that was empty is no value."""
    return dumped(kept_object(text)) if ": null" in text else text


def brought(now: str, file: str) -> str:
    """What the record will hold: fields that the file does not know stay; those it leaves empty go."""
    return dumped({**kept_object(now), **kept_object(file)})


def beside_edits(now: str, left: str, wanted: str) -> tuple[str, bool]:
    """`left` has the fields that a person changed, with what the last import had left there: those stay as they are.

    Also whether the file says something else about one of them.
    """
    held, before, new = kept_object(now), kept_object(left), kept_object(wanted)
    settled: dict[str, Any] = {}
    conflict = False
    for name in {**held, **new}:
        edited = name in before and held.get(name) != before[name]
        settled[name] = held.get(name) if edited else new.get(name)
        conflict |= edited and new.get(name) not in (before.get(name), held.get(name))
    return dumped(settled), conflict

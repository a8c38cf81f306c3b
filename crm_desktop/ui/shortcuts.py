"""Every key of the window in one table. A person may change those of commands; those that belong to fields and lists stay."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.settings import change_settings, load_settings


class Group(Enum):
    PAGES = N_("Pages")
    WORK = N_("Work")
    WINDOW = N_("Window")
    LISTS = N_("In a list")
    CALL = N_("On the phone")
    FORMS = N_("In a form")
    PAPER = N_("On a report")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`name` is kept in the settings, `title` is a message id, `keys` are Qt's portable text: several are parted by `; `."""

    name: str
    title: str
    keys: str
    group: Group
    is_fixed: bool = False


COMMANDS = (
    Shortcut("palette", N_("Find anything, or do anything"), "Ctrl+K", Group.WORK),
    Shortcut("commands", N_("All commands"), "Ctrl+Shift+P", Group.WORK),
    Shortcut("new", N_("New …"), "Ctrl+N", Group.WORK),
    Shortcut("undo", N_("Undo"), "Ctrl+Z", Group.WORK),
    Shortcut("redo", N_("Redo"), "Ctrl+Shift+Z; Ctrl+Y", Group.WORK),
    Shortcut("reload", N_("Read this page again"), "F5", Group.WORK),
    Shortcut("backup", N_("Back up now"), "", Group.WORK),
    Shortcut("back", N_("Back to the page before"), "Alt+Left", Group.WINDOW),
    Shortcut("new_window", N_("New window"), "Ctrl+Shift+N", Group.WINDOW),
    Shortcut("same_window", N_("Show this in a new window"), "Ctrl+Shift+O", Group.WINDOW),
    Shortcut("menu", N_("Menu"), "F10", Group.WINDOW),
    Shortcut("keyboard", N_("Keyboard shortcuts"), "F1; Ctrl+/", Group.WINDOW),
    Shortcut("about", N_("About CRM Desktop"), "", Group.WINDOW),
    Shortcut("close", N_("Close this window"), "Ctrl+W", Group.WINDOW),
    Shortcut("quit", N_("Quit"), "Ctrl+Q", Group.WINDOW),
)
FIXED = (
    Shortcut("list.open", N_("Open the record"), "Enter", Group.LISTS, is_fixed=True),
    Shortcut("list.find", N_("Find in this list"), "Ctrl+F", Group.LISTS, is_fixed=True),
    Shortcut("list.filter", N_("Filter this list"), "Ctrl+Shift+F", Group.LISTS, is_fixed=True),
    Shortcut("list.all", N_("Choose all"), "Ctrl+A", Group.LISTS, is_fixed=True),
    Shortcut("list.more", N_("Choose several"), "Shift+Down", Group.LISTS, is_fixed=True),
    Shortcut("list.menu", N_("What can be done with what is chosen"), "Shift+F10", Group.LISTS, is_fixed=True),
    Shortcut("list.line", N_("Type a follow-up in a line"), "Ctrl+L", Group.LISTS, is_fixed=True),
    Shortcut("list.move", N_("Move a card or a block of the calendar"), "Ctrl+Right", Group.LISTS, is_fixed=True),
    Shortcut("call.hold", N_("Hold, and go on"), "Ctrl+H", Group.CALL, is_fixed=True),
    Shortcut("call.end", N_("Hang up; elsewhere: change the record"), "Ctrl+E", Group.CALL, is_fixed=True),
    Shortcut("paper.print", N_("Print a report"), "Ctrl+P", Group.PAPER, is_fixed=True),
    Shortcut("paper.larger", N_("Larger"), "Ctrl++", Group.PAPER, is_fixed=True),
    Shortcut("paper.smaller", N_("Smaller"), "Ctrl+-", Group.PAPER, is_fixed=True),
    Shortcut("form.save", N_("Save"), "Ctrl+Enter", Group.FORMS, is_fixed=True),
    Shortcut("form.leave", N_("Leave, or back"), "Esc", Group.FORMS, is_fixed=True),
    Shortcut("form.next", N_("Next field"), "Tab", Group.FORMS, is_fixed=True),
    Shortcut("form.before", N_("Field before"), "Shift+Tab", Group.FORMS, is_fixed=True),
    Shortcut("form.copy", N_("Copy"), "Ctrl+C", Group.FORMS, is_fixed=True),
    Shortcut("form.cut", N_("Cut"), "Ctrl+X", Group.FORMS, is_fixed=True),
    Shortcut("form.paste", N_("Paste"), "Ctrl+V", Group.FORMS, is_fixed=True),
)
_FREE = range(int(Qt.Key.Key_F1), int(Qt.Key.Key_F35) + 1)
"""Keys that type nothing and so may stand alone."""


class Shortcuts(QObject):
    changed = Signal()

    def __init__(self, chosen: str, parent: QObject) -> None:
        """`chosen`: what the settings hold."""
        super().__init__(parent)
        self._known = {each.name: each for each in (*COMMANDS, *FIXED)}
        self._chosen = _read(chosen)

    def know(self, more: Iterable[Shortcut]) -> None:
        """Those of the pages, which the pages name themselves."""
        self._known |= {each.name: each for each in more}

    def table(self) -> list[Shortcut]:
        """In the order of the groups."""
        groups = list(Group)
        return sorted(self._known.values(), key=lambda each: groups.index(each.group))

    def keys(self, name: str) -> list[QKeySequence]:
        return _listed(self._chosen.get(name, self._known[name].keys))

    def shown(self, name: str) -> str:
        """As this system writes keys."""
        return QKeySequence.listToString(self.keys(name), QKeySequence.SequenceFormat.NativeText).replace("; ", ", ")

    def is_changed(self, name: str) -> bool:
        return name in self._chosen

    def change(self, name: str, keys: QKeySequence) -> None:
        """Empty takes them away. Raises UserError for keys that are taken, or would keep people from typing."""
        if not keys.isEmpty():
            self._demand_free(name, keys)
        self._keep({**self._chosen, name: keys.toString(QKeySequence.SequenceFormat.PortableText)})

    def reset(self, name: str) -> None:
        """The keys it had at first. Raises UserError where another command has them now."""
        for keys in _listed(self._known[name].keys):
            self._demand_free(name, keys)
        self._keep({each: keys for each, keys in self._chosen.items() if each != name})

    def reset_all(self) -> None:
        self._keep({})

    def _keep(self, chosen: dict[str, str]) -> None:
        change_settings(shortcuts=json.dumps(chosen, ensure_ascii=False) if chosen else "")
        self._chosen = chosen
        self.changed.emit()

    def _demand_free(self, name: str, keys: QKeySequence) -> None:
        shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
        if reason := _("several steps are slow.") if keys.count() > 1 else _unfit(keys):
            raise UserError(_("{keys} cannot be used: {reason} Nothing was changed.").format(keys=shown, reason=reason))
        for other in self._known.values():
            if other.name != name and keys in self.keys(other.name):
                taken = _("{keys} is taken by “{title}”. Nothing was changed; choose other keys, or give that one others first.")
                raise UserError(taken.format(keys=shown, title=_(other.title)))


def shortcuts() -> Shortcuts:
    """The application's table, made when it is first asked for."""
    app = QCoreApplication.instance()
    assert app is not None, "no application yet"
    return _shortcuts_of(app)


@cache
def _shortcuts_of(app: QCoreApplication) -> Shortcuts:
    return Shortcuts(load_settings().shortcuts, app)


def _listed(keys: str) -> list[QKeySequence]:
    return [each for each in QKeySequence.listFromString(keys) if not each.isEmpty()]


def _unfit(keys: QKeySequence) -> str:
    """Why nobody could work with these keys; empty where they are good."""
    pressed: QKeyCombination = keys[0]  # type: ignore[index]  # the stubs do not know it
    modifiers, key = pressed.keyboardModifiers(), int(pressed.key())
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    if modifiers & control and modifiers & alt:
        return _("AltGr types letters with them on many keyboards.")
    if key not in _FREE and not modifiers & (control | alt | Qt.KeyboardModifier.MetaModifier):
        return _("they are needed for typing. Add Ctrl or Alt, or take a key from F1 to F12.")
    return ""


def _read(chosen: str) -> dict[str, str]:
    """What makes no sense is left out: a broken settings file must not take anybody's keys away."""
    stored: object = None
    with suppress(ValueError):
        stored = json.loads(chosen or "{}")
    return dict(_texts(stored)) if isinstance(stored, dict) else {}


def _texts(stored: dict[object, object]) -> Iterator[tuple[str, str]]:
    for name, keys in stored.items():
        if isinstance(name, str) and isinstance(keys, str):
            yield name, keys

"""What can be done here and now, and which of it somebody means by a few letters."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.core.text import fold
from crm_desktop.ui.widgets.tool_line import FOLDED

GROUP = "group"
"""The property in which an action says what kind of thing it does; one without it is not offered."""
ALSO = "also"
"""Other words by which an action is looked for."""
_REMEMBERED = 12
_LEAST_FOR_GAPS = 3
"""Letters from which they may lie apart: two fit nearly everything."""


@dataclass(frozen=True, slots=True)
class Command:
    """`key` is the same at the next start. What it does belongs to `source`: it may be gone by then."""

    key: str
    title: str
    group: str
    keys: str
    icon: str
    source: QAction | QAbstractButton
    also: str = ""

    def run(self) -> None:
        if isinstance(self.source, QAction):
            self.source.trigger()
        else:
            self.source.click()


def commands_of(window: QWidget, page: QWidget) -> tuple[Command, ...]:
    """Every button of the page that could be pressed now, of a button with a menu what is in it, and the window's actions: what is before
    people comes first, so “return” means the order they look at."""
    found = [*_of_buttons(page), *_of_actions(window)]
    return tuple({each.key: each for each in reversed(found)}.values())[::-1]


def _of_actions(window: QWidget) -> Iterator[Command]:
    for action in window.actions():
        if _is_offered(action) and action.property(GROUP):
            yield _of_action(action, action.property(GROUP))


def _of_buttons(page: QWidget) -> Iterator[Command]:
    here = _("On this page")
    for button in page.findChildren(QAbstractButton):
        name = (button.accessibleName() or button.text()).replace("&", "").strip()
        if not name or not (button.isVisible() or button.property(FOLDED)) or not button.isEnabled():
            continue
        menu = button.menu() if isinstance(button, QPushButton | QToolButton) else None
        if menu is not None:
            yield from (_of_action(action, name) for action in _in_menu(menu) if _is_offered(action))
        else:
            keys = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            also = f"{button.property(ALSO) or ''} {button.text().replace('&', '')}"  # what is read on it may be shorter than its name
            yield Command(f"{here} {name}", name, here, keys, button.property("icon_name") or "", button, also)


def _in_menu(menu: QMenu) -> Iterator[QAction]:
    menu.aboutToShow.emit()  # some are filled when they are opened
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _in_menu(inner)
        else:
            yield action


def _is_offered(action: QAction) -> bool:
    return bool(action.text()) and action.isVisible() and action.isEnabled() and not action.isSeparator()


def _of_action(action: QAction, group: str) -> Command:
    title = action.text().replace("&", "")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Command(
        action.objectName() or f"{group} {title}",
        title,
        group,
        keys,
        action.property("icon_name") or "",
        action,
        action.property(ALSO) or "",
    )


def meant(commands: Sequence[Command], text: str, recent: Sequence[str]) -> list[Command]:
    """Those every word of the text fits, the best fit first; of equals, what was used last."""
    words = fold(text).split()
    latest = {key: place for place, key in enumerate(recent)}
    fits = [
        (fit, latest.get(each.key, len(latest)), place) for place, each in enumerate(commands) if (fit := _fit(words, each)) is not None
    ]
    return [commands[place] for _looseness, _since, place in sorted(fits)]


def is_named(command: Command, text: str) -> bool:
    """The text is what the command is called, or as good as that: whoever types it means nothing else."""
    words, named = fold(text).split(), _words(command.title)
    if not words or any(word not in named for word in words[:-1]):
        return False
    last = words[-1]
    return last in named or (len(last) > _LEAST_FOR_GAPS and any(each.startswith(last) for each in named))


def _words(title: str) -> list[str]:
    return [word.strip(".,:;…()“”") for word in fold(title).split()]


def _fit(words: Sequence[str], command: Command) -> int | None:
    """-1 where the title begins with these very words, 0 where each is one of it, more the looser; None where one does not fit at all."""
    title = _words(command.title)
    if words and title[: len(words)] == list(words):
        return -1
    fits = [0 if word in title else _fit_of(word, [*title, *_words(command.group), *_words(command.also)]) for word in words]
    return None if None in fits else max((fit for fit in fits if fit is not None), default=0)


def _fit_of(word: str, named: Sequence[str]) -> int | None:
    whole = " ".join(named)
    if any(each.startswith(word) for each in named):
        return 1
    if word in whole or "".join(each[:1] for each in named).startswith(word):
        return 2
    return 3 if len(word) >= _LEAST_FOR_GAPS and _in_pieces(word, named) else None


def _in_pieces(word: str, named: Sequence[str]) -> bool:
    """Each piece begins a word and goes on somewhere in it, in the order of the words: `lgcl` is `log call`."""
    if not word:
        return True
    return any(
        _in_pieces(word[length:], named[place + 1 :]) for place, name in enumerate(named) for length in range(_most_of(word, name), 0, -1)
    )


def _most_of(word: str, name: str) -> int:
    """How many letters of the word, from its first, stand in this order in a name that begins with it."""
    if name[:1] != word[:1]:
        return 0
    at, count = 0, 0
    for letter in word:
        at = name.find(letter, at) + 1
        if not at:
            break
        count += 1
    return count


class Recent(QObject):
    """The commands that were used last, kept on this computer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._keys: list[str] | None = None

    def keys(self) -> list[str]:
        if self._keys is None:
            stored: object = None
            with suppress(ValueError):
                stored = json.loads(load_settings().recent_commands or "[]")
            self._keys = [key for key in stored if isinstance(key, str)] if isinstance(stored, list) else []
        return self._keys

    def add(self, key: str) -> None:
        self._keys = [key, *(each for each in self.keys() if each != key)][:_REMEMBERED]
        with suppress(UserError):  # the command was run all the same
            change_settings(recent_commands=json.dumps(self._keys, ensure_ascii=False))

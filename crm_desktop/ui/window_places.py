"""Where windows stood and how their pages were divided, kept on this computer."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.settings import change_settings, load_settings

_USUAL = 1280, 800
_MOST = 9
_SHIFT = 32
"""Pixels a further window stands away from the first, so that both are seen."""
_TITLE_BAR = 32
"""Pixels that a desktop's frame adds at the top, at most: before the window is shown nobody can ask it."""


def restore_window(window: QMainWindow, seat: int) -> None:
    """`seat`: which of a person's windows it is, from 1."""
    place = _stored("windows").get(str(seat))
    if not isinstance(place, str) or not window.restoreGeometry(_bytes(place)):
        place = first_place(window.screen().availableGeometry(), seat)
        window.resize(place.size())
        if seat > 1:  # where the first one stands is for the desktop to say
            window.move(place.topLeft())


def first_place(screen: QRect, seat: int) -> QRect:
    """Of the usual size, or as much of it as the screen has; a further window is shifted as far as there is room."""
    size = QSize(*_USUAL).boundedTo(screen.size() - QSize(0, _TITLE_BAR))
    room = screen.size() - size
    return QRect(screen.topLeft() + QPoint(min(_SHIFT * seat, room.width()), min(_SHIFT * seat, room.height() - _TITLE_BAR)), size)


def first_page(seat: int) -> str:
    """Where this window was left today; a new day begins with the first page."""
    match _stored("pages").get(str(seat)):
        case [str(name), str(day)] if day == _today():
            return name
    return ""


def open_seats() -> list[int]:
    """The windows that were open when the program ended, or was ended; at least one."""
    kept = _stored().get("open")
    seats = {seat for seat in kept if isinstance(seat, int) and 0 < seat <= _MOST} if isinstance(kept, list) else set()
    return sorted(seats) or [1]


def keep_seats(seats: Iterable[int]) -> None:
    _keep(open=sorted(seats))


def keep_window(window: QMainWindow, seat: int, shown: str, pages: Iterable[tuple[str, QWidget]]) -> None:
    """`shown`: the name of the page in front; `pages`: those that were opened, by name."""
    places = {**_stored("windows"), str(seat): _text(window.saveGeometry())}
    splits = {**_stored("splits"), **{name: [_text(each.saveState()) for each in page.findChildren(QSplitter)] for name, page in pages}}
    _keep(windows=places, splits=splits, pages={**_stored("pages"), str(seat): [shown, _today()]})


def restore_splits(page: QWidget, name: str) -> None:
    kept = _stored("splits").get(name)
    for split, place in zip(page.findChildren(QSplitter), kept if isinstance(kept, list) else [], strict=False):
        if isinstance(place, str):
            split.restoreState(_bytes(place))


def _keep(**parts: object) -> None:
    with suppress(UserError):  # the next start has its usual size
        change_settings(windows=json.dumps({**_stored(), **parts}))


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011  # by this computer's clock, not by the company's


def _stored(part: str = "") -> dict[str, Any]:
    """What makes no sense counts as nothing."""
    stored: object = None
    with suppress(ValueError):
        stored = json.loads(load_settings().windows or "{}")
    found = stored.get(part) if part and isinstance(stored, dict) else stored
    return found if isinstance(found, dict) else {}


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode()))


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()

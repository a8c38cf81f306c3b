"""Where windows stood and how their pages were divided, kept on this computer."""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.settings import change_settings, load_settings

_USUAL = 1280, 800
_SHIFT = 32
"""Pixels a further window stands away from the first, so that both are seen."""


def restore_window(window: QMainWindow, seat: int) -> None:
    """`seat`: which of a person's windows it is, from 1."""
    place = _stored("windows").get(str(seat))
    if not isinstance(place, str) or not window.restoreGeometry(_bytes(place)):
        window.resize(*_USUAL)
        if seat > 1:
            window.move(_SHIFT * seat, _SHIFT * seat)


def keep_window(window: QMainWindow, seat: int, pages: Iterable[tuple[str, QWidget]]) -> None:
    """`pages`: those that were opened, by name."""
    stored = _stored()
    places = {**_stored("windows"), str(seat): _text(window.saveGeometry())}
    splits = {**_stored("splits"), **{name: [_text(each.saveState()) for each in page.findChildren(QSplitter)] for name, page in pages}}
    with suppress(UserError):  # the next start has its usual size
        change_settings(windows=json.dumps({**stored, "windows": places, "splits": splits}))


def restore_splits(page: QWidget, name: str) -> None:
    kept = _stored("splits").get(name)
    for split, place in zip(page.findChildren(QSplitter), kept if isinstance(kept, list) else [], strict=False):
        if isinstance(place, str):
            split.restoreState(_bytes(place))


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

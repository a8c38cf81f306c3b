"""Loads the code of the pages while nobody waits for anything, a module a turn of the loop: who opens a page first waits only for it to
be built."""

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import CodeType

from PySide6.QtCore import QObject, QTimer, Slot

from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.pages.page import PageCard
from crm_desktop.ui.rubbish import spare_what_stays

_OURS = "crm_desktop."
_WINDOWS, _PAGES = "crm_desktop.ui.", "crm_desktop.ui.pages."
_PAUSE = 3
"""Milliseconds between two modules, for whatever else the window has to do."""


class Beforehand(QObject):
    """Goes by what modules say at their beginning that they need, so that each is loaded by itself and none brings a hundred others."""

    def __init__(self, cards: Iterable[PageCard], jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._steps = loading(card.home.partition(":")[0] for card in cards)
        self._turn = QTimer(self, interval=_PAUSE)
        self._turn.timeout.connect(self._on_turn)

    def begin(self) -> None:
        self._turn.start()

    @Slot()
    def _on_turn(self) -> None:
        if self._jobs.is_over:
            self._turn.stop()
        elif self._jobs.is_resting and next(self._steps, None) is None:
            self._turn.stop()
            spare_what_stays()


def loading(pages: Iterable[str]) -> Iterator[str]:
    """One module of these pages' is loaded before each answer, what it needs before itself."""
    seen: set[str] = set()
    for page in pages:
        yield from _loaded(_PAGES + page, seen)


def _loaded(name: str, seen: set[str]) -> Iterator[str]:
    if name in seen:
        return
    seen.add(name)
    if name in sys.modules and not name.startswith(_PAGES):
        yield from _made_in(name)
        return
    at_once, later = needs(name)
    for each in at_once:
        yield from _loaded(each, seen)
    if name not in sys.modules:
        import_module(name)
        yield name
    yield from _made_in(name)
    for each in later:
        yield from _loaded(each, seen)


def _made_in(name: str) -> Iterator[str]:
    """What the module keeps once it was made, and names as `AT_REST`: long lists of places and languages."""
    for make in getattr(sys.modules[name], "AT_REST", ()):
        make()
        yield f"{name}.{make.__name__}"


def needs(name: str) -> tuple[list[str], list[str]]:
    """Modules of ours: those it loads when it is loaded itself, and for a page what it loads when that is needed: its panel, its forms."""
    spec = find_spec(name)
    code = spec.loader.get_code(name) if spec is not None and hasattr(spec.loader, "get_code") else None  # type: ignore[union-attr]
    if code is None:
        return [], []
    parts = [each for inner in _inside(code) for each in _imports(inner)] if name.startswith(_PAGES) else []
    return _imports(code), [each for each in parts if each.startswith(_WINDOWS)]


def _inside(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _inside(each)


def _imports(code: CodeType) -> list[str]:
    """But those that only type checkers read."""
    if "TYPE_CHECKING" in code.co_names:
        return list(_imports_above(code))
    ours = [name for name in code.co_names if name.startswith(_OURS)]
    return [*ours, *(each for name in ours if _is_package(name) for each in _taken_from(name, code))]


def _is_package(name: str) -> bool:
    spec = find_spec(name)
    return spec is not None and spec.submodule_search_locations is not None


def _taken_from(package: str, code: CodeType) -> Iterator[str]:
    """Its modules that are taken by name, as in `from crm_desktop.reports import page`."""
    import dis

    home = ""
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            home = str(step.argval)
        elif step.opname == "IMPORT_FROM" and home == package and find_spec(f"{package}.{step.argval}") is not None:
            yield f"{package}.{step.argval}"


def _imports_above(code: CodeType) -> Iterator[str]:
    """Those before the first function or class."""
    import dis

    until, loaded = -1, ""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_BUILD_CLASS", "MAKE_FUNCTION"):
            return
        if step.offset < until:
            continue
        if step.opname == "IMPORT_NAME" and str(step.argval).startswith(_OURS):
            yield str(step.argval)
        elif step.opname.startswith("LOAD_"):
            loaded = str(step.argval)
        elif step.opname.startswith("POP_JUMP") and loaded == "TYPE_CHECKING":
            until = step.argval

"""What PySide6 compiles from source at every start, a third of a bare window's time, only to explain a wrong call: compiled when asked.

These are its modules that write signatures and error messages for Python callers. Where a later PySide6 has others, they load as usual.
"""

import builtins
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

_HOME = "shibokensupport.signature"
_LATER = frozenset(f"{_HOME}.{name}" for name in ("errorhandler", "layout", "parser", "lib.enum_sig", "lib.pyi_generator"))
_loading = RLock()


@contextmanager
def signatures_later() -> Iterator[None]:
    """For the first import of Qt. Python's own import is in force again afterwards, not the one that PySide6 puts in its place: that
    reads the source of every module in search of switches that nobody here uses (`from __feature__ import …`), 0.2 ms for each."""
    own = builtins.__import__

    def hearing(name: str, *rest: Any, **named: Any) -> ModuleType:
        parts = named.get("fromlist", rest[2] if len(rest) > 2 else ()) or ()
        for whole in _LATER.intersection(f"{name}.{part}" for part in parts):
            _put_off(whole)
        return own(name, *rest, **named)

    builtins.__import__ = hearing
    try:
        yield
    finally:
        builtins.__import__ = own


def _put_off(whole: str) -> None:
    if whole in sys.modules or (spec := find_spec(whole)) is None or spec.loader is None:
        return
    package, _dot, part = whole.rpartition(".")
    module = sys.modules[whole] = _Later(spec)
    setattr(sys.modules[package], part, module)


class _Later(ModuleType):
    """Runs its code when one of its names is asked for."""

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self.__spec__, self.__loader__ = spec, spec.loader
        self._is_loaded = False

    def __getattr__(self, name: str) -> Any:
        if not (name.startswith("__") and name.endswith("__")):
            with _loading:
                self._load()
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None

    def _load(self) -> None:
        if self._is_loaded:
            return
        self._is_loaded = True
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        moved, spec.name = spec.name, self.__name__  # PySide6 gives it a second name, by which nobody finds its code
        try:
            spec.loader.exec_module(self)
        finally:
            spec.name = moved

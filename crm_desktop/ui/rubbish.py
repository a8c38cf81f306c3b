"""Python frees what only refers to itself in whatever thread happens to run. A window's parts freed in a worker end the program,
so that automatic collection is off while there is a window, and the window's thread collects when a job has come back."""

import gc
import sys
from collections.abc import Callable
from functools import cache


def collect_by_hand() -> None:
    """From now on `collect_some` is what frees circles of objects."""
    gc.disable()


def collect_some() -> None:
    """On the window's thread: as much as is due, of the youngest alone where that will do. Nothing where Python does it itself."""
    if gc.isenabled():
        return
    due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if due[0]:
        gc.collect(2 if all(due) else 1 if due[1] else 0)
    if all(due):
        _hand_back()()


def spare_what_stays() -> None:
    """Modules and the first window live as long as the program: walking through them each time would hold up the window."""
    gc.freeze()


@cache
def _hand_back() -> Callable[[], object]:
    """What gives memory that nothing uses back to the system. The C library of Linux keeps what workers and closed windows freed, in pieces
    that fit nobody else: after thousands of pages and forms that would be as much as the program itself. It takes 3 ms."""
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            return lambda: trim(0)
    return lambda: None

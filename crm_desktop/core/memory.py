"""Memory that was needed for a moment goes back to the system: after a list of a million that was a quarter of all."""

import sys
from contextlib import suppress


def give_back() -> None:
    """What Linux' C library keeps for later though nothing lies in it; other systems' take it back by themselves."""
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # the C library of some small systems has no such function
            ctypes.CDLL(None).malloc_trim(0)

"""A foreign file that is being read, as the process that reads it knows it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Opened(NamedTuple):
    """What is known of the file at once, its batches from the first on, and what ends it."""

    head: Any
    batches: Callable[[], Iterator[Any]] = lambda: iter(())
    close: Callable[[], object] = lambda: None

"""How far the making of a sample company is."""

from collections.abc import Callable

from crm_desktop.sample.sizes import Size

Progress = Callable[[int, int], None]
"""Hundredths done, of a hundred. What it raises ends the making, and then nothing was made."""
_OF = 100
_WRITING = 60
"""Hundredths that inventing and writing rows takes; the rest is what follows from them."""


class Told:
    """Tells each hundredth once."""

    def __init__(self, progress: Progress | None, size: Size) -> None:
        self._progress, self._last = progress, 0
        self._expected = size.customers * 6 + size.orders * 13 + size.contacts * 1.2
        self._rows = 0

    def rows(self, count: int) -> None:
        """So many more were written."""
        self._rows += count
        self._tell(min(_WRITING, int(_WRITING * self._rows / self._expected)))

    def follows(self, done: int, of: int) -> None:
        """Rows of which was computed what follows from others."""
        self._tell(_WRITING + (_OF - 1 - _WRITING) * done // max(1, of))

    def all(self) -> None:
        self._tell(_OF)

    def _tell(self, hundredths: int) -> None:
        if self._progress is not None and hundredths > self._last:
            self._last = hundredths
            self._progress(hundredths, _OF)

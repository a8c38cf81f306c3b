"""Which keys of a file came before, and on which line: a few bytes for each of a million, where a dictionary takes hundreds."""

from array import array

_FEWEST = 1024


class KeysSeen:
    """A table of hashes with open addresses. That two of a million keys have the same hash is as likely as a disk that errs: 1 in 10⁷."""

    def __init__(self) -> None:
        self._count = 0
        self._last: str | None = None
        """Asked for last: it is the one that comes next. `_at` is its place."""
        self._at = 0
        self._begin(_FEWEST)

    def line_of(self, key: str) -> int:
        """0 where it did not come."""
        self._last = key
        hashed = hash(key) or 1
        at = hashed & self._mask
        self._at = at if self._hashes[at] in (0, hashed) else self._place(hashed)
        return self._lines[self._at]

    def add(self, key: str, line: int) -> None:
        """A key that did not come, on a line from 1 on."""
        if 2 * self._count >= len(self._hashes):
            self._grow()
            self._last = None
        hashed = hash(key) or 1
        place = self._at if key is self._last else self._place(hashed)
        self._hashes[place], self._lines[place] = hashed, line
        self._count += 1

    def _place(self, hashed: int) -> int:
        """Where it is, or would be."""
        hashes, mask = self._hashes, self._mask
        place = hashed & mask
        while (found := hashes[place]) and found != hashed:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        hashes, lines = self._hashes, self._lines
        self._begin(2 * len(hashes))
        for hashed, line in zip(hashes, lines, strict=True):
            if hashed:
                place = self._place(hashed)
                self._hashes[place], self._lines[place] = hashed, line

    def _begin(self, size: int) -> None:
        self._hashes, self._lines = array("q", bytes(8 * size)), array("I", bytes(4 * size))
        self._mask = size - 1

"""Many short texts in columns, one column after the other, from page to page; on the last page all are about as tall."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

_GAP = 26.0


class InColumns(Flowable):
    def __init__(self, entries: Sequence[Flowable], columns: int = 2) -> None:
        super().__init__()
        self._entries, self._columns = list(entries), columns

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._measure(width)
        total = sum(self._heights)
        highest = max(self._heights, default=0)
        tall = max(total / self._columns, highest)
        while len(self._filled(tall)) > self._columns:
            tall += max(total / 200, 1)
        fits = height >= highest and len(self._filled(height)) <= self._columns
        self._tall = min(tall, height) if fits else tall
        return width, self._tall

    def split(self, width: float, height: float) -> list[Flowable]:
        self._measure(width)
        fit = sum(map(len, self._filled(height)[: self._columns]))
        if not fit or height < max(self._heights[:fit]):
            return []
        return [InColumns(self._entries[:fit], self._columns), InColumns(self._entries[fit:], self._columns)]

    def draw(self) -> None:
        for place, column in enumerate(self._filled(self._tall)):
            y = self._tall
            for entry in column:
                y -= self._heights[entry]
                self._entries[entry].drawOn(self.canv, place * (self._each + _GAP), y + self._entries[entry].getSpaceAfter())

    def _measure(self, width: float) -> None:
        self._each = (width - _GAP * (self._columns - 1)) / self._columns
        self._heights = [entry.wrap(self._each, 10_000)[1] + entry.getSpaceAfter() for entry in self._entries]

    def _filled(self, tall: float) -> list[list[int]]:
        """The places of the entries in each column of that height."""
        columns: list[list[int]] = [[]]
        used = 0.0
        for place, height in enumerate(self._heights):
            if columns[-1] and used + height > tall:
                columns.append([])
                used = 0.0
            columns[-1].append(place)
            used += height
        return columns

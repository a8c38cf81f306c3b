"""Rows of one file, many at once: what each of them holds goes to the collectors, in their order, or nothing of it does."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import attrgetter

from crm_desktop.core.i18n import _
from crm_desktop.exchange.collecting import Collector, Values
from crm_desktop.exchange.extraction import FileReader
from crm_desktop.exchange.mapping import Repeated
from crm_desktop.exchange.record_reading import Cells, Made, RecordReader
from crm_desktop.exchange.rejects import BadField
from crm_desktop.exchange.tables import Row
from crm_desktop.services.incoming import Place, Refused

Pairs = Sequence[tuple[RecordReader, Collector]]
_LINE = attrgetter("line")


class Taking:
    """`nothing` counts the rows that hold nothing of what the mapping looks for."""

    def __init__(self, name: str, width: int, whole: FileReader, pairs: Pairs, own: Sequence[RecordReader]) -> None:
        """A row without any of its `own` records holds nothing; none are given where every row has one."""
        self.nothing = 0
        self._name, self._width, self._whole, self._pairs, self._own = name, width, whole, pairs, own
        self._words = [collector.target.name for _reader, collector in pairs]

    def take(self, batch: Sequence[Row]) -> Iterator[tuple[str, Refused]]:
        """Rows that stay out, with the word for what they were."""
        width = self._width
        misfits = [row.problem if row.problem or len(row.cells) == width else self._misfit(row) for row in batch]
        fine = [row.cells for row, misfit in zip(batch, misfits, strict=True) if not misfit]
        self._whole.repair(fine)
        held = [(number, found) for number, found in enumerate(self._made(fine)) if found.count(None) < len(found)]
        numbers = [number for number, _found in held]
        made = zip(*(found for _number, found in held), strict=True) if held else repeat(())
        if len(held) == 1 and not self._own and not any(misfits) and self._pairs[numbers[0]][1].record.repeated is Repeated.REFUSE:
            yield from self._take_alone(batch, numbers[0], held[0][1])
            return
        for row, misfit in zip(batch, misfits, strict=True):
            wrong = (self._words[-1], BadField("", "", misfit)) if misfit else self._take_row(row, numbers, next(made))
            if wrong is not None:
                word, error = wrong
                yield word, Refused.of(Place(self._name, row.line), error.column, error.value, error.reason)

    def _take_alone(self, batch: Sequence[Row], number: int, made: Sequence[Made]) -> Iterator[tuple[str, Refused]]:
        """As `take`, where the rows hold records of one kind only, which do not stand twice: most rows of most large files."""
        word, collector = self._words[number], self._pairs[number][1]
        for place, error in collector.take(made, map(Place, repeat(self._name), map(_LINE, batch))):
            yield word, Refused.of(place, error.column, error.value, error.reason)

    def _made(self, rows: Sequence[Cells]) -> Iterator[Sequence[Made]]:
        """Record by record. Where something is wrong with one of a row, its later ones are not looked at."""
        fine = list(range(len(rows)))
        for reader, _collector in self._pairs:
            found: list[Made]
            if len(fine) == len(rows):
                found = reader.read_all(rows)
            else:
                found = _spread(fine, reader.read_all([rows[number] for number in fine]), len(rows))
            if BadField in set(map(type, found)):
                fine = [number for number in fine if not isinstance(found[number], BadField)]
            yield found

    def _take_row(self, row: Row, numbers: Sequence[int], made: Sequence[Made]) -> tuple[str, BadField] | None:
        """What is wrong with it, and the word for what it was then. `numbers` are those of the pairs that `made` was made by."""
        found: list[tuple[int, str, Values]] = []
        for number, one in zip(numbers, made, strict=True):
            if one is None:
                continue
            if isinstance(one, BadField):
                return self._words[number], one
            collector = self._pairs[number][1]
            try:
                if collector.admits(*one):
                    collector.complete(*one)
                    found.append((number, *one))
            except BadField as error:
                return self._words[number], error
        place = Place(self._name, row.line)
        for number, key, values in found:
            reader, collector = self._pairs[number]
            collector.add(key, values, place)
            reader.came(row.cells)
        if self._own and not any(reader.is_in(row.cells) for reader in self._own):
            self.nothing += 1
        return None

    def _misfit(self, row: Row) -> str:
        return _("{cells} cells stand under {headers} headers.").format(cells=len(row.cells), headers=self._width)


def _spread(places: Sequence[int], found: Sequence[Made], count: int) -> list[Made]:
    spread: list[Made] = [None] * count
    for place, one in zip(places, found, strict=True):
        spread[place] = one
    return spread

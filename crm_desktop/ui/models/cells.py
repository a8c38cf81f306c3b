"""What a list shows in one place: made from a record in a worker, painted by the delegate."""

from dataclasses import dataclass
from typing import NamedTuple

from crm_desktop.ui.theme import Tone


class Chip(NamedTuple):
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    second: str = ""
    """A softer line below."""
    chips: tuple[Chip, ...] = ()
    icon: str = ""
    aside: str = ""
    """Small and soft at the far end of the first line."""
    soft: bool = False

    def spoken(self) -> str:
        """Everything it shows, for screen readers and the clipboard."""
        return ", ".join(filter(None, (self.text, *(chip.text for chip in self.chips), self.second, self.aside)))


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is no record: it names the ones below. Its id is negative."""

    id: int
    text: str
    count: str = ""

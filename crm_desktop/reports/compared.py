"""A figure beside what it was before, as every report prints it."""

from dataclasses import dataclass

from crm_desktop.core.figures import Value

ALL, REST, NONE = "(all)", "(others)", "(none)"
"""Keys of rows that stand for no single channel, reason or person."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the period, of the period it is compared with, and of the same days a year before."""

    now: Value
    before: Value
    year_ago: Value

    @property
    def is_told(self) -> bool:
        """Whether anything but noughts and unknowns would be printed."""
        return any(value.numerator for value in (self.now, self.before, self.year_ago))

"""What pictures and pages of foreign files look like: drawn by a process of its own, which has little memory and little time."""

from collections.abc import Callable
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.reading_apart import Foreign, Held, ReadFailed, stopped_by

MOST_SECONDS = 8.0
"""Somebody waits for it, and what is drawn on paper takes a tenth of it."""
PIXEL = 4
"""Bytes: blue, green, red and how solid it is."""


class Drawn(NamedTuple):
    """Its pixels line by line, without gaps."""

    width: int
    height: int
    pixels: bytes


class NotDrawn(UserError):
    """It may be opened elsewhere."""


class NotWanted(UserError):
    """Somebody looks at something else by now."""


def drawn_apart(file: Held, width: int, height: int, is_wanted: Callable[[], bool] = lambda: True) -> Drawn | None:
    """A picture or the first page, no larger than that; None where there is nothing to look at. Raises NotDrawn for what would not be drawn
    in time, and NotWanted."""

    def look(_share: float) -> None:
        if not is_wanted():
            raise NotWanted(_("Something else is looked at by now."))

    try:
        with stopped_by(look):
            drawn = _asked(file, width, height)
    except ReadFailed as error:
        raise NotDrawn(
            _("{file} is not shown here: it is damaged, or made to do harm. Open it elsewhere only if you trust who sent it.").format(
                file=file.name
            )
        ) from error
    return drawn


def _asked(file: Held, width: int, height: int) -> Drawn | None:
    foreign = Foreign("picture", file, width, height, patience=MOST_SECONDS)
    try:
        drawn: Drawn | None = foreign.as_kind(Drawn | None, foreign.head)
        if drawn is not None and not _is_whole(drawn, width, height):
            raise foreign.unsafe()
        return drawn
    finally:
        foreign.close()


def _is_whole(drawn: Drawn, width: int, height: int) -> bool:
    """Whoever drew it may have been taken over by it."""
    return 0 < drawn.width <= width and 0 < drawn.height <= height and len(drawn.pixels) == drawn.width * drawn.height * PIXEL

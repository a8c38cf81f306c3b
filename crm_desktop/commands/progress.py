"""A bar that fills while something long goes on: on a terminal only, and on standard error, so that no output is mixed with it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.long_look import HowFar, LongLook, Why

_STEPS = 1000
_WHY = {
    Why.AFTER_CRASH: N_("{file} was not closed the last time. It is looked through before it opens; Ctrl+C breaks that off."),
    Why.WEEKLY: N_("{file} is looked through before it opens, as every week; Ctrl+C breaks that off."),
    Why.BACKUP: N_("The backup is looked through before it takes the place of {file}; Ctrl+C breaks that off."),
}
_WORTH_A_BAR = 2
"""Seconds."""


@contextmanager
def progress_bar(label: str, *, shows_left: bool = False) -> Iterator[Callable[[float], None]]:
    """Gives what is to be told how much is done, from 0 to 1."""
    with click.progressbar(length=_STEPS, label=label, file=sys.stderr, hidden=not sys.stderr.isatty(), show_eta=shows_left) as bar:

        def tell(share: float) -> None:
            bar.update(max(0, int(share * _STEPS) - bar.pos))

        yield tell


def _why(file: str, how: HowFar) -> str:
    """On a line of its own: beside the bar a terminal has no room for it."""
    return _(_WHY[how.why]).format(file=file) + "\n"


@contextmanager
def look_bar(address: Path | str) -> Iterator[LongLook]:
    """For a look through a large company before it opens: nothing is shown of a short one."""
    with ExitStack() as shown:
        tell: Callable[[float], None] | None = None

        def told(how: HowFar) -> None:
            nonlocal tell
            if tell is None and (how.seconds_left or 0) >= _WORTH_A_BAR:
                tell = shown.enter_context(progress_bar(_why(Path(str(address)).name, how), shows_left=True))
            if tell is not None:
                tell(how.share)

        yield LongLook(told)

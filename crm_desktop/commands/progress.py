"""A bar that fills while something long goes on: on a terminal only, and on standard error, so that no output is mixed with it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

_STEPS = 1000


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[float], None]]:
    """Gives what is to be told how much is done, from 0 to 1."""
    with click.progressbar(length=_STEPS, label=label, file=sys.stderr, hidden=not sys.stderr.isatty(), show_eta=False) as bar:

        def tell(share: float) -> None:
            bar.update(max(0, int(share * _STEPS) - bar.pos))

        yield tell

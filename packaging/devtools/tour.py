"""The main job on a sample company: the owner's monthly report, then the window, or pictures of it where there is no display."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from devtools import qt_libraries
from devtools.console import SetUpTrouble, run, run_quietly, say
from devtools.screen import screen

_ENGLISH = ("english",)
_TRIALS = ("twice", "empty", "larger")
"""Words twice as long, an empty store, text twice as large."""


class Places(NamedTuple):
    """Everything lies in the checkout's build folder, where nothing of a person's own is."""

    store: Path
    report: Path
    pictures: Path
    month: str  # the last whole one, YYYY-MM


def places(root: Path, today: date) -> Places:
    """A new sample company each month, so that the report's month is always full of interactions."""
    month = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    folder = root / "build" / "sample"
    return Places(folder / f"sample-{today:%Y-%m}.crm", folder / f"interactions-{month}.pdf", root / "build" / "screenshots", month)


def show(python: Path, root: Path, today: date) -> int:
    """Exit status. Raises SetUpTrouble when a step fails; the step itself has said why."""
    place = places(root, today)
    _make_sample(python, root, place, today)
    _make_report(python, root, place)
    if qt_libraries.can_open_windows(python):
        say(f"The owner's monthly report: {_short(place.report, root)}\nOpening the window ...")
        return run(_program(python, place), cwd=root)
    pictures = take_pictures(python, root, place.pictures, (_ENGLISH,))
    say(
        "\nThere is no display here, so no window was opened. Written instead:\n"
        f"  {_short(place.report, root)}   the owner's report of {place.month}\n"
        f"  {_short(place.pictures, root)}   {len(pictures)} pictures of the window\n"
        f"  {_short(place.store, root)}   the sample company, one file\n"
        "On a computer with a display the same command opens the window. `screenshots` draws it in long words, large text and empty too."
    )
    return 0


def take_pictures(python: Path, root: Path, folder: Path, kinds: Sequence[tuple[str, ...]] = (_ENGLISH, _TRIALS)) -> list[Path]:
    """Every page and form of the window as a PNG, light and dark, in two sizes; the kinds of a tuple one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    say("Drawing the pages of the window; it takes some minutes")
    with ThreadPoolExecutor() as pool:
        for status, said in pool.map(partial(_draw, python, root, folder), kinds):
            if status:
                raise SetUpTrouble(f"The pages could not be drawn:\n{said}")
    return sorted(folder.glob("*.png"))


def _draw(python: Path, root: Path, folder: Path, kinds: tuple[str, ...]) -> tuple[int, str]:
    """On a screen of its own, since two windows would take the keyboard from each other: exit status, and what it said."""
    with screen(python) as env:
        # Without a screen Qt grumbles at each window about sizes it cannot pass on; that is of no use to anybody.
        return run_quietly([str(python), "-m", "tests.ui.screenshots", str(folder), "--kinds", *kinds], env=env, cwd=root)


def _program(python: Path, place: Places) -> list[str]:
    return [str(python), "-m", "crm_desktop", "--store", str(place.store)]


def _make_sample(python: Path, root: Path, place: Places, today: date) -> None:
    if place.store.exists():
        say(f"The sample company made before: {_short(place.store, root)} (delete it to begin anew)")
        return
    place.store.parent.mkdir(parents=True, exist_ok=True)
    say(f"Making a sample company: {_short(place.store, root)}")
    command = [str(python), "-m", "crm_desktop", "demo", str(place.store), "--size", "small", "--until", today.isoformat()]
    try:
        _step(command, root)
    except SetUpTrouble:
        # Half a company must not be taken for the whole one next time.
        for part in place.store.parent.glob(place.store.name + "*"):
            part.unlink()
        raise


def _make_report(python: Path, root: Path, place: Places) -> None:
    place.report.unlink(missing_ok=True)
    say(f"Printing the owner's report of {place.month}: {_short(place.report, root)}")
    _step([*_program(python, place), "report", "monthly-interactions", "--month", place.month, "--to", str(place.report)], root)


def _step(command: list[str], root: Path) -> None:
    if status := run(command, cwd=root):
        raise SetUpTrouble(f"That did not work (exit status {status}). The command was:\n  {' '.join(command)}")


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root))

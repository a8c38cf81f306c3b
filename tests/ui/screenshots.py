"""Draws every page and form of the window: `python -m tests.ui.screenshots FOLDER`. Without a store, a sample company's.

Light and dark, at 1280 × 800 and 1920 × 1080, in English and in a language twice as long; besides, an empty company, and larger text.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import speaking
from crm_desktop.data.database import create_file
from crm_desktop.data.opening import opened
from crm_desktop.services.company import CompanyInput, found_company
from crm_desktop.ui.look import Look
from crm_desktop.ui.rubbish import collect_by_hand
from crm_desktop.ui.theme import Choice, theme
from tests.ui.pictures.forms import FORMS
from tests.ui.pictures.pages import EMPTY, PAGES, about_the_program
from tests.ui.pictures.people import PEOPLE
from tests.ui.pictures.service import SERVICE
from tests.ui.pictures.studio import LARGE, SMALL, Camera, Scene, Shot, Studio, studio
from tests.ui.pictures.trouble import TROUBLE
from tests.ui.pictures.work import WORK
from tests.ui.twice import Twice

ALL: tuple[Scene, ...] = (*PAGES, *WORK, *FORMS, *SERVICE, about_the_program, *PEOPLE, *TROUBLE)
SCENES: dict[str, tuple[Scene, ...]] = {"empty": EMPTY}
_LARGEST = 200
"""Percent."""
BOTH = Choice.LIGHT, Choice.DARK
KINDS = "english", "twice", "empty", "larger"
"""What can be drawn by itself, so that several processes may share the work."""


def main(folder: Path, store: Path | None, kinds: Sequence[str], only: Sequence[str]) -> None:
    """`only`: parts of the names of the scenes to be taken."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    collect_by_hand()
    assert isinstance(app, QApplication)
    Look(app)
    with tempfile.TemporaryDirectory() as own:
        os.environ["CRM_DESKTOP_CONFIG"], os.environ["CRM_DESKTOP_LOGS"] = f"{own}/config", f"{own}/logs"
        for kind, choice in product(kinds, BOTH):
            path = Path(own) / f"{kind}-{choice}.crm"
            shutil.copy(store, path) if store else _empty(path) if kind == "empty" else _sample(path)
            # Before the window is made: to dress all of it anew takes longer than all else here.
            theme().choose(choice)
            theme().size(_LARGEST if kind == "larger" else 100, compact=False)
            wanted = tuple(scene if any(part in scene.__name__ for part in only) else _nothing for scene in SCENES.get(kind, ALL))
            with speaking(Twice()) if kind == "twice" else nullcontext(), studio(path, app) as made:
                made.film(wanted, _camera(folder, kind, choice))


def _camera(folder: Path, kind: str, choice: Choice) -> Camera:
    sizes = (SMALL, LARGE) if kind in ("english", "twice") else (SMALL,)
    return Camera(folder, sizes, choice.value if kind == "english" else f"{choice.value}-{kind}")


def _nothing(_studio: Studio) -> Iterator[Shot]:
    yield from ()


def _sample(path: Path) -> None:
    from crm_desktop.sample.company import make_sample

    create_file(path)
    with opened(path):
        make_sample("small")


def _empty(path: Path) -> None:
    create_file(path)
    with opened(path):
        found_company(CompanyInput(name="New Shop", currency="EUR", zone="Europe/Berlin", locale="en_IE"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--only", nargs="+", default=[""])
    main(**vars(parser.parse_args()))

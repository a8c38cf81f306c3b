"""What the main window knows of a page: its card, and that it can show a record."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.ui.desk import Desk, Place
from crm_desktop.ui.focus import follow_the_eye_soon


class Where(Enum):
    RAIL = "in the rail"
    HEADER = "a button above every page"
    FOOT = "at the foot of the rail"
    MENU = "in the main menu alone"


@dataclass(frozen=True, slots=True)
class Badge:
    """A number beside a page's name; urgent ones are red."""

    count: int
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class PageCard:
    """What the window knows of a page before it is made: a program that imported all its pages would take twice as long to start."""

    name: str
    home: str
    """Module and class, as `orders:OrdersPage`."""
    title: str
    """A message id."""
    icon: str
    shortcut: str = ""
    where: Where = Where.RAIL
    new_title: str = ""
    """What `add_new` is called in the menu of new things; empty where there is nothing to add."""
    badge: Callable[[Actor], Badge] | None = None
    """Read in a worker after every change, whether or not the page is open."""
    answers: frozenset[str] = frozenset()
    """What other programs may ask of it: `call` is asked by the address `crm-desktop:call?number=…`."""
    also: str = ""
    """Other words by which people look for it; a message id."""
    right: Right | None = None
    """Without it a person is not shown the page."""
    adds: Right | None = None
    """Without it a person is not offered `new_title`."""

    def is_for(self, by: Actor) -> bool:
        return self.right is None or self.right in RIGHTS[by.role]

    def may_add(self, by: Actor) -> bool:
        return self.is_for(by) and (self.adds is None or self.adds in RIGHTS[by.role])

    def made(self, desk: Desk, parent: QWidget | None = None) -> "Page":
        module, name = self.home.split(":")
        page: type[Page] = getattr(import_module(f"crm_desktop.ui.pages.{module}"), name)
        page.card = self
        return page(desk, parent)


class Page(QWidget):
    """A subclass builds, connects and loads in `__init__`."""

    name: ClassVar[str]
    card: ClassVar[PageCard]
    """What it was made from."""
    watches: ClassVar[frozenset[Entity]] = frozenset()
    """Changes of these reach `take`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._stale = False
        self.setProperty("surface", "card")
        desk.jobs.changed.connect(self._on_changed)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """Show this record; `about` says that it is another entity's, whose own records are wanted."""

    def narrow(self, only: object, called: str) -> None:
        """Show these of its records alone."""

    def answer(self, address: str) -> None:
        """Another program asked for what this page's card `answers`. The address comes from outside: believe nothing in it."""

    def place(self) -> Place:
        """What is shown here, for a second window to show the same."""
        return Place(self.name)

    def start(self) -> None:
        """Put the keyboard where work begins."""

    def add_new(self) -> None:
        """Offer to add one."""

    def asks_first(self, then: Callable[[], object]) -> bool:
        """Where something here would be out of sight once its window is closed, ask what becomes of it, then go on to `then`."""
        return False

    def take_over(self) -> None:
        """Another window was closed, which may have kept something for later."""

    def reload(self) -> None:
        """Read everything shown here again."""

    def take(self, change: Change) -> None:
        """Something it watches changed while the page was visible."""
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye_soon(self)
        if self._stale:
            self._stale = False
            self.reload()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if not self.watches & (change.ids.keys() | change.membership):
            return
        if self.isVisible():
            self.take(change)
        else:
            self._stale = True

"""What every page gets: the store's jobs, who sits here, how the company writes things, and how to reach the other pages."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.jobs import Jobs, sentence
from crm_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from crm_desktop.ui.formats import Formats

Action = tuple[str, Callable[[], object]]
"""What a button is called and does."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page by the entity it shows or by its name, and what to show there."""

    page: str
    record_id: int = 0
    about: Entity | None = None
    """`record_id` is one of these, not of the page's own records."""
    only: object | None = None
    """A filter of the page's list, and what it is called there."""
    called: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document by its name in `reports.registry`, and the number of the record it is about."""

    document: str
    number: str


@dataclass(frozen=True, slots=True)
class Monthly:
    """The monthly report of these days, compared with the month of this first day, about these colleagues by login."""

    first: date
    last: date
    compared: date | None
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which of a list's records: shown there as filters that can be changed and taken away."""

    where: tuple[tuple[str, str, str], ...]
    """Column, operator and value, in the words of the list's subject."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Just these of a list's records, also what lies in the archive or the trash; read in a worker."""

    ids: Callable[[], array[int]]


@dataclass(frozen=True, slots=True)
class Searched(Chosen):
    """Of knowledge: these searches in vain."""


class Doors(QObject):
    """Pages ask here; their own window answers. So no page knows another. Each window has its own."""

    wanted = Signal(object)
    said = Signal(object)
    closed = Signal(object)
    """A page that is no longer needed: whoever was shown before comes back."""
    window_wanted = Signal(object)
    """A place to be shown in a second window of the same store."""
    leaving = Signal()
    """The window closes: what would be kept a moment later is kept now."""
    backed_up = Signal()
    """A page made a backup, as before an import."""
    bring_back_wanted = Signal(object)
    """The path of a backup: the program closes the company, puts it in its place and opens it again."""
    protect_wanted = Signal(object)
    """A `dialogs.protect.Protecting`: the program closes the company, encrypts it and opens it again."""
    asked = Signal(str)
    """An address such as `crm-desktop:call?number=…` that another program opened, or a second start of this one brought.

    The window is in front and shows the page whose `answers` hold its first word; that page's `answer` has been called."""


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    tone: Tone
    action: Action | None
    waits: bool = False
    """Until nothing else is said."""


@dataclass(frozen=True, slots=True)
class Desk:
    jobs: Jobs
    by: Actor
    formats: Formats
    doors: Doors
    seat: int = 1
    """Which of this person's windows: what is typed in one is kept apart from the others."""

    def go_to(self, page: str, record_id: int = 0, about: Entity | None = None) -> None:
        self.doors.wanted.emit(Place(page, record_id, about))

    def narrow(self, page: str, only: object, called: str) -> None:
        """The page with these of its records alone, until somebody takes the filter away."""
        self.doors.wanted.emit(Place(page, only=only, called=called))

    def open_window(self, page: str, record_id: int = 0, about: Entity | None = None) -> None:
        """The same as `go_to`, in a second window."""
        self.doors.window_wanted.emit(Place(page, record_id, about))

    def show_paper(self, document: str, number: str) -> None:
        """As it would be printed, to be saved."""
        self.narrow("reports", Paper(document, number), "")

    def say(self, text: str, tone: Tone = Tone.OK, action: Action | None = None) -> None:
        """Above every page, until something else is said."""
        self.doors.said.emit(Said(text, tone, action))

    def say_in_turn(self, text: str, tone: Tone, action: Action | None = None) -> None:
        """The same, where it must not take the place of what is being said."""
        self.doors.said.emit(Said(text, tone, action, waits=True))

    def say_done(self, change: Change, text: str = "", action: Action | None = None) -> None:
        """Where nobody has better words: what was done, as history tells it."""
        done = change.text()
        self.say(text or (_("{done}.").format(done=done) if done else _("Saved.")), Tone.OK, action)

    def opening(self, entity: Entity, change: Change) -> Action | None:
        """What opens the record of this kind that was just made: the newest one."""
        made = max(change.of(entity), default=0)
        return (_("Open"), partial(self.go_to, entity.value, made)) if made else None

    def say_error(self, error: Exception) -> None:
        """Above every page: what could not be done, where no form is open to say it."""
        self.say(sentence(error), Tone.BAD)

"""Who learned what, when, and from whom."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import ZERO
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Staff, Training


@dataclass(frozen=True, slots=True)
class TrainingInput:
    """`given_by` is who taught it, a colleague or anybody else."""

    staff_id: int
    topic: str
    held_on: date
    hours: Decimal = ZERO
    given_by: str = ""
    note: str = ""

    def checked(self) -> "TrainingInput":
        topic = clean_said(self.topic)
        if not topic:
            raise UserError(_("Say what was learned. Nothing was saved."))
        if not ZERO <= self.hours <= 1_000:
            raise UserError(_("A training takes from 0 to 1000 hours. Nothing was saved."))
        if Staff.get_or_none(id=self.staff_id) is None:
            raise UserError(_("This colleague is not there any more. Nothing was saved; choose another."))
        return replace(self, topic=topic, given_by=clean_said(self.given_by), note=clean_note(self.note))

    def fill(self, training: Training) -> None:
        for name in ("topic", "held_on", "hours", "given_by", "note"):
            setattr(training, name, getattr(self, name))
        training.staff_id = self.staff_id


def log_training(wanted: TrainingInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Noted a training on {day}"), by, may=Right.ASSESS, key=key) as done:
        training = Training()
        wanted.checked().fill(training)
        done.insert(training)
        done.numbers["day"] = str(wanted.held_on)
    return done.change


def change_training(training_id: int, version: int, wanted: TrainingInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Changed a training on {day}"), by, may=Right.ASSESS, key=key) as done:
        training = _standing(training_id, version)
        wanted.checked().fill(training)
        done.save(training)
        done.numbers["day"] = str(wanted.held_on)
    return done.change


def remove_training(training_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """Undo brings it back."""
    with operation(N_("Took out a training on {day}"), by, may=Right.ASSESS, key=key) as done:
        training = _standing(training_id, version)
        done.save(training)
        done.delete(training)
        done.numbers["day"] = str(training.held_on)
    return done.change


def _standing(training_id: int, version: int) -> Training:
    training = Training.get_or_none(id=training_id)
    if training is None:
        raise UserError(_("This training is not there any more. Nothing was changed."))
    training.version = version
    return training

"""What conversations are judged by: an edition stays as it is once something was judged by it, and a change makes the next."""

from dataclasses import dataclass, replace

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.quality_score import CriterionScale, ScorecardState
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Assessment, Criterion, Scorecard

MOST_CRITERIA = 40
HEAVIEST = 1_000
_LABELS = {
    ScorecardState.DRAFT: N_("The scorecard {name} is a draft again"),
    ScorecardState.IN_USE: N_("The scorecard {name} is in use now"),
    ScorecardState.RETIRED: N_("Retired the scorecard {name}"),
}


@dataclass(frozen=True, slots=True)
class CriterionInput:
    """`fatal`: the worst of it makes the whole assessment 0. Weights need not add up to 100."""

    text: str
    section: str = ""
    guidance: str = ""
    scale: CriterionScale = CriterionScale.YES_NO
    weight: int = 1
    fatal: bool = False

    def checked(self) -> "CriterionInput":
        text = clean_said(self.text)
        if not text:
            raise UserError(_("A criterion needs its words. Nothing was saved."))
        if not 0 <= self.weight <= HEAVIEST:
            raise UserError(_("“{text}” needs a weight from 0 to {most}. Nothing was saved.").format(text=text, most=HEAVIEST))
        return replace(self, text=text, section=clean_said(self.section), guidance=clean_note(self.guidance))

    def row(self, scorecard: Scorecard, position: int) -> Criterion:
        return Criterion(
            scorecard=scorecard, position=position, section=self.section, text=self.text, guidance=self.guidance, scale=self.scale,
            weight=self.weight, fatal=self.fatal,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScorecardInput:
    """`peers`: colleagues may judge each other by it."""

    name: str
    peers: bool = False
    note: str = ""
    criteria: tuple[CriterionInput, ...] = ()

    def checked(self) -> "ScorecardInput":
        name, criteria = clean_said(self.name), tuple(each.checked() for each in self.criteria)
        if not name:
            raise UserError(_("A scorecard needs a name. Nothing was saved."))
        if not criteria or len(criteria) > MOST_CRITERIA:
            raise UserError(_("A scorecard has 1 to {count} criteria. Nothing was saved.").format(count=MOST_CRITERIA))
        if not any(each.weight for each in criteria):
            raise UserError(_("No criterion has a weight, so nothing could be scored. Nothing was saved."))
        return replace(self, name=name, note=clean_note(self.note), criteria=criteria)


def add_scorecard(wanted: ScorecardInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Added the scorecard {name}"), by, may=Right.ASSESS, key=key) as done:
        wanted = wanted.checked()
        _demand_free(wanted.name)
        _insert(Scorecard(name=wanted.name, peers=wanted.peers, note=wanted.note), wanted.criteria, done)
        done.numbers["name"] = wanted.name
    return done.change


def change_scorecard(scorecard_id: int, version: int, wanted: ScorecardInput, by: Actor, key: str | None = None) -> Change:
    """Raises NotAllowed where something was judged by it and its criteria would change: then a next edition is made."""
    with operation(N_("Changed the scorecard {name}"), by, may=Right.ASSESS, key=key) as done:
        wanted, scorecard = wanted.checked(), standing_scorecard(scorecard_id)
        kept = criteria_of(scorecard)
        same = [given(row) for row in kept] == list(wanted.criteria)
        if not same and Assessment.select().where(Assessment.scorecard == scorecard).exists():
            raise NotAllowed(
                _("Something is judged by “{name}” already, so its criteria stay. Nothing was changed; make its next edition.").format(
                    name=scorecard.name
                )
            )
        if wanted.name != scorecard.name:
            _demand_free(wanted.name)
        scorecard.version, scorecard.name, scorecard.peers, scorecard.note = version, wanted.name, wanted.peers, wanted.note
        done.save(scorecard)
        if not same:
            for row in kept:
                done.delete(row)
            done.insert(*(each.row(scorecard, position) for position, each in enumerate(wanted.criteria, start=1)))
        done.numbers["name"] = scorecard.name
    return done.change


def next_edition(scorecard_id: int, by: Actor, key: str | None = None) -> Change:
    """A draft with the same criteria. Put to use, it takes the place of the editions before."""
    with operation(N_("Made edition {edition} of the scorecard {name}"), by, may=Right.ASSESS, key=key) as done:
        scorecard = standing_scorecard(scorecard_id)
        editions = [row.edition for row in Scorecard.select().where(Scorecard.name == scorecard.name)]
        following = Scorecard(name=scorecard.name, edition=max(editions) + 1, peers=scorecard.peers, note=scorecard.note)
        _insert(following, tuple(given(row) for row in criteria_of(scorecard)), done)
        done.numbers.update(name=scorecard.name, edition=following.edition)
    return done.change


def set_scorecard_state(scorecard_id: int, version: int, state: ScorecardState, by: Actor, key: str | None = None) -> Change:
    """One edition of a name is in use at a time. Back to a draft only while nothing was judged by it."""
    with operation(_LABELS[state], by, may=Right.ASSESS, key=key) as done:
        scorecard = standing_scorecard(scorecard_id)
        if scorecard.version == version and scorecard.state == state:
            raise UserError(_("“{name}” is that already. Nothing was changed.").format(name=scorecard.name))
        if state == ScorecardState.DRAFT and Assessment.select().where(Assessment.scorecard == scorecard).exists():
            raise NotAllowed(_("Something is judged by “{name}” already. Nothing was changed; retire it.").format(name=scorecard.name))
        if state == ScorecardState.IN_USE:
            others = Scorecard.select().where(
                Scorecard.name == scorecard.name, Scorecard.id != scorecard.id, Scorecard.state == ScorecardState.IN_USE
            )
            for other in others:
                other.state = ScorecardState.RETIRED
                done.save(other)
        scorecard.version, scorecard.state = version, state
        done.save(scorecard)
        done.numbers["name"] = scorecard.name
    return done.change


def standing_scorecard(scorecard_id: int) -> Scorecard:
    scorecard = Scorecard.get_or_none(id=scorecard_id)
    if scorecard is None:
        raise UserError(_("This scorecard is not there any more. Nothing was changed."))
    return scorecard


def criteria_of(scorecard: Scorecard) -> list[Criterion]:
    return list(Criterion.select().where(Criterion.scorecard == scorecard).order_by(Criterion.position, Criterion.id))


def given(row: Criterion) -> CriterionInput:
    """As a form would have it."""
    return CriterionInput(row.text, row.section, row.guidance, CriterionScale(row.scale), row.weight, bool(row.fatal))


def _insert(scorecard: Scorecard, criteria: tuple[CriterionInput, ...], done: Done) -> None:
    done.insert(scorecard)
    done.insert(*(each.row(scorecard, position) for position, each in enumerate(criteria, start=1)))


def _demand_free(name: str) -> None:
    if Scorecard.select().where(Scorecard.name == name).exists():
        raise UserError(_("There is a scorecard “{name}” already. Nothing was saved; choose another name.").format(name=name))

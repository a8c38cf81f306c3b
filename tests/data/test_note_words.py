"""A case is found by every word of its notes, however many they are, and whatever happened to them."""

from contextlib import suppress
from random import Random

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import CannotUndo
from crm_desktop.data import note_words
from crm_desktop.data.database import fetch
from crm_desktop.data.integrity import check
from crm_desktop.data.models import CaseEvent, SupportCase
from crm_desktop.data.search import find, rebuild
from crm_desktop.services.case_joining import merge_cases, split_case
from crm_desktop.services.case_steps import note_case
from crm_desktop.services.cases import CaseInput, change_case, open_case
from crm_desktop.services.history import redo_latest, undo_latest

KEPT = "SELECT case_id, words FROM case_note_words ORDER BY case_id"


@pytest.fixture
def few(monkeypatch):
    """Two notes are many."""
    monkeypatch.setattr(note_words, "MANY", 2)


@pytest.fixture
def opened(store, nancy):
    def make(subject="Crushed boxes"):
        (row_id,) = open_case(CaseInput(subject), nancy).of(Entity.CASE)
        return row_id

    return make


def test_words_of_new_notes_are_added_to_those_that_are_kept(few, opened, nancy):
    case = opened()
    for text in ("wet carton", "Second wet pallet", "driver was late"):
        note_case(case, text, nancy)
    assert find(SupportCase, "carton pallet driver crushed") == [case]
    assert fetch(KEPT) == [(case, "carton driver late pallet second was wet")]


def test_a_note_that_is_taken_back_finds_nothing(few, opened, nancy):
    case = opened()
    for text in ("wet carton", "dry pallet", "late driver"):
        note_case(case, text, nancy)
    undo_latest(nancy)
    assert find(SupportCase, "driver") == []
    undo_latest(nancy)
    assert fetch(KEPT) == []
    redo_latest(nancy)
    assert find(SupportCase, "carton pallet") == [case]
    assert fetch(KEPT) == [(case, "carton dry pallet wet")]


def test_one_more_note_reads_no_other(few, opened, nancy, monkeypatch):
    case = opened()
    for text in ("wet carton", "dry pallet"):
        note_case(case, text, nancy)
    monkeypatch.setattr(note_words, "_NOTES", "no SQL")
    note_case(case, "late driver", nancy)
    assert find(SupportCase, "carton driver") == [case]


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_leaves_what_reading_every_note_finds(seed, few, opened, nancy):
    random = Random(seed)
    opened(), opened("Late parcel")
    for _step in range(14):
        _do_something(random, nancy)
    kept = fetch(KEPT)
    assert [finding.problems for finding in check(deep=True) if not finding.ok] == []
    rebuild()
    assert fetch(KEPT) == kept


def _do_something(random, by):
    case, *others = random.sample(cases := list(SupportCase.select()), len(cases))
    step = random.choice(("note", "note", "note", "note", "undo", "redo", "subject", "split", "merge"))
    if step in ("undo", "redo"):
        with suppress(CannotUndo):
            (undo_latest if step == "undo" and CaseEvent.select().count() > 2 else redo_latest)(by)
    elif case.merged_into_id is not None:
        return
    elif step == "note":
        note_case(case.id, f"word{random.randrange(9)} Note{random.randrange(9)}", by)
    elif step == "subject":
        change_case(case.id, case.version, CaseInput(f"Subject{random.randrange(9)}"), by)
    elif step == "split":
        noted = [row.id for row in CaseEvent.select().where(CaseEvent.case == case, CaseEvent.note != "")]
        split_case(case.id, CaseInput("Apart"), by, tuple(noted[:1]))
    elif others and others[0].merged_into_id is None:
        merge_cases(case.id, case.version, others[0].id, by)

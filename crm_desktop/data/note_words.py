"""Words of the notes on cases. Those of a case with many notes are kept, so that one more costs what it holds itself.

They follow from the notes alone: kept for every case that has `MANY`, for no other, and never read where a note was changed or taken away.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from crm_desktop.core.text import search_words
from crm_desktop.data.database import database, execute, execute_many, fetch

MANY = 100
_MOST_NEW = 500
_KEPT = "SELECT case_id, words FROM case_note_words WHERE case_id IN ({})"
_NOTES = "SELECT case_id, note FROM case_event WHERE note <> '' AND case_id IN ({})"
_NEW = "SELECT case_id, note FROM case_event WHERE note <> '' AND id IN ({})"
_FORGET = "DELETE FROM case_note_words WHERE case_id IN ({})"
_KEEP = "INSERT INTO case_note_words (case_id, words) VALUES (?, ?) ON CONFLICT (case_id) DO UPDATE SET words = excluded.words"


def noted(case_ids: Sequence[int], new: Collection[int]) -> dict[int, set[str]]:
    """Words by case. `new` are events that came, where no other changed."""
    kept = _kept(case_ids, new) if 0 < len(new) <= _MOST_NEW else {}
    return kept | _read([case_id for case_id in case_ids if case_id not in kept])


def _kept(case_ids: Sequence[int], new: Collection[int]) -> dict[int, set[str]]:
    kept = {case_id: set(words.split()) for case_id, words in fetch(_KEPT.format(_marks(case_ids)), case_ids)}
    more: defaultdict[int, set[str]] = defaultdict(set)
    for case_id, note in fetch(_NEW.format(_marks(new)), list(new)) if kept else ():
        more[case_id].update(search_words(note))
    for case_id in kept.keys() & more.keys():
        if not more[case_id] <= kept[case_id]:
            kept[case_id] |= more[case_id]
            _keep(case_id, kept[case_id])
    return kept


def _read(case_ids: Sequence[int]) -> dict[int, set[str]]:
    if not case_ids:
        return {}
    notes: defaultdict[int, list[str]] = defaultdict(list)
    for case_id, note in fetch(_NOTES.format(_marks(case_ids)), case_ids):
        notes[case_id].append(note)
    words = {case_id: {word for note in some for word in search_words(note)} for case_id, some in notes.items()}
    execute(_FORGET.format(_marks(case_ids)), case_ids)
    for case_id, some in notes.items():
        if len(some) >= MANY:
            _keep(case_id, words[case_id])
    return words


def _keep(case_id: int, words: set[str]) -> None:
    execute_many(_KEEP, [(case_id, " ".join(sorted(words)))])


def _marks(ids: Collection[int]) -> str:
    return ", ".join([database.param] * len(ids))

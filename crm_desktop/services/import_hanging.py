"""What a file hangs on its records: tags and pictures. Those a record has already are passed over, and those a person took away stay
away.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from crm_desktop.core.read_json import kept_object
from crm_desktop.core.tag_names import tag_key
from crm_desktop.data.attachment_contents import hash_of
from crm_desktop.data.database import database, fetch
from crm_desktop.data.history import Done
from crm_desktop.data.models import Attachment, Tag
from crm_desktop.services.attachments import FileInput, new_attachment
from crm_desktop.services.tags import known_spelling

_CHUNK = 500
_THERE = "SELECT row_id, {} FROM {} WHERE entity_table = ? AND row_id IN ({})"
_TAKEN_AWAY = """SELECT entry.before FROM audit_entry AS entry JOIN operation AS done ON done.id = entry.operation_id
WHERE entry.entity = ? AND entry.kind = 'delete' AND done.undoes_id IS NULL"""


def add_tags(done: Done, table: str, wanted: Sequence[tuple[Any, ...]]) -> int:
    """`wanted` are ids of rows of the table, each with a tag. How many tags are new."""
    passed = _passed("tag", "key", table, wanted)
    fresh, spelled = [], dict[str, str]()
    for row_id, name in wanted:
        key = tag_key(name)
        if (row_id, key) not in passed:
            passed.add((row_id, key))
            if key not in spelled:
                spelled[key] = known_spelling(key) or name
            fresh.append(Tag(entity_table=table, row_id=row_id, name=spelled[key], key=key))
    done.insert(*fresh)
    return len(fresh)


def add_files(done: Done, table: str, wanted: Sequence[tuple[Any, ...]]) -> int:
    """`wanted` are ids of rows of the table, each with a file's name and content, or what reads that: not all are held at once.

    How many files are new. Two of one content and two names are two files.
    """
    passed = _passed("attachment", "sha256", table, wanted)
    came = set[tuple[Any, ...]]()
    fresh: list[Attachment] = []
    for row_id, name, given in wanted:
        content = given() if callable(given) else given
        digest = hash_of(content)
        if (row_id, digest) not in passed and (row_id, digest, name) not in came:
            came.add((row_id, digest, name))
            fresh.append(new_attachment(table, row_id, FileInput(name, content)))
    done.insert(*fresh)
    return len(fresh)


HANGING: Mapping[str, tuple[tuple[str, ...], Callable[[Done, str, Sequence[tuple[Any, ...]]], int]]] = {
    "tag": (("name",), add_tags),
    "attachment": (("name", "content"), add_files),
}
"""Columns of their rows beside the record's, and what writes them."""


def _passed(kind: str, column: str, table: str, wanted: Sequence[tuple[Any, ...]]) -> set[tuple[int, str]]:
    """What is there, and what people took away at some time. Undoing an import takes it away too, and that says nothing."""
    found: set[tuple[int, str]] = set()
    for some in _chunks(sorted({row[0] for row in wanted})):
        text = _THERE.format(column, kind, ", ".join("?" * len(some))).replace("?", database.param)
        found.update((row_id, key) for row_id, key in fetch(text, (table, *some)))
    rows = (kept_object(before) for (before,) in fetch(_TAKEN_AWAY.replace("?", database.param), (kind,)) if before)
    return found | {(row["row_id"], row[column]) for row in rows if row.get("entity_table") == table}


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk

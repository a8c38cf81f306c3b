"""Words that people put on records, to find them together again."""

from collections.abc import Iterable, Iterator, Sequence

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.record_rights import right_for
from crm_desktop.core.rights import Right
from crm_desktop.core.tag_names import tag_key, tag_name
from crm_desktop.data.database import database, fetch
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Tag
from crm_desktop.queries.records import TABLES, RecordRef, number_of
from crm_desktop.services.records import demand_there

_CHUNK = 500


def tag(records: Sequence[RecordRef], names: Iterable[str], by: Actor, key: str | None = None) -> Change:
    """All of these tags on all of these records, in one operation; a record that has a tag keeps it."""
    records, wanted = _wanted(records, names)
    label = N_("Tagged {number}") if len(records) == 1 else N_("Tagged {count} records")
    with operation(label, by, may=right_for(records[0].entity), key=key) as done:
        demand_there(records, by)
        spelled = {each: known_spelling(each) or name for each, name in wanted.items()}
        there = {(row.entity_table, row.row_id, row.key) for row in _tags_of(records)}
        fresh = [
            Tag(entity_table=TABLES[record.entity], row_id=record.row_id, name=name, key=each)
            for record in records
            for each, name in spelled.items()
            if (TABLES[record.entity], record.row_id, each) not in there
        ]
        if not fresh:
            raise UserError(_("The tags are there already. Nothing was changed."))
        done.insert(*fresh)
        _say(records, fresh, done)
    return done.change


def untag(records: Sequence[RecordRef], names: Iterable[str], by: Actor, key: str | None = None) -> Change:
    """Take these tags away from these records, in one operation."""
    records, wanted = _wanted(records, names)
    label = N_("Took a tag from {number}") if len(records) == 1 else N_("Took tags from {count} records")
    with operation(label, by, may=right_for(records[0].entity), key=key) as done:
        demand_there(records, by)
        rows = [row for row in _tags_of(records) if row.key in wanted]
        if not rows:
            raise UserError(_("None of these records has such a tag. Nothing was changed."))
        for row in rows:
            done.delete(row)
        _say(records, rows, done)
    return done.change


def rename_tag(tag: str, to: str, by: Actor, key: str | None = None) -> Change:
    """On every record that has it. Where a record has the new one already, the two become one."""
    with operation(N_("Renamed a tag on {count} records"), by, may=Right.EDIT_COMPANY, key=key) as done:
        renamed(tag, to, done)
    return done.change


def renamed(tag: str, to: str, done: Done) -> None:
    """Within an operation that is under way."""
    new, old_key = tag_name(to), tag_key(tag_name(tag))
    new_key = tag_key(new)
    rows = list(Tag.select().where(Tag.key == old_key).order_by(Tag.id))
    if not rows:
        raise UserError(_("There is no tag “{tag}”. Nothing was changed.").format(tag=tag_name(tag)))
    if new_key != old_key:
        new = known_spelling(new_key) or new
    there = {(row.entity_table, row.row_id) for row in Tag.select().where(Tag.key == new_key)} if new_key != old_key else set()
    done.numbers["count"] = len(rows)
    for row in rows:
        if (row.entity_table, row.row_id) in there:
            done.delete(row)
        else:
            row.name, row.key = new, new_key
            done.save(row)


def put_tags(record: RecordRef, names: Iterable[str], done: Done) -> None:
    """Within an operation; tags that are there already stay."""
    there = {row.key for row in _tags_of([record])}
    wanted = {tag_key(name): name for name in map(tag_name, names)}
    fresh = {key: known_spelling(key) or name for key, name in wanted.items() if key not in there}
    done.insert(*(Tag(entity_table=TABLES[record.entity], row_id=record.row_id, name=name, key=key) for key, name in fresh.items()))


def take_tags(record: RecordRef, names: Iterable[str], done: Done) -> None:
    """Within an operation; tags that are not there (any more) are none the less gone."""
    gone = {tag_key(tag_name(name)) for name in names}
    for row in _tags_of([record]) if gone else ():
        if row.key in gone:
            done.delete(row)


def known_spelling(key: str) -> str:
    """As it stands on other records; empty for a tag that is new."""
    found = fetch(f"SELECT name FROM tag WHERE key = {database.param} ORDER BY id LIMIT 1", (key,))
    return str(found[0][0]) if found else ""


def _say(records: Sequence[RecordRef], rows: Sequence[Tag], done: Done) -> None:
    """Never the words themselves: what somebody calls a customer is not for the list of operations."""
    done.numbers["count"] = len({(row.entity_table, row.row_id) for row in rows})
    if len(records) == 1:
        done.numbers["number"] = number_of(records[0])


def _wanted(records: Sequence[RecordRef], names: Iterable[str]) -> tuple[list[RecordRef], dict[str, str]]:
    """Each record once, and the names by key."""
    wanted = {tag_key(name): name for name in map(tag_name, names)}
    if not records or not wanted:
        raise UserError(_("Say which tags, and on which records. Nothing was changed."))
    return list(dict.fromkeys(records)), wanted


def _tags_of(records: Sequence[RecordRef]) -> Iterator[Tag]:
    for entity in dict.fromkeys(record.entity for record in records):
        ids = sorted({record.row_id for record in records if record.entity == entity})
        for start in range(0, len(ids), _CHUNK):
            yield from Tag.select().where(Tag.entity_table == TABLES[entity], Tag.row_id.in_(ids[start : start + _CHUNK])).order_by(Tag.id)

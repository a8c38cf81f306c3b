"""The same done to many records at once: one operation, one step to take back. What cannot be done is named beforehand and left out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import CustomerStatus, FollowUpState, Shelf
from crm_desktop.core.record_rights import right_for
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Customer, FollowUp, Order, Product, Record, ReturnRequest, Staff, SupportCase
from crm_desktop.queries.shelves import trash
from crm_desktop.services.shelves import SHELVED, Shelved, called, delete_whole, demand_movable

AT_MOST = 10_000
"""Records that one step changes: more would keep others from writing for a minute."""
_CHUNK = 500
_LABELS = {
    Shelf.DESK: N_("Brought {count} records back"),
    Shelf.ARCHIVE: N_("Archived {count} records"),
    Shelf.TRASH: N_("Moved {count} records to the trash"),
}

_MODELS: dict[Entity, type[Record]] = {
    Entity.CASE: SupportCase, Entity.FOLLOW_UP: FollowUp, Entity.ORDER: Order, Entity.RETURN: ReturnRequest,
}  # fmt: skip


class Refusal(NamedTuple):
    number: str
    why: str


class Preview(NamedTuple):
    """`ready` ids it would change; `already` how many are so already; and what stays, with the reason."""

    ready: tuple[int, ...]
    already: int
    refused: tuple[Refusal, ...]


class Way(NamedTuple):
    """What is done with each. `demand` refuses in a sentence; `take` saves the record, which was asked before. `is_so`: already."""

    entity: Entity
    label: str
    demand: Callable[[Any], object]
    take: Callable[[Any, Actor, Done], object]
    is_so: Callable[[Any], bool] = lambda _row: False


def way_preview(way: Way, ids: Sequence[int]) -> Preview:
    """What going it with these would come to. Reads only."""
    ready, refused, already = [], [], 0
    for row in rows_of_many(_MODELS[way.entity], ids):
        try:
            way.demand(row)
        except UserError as error:
            refused.append(Refusal(row.number, str(error)))  # type: ignore[attr-defined]
        else:
            already += way.is_so(row)
            ready += [] if way.is_so(row) else [row.id]
    return Preview(tuple(ready), already, tuple(refused))


def take_way(way: Way, ids: Sequence[int], by: Actor, key: str | None = None) -> Change:
    """With those that can. Raises UserError where none can."""
    demand_few(ids)
    with operation(way.label, by, may=right_for(way.entity), key=key) as done:
        preview = way_preview(way, ids)
        if not preview.ready:
            raise UserError(preview.refused[0].why if preview.refused else _("They are so already. Nothing was changed."))
        for row in rows_of_many(_MODELS[way.entity], preview.ready):
            way.take(row, by, done)
        done.numbers["count"] = len(preview.ready)
    return done.change


def shelving_preview(entity: Entity, ids: Sequence[int], shelf: Shelf) -> Preview:
    """What putting these there would come to. Reads only."""
    ready, refused, already = [], [], 0
    for row in rows_of_many(SHELVED[entity][0], ids):
        assert isinstance(row, Shelved)
        if row.shelf == shelf:
            already += 1
            continue
        try:
            demand_movable(row, shelf)
        except UserError as error:
            refused.append(Refusal(called(row), str(error)))
        else:
            ready.append(row.id)
    return Preview(tuple(ready), already, tuple(refused))


def shelve_many(entity: Entity, ids: Sequence[int], shelf: Shelf, by: Actor, key: str | None = None) -> Change:
    """Those that can be. Raises UserError where none can."""
    demand_few(ids)
    _model, right = SHELVED[entity]
    with operation(_LABELS[shelf], by, may=right, key=key) as done:
        preview = shelving_preview(entity, ids, shelf)
        if not preview.ready:
            raise UserError(preview.refused[0].why if preview.refused else _("They lie there already. Nothing was changed."))
        for row in rows_of_many(SHELVED[entity][0], preview.ready):
            row.shelf = shelf  # type: ignore[attr-defined]
            done.save(row)
        done.numbers["count"] = len(preview.ready)
    return done.change


def deletable(entity: Entity, ids: Sequence[int]) -> tuple[int, ...]:
    """Of those in the trash, the ones that nothing needs."""
    gone = trash().gone.get(SHELVED[entity][0], set())
    return tuple(row_id for row_id in ids if row_id in gone)


def delete_many(entity: Entity, ids: Sequence[int], by: Actor, key: str | None = None) -> Change:
    """For good: cannot be undone. Only what lies in the trash and nothing needs."""
    with operation(N_("Deleted {count} records for good"), by, may=Right.ERASE, key=key, final=True) as done:
        going = deletable(entity, ids)
        if not going:
            raise UserError(_("Nothing was deleted: these records are not in the trash, or something still needs them."))
        for row in rows_of_many(SHELVED[entity][0], going):
            delete_whole(row, done)
        done.numbers["count"] = len(going)
    return done.change


def change_status(ids: Sequence[int], status: CustomerStatus, by: Actor, key: str | None = None) -> Change:
    """Of customers."""
    if status == CustomerStatus.ANONYMISED:
        raise NotAllowed(_("Somebody is erased one by one. Nothing was changed."))

    def change(row: Record) -> None:
        assert isinstance(row, Customer)
        row.status = status

    return _change(Customer, ids, change, N_("Changed the status of {count} customers"), Right.EDIT_CUSTOMERS, by, key)


def change_responsible(ids: Sequence[int], staff_id: int | None, by: Actor, key: str | None = None) -> Change:
    """Of customers; None for nobody."""
    demand_colleague(staff_id)

    def change(row: Record) -> None:
        assert isinstance(row, Customer)
        row.account_owner_id = staff_id

    return _change(Customer, ids, change, N_("Changed who looks after {count} customers"), Right.EDIT_CUSTOMERS, by, key)


def hand_on(ids: Sequence[int], staff_id: int, by: Actor, key: str | None = None) -> Change:
    """Open follow-ups, to a colleague."""
    demand_colleague(staff_id)

    def change(row: Record) -> None:
        assert isinstance(row, FollowUp)
        if row.state == FollowUpState.OPEN:
            row.owner_id = staff_id

    return _change(FollowUp, ids, change, N_("Handed on {count} follow-ups"), Right.PLAN_FOLLOW_UPS, by, key)


def change_sold(ids: Sequence[int], active: bool, by: Actor, key: str | None = None) -> Change:
    """Whether these products can still be ordered."""

    def change(row: Record) -> None:
        assert isinstance(row, Product)
        row.active = active

    label = N_("{count} products are sold again") if active else N_("{count} products are not sold any more")
    return _change(Product, ids, change, label, Right.EDIT_PRODUCTS, by, key)


def _change(
    model: type[Record], ids: Sequence[int], change: Callable[[Record], None], label: str, may: Right, by: Actor, key: str | None
) -> Change:
    demand_few(ids)
    with operation(label, by, may=may, key=key) as done:
        done.numbers["count"] = sum(_changed(row, change, done) for row in rows_of_many(model, ids))
        if not done.numbers["count"]:
            raise UserError(_("They are so already. Nothing was changed."))
    return done.change


def _changed(row: Record, change: Callable[[Record], None], done: Done) -> bool:
    before = dict(row.__data__)
    change(row)
    if row.__data__ == before:
        return False
    done.save(row)
    return True


def rows_of_many(model: type[Record], ids: Sequence[int]) -> Iterator[Record]:
    """Those that are there, in the order of their ids."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        found = model.by_ids(wanted[start : start + _CHUNK])
        yield from (found[row_id] for row_id in sorted(found))


def demand_few(ids: Sequence[int]) -> None:
    if not ids:
        raise UserError(_("No record is selected. Nothing was changed."))
    if len(ids) > AT_MOST:
        raise UserError(
            _("{count} records are selected; one step changes at most {most}. Nothing was changed; narrow the list.").format(
                count=len(ids), most=AT_MOST
            )
        )


def demand_colleague(staff_id: int | None) -> None:
    if staff_id is not None and Staff.get_or_none(id=staff_id) is None:
        raise UserError(_("This colleague is not there any more. Nothing was changed."))

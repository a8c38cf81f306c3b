"""What `do` can do to whole records: merge customers, erase a person, archive, throw away, and empty the trash."""

from dataclasses import dataclass, fields

from crm_desktop.commands.action import Action
from crm_desktop.commands.progress import progress_bar
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Shelf
from crm_desktop.data.models import Customer, Record
from crm_desktop.queries.merging import OWN, Side
from crm_desktop.queries.records import ENTITIES, RecordName, find_record
from crm_desktop.queries.shelves import trash
from crm_desktop.services import erasing, merging, retention, shelves
from crm_desktop.services.backups import backed_up_before


@dataclass(frozen=True, slots=True)
class Choices:
    """Whose value stays, where it is not as proposed. `custom`: further fields whose value comes from the other."""

    kind: Side | None = None
    name: Side | None = None
    legal_name: Side | None = None
    tax_id: Side | None = None
    salutation: Side | None = None
    first_name: Side | None = None
    last_name: Side | None = None
    birthday: Side | None = None
    language: Side | None = None
    preferred_channel: Side | None = None
    best_time: Side | None = None
    vip: Side | None = None
    account_owner: Side | None = None
    credit_limit: Side | None = None
    notes: Side | None = None
    quick_facts: Side | None = None
    status: Side | None = None
    customer_since: Side | None = None
    address: Side | None = None
    custom: tuple[str, ...] = ()

    def sides(self) -> dict[str, Side]:
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "custom"}
        plain = {"account_owner_id" if name == "account_owner" else name: side for name, side in given.items() if side is not None}
        return plain | dict.fromkeys((OWN + name for name in self.custom), Side.OTHER)


def merge_customers(customer_id: int, version: int, other_id: int, choices: Choices, by: Actor) -> Change:
    return merging.merge_customers(customer_id, version, other_id, Customer.get_by_id(other_id).version, choices.sides(), by)


def set_legal_hold(customer_id: int, by: Actor, why: str = "") -> Change:
    return retention.set_legal_hold(customer_id, Customer.get_by_id(customer_id).version, why, by)


def apply_retention(by: Actor, sure: bool = False) -> Change:
    with progress_bar(_("Letting go")) as tell:

        def told(gone: int, of: int) -> bool:
            tell(gone / max(of, 1))
            return True

        return retention.apply_retention_wholly(by, sure, told)


def archive(record: RecordName, by: Actor) -> Change:
    return _put(record, Shelf.ARCHIVE, by)


def move_to_trash(record: RecordName, by: Actor) -> Change:
    return _put(record, Shelf.TRASH, by)


def bring_back(record: RecordName, by: Actor) -> Change:
    return _put(record, Shelf.DESK, by)


def empty_trash(by: Actor, sure: bool = False) -> Change:
    """Unless it is sure, only says what would be gone."""
    found = trash()
    if found.gone and not sure:
        raise UserError(
            _(
                "This would be gone for good: {gone}. Kept, since something needs it: {kept}. Nothing was deleted yet; do it with sure=yes."
            ).format(gone=_counts(found.gone), kept=_counts(found.kept) or _("nothing"))
        )
    return backed_up_before(shelves.empty_trash)(by)


def _put(name: RecordName, shelf: Shelf, by: Actor) -> Change:
    found = find_record(name)
    if found.entity not in shelves.SHELVED:
        there = ", ".join(shelves.SHELVED)
        raise UserError(_("Only these can be put away: {kinds}. Nothing was changed.").format(kinds=there))
    model, _right = shelves.SHELVED[Entity(found.entity)]
    return shelves.put_on_shelf(found.entity, found.row_id, model.get_by_id(found.row_id).version, shelf, by)


def _counts(found: dict[type[Record], set[int]]) -> str:
    return ", ".join(f"{len(ids)} × {_(ENTITIES[model._meta.table_name])}" for model, ids in found.items())


ACTIONS = (
    Action("merge-customers", N_("Two records of one customer become one; the other's number leads to it."), merge_customers),
    Action("erase-customer", N_("Make a person unknown, here and in history. Cannot be undone."), backed_up_before(erasing.erase_customer)),
    Action(
        "erase-kept-invoices",
        N_("Erase what invoices of erased persons kept for long enough. Cannot be undone."),
        backed_up_before(erasing.erase_kept_invoices),
    ),
    Action("set-retention", N_("For how many months a kind of record is kept; 0 for ever."), retention.set_retention),
    Action("apply-retention", N_("Let go of what was kept long enough, after a backup. Cannot be undone."), apply_retention),
    Action("set-legal-hold", N_("Keep a customer for a legal matter, whatever the rules say; empty: not any more."), set_legal_hold),
    Action("archive", N_("Put a record away: lists leave it out, search finds it."), archive),
    Action("move-to-trash", N_("Throw a record away; it can be brought back until the trash is emptied."), move_to_trash),
    Action("bring-back", N_("Bring a record back from the archive or the trash."), bring_back),
    Action("empty-trash", N_("Delete for good what lies in the trash and nothing needs. Cannot be undone."), empty_trash),
)

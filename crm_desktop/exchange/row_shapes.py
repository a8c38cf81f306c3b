"""What one row of somebody's own table may be, and the places its columns can be put to: `order.number`, `customer.name` …"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crm_desktop.core.i18n import N_
from crm_desktop.exchange.targets import BY_NAME, Field, Kind

SHARE = "line.discount_share"
"""A discount that is written as a share of one, so that 0.2 stands for 20 percent."""
KEEP = "keep"
"""The place of a column that becomes a further field of the row's own record."""
LISTED = ("staff", "channel", "reason", "category", "return_reason", "case_status")
"""Short lists: a name that is new there is added, one that is there already is taken."""
_AMONG = {"customer": "customer", "product": "product", "order": "order", "return": "return"}
"""References that a row fills by the fields of the record itself, where its shape has them."""
_BY = {"order": "number", "invoice": "number", "customer": "number", "product": "sku", "return": "number"}
_LEFT_OUT = frozenset(
    {"follow_up.interaction", "payment.return_line", "return_line.line", "line.sku", "line.position", "return_line.sku",
     "return_line.position", "return_line.unit_price"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """`targets`: the row's own record first, then those that it also holds. `needed`: of each group one place must be filled."""

    name: str
    title: str
    targets: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]
    for_all: tuple[str, ...] = ()
    """Needed places that can also be said once for all rows."""
    typical: tuple[str, ...] = ()
    """Places that such a list nearly always has: without them it is probably one of something else."""

    @property
    def main(self) -> str:
        return self.targets[0]

    @property
    def has_custom(self) -> bool:
        return BY_NAME[self.main].custom


_NAMED = ("customer.name", "customer.last_name", "customer.number", "customer.first_name")
SHAPES = (
    Shape("customers", N_("a customer"), ("customer",), (("customer.name", "customer.last_name", "customer.first_name"),)),
    Shape("contacts", N_("a contact person of a customer"), ("contact", "customer"), (("contact.name",), _NAMED)),
    Shape("products", N_("a product"), ("product",), (("product.name",),)),
    Shape(
        "orders",
        N_("an order, or one of its lines"),
        ("order", "line", "customer", "product"),
        (("order.number", "order.id"), ("order.ordered_at",), _NAMED),
    ),
    Shape(
        "returns",
        N_("a return, or one of its lines"),
        ("return", "return_line", "customer", "product"),
        (("return.order", "customer.name", "customer.number", "customer.last_name"),),
        typical=("return.reason", "return.requested_at"),
    ),
    Shape("payments", N_("a payment"), ("payment",), (("payment.order", "payment.invoice"), ("payment.amount",), ("payment.received_at",))),
    Shape(
        "interactions",
        N_("an interaction: a call, a mail, a ticket"),
        ("interaction", "customer"),
        (("interaction.started_at",), ("interaction.channel",)),
        for_all=("interaction.channel",),
    ),
    Shape(
        "cases",
        N_("a case: a complaint, a ticket with a status"),
        ("case", "customer"),
        (("case.subject",), ("case.opened_at",), ("case.status",)),
        typical=("case.closed_at", "case.resolved_at", "case.priority", "case.assignee"),
    ),
    Shape("articles", N_("an article of knowledge"), ("article",), (("article.title",), ("article.body",))),
    Shape("templates", N_("a template of an answer"), ("template",), (("template.name",), ("template.body",))),
    Shape("follow_ups", N_("a follow-up"), ("follow_up", "customer"), (("follow_up.title",),), typical=("follow_up.due_on",)),
)
SHAPES_BY_NAME: Mapping[str, Shape] = {shape.name: shape for shape in SHAPES}


def places(shape: Shape) -> Iterator[str]:
    """In the order in which they are offered."""
    for target in shape.targets:
        if target not in ("line", "return_line"):
            yield f"{target}.id"
        for field in BY_NAME[target].fields:
            place = f"{target}.{field.name}"
            if place not in _LEFT_OUT and not _among(shape, field):
                yield place
                if place == "line.discount_percent":
                    yield SHARE


def field_at(place: str) -> Field:
    target, _dot, name = ("line", ".", "discount_percent") if place == SHARE else place.partition(".")
    found = BY_NAME[target].field(name)
    return found if found is not None else Field(name)


def reference_by(field: Field) -> str:
    """What a record is known by that a column names."""
    return "id" if field.of in LISTED else _BY.get(field.of, field.by)


def is_text(place: str) -> bool:
    """Whether several columns can be put together there."""
    return field_at(place).kind in (Kind.LINE, Kind.NOTE)


def _among(shape: Shape, field: Field) -> bool:
    return field.kind is Kind.REFERENCE and _AMONG.get(field.of, "") in shape.targets

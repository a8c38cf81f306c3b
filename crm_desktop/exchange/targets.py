"""What can come in, and from which values: the words a mapping uses, and where they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import (
    ChannelKind,
    CustomerKind,
    CustomerStatus,
    Direction,
    FollowUpState,
    OrderState,
    Outcome,
    PointKind,
    Priority,
    ReasonKind,
)
from crm_desktop.core.kinds_of_knowledge import ArticleKind, ArticleState, Audience, TemplateKind
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.kinds_of_trade import (
    Condition,
    Disposition,
    Flow,
    PaymentMethod,
    PaymentStatus,
    Resolution,
    ReturnReason,
    ReturnState,
    ShipmentStatus,
)
from crm_desktop.core.survey_kinds import SurveyChannel, SurveyKind

NO_DAY = NEVER.isoformat()


class Kind(StrEnum):
    LINE = "text"
    NOTE = "free text"
    MONEY = "money"
    QUANTITY = "number"
    INTEGER = "whole number"
    BOOL = "yes or no"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "time of day"
    WORD = "word"
    COUNTRY = "country"
    REFERENCE = "reference"
    TAGS = "tags"
    CUSTOM = "further fields"


@dataclass(frozen=True, slots=True)
class Field:
    """`column` is where the value is kept, in the table of `part` or else of the target; `empty` is kept for an empty cell.

    `by` is what another record is known by unless the mapping says otherwise. `open`: of a word that the mapping is silent about, whoever
    writes the record decides.
    """

    name: str
    kind: Kind = Kind.LINE
    required: bool = False
    empty: Any = ""
    words: tuple[str, ...] = ()
    of: str = ""
    by: str = "id"
    column: str = ""
    part: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A row of another table that belongs to the record, made when one of its fields is filled."""

    table: str
    owner: str
    constants: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """`known_by` are the columns by which a record that came from elsewhere can be recognised, `match` those by which it always is;
    `computed` follow from the others; `once` are written with a new record and left alone afterwards."""

    name: str
    table: str
    fields: tuple[Field, ...]
    parts: Mapping[str, Part] = field(default_factory=dict)
    known_by: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    once: frozenset[str] = frozenset()
    custom: bool = False

    def field(self, name: str) -> Field | None:
        return next((item for item in self.fields if item.name == name), None)


def _line(name: str, *, required: bool = False) -> Field:
    return Field(name, required=required, column=name)


def _note(name: str) -> Field:
    return Field(name, Kind.NOTE, column=name)


def _money(name: str, empty: int | None = 0) -> Field:
    return Field(name, Kind.MONEY, empty=empty, column=name)


def _quantity(name: str, *, required: bool = False, empty: int | None = 0) -> Field:
    return Field(name, Kind.QUANTITY, required=required, empty=empty, column=name)


def _integer(name: str, empty: int | None = 0) -> Field:
    return Field(name, Kind.INTEGER, empty=empty, column=name)


def _bool(name: str, *, empty: bool) -> Field:
    return Field(name, Kind.BOOL, empty=empty, column=name)


def _day(name: str) -> Field:
    return Field(name, Kind.DAY, empty=NO_DAY, column=name)


def _moment(name: str, *, required: bool = False) -> Field:
    return Field(name, Kind.MOMENT, required=required, empty=None, column=name)


def _word(name: str, words: type[StrEnum], empty: str) -> Field:
    return Field(name, Kind.WORD, empty=empty, words=tuple(word.value for word in words), column=name)


def _reference(name: str, of: str, *, required: bool = False, column: str = "") -> Field:
    return Field(name, Kind.REFERENCE, required=required, empty=None, of=of, column=column or f"{name}_id")


def _address(part: str, prefix: str = "") -> tuple[Field, ...]:
    names = ("lines", "city", "region", "postal_code")
    return (
        *(Field(f"{prefix}{'address' if name == 'lines' else name}", column=name, part=part) for name in names),
        Field(f"{prefix}country", Kind.COUNTRY, column="country", part=part),
    )


_TAGS = Field("tags", Kind.TAGS, empty=(), column="name", part="tags")
_TAG_PART = {"tags": Part("tag", "row_id")}
_POINTS = {"phone": PointKind.PHONE, "mobile": PointKind.MOBILE, "fax": PointKind.FAX, "email": PointKind.EMAIL, "web": PointKind.WEB}
_POINT_FIELDS = tuple(Field(name, column="value", part=name) for name in _POINTS)


def _points(owner: str) -> dict[str, Part]:
    return {name: Part("contact_point", owner, {"kind": str(kind), "main": name in ("phone", "email")}) for name, kind in _POINTS.items()}


STAFF = Target(
    "staff",
    "staff",
    (_line("name", required=True), _line("login"), _line("initials"), _line("email"), _line("languages"), _line("specialities"),
     _bool("active", empty=True)),
    known_by=("login", "name", "initials"),
    computed=("login", "initials", "role"),
    once=frozenset({"login", "initials", "role"}),
)  # fmt: skip
CHANNEL = Target(
    "channel",
    "channel",
    (_line("name", required=True), _word("kind", ChannelKind, ChannelKind.OTHER)),
    known_by=("name",),
    match=("name",),
)
REASON = Target(
    "reason",
    "contact_reason",
    (_line("name", required=True), _reference("parent", "reason"), _word("kind", ReasonKind, ReasonKind.OTHER)),
    known_by=("name",),
    match=("name",),
)
RETURN_REASON = Target(
    "return_reason",
    "return_reason",
    (_line("name", required=True), _word("kind", ReturnReason, ReturnReason.OTHER)),
    known_by=("name",),
    match=("name",),
)
CASE_STATUS = Target(
    "case_status",
    "case_status",
    (_line("name", required=True), _word("kind", CaseStatusKind, CaseStatusKind.OPEN)),
    known_by=("name",),
    match=("name",),
    once=frozenset({"kind"}),
)
CATEGORY = Target("category", "product_category", (_line("name", required=True), _reference("parent", "category")), known_by=("name",))
PRODUCT = Target(
    "product",
    "product",
    (_line("sku"), _line("name", required=True), _note("description"), _reference("category", "category"), _line("unit"),
     _money("price"), _money("cost", None), _quantity("tax_rate"), _bool("stocked", empty=True), _bool("active", empty=True),
     _integer("warranty_months"), _note("return_instructions"),
     Field("on_hand", Kind.QUANTITY, empty=0, column="quantity", part="stock"), _TAGS),
    parts={**_TAG_PART, "stock": Part("stock_movement", "product_id", {"kind": "opening"})},
    known_by=("sku", "name"),
    computed=("sku",),
    custom=True,
)  # fmt: skip
CUSTOMER = Target(
    "customer",
    "customer",
    (_line("number"), _line("name", required=True), _word("kind", CustomerKind, CustomerKind.COMPANY), _line("legal_name"), _line("tax_id"),
     _line("salutation"), _line("first_name"), _line("last_name"), _line("language"), _line("best_time"), _bool("vip", empty=False),
     _reference("account_owner", "staff"), _money("credit_limit", None), _note("notes"), _note("quick_facts"),
     _word("status", CustomerStatus, CustomerStatus.ACTIVE), _day("customer_since"),
     *(Field(f"contact_{name}", column=name, part="contact") for name in ("name", "role", "salutation", "department")),
     *_POINT_FIELDS, *_address("billing"), *_address("shipping", "shipping_"), _TAGS),
    parts={
        **_TAG_PART,
        "contact": Part("contact", "customer_id"),
        **_points("customer_id"),
        "billing": Part("address", "customer_id", {"kind": "billing"}),
        "shipping": Part("address", "customer_id", {"kind": "shipping"}),
    },
    known_by=("number", "name"),
    computed=("number",),
    once=frozenset({"number"}),
    custom=True,
)  # fmt: skip
CONTACT = Target(
    "contact",
    "contact",
    (_reference("customer", "customer", required=True), _line("name", required=True), _line("role"), _line("salutation"),
     _line("department"), _bool("active", empty=True), _bool("main", empty=False), _note("notes"), *_POINT_FIELDS),
    parts=_points("contact_id"),
    custom=True,
)  # fmt: skip
ORDER = Target(
    "order",
    "sales_order",
    (_line("number"), _reference("customer", "customer", required=True), _reference("staff", "staff"), _reference("channel", "channel"),
     _moment("ordered_at", required=True), _line("currency"), _line("billing_address"), _line("shipping_address"), _day("due_on"),
     _day("shipped_on"), _line("carrier"), _money("discount"), _money("shipping_charge"), _money("tax"), _note("note"),
     _word("state", OrderState, ""), _line("cancel_reason"), _moment("cancelled_at"), _TAGS),
    parts=_TAG_PART,
    known_by=("number",),
    computed=("number", "currency", "state"),
    once=frozenset({"number"}),
    custom=True,
)  # fmt: skip
INVOICE = Target("invoice", "invoice", (), known_by=("number",))
"""Payments name it; it does not come in itself: what was issued elsewhere is not ours to state."""
LINE = Target(
    "line",
    "order_line",
    (_reference("order", "order", required=True), _integer("position", None), _reference("product", "product"), _line("sku"),
     _line("name"), _quantity("quantity", required=True), Field("unit_price", Kind.MONEY, empty=None, column="unit_price"),
     _quantity("discount_percent"), _quantity("tax_rate"), _money("total", None)),
    computed=("position", "sku", "name", "unit_price", "gross", "total"),
    once=frozenset({"position", "sku", "name"}),
)  # fmt: skip
_LINE_OF_ORDER = (
    _reference("line", "line", column="order_line_id"),
    _integer("position", None),
    _reference("product", "product"),
    _line("sku"),
)
"""Which line of the order is meant: by its id in the source, by its place in the order, or by its product where that stands once."""
_RESOLUTION = Field("resolution", Kind.WORD, words=tuple(word.value for word in Resolution), column="resolution", open=True)
_PARCEL = (
    _line("carrier"), _line("tracking"), _line("link"), _day("shipped_on"), _day("delivered_on"), _word("status", ShipmentStatus, ""),
    _note("note"),
)  # fmt: skip
SHIPMENT = Target("shipment", "shipment", (_reference("order", "order", required=True), *_PARCEL), computed=("status",))
RETURN_SHIPMENT = Target("return_shipment", "shipment", (_reference("return", "return", required=True), *_PARCEL), computed=("status",))
"""The parcel in which a customer sends all goods of a return."""
SHIPMENT_LINE = Target(
    "shipment_line",
    "shipment_line",
    (_reference("shipment", "shipment", required=True), *_LINE_OF_ORDER, _quantity("quantity", required=True)),
    once=frozenset({"position", "sku"}),
)
RETURN = Target(
    "return",
    "return_request",
    (_line("number"), _reference("order", "order"), _reference("customer", "customer"), _moment("requested_at"), _moment("received_at"),
     _moment("settled_at"), _line("currency"), _reference("channel", "channel"), _reference("responsible", "staff"), _day("deadline"),
     _word("state", ReturnState, ReturnState.SETTLED), _line("state_reason"), _line("window_reason"), _note("note"),
     _word("reason", ReturnReason, ReturnReason.UNKNOWN), _RESOLUTION, _TAGS),
    parts=_TAG_PART,
    known_by=("number",),
    computed=("number",),
    once=frozenset({"number", "currency", "reason", "resolution"}),
)  # fmt: skip
RETURN_LINE = Target(
    "return_line",
    "return_line",
    (_reference("return", "return", required=True), *_LINE_OF_ORDER, _line("name"), _quantity("quantity", required=True),
     _word("reason", ReturnReason, ReturnReason.UNKNOWN), _reference("reason_name", "return_reason", column="chosen_reason_id"),
     _note("note"), _word("condition", Condition, ""),
     _word("disposition", Disposition, ""), _RESOLUTION, _money("value", None), _money("unit_price", None),
     _line("resolution_note"), _moment("settled_at")),
    once=frozenset({"position", "sku", "name", "unit_price", "value"}),
)  # fmt: skip
PAYMENT = Target(
    "payment",
    "payment",
    (_reference("order", "order"), Field("invoice", Kind.REFERENCE, empty=None, of="invoice", by="number", column="invoice_id"),
     _reference("customer", "customer"), _word("direction", Flow, ""), Field("amount", Kind.MONEY, required=True, column="amount"),
     _money("allowance", None), _line("currency"), _word("method", PaymentMethod, PaymentMethod.OTHER), _line("reference"),
     _line("reason"), _moment("received_at", required=True), _word("status", PaymentStatus, PaymentStatus.CAPTURED),
     _reference("staff", "staff"), _reference("return_line", "return_line")),
    computed=("direction",),
    once=frozenset({"customer_id", "currency", "allowance"}),
)  # fmt: skip
EVENTS = "events"
"""What has a moment in a case is an event of it: see `exchange.case_rows`."""
CASE = Target(
    "case",
    "support_case",
    (_line("number"), _reference("customer", "customer"), _line("caller"), _reference("channel", "channel"),
     _word("kind", CaseKind, CaseKind.QUESTION), _line("subject", required=True), _note("description"), _reference("reason", "reason"),
     _word("priority", Priority, Priority.NORMAL), _reference("status", "case_status", required=True), _reference("assignee", "staff"),
     _reference("product", "product"), _reference("order", "order"), _reference("return", "return"),
     _moment("opened_at", required=True), *(Field(name, Kind.MOMENT, empty=None, part=EVENTS) for name in ("first_response_at",
     "resolved_at", "closed_at")), *(Field(name, Kind.QUANTITY, empty=None, part=EVENTS) for name in ("first_response_hours",
     "resolution_hours")), _TAGS),
    parts=_TAG_PART,
    known_by=("number",),
    computed=("number",),
    once=frozenset({"number"}),
    custom=True,
)  # fmt: skip
SURVEY = Target(
    "survey",
    "survey",
    (_line("name", required=True), Field("kind", Kind.WORD, required=True, words=tuple(SurveyKind), column="kind"), _line("question")),
    known_by=("name",),
    match=("name",),
    computed=("state", "follow_up"),
    once=frozenset({"kind", "state", "follow_up"}),
)
RATING = Target(
    "rating",
    "survey_response",
    (_reference("survey", "survey", required=True), _reference("case", "case"), _reference("interaction", "interaction"),
     _reference("customer", "customer"), _reference("order", "order"), _reference("product", "product"), _reference("staff", "staff"),
     _word("channel", SurveyChannel, SurveyChannel.OTHER), Field("score", Kind.INTEGER, required=True, column="score"), _note("comment"),
     _moment("answered_at", required=True)),
    computed=("number", "state", "asked_at"),
    once=frozenset({"number", "survey_id", "state", "asked_at"}),
)  # fmt: skip
INTERACTION = Target(
    "interaction",
    "interaction",
    (_line("number"), _reference("customer", "customer"), _line("caller"), _reference("channel", "channel", required=True),
     _word("direction", Direction, Direction.IN), _reference("reason", "reason"), _note("summary"), _note("notes"),
     _reference("staff", "staff"), _moment("started_at", required=True), _moment("ended_at"),
     Field("minutes", Kind.QUANTITY, empty=None), _word("outcome", Outcome, ""), _line("verified"), _integer("mood_before", None),
     _integer("mood_after", None), _reference("order", "order"), _reference("case", "case"), _TAGS),
    parts=_TAG_PART,
    known_by=("number",),
    computed=("number", "ended_at"),
    once=frozenset({"number"}),
    custom=True,
)  # fmt: skip
FOLLOW_UP = Target(
    "follow_up",
    "follow_up",
    (_line("number"), _line("title", required=True), _reference("customer", "customer"), _reference("interaction", "interaction"),
     _reference("order", "order"), _reference("channel", "channel"), _note("promise"), _day("due_on"),
     Field("due_time", Kind.CLOCK, column="due_time"), _word("priority", Priority, Priority.NORMAL),
     _reference("owner", "staff", column="owner_id"), _word("state", FollowUpState, FollowUpState.OPEN), _note("outcome"),
     _moment("completed_at"), _TAGS),
    parts=_TAG_PART,
    known_by=("number",),
    computed=("number", "zone"),
    once=frozenset({"number", "zone"}),
)  # fmt: skip
ARTICLE = Target(
    "article",
    "article",
    (_line("title", required=True), Field("body", Kind.NOTE, required=True, column="body"), _word("kind", ArticleKind, ArticleKind.FAQ),
     _line("language"), _line("shortcut"), _word("audience", Audience, Audience.INTERNAL),
     _word("state", ArticleState, ArticleState.DRAFT), _reference("author", "staff"), _reference("approver", "staff"),
     _moment("approved_at"), _day("review_by"), _note("note"), _TAGS),
    parts=_TAG_PART,
    known_by=("title",),
    once=frozenset({"shortcut"}),
)  # fmt: skip
TEMPLATE = Target(
    "template",
    "template",
    (_line("name", required=True), Field("body", Kind.NOTE, required=True, column="body"), _word("kind", TemplateKind, ""),
     _line("subject"), _line("language"), _line("shortcut"), _bool("active", empty=True)),
    known_by=("name",),
    once=frozenset({"shortcut"}),
)  # fmt: skip
"""The company's: a colleague's own do not come in."""

TARGETS = (
    STAFF, CHANNEL, REASON, RETURN_REASON, CASE_STATUS, CATEGORY, PRODUCT, CUSTOMER, CONTACT, ORDER, LINE, SHIPMENT, SHIPMENT_LINE, RETURN,
    RETURN_LINE, RETURN_SHIPMENT, PAYMENT, CASE, INTERACTION, FOLLOW_UP, SURVEY, RATING,
    ARTICLE, TEMPLATE,
)  # fmt: skip
"""Referred to before those that refer."""
BY_NAME = {target.name: target for target in TARGETS}
REFERRED = {**BY_NAME, INVOICE.name: INVOICE}

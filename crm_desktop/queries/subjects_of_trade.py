"""What `list` and `export` know of goods on their way, of agreements and of appointments."""

from crm_desktop.core.custom_values import CustomTable
from crm_desktop.core.kinds_of_trade import (
    AgreementState,
    Answer,
    AppointmentState,
    Condition,
    CustomFieldKind,
    Disposition,
    Flow,
    RepairState,
    Resolution,
    ReturnReason,
    ReturnState,
    ShipmentStatus,
    SupplierReturnState,
)
from crm_desktop.queries.columns import (
    CUSTOMER,
    JOIN_CUSTOMER,
    OWN_CURRENCY,
    PLACED,
    Column,
    Kind,
    Subject,
    day_or_none,
    origin,
    other,
    plain,
    tags,
)

_PRODUCT = other("product", "product.sku", "products")
SHIPMENTS = Subject(
    "shipments",
    f"""shipment LEFT JOIN return_request AS back ON back.id = shipment.return_id
    LEFT JOIN {PLACED} ON placed.id = COALESCE(shipment.order_id, back.order_id)
    LEFT JOIN customer ON customer.id = COALESCE(placed.customer_id, back.customer_id)""",
    "shipment.id",
    ("shipment", "direction", "order", "return", "customer_name", "carrier", "tracking", "shipped_on", "delivered_on", "status"),
    (
        Column("shipment", "shipment.id", Kind.NUMBER),
        Column("direction", "shipment.direction", words=Flow),
        other("order", "placed.number", "orders"),
        other("return", "back.number", "returns"),
        *CUSTOMER,
        *plain("shipment", "carrier", "tracking", "link"),
        day_or_none("shipped_on", "shipment.shipped_on"),
        day_or_none("delivered_on", "shipment.delivered_on"),
        Column("status", "shipment.status", words=ShipmentStatus),
        *plain("shipment", "note"),
        *origin("shipment"),
    ),
)
SHIPMENT_LINES = Subject(
    "shipment-lines",
    f"""shipment_line AS packed JOIN shipment ON shipment.id = packed.shipment_id
    LEFT JOIN order_line AS sold ON sold.id = packed.order_line_id
    LEFT JOIN {PLACED} ON placed.id = sold.order_id LEFT JOIN product ON product.id = packed.product_id""",
    "packed.id",
    ("shipment", "order", "position", "product", "name", "quantity"),
    (
        Column("shipment", "packed.shipment_id", Kind.NUMBER, refers="shipments"),
        Column("direction", "shipment.direction", words=Flow),
        other("order", "placed.number", "orders"),
        Column("position", "sold.position", Kind.NUMBER),
        _PRODUCT,
        Column("name", "COALESCE(sold.name, product.name, '')"),
        Column("quantity", "packed.quantity", Kind.QUANTITY),
        *origin("packed"),
    ),
)
RETURNS = Subject(
    "returns",
    f"""return_request AS back {JOIN_CUSTOMER.format("back")} LEFT JOIN {PLACED} ON placed.id = back.order_id
    LEFT JOIN channel ON channel.id = back.channel_id LEFT JOIN staff AS keeper ON keeper.id = back.responsible_id
    LEFT JOIN return_request AS whole ON whole.id = back.split_from_id""",
    "back.id",
    ("number", "requested_at", "customer", "customer_name", "order", "state", "deadline", "responsible"),
    (
        *plain("back", "number"),
        *CUSTOMER,
        other("order", "placed.number", "orders"),
        other("channel", "channel.name", "channels"),
        other("responsible", "keeper.login", "staff"),
        Column("requested_at", "back.requested_at", Kind.MOMENT),
        Column("dated", "back.dated", Kind.FLAG),
        day_or_none("deadline", "back.deadline"),
        *plain("back", "currency"),
        Column("state", "back.state", words=ReturnState),
        *plain("back", "state_reason", "window_reason", "note"),
        *plain("back", "received_at", "settled_at", kind=Kind.MOMENT),
        Column("value", "(SELECT COALESCE(SUM(value), 0) FROM return_line WHERE return_id = back.id)", Kind.MONEY),
        other("split_from", "whole.number", "returns"),
        tags("return_request", "back"),
        *origin("back"),
    ),
)
RETURN_LINES = Subject(
    "return-lines",
    f"""return_line AS came JOIN return_request AS back ON back.id = came.return_id {JOIN_CUSTOMER.format("back")}
    LEFT JOIN order_line AS sold ON sold.id = came.order_line_id LEFT JOIN {PLACED} ON placed.id = back.order_id
    LEFT JOIN product ON product.id = came.product_id LEFT JOIN sales_order AS again ON again.id = came.replacement_id
    LEFT JOIN voucher ON voucher.id = came.voucher_id LEFT JOIN staff AS settler ON settler.id = came.settled_by_id
    LEFT JOIN return_reason AS chosen ON chosen.id = came.chosen_reason_id""",
    "came.id",
    ("return_line", "return", "order", "product", "name", "quantity", "reason", "condition", "resolution", "value", "currency"),
    (
        Column("return_line", "came.id", Kind.NUMBER),
        other("return", "back.number", "returns"),
        Column("state", "back.state", words=ReturnState),
        *CUSTOMER,
        other("order", "placed.number", "orders"),
        Column("position", "sold.position", Kind.NUMBER),
        _PRODUCT,
        *plain("came", "name"),
        Column("quantity", "came.quantity", Kind.QUANTITY),
        Column("reason", "came.reason", words=ReturnReason),
        other("reason_name", "chosen.name", "return-reasons"),
        *plain("came", "note"),
        Column("condition", "came.condition", words=Condition),
        Column("disposition", "came.disposition", words=Disposition),
        Column("resolution", "came.resolution", words=Resolution),
        Column("value", "came.value", Kind.MONEY),
        *plain("back", "currency"),
        *plain("came", "resolution_note"),
        Column("settled_at", "came.settled_at", Kind.MOMENT),
        other("settled_by", "settler.login", "staff"),
        other("replacement", "again.number", "orders"),
        other("voucher", "voucher.code", "vouchers"),
        *origin("came"),
    ),
)
RETURN_REASONS = Subject(
    "return-reasons",
    "return_reason AS reason",
    "reason.id",
    ("name", "kind", "active"),
    (
        *plain("reason", "name"),
        Column("kind", "reason.kind", words=ReturnReason),
        Column("position", "reason.position", Kind.NUMBER),
        Column("active", "reason.active", Kind.FLAG),
        *origin("reason"),
    ),
)
_OF_RETURN_LINE = "JOIN return_line AS came ON came.id = {0}.return_line_id JOIN return_request AS back ON back.id = came.return_id"
REPAIRS = Subject(
    "repairs",
    f"repair {_OF_RETURN_LINE.format('repair')} {JOIN_CUSTOMER.format('back')}",
    "repair.id",
    ("repair", "return", "customer_name", "name", "fault", "state", "parts", "labour", "currency", "warranty"),
    (
        Column("repair", "repair.id", Kind.NUMBER),
        other("return", "back.number", "returns"),
        Column("return_line", "repair.return_line_id", Kind.NUMBER, refers="return-lines"),
        *CUSTOMER,
        *plain("came", "name"),
        *plain("repair", "fault"),
        Column("state", "repair.state", words=RepairState),
        *plain("repair", "parts", "labour", kind=Kind.MONEY),
        *plain("back", "currency"),
        Column("warranty", "repair.warranty", Kind.FLAG),
        *plain("repair", "note"),
        *plain("repair", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
SUPPLIER_RETURNS = Subject(
    "supplier-returns",
    f"supplier_return AS onward {_OF_RETURN_LINE.format('onward')} LEFT JOIN product ON product.id = came.product_id",
    "onward.id",
    ("supplier_return", "return", "product", "name", "quantity", "supplier", "state", "sent_on", "credit", "currency"),
    (
        Column("supplier_return", "onward.id", Kind.NUMBER),
        other("return", "back.number", "returns"),
        Column("return_line", "onward.return_line_id", Kind.NUMBER, refers="return-lines"),
        _PRODUCT,
        *plain("came", "name"),
        Column("quantity", "came.quantity", Kind.QUANTITY),
        *plain("onward", "supplier"),
        Column("state", "onward.state", words=SupplierReturnState),
        day_or_none("sent_on", "onward.sent_on"),
        Column("credit", "onward.credit", Kind.MONEY),
        OWN_CURRENCY,
        *plain("onward", "note"),
        *plain("onward", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
AGREEMENTS = Subject(
    "agreements",
    f"agreement {JOIN_CUSTOMER.format('agreement')} LEFT JOIN product ON product.id = agreement.product_id",
    "agreement.id",
    ("agreement", "customer_name", "name", "product", "state", "starts_on", "renews_on", "ends_on", "price", "currency"),
    (
        Column("agreement", "agreement.id", Kind.NUMBER),
        *CUSTOMER,
        *plain("agreement", "name"),
        _PRODUCT,
        Column("state", "agreement.state", words=AgreementState),
        Column("starts_on", "agreement.starts_on", Kind.DAY),
        day_or_none("ends_on", "agreement.ends_on"),
        day_or_none("renews_on", "agreement.renews_on"),
        Column("renewal_months", "agreement.renewal_months", Kind.NUMBER),
        Column("price", "agreement.price", Kind.MONEY),
        Column("currency", "COALESCE(NULLIF(agreement.currency, ''), (SELECT currency FROM company))"),
        *plain("agreement", "note", "stop_reason"),
        *plain("agreement", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
APPOINTMENTS = Subject(
    "appointments",
    f"""appointment {JOIN_CUSTOMER.format("appointment")} LEFT JOIN {PLACED} ON placed.id = appointment.order_id
    LEFT JOIN staff AS keeper ON keeper.id = appointment.owner_id""",
    "appointment.id",
    ("appointment", "starts_at", "minutes", "title", "customer_name", "owner", "place", "state"),
    (
        Column("appointment", "appointment.id", Kind.NUMBER),
        *plain("appointment", "uid", "title"),
        *CUSTOMER,
        other("order", "placed.number", "orders"),
        other("case", "(SELECT asked.number FROM support_case AS asked WHERE asked.id = appointment.case_id)", "cases"),
        *plain("appointment", "place", "link", "note"),
        Column("starts_on", "appointment.starts_on", Kind.DAY),
        *plain("appointment", "starts_time", "zone"),
        Column("minutes", "appointment.minutes", Kind.NUMBER),
        *plain("appointment", "starts_at", "ends_at", kind=Kind.MOMENT),
        *plain("appointment", "recurrence", "except_days"),
        Column("remind_before", "appointment.remind_before", Kind.NUMBER),
        Column("state", "appointment.state", words=AppointmentState),
        *plain("appointment", "state_reason"),
        other("owner", "keeper.login", "staff"),
        *origin("appointment"),
    ),
)
ATTENDEES = Subject(
    "attendees",
    f"""attendee JOIN appointment ON appointment.id = attendee.appointment_id LEFT JOIN staff ON staff.id = attendee.staff_id
    LEFT JOIN contact ON contact.id = attendee.contact_id {JOIN_CUSTOMER.format("attendee")}""",
    "attendee.id",
    ("attendee", "appointment", "title", "staff", "contact", "customer_name", "name", "answer"),
    (
        Column("attendee", "attendee.id", Kind.NUMBER),
        Column("appointment", "attendee.appointment_id", Kind.NUMBER, refers="appointments"),
        *plain("appointment", "title"),
        Column("starts_at", "appointment.starts_at", Kind.MOMENT),
        other("staff", "staff.login", "staff"),
        Column("contact", "COALESCE(contact.name, '')"),
        *CUSTOMER,
        *plain("attendee", "name", "email"),
        Column("answer", "attendee.answer", words=Answer),
        *origin("attendee"),
    ),
)
APPOINTMENT_REMINDERS = Subject(
    "appointment-reminders",
    "appointment_reminder AS notice JOIN appointment ON appointment.id = notice.appointment_id",
    "notice.id",
    ("appointment", "title", "at", "snoozed_until", "shown_at", "cancelled"),
    (
        Column("appointment", "notice.appointment_id", Kind.NUMBER, refers="appointments"),
        *plain("appointment", "title"),
        *plain("notice", "at", "snoozed_until", "shown_at", kind=Kind.MOMENT),
        Column("cancelled", "notice.cancelled", Kind.FLAG),
    ),
)
CUSTOM_FIELDS = Subject(
    "custom-fields",
    "custom_field AS field",
    "field.id",
    ("table", "name", "label", "kind", "active"),
    (
        Column("table", "CASE field.entity_table WHEN 'sales_order' THEN 'order' ELSE field.entity_table END", words=CustomTable),
        *plain("field", "name", "label"),
        Column("kind", "field.kind", words=CustomFieldKind),
        Column("choices", "field.choices", Kind.DATA),
        Column("position", "field.position", Kind.NUMBER),
        Column("active", "field.active", Kind.FLAG),
        *plain("field", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
SUBJECTS = (
    SHIPMENTS, SHIPMENT_LINES, RETURNS, RETURN_LINES, REPAIRS, SUPPLIER_RETURNS, AGREEMENTS, APPOINTMENTS, ATTENDEES, CUSTOM_FIELDS,
    RETURN_REASONS, APPOINTMENT_REMINDERS,
)  # fmt: skip

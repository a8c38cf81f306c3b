"""What `list` and `export` know of money: payments, invoices, vouchers."""

from crm_desktop.core.kinds_of_trade import Flow, InvoiceKind, InvoiceState, PaymentMethod, PaymentStatus, VoucherKind
from crm_desktop.queries.columns import CUSTOMER, JOIN_CUSTOMER, PLACED, Column, Kind, Subject, day_or_none, origin, other, plain

PAYMENTS = Subject(
    "payments",
    f"""payment {JOIN_CUSTOMER.format("payment")} LEFT JOIN {PLACED} ON placed.id = payment.order_id
    LEFT JOIN invoice ON invoice.id = payment.invoice_id LEFT JOIN voucher ON voucher.id = payment.voucher_id
    LEFT JOIN return_line AS came ON came.id = payment.return_line_id LEFT JOIN return_request AS back ON back.id = came.return_id
    LEFT JOIN staff ON staff.id = payment.staff_id""",
    "payment.id",
    ("payment", "received_at", "customer_name", "order", "direction", "amount", "currency", "method", "status", "reason"),
    (
        Column("payment", "payment.id", Kind.NUMBER),
        *CUSTOMER,
        other("order", "placed.number", "orders"),
        other("invoice", "invoice.number", "invoices"),
        Column("direction", "payment.direction", words=Flow),
        *plain("payment", "amount", "allowance", kind=Kind.MONEY),
        *plain("payment", "currency"),
        Column("method", "payment.method", words=PaymentMethod),
        *plain("payment", "reference", "reason"),
        Column("received_at", "payment.received_at", Kind.MOMENT),
        Column("status", "payment.status", words=PaymentStatus),
        other("return", "back.number", "returns"),
        Column("return_line", "payment.return_line_id", Kind.NUMBER, refers="return-lines"),
        other("voucher", "voucher.code", "vouchers"),
        other("staff", "staff.login", "staff"),
        *origin("payment"),
    ),
)
INVOICES = Subject(
    "invoices",
    f"""invoice {JOIN_CUSTOMER.format("invoice")} LEFT JOIN {PLACED} ON placed.id = invoice.order_id
    LEFT JOIN invoice AS first ON first.id = invoice.corrects_id LEFT JOIN staff ON staff.id = invoice.staff_id""",
    "invoice.id",
    ("number", "kind", "issued_on", "customer", "name", "order", "total", "currency", "due_on", "state"),
    (
        *plain("invoice", "number"),
        Column("kind", "invoice.kind", words=InvoiceKind),
        *CUSTOMER,
        other("order", "placed.number", "orders"),
        other("corrects", "first.number", "invoices"),
        Column("issued_on", "invoice.issued_on", Kind.DAY),
        day_or_none("due_on", "invoice.due_on"),
        *plain("invoice", "currency", "name", "address", "tax_id"),
        Column("prices_include_tax", "invoice.prices_include_tax", Kind.FLAG),
        *plain("invoice", "reason"),
        *plain("invoice", "goods", "discount", "shipping_charge", "net", "tax", "total", "credited", kind=Kind.MONEY),
        Column("taxes", "invoice.taxes", Kind.DATA),
        Column("state", "invoice.state", words=InvoiceState),
        other("staff", "staff.login", "staff"),
        *origin("invoice"),
    ),
)
INVOICE_LINES = Subject(
    "invoice-lines",
    """invoice_line AS line JOIN invoice ON invoice.id = line.invoice_id LEFT JOIN order_line AS sold ON sold.id = line.order_line_id
    LEFT JOIN sales_order AS placed ON placed.id = sold.order_id""",
    "line.id",
    ("invoice", "position", "sku", "name", "quantity", "unit_price", "discount_percent", "tax_rate", "total", "currency"),
    (
        other("invoice", "invoice.number", "invoices"),
        Column("kind", "invoice.kind", words=InvoiceKind),
        Column("issued_on", "invoice.issued_on", Kind.DAY),
        Column("position", "line.position", Kind.NUMBER),
        other("order", "placed.number", "orders"),
        Column("order_position", "sold.position", Kind.NUMBER),
        *plain("line", "sku", "name"),
        Column("quantity", "line.quantity", Kind.QUANTITY),
        *plain("invoice", "currency"),
        Column("unit_price", "line.unit_price", Kind.MONEY),
        *plain("line", "discount_percent", "tax_rate", kind=Kind.QUANTITY),
        Column("total", "line.total", Kind.MONEY),
        *plain("line", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
VOUCHERS = Subject(
    "vouchers",
    f"voucher {JOIN_CUSTOMER.format('voucher')} LEFT JOIN staff ON staff.id = voucher.staff_id",
    "voucher.id",
    ("code", "kind", "customer_name", "amount", "remaining", "currency", "percent", "expires_on", "uses", "cancelled"),
    (
        *plain("voucher", "code"),
        Column("kind", "voucher.kind", words=VoucherKind),
        *CUSTOMER,
        *plain("voucher", "amount", "remaining", kind=Kind.MONEY),
        *plain("voucher", "currency"),
        Column("percent", "voucher.percent", Kind.QUANTITY),
        *plain("voucher", "reason"),
        other("case", "(SELECT asked.number FROM support_case AS asked WHERE asked.id = voucher.case_id)", "cases"),
        Column("given_at", "voucher.given_at", Kind.MOMENT),
        day_or_none("expires_on", "voucher.expires_on"),
        *plain("voucher", "max_uses", "uses", kind=Kind.NUMBER),
        Column("cancelled", "voucher.cancelled", Kind.FLAG),
        other("staff", "staff.login", "staff"),
        *origin("voucher"),
    ),
)
SUBJECTS = (PAYMENTS, INVOICES, INVOICE_LINES, VOUCHERS)

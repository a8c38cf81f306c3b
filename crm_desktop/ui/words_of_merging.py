"""What the fields of a customer and what belongs to one are called where two become one."""

from collections.abc import Callable

from crm_desktop.core.i18n import N_, ngettext

FIELDS = {
    "kind": N_("Kind"),
    "name": N_("Name"),
    "legal_name": N_("Legal name"),
    "tax_id": N_("Tax id"),
    "salutation": N_("Salutation"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "birthday": N_("Birthday"),
    "language": N_("Language"),
    "preferred_channel": N_("Reached best by"),
    "best_time": N_("Best time"),
    "vip": N_("Very important customer"),
    "account_owner_id": N_("Looked after by"),
    "credit_limit": N_("Credit limit"),
    "notes": N_("Notes"),
    "quick_facts": N_("What to know at once"),
    "status": N_("Status"),
    "customer_since": N_("Customer since"),
    "do_not_contact": N_("Must not be contacted by"),
    "address": N_("Where they are"),
}


def rows_in_words(table: str, count: int) -> str:
    """`3 orders`; what has no word of its own is told by its table."""
    words = _COUNTED.get(table)
    return words(count) if words is not None else f"{count} {table.replace('_', ' ')}"


_COUNTED: dict[str, Callable[[int], str]] = {
    "sales_order": lambda count: ngettext("{count} order", "{count} orders", count),
    "interaction": lambda count: ngettext("{count} interaction", "{count} interactions", count),
    "follow_up": lambda count: ngettext("{count} follow-up", "{count} follow-ups", count),
    "return_request": lambda count: ngettext("{count} return", "{count} returns", count),
    "invoice": lambda count: ngettext("{count} invoice", "{count} invoices", count),
    "payment": lambda count: ngettext("{count} payment", "{count} payments", count),
    "shipment": lambda count: ngettext("{count} shipment", "{count} shipments", count),
    "voucher": lambda count: ngettext("{count} voucher", "{count} vouchers", count),
    "survey_response": lambda count: ngettext("{count} survey", "{count} surveys", count),
    "agreement": lambda count: ngettext("{count} agreement", "{count} agreements", count),
    "appointment": lambda count: ngettext("{count} appointment", "{count} appointments", count),
    "support_case": lambda count: ngettext("{count} case", "{count} cases", count),
    "attendee": lambda count: ngettext("{count} seat at an appointment", "{count} seats at appointments", count),
    "contact": lambda count: ngettext("{count} contact", "{count} contacts", count),
    "contact_point": lambda count: ngettext("{count} phone or e-mail", "{count} phones and e-mails", count),
    "address": lambda count: ngettext("{count} address", "{count} addresses", count),
    "consent": lambda count: ngettext("{count} consent", "{count} consents", count),
    "tag": lambda count: ngettext("{count} tag", "{count} tags", count),
    "attachment": lambda count: ngettext("{count} document", "{count} documents", count),
    "customer": lambda count: ngettext("{count} customer merged before", "{count} customers merged before", count),
}

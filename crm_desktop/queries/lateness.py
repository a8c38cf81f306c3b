"""Which cases are late, as conditions of `asked`, a case: read by lists that load no models."""

from crm_desktop.core.dates import FAR

BREACHED = "asked.next_due_at < ?"
SOON = f"asked.next_warn_at <= ? AND asked.next_due_at >= ? AND asked.next_due_at < {FAR}"

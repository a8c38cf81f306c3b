"""What the statuses of a customer are called on screen, and their colours. Apart from the other words: the first list needs no more."""

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.ui.theme import Tone

STATUSES = {
    CustomerStatus.LEAD: N_("Lead"),
    CustomerStatus.ACTIVE: N_("Active"),
    CustomerStatus.INACTIVE: N_("Inactive"),
    CustomerStatus.BLOCKED: N_("Blocked"),
    CustomerStatus.ANONYMISED: N_("Erased"),
}
STATUS_TONES = {CustomerStatus.BLOCKED: Tone.BAD, CustomerStatus.LEAD: Tone.INFO}

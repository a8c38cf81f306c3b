"""Why goods come back, in the words a company starts with."""

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds_of_trade import ReturnReason

RETURN_REASONS = (
    (N_("Damaged or defective"), ReturnReason.DAMAGED),
    (N_("Damaged in transit"), ReturnReason.DAMAGED_IN_TRANSIT),
    (N_("Not as described"), ReturnReason.NOT_AS_DESCRIBED),
    (N_("Wrong item received"), ReturnReason.WRONG_ITEM),
    (N_("Parts missing"), ReturnReason.MISSING_PARTS),
    (N_("Too large"), ReturnReason.TOO_LARGE),
    (N_("Too small"), ReturnReason.TOO_SMALL),
    (N_("Colour"), ReturnReason.COLOUR),
    (N_("Style"), ReturnReason.STYLE),
    (N_("Does not fit what it is for"), ReturnReason.INCOMPATIBLE),
    (N_("Arrived too late"), ReturnReason.LATE),
    (N_("Ordered twice"), ReturnReason.DUPLICATE),
    (N_("Changed mind"), ReturnReason.UNWANTED),
    (N_("Warranty"), ReturnReason.WARRANTY),
    (N_("Recalled by its maker"), ReturnReason.RECALL),
    (N_("Gift"), ReturnReason.GIFT),
    (N_("Not said"), ReturnReason.UNKNOWN),
    (N_("Other"), ReturnReason.OTHER),
)
"""What a company starts with: one of each kind."""

"""A letter that one of the company's templates begins: its words, and whether the customer is to get it at all."""

from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.queries.customers import customer_id_of
from crm_desktop.queries.orders import order_called
from crm_desktop.queries.template_values import About, languages_for
from crm_desktop.queries.templates import filled_template, template_called
from crm_desktop.services.consents import NoConsent, what_hinders

_NOBODY = 0
"""Whose own templates are used: a letter is the company's."""


class Begun(NamedTuple):
    subject: str
    text: str


def begun_letter(named: str, customer: str, order: str, words: str, *, is_needed: bool) -> Begun:
    """`words` stand where the template leaves room for them. `is_needed`: the order needs the letter, whatever they agreed to.

    Raises NoConsent where the customer did not agree to what it is for, and UserError where there is no such template or order.
    """
    about = About(customer_id_of(customer), order_id=_order_id(order, customer))
    sheet = template_called(named, _NOBODY, languages_for(about), TemplateKind.LETTER)
    if sheet is None:
        text = _("The company has no letter template “{name}”. Nothing was printed; `list templates` shows them.")
        raise UserError(text.format(name=named.strip()))
    hindrance = what_hinders(sheet.purpose, about.customer_id, ChannelKind.LETTER)
    if hindrance and not (is_needed and about.order_id):
        raise NoConsent(hindrance)
    filled = filled_template(sheet.id, about, _NOBODY)
    assert filled is not None, "read a moment ago"
    if filled.cursor is None:
        return Begun(filled.subject, "\n\n".join(filter(None, (filled.body, words))))
    return Begun(filled.subject, f"{filled.body[: filled.cursor]}{words}{filled.body[filled.cursor :]}")


def _order_id(number: str, customer: str) -> int | None:
    if not number.strip():
        return None
    found = order_called(number.strip(), customer)
    if found is None:
        raise UserError(_("{customer} has no order “{number}”. Nothing was printed.").format(customer=customer, number=number.strip()))
    return found

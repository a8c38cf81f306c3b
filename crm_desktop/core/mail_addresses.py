"""Addresses of e-mails as people type them: several with commas or semicolons between, each with a name or without."""

import re
from email.utils import formataddr, getaddresses

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.phones import is_email, normal_email
from crm_desktop.core.text import clean_line

_OUTSIDE_QUOTES = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')


def checked_addresses(written: str) -> tuple[tuple[str, str], ...]:
    """Names and addresses, each once. Raises UserError naming the one that mail cannot reach."""
    line = clean_line(written)
    found: dict[str, tuple[str, str]] = {}
    for part in filter(None, map(str.strip, _OUTSIDE_QUOTES.sub(",", line).split(",") if '"' not in line else [line])):
        for name, address in getaddresses([_OUTSIDE_QUOTES.sub(",", part)]):
            if not is_email(address):
                raise UserError(_("“{address}” is no e-mail address. Nothing was sent; correct it.").format(address=address or part))
            found.setdefault(normal_email(address), (name, address))
    return tuple(found.values())


def addresses_text(addresses: tuple[tuple[str, str], ...]) -> str:
    """As they stand in a mail's head, in letters that people read."""
    return ", ".join(_one(name, address) for name, address in addresses)


def _one(name: str, address: str) -> str:
    if not name or name.isascii():
        return formataddr((name, address))
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'

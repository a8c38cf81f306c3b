"""Who rings, as another program says it: a telephone program, or an address such as `crm-desktop:call?number=%2B49301234`."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from crm_desktop.core.links import CALL, SCHEME, asked_in, is_link

_LONGEST = 40
_NUMBER = re.compile(r"\+?[\d\s()/.\-–]{2,}")


@dataclass(frozen=True, slots=True)
class Incoming:
    """The number is as the telephone wrote it: digits and what parts them, nothing else."""

    number: str


def incoming_of(link: str) -> Incoming | None:
    """Of an address from outside; None for what is no call, or says no number that could be one."""
    if not is_link(link) or asked_in(link) != CALL:
        return None
    try:
        said = parse_qs(urlsplit(link).query, max_num_fields=8)
    except ValueError:  # it says far more than a number
        return None
    return incoming(said.get("number", [""])[0])


def incoming(text: str) -> Incoming | None:
    number = text.strip().removeprefix("tel:").strip()
    return Incoming(number) if len(number) <= _LONGEST and _NUMBER.fullmatch(number) and any(map(str.isdigit, number)) else None


def link_to(caller: Incoming) -> str:
    """The address that shows them."""
    return f"{SCHEME}{CALL}?{urlencode({'number': caller.number})}"

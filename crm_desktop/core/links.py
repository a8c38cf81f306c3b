"""Addresses by which other programs ask for something here: `crm-desktop:call?number=%2B49301234`."""

SCHEME = "crm-desktop:"
CALL = "call"
"""Who is calling: the cockpit opens with them."""
LONGEST = 2_000
"""Characters. What is longer is no address of ours."""


def is_link(text: str) -> bool:
    return is_meant_as_link(text) and len(text) <= LONGEST and text.isprintable()


def is_meant_as_link(text: str) -> bool:
    """Also what is none: longer than any, or with signs that no address holds."""
    return text.lower().startswith(SCHEME)


def asked_in(link: str) -> str:
    """Its first word, which says what is asked for: `call`. With or without the slashes some programs add."""
    return link[len(SCHEME) :].partition("?")[0].strip("/").lower()

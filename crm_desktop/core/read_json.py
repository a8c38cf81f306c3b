"""JSON that somebody else may have written: files, and what a prepared store holds."""

import json
import re
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

STRANGE = N_(
    "Something in this company's file is in a form that this program never writes, so another one changed it."
    " Nothing was changed now; look it through with “check --deep”, and bring back the newest good backup."
)

_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""Where half a letter may stand, which cannot be written anywhere: this program escapes no letters."""


def read_json(text: str) -> Any:
    """Raises ValueError for what is none, and for what is nested deeper than anybody means it."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(text[:100]) from error


def kept_json(text: str) -> Any:
    """Of any form. Raises UserError for what is none."""
    try:
        found = read_json(text)
        if _ESCAPED_HALF.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except ValueError as error:
        raise UserError(_(STRANGE)) from error
    return found


def kept_object(text: str) -> dict[str, Any]:
    """Of a store's column that holds names and values. Raises UserError for what is none."""
    found = kept_json(text)
    if not isinstance(found, dict):
        raise UserError(_(STRANGE))
    return found


def kept_list(text: str) -> list[Any]:
    """Of a store's column that holds several values. Raises UserError for what is none."""
    found = kept_json(text)
    if not isinstance(found, list):
        raise UserError(_(STRANGE))
    return found

"""JSON of a file that somebody else may have written."""

import json
from typing import Any


def read_json(text: str) -> Any:
    """Raises ValueError for what is none, and for what is nested deeper than anybody means it."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(text[:100]) from error

"""Where the program's own files lie, and where it keeps a person's."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def _resources() -> Path:
    """Inside an installed or frozen program; beside the package in a checkout."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource(*parts: str) -> Path:
    return _resources().joinpath(*parts)

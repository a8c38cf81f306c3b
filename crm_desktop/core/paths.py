"""Where the program's own files lie, and where it keeps a person's."""

import os
from functools import cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parents[1]
_NAME = "crm-desktop"


@cache
def _resources() -> Path:
    """Inside an installed or frozen program; beside the package in a checkout."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def resource(*parts: str) -> Path:
    return _resources().joinpath(*parts)


def settings_file() -> Path:
    return Path(os.environ.get("CRM_DESKTOP_CONFIG") or platformdirs.user_config_path(_NAME, appauthor=False)) / "settings.json"


def log_folder() -> Path:
    return Path(os.environ.get("CRM_DESKTOP_LOGS") or platformdirs.user_log_path(_NAME, appauthor=False))


def companies_folder() -> Path:
    """Where a new company is kept unless its owner says otherwise: local to this computer and person, never a synced folder."""
    return Path(platformdirs.user_data_path(_NAME, appauthor=False, roaming=False))

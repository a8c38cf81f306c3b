"""Where the program's own files lie, and where it keeps a person's."""

import os
import re
import secrets
from functools import cache
from pathlib import Path

import platformdirs

from crm_desktop.core.text import fold

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


def new_company_file(name: str) -> Path:
    """Of no company yet: named after it, in the folder for companies, which is made."""
    folder = companies_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    words = "-".join(re.findall(r"[a-z0-9]+", fold(name))) or "company"
    path = folder / f"{words[:40]}.crm"
    return path if not path.exists() else folder / f"{words[:40]}-{secrets.token_hex(2)}.crm"


def companies_folder() -> Path:
    """Where a new company is kept unless its owner says otherwise: local to this computer and person, never a synced folder."""
    return Path(platformdirs.user_data_path(_NAME, appauthor=False, roaming=False))

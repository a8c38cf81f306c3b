"""Mappings by name: those that are shipped, and those that somebody made here."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import resource, settings_file
from crm_desktop.core.text import fold


def own_folder() -> Path:
    """Beside the settings: a person's mappings are for every company they open."""
    return settings_file().parent / "mappings"


def mapping_files() -> Iterator[Path]:
    """A person's own before those that are shipped; of two with one name the own one counts."""
    seen: set[str] = set()
    for folder in (own_folder(), resource("mappings")):
        for path in sorted(folder.glob("*.toml")):
            if path.stem not in seen:
                seen.add(path.stem)
                yield path


def is_own(path: Path) -> bool:
    return path.parent == own_folder()


def title_of(path: Path) -> str:
    """Empty where the file cannot be read: reading it as a mapping says why."""
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("title", ""))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""


def name_of(title: str) -> str:
    """The name under which a mapping with such a title is kept, and which tells its records from those of other sources."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:60] or "import"


def save_mapping(title: str, text: str) -> Path:
    """Raises UserError when it cannot be written."""
    path = own_folder() / f"{name_of(title)}.toml"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(
            _("{path} could not be written: {why}. The import itself does not need it.").format(path=path, why=error.strerror or error)
        ) from error
    return path

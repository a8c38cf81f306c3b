"""What this person chose on this computer; what belongs to the company lies in its store."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.paths import settings_file
from crm_desktop.core.read_json import read_json

_LOOKS = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}
_HEIGHTS = {"comfortable": N_("Comfortable"), "compact": N_("Compact: more rows on a screen")}
_SIZES = {"100": "100%", "115": "115%", "130": "130%", "150": "150%", "175": "175%", "200": "200%"}
_NOTICES = {
    "system": N_("By the system, where it can"),
    "window": N_("Inside the window"),
    "count": N_("Only as a number on the bell"),
}

_IDLE = {
    "1": N_("after a minute"), "2": N_("after 2 minutes"), "5": N_("after 5 minutes"), "10": N_("after 10 minutes"),
    "15": N_("after 15 minutes"), "30": N_("after half an hour"), "60": N_("after an hour"),
}  # fmt: skip


def _setting(default: str, title: str = "", choices: Mapping[str, str] | None = None, said: str = "") -> str:
    """`title` is shown in the settings; without one the program keeps the setting for itself. `said` stands below the field."""
    return field(default=default, metadata={"title": title, "choices": choices or {}, "said": said})


@dataclass(frozen=True, slots=True)
class Settings:
    last_store: str = _setting("")
    theme: str = _setting("system", N_("Appearance"), _LOOKS)
    text_size: str = _setting("100", N_("Size of the text"), _SIZES)
    density: str = _setting("comfortable", N_("Row height"), _HEIGHTS)
    language: str = _setting("", N_("Language"), said=N_("From the next start of the program on."))
    idle_minutes: str = _setting(
        "5", N_("Locked when nobody is here"), _IDLE, N_("Where people sign in, or the company is protected. From the next start on.")
    )
    notices: str = _setting("system", N_("Reminders are shown"), _NOTICES)
    windows: str = _setting("")
    """Where they stood, as JSON: see `ui/window_places.py`."""
    shortcuts: str = _setting("")
    """The keys that were changed, as JSON: see `ui/shortcuts.py`."""
    recent_commands: str = _setting("")
    """Names from the palette, the latest first, as JSON."""
    caller_hook: str = _setting("off")
    """Whether telephone programs may say who rings, at which port and with which token: see `ui/caller_hook.py`."""
    caller_port: str = _setting("")
    caller_token: str = _setting("")
    mail_way: str = _setting("mailto")
    """Or "smtp". The server's password is not among these: it is asked for once per start."""
    mail_from: str = _setting("")
    mail_host: str = _setting("")
    mail_port: str = _setting("")
    mail_security: str = _setting("starttls", choices={"starttls": "", "tls": "", "none": ""})
    mail_user: str = _setting("")
    recent: str = _setting("[]")
    """JSON; `core.recent_stores` reads and writes it."""
    second_places: str = _setting("{}")
    """JSON; `core.second_place` reads and writes it."""
    follow_ups: str = _setting("list")
    """Or "board"; and how the calendar is shown."""
    calendar: str = _setting("week")


def load_settings(path: Path | None = None) -> Settings:
    """What is missing or makes no sense has its default: a broken settings file must not keep anybody from their customers."""
    try:
        stored = read_json((path or settings_file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    known = {item.name: item.metadata["choices"] for item in fields(Settings)}
    return Settings(**{
        name: value
        for name, value in stored.items()
        if isinstance(value, str) and name in known and (not known[name] or value in known[name])
    })  # fmt: skip


def change_settings(path: Path | None = None, **values: str) -> Settings:
    """Read, change and write back at once; the file is never half written. Raises UserError where it cannot be written."""
    target = path or settings_file()
    settings = replace(load_settings(target), **values)
    part = target.with_suffix(f".{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)  # the token is nobody else's business
        part.write_text(json.dumps(asdict(settings), indent=2, ensure_ascii=False), encoding="utf-8")
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise UserError(_("The settings could not be kept in {path}: {error}").format(path=target, error=error.strerror)) from error
    return settings

"""Where copies of a company's backups go besides the folder beside it: a stick, another disk, a folder in the network.

A choice of this person on this computer, for the same stick has other names elsewhere. Kept as JSON in the settings.
"""

import json
from pathlib import Path

from crm_desktop.core.settings import Settings


def second_place(settings: Settings, address: str) -> Path | None:
    folder = _chosen(settings).get(_whole(address))
    return Path(folder) if folder else None


def choosing(settings: Settings, address: str, folder: Path | None) -> str:
    """What the settings keep once this folder was chosen, or none."""
    chosen = {**_chosen(settings), _whole(address): str(folder) if folder is not None else ""}
    return json.dumps({store: path for store, path in chosen.items() if path}, ensure_ascii=False)


def _whole(address: str) -> str:
    """However its path was written."""
    return address if "://" in address else str(Path(address).resolve())


def _chosen(settings: Settings) -> dict[str, str]:
    """What cannot be read is as if nothing had been chosen."""
    try:
        chosen = json.loads(settings.second_places)
    except ValueError:
        return {}
    return {str(store): str(folder) for store, folder in chosen.items()} if isinstance(chosen, dict) else {}

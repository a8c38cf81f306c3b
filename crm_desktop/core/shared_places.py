"""Folders that a company's file must not lie in: they are copied elsewhere while it is written, or lie on another computer.

A synchronising program copies the file and its log one after the other, and brings an old one back; locks do not reach through a network.
Backups may lie there: they are whole files that nobody writes any more.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.read_json import read_json

NETWORK = N_("a folder of another computer")
_NAMES = (
    (re.compile(r"OneDrive( ?- ?.+)?"), "OneDrive"),
    (re.compile(r"Dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"Google ?Drive(-.+)?|My Drive"), "Google Drive"),
    (re.compile(r"iCloud ?Drive|com~apple~CloudDocs"), "iCloud Drive"),
    (re.compile(r"Nextcloud\d?"), "Nextcloud"),
    (re.compile(r"own[Cc]loud"), "ownCloud"),
    (re.compile(r"pCloud ?Drive|pCloud Sync"), "pCloud"),
    (re.compile(r"MEGAsync( Downloads)?"), "MEGA"),
    (re.compile(r"Box Sync|Box-Box"), "Box"),
    (re.compile(r"SynologyDrive(-.+)?"), "Synology Drive"),
    (re.compile(r"Yandex\.Disk"), "Yandex Disk"),
    (re.compile(r"Proton ?Drive( - .+)?"), "Proton Drive"),
    (re.compile(r"Tresorit"), "Tresorit"),
    (re.compile(r"HiDrive"), "HiDrive"),
    (re.compile(r"MagentaCLOUD"), "MagentaCLOUD"),
    (re.compile(r"Seafile"), "Seafile"),
)
"""What these programs call their folder. Case counts: a server's own folders are in small letters."""
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_MARKS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".stfolder": "Syncthing", ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud", ".seafile-data": "Seafile", ".tmp.drivedownload": "Google Drive", ".SynologyWorkingDirectory":
    "Synology Drive",
}  # fmt: skip
"""What they keep at the top of a folder that was given another name."""
_FAR = frozenset({"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "afs", "ncpfs", "ceph"})
_FAR_THROUGH_FUSE = frozenset(
    {
        "sshfs", "rclone", "gvfsd-fuse", "davfs2", "s3fs", "gcsfuse", "glusterfs", "cephfs", "curlftpfs", "smbnetfs", "onedriver",
        "google-drive-ocamlfuse",
    }
)  # fmt: skip
"""Kinds of file systems whose files lie elsewhere."""
_REMOTE_DRIVE = 4
"""What Windows answers for a letter that stands for a share."""
_MOUNTED = re.compile(r".+? on (.+) \((\w+)[,)]")
_ESCAPED = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Computer:
    """What is asked of it: variables, mounted file systems (where, kind), Dropbox's folders, letters that are shares, files there are."""

    variables: Mapping[str, str]
    mounted: tuple[tuple[str, str], ...] = ()
    dropbox: tuple[str, ...] = ()
    is_share: Callable[[str], bool] = lambda _letter: False
    has: Callable[[str], bool] = lambda _file: False


def this_computer() -> Computer:
    home = Path.home()
    folders = (home / ".dropbox", *(Path(os.environ[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if name in os.environ))
    told = tuple(path for folder in folders for path in _dropbox_says(folder / "info.json"))
    return Computer(os.environ, _mounted(), told, _is_share, os.path.exists)


def shared_by(path: PurePath, computer: Computer) -> str:
    """Whose folder an absolute path lies in, in a word or two; empty for one that is this computer's alone."""
    if _is_elsewhere(path, computer):
        return _(NETWORK)
    if any(_lies_in(path, computer.variables.get(name, "")) for name in _VARIABLES):
        return "OneDrive"
    if any(_lies_in(path, folder) for folder in computer.dropbox):
        return "Dropbox"
    if _lies_under_apple(path):
        return _by_name(path) or "iCloud Drive"
    marks = (name for folder in map(str, path.parents) for mark, name in _MARKS.items() if computer.has(f"{folder}/{mark}"))
    return _by_name(path) or next(marks, "")


def _is_elsewhere(path: PurePath, computer: Computer) -> bool:
    if isinstance(path, PureWindowsPath):
        drive = path.drive.replace("/", "\\")
        if drive.upper().startswith("\\\\?\\UNC\\"):
            return True
        return (drive.startswith("\\\\") and drive[2:4] not in {"?\\", ".\\"}) or (bool(drive) and computer.is_share(f"{drive}\\"))
    kinds = dict(computer.mounted)
    kind = next((kinds[folder] for folder in map(str, (path, *path.parents)) if folder in kinds), "")
    return kind in _FAR or kind.removeprefix("fuse.") in _FAR_THROUGH_FUSE


def _lies_in(path: PurePath, folder: str) -> bool:
    return bool(folder) and path.is_relative_to(type(path)(folder))


def _lies_under_apple(path: PurePath) -> bool:
    parts = path.parts
    return any(parts[place : place + 2] in {("Library", "Mobile Documents"), ("Library", "CloudStorage")} for place in range(len(parts)))


def _by_name(path: PurePath) -> str:
    return next((name for folder in path.parts[:-1] for pattern, name in _NAMES if pattern.fullmatch(folder)), "")


def _dropbox_says(file: Path) -> Iterator[str]:
    try:
        accounts = read_json(file.read_text(encoding="utf-8"))
        yield from [str(account["path"]) for account in accounts.values()]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # no Dropbox, or one that tells nothing
        return


def _mounted() -> tuple[tuple[str, str], ...]:
    if sys.platform == "darwin":
        import subprocess

        return mounted_on_apple(subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout)
    try:
        return mounted_on_linux(Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:  # Windows, and systems that do not tell
        return ()


def mounted_on_apple(told: str) -> tuple[tuple[str, str], ...]:
    found = (_MOUNTED.match(line) for line in told.splitlines())
    return tuple((each[1], each[2]) for each in found if each)


def mounted_on_linux(told: str) -> tuple[tuple[str, str], ...]:
    """A blank in a path is an escape."""
    lines = (line.split() for line in told.splitlines())
    return tuple((_ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[1]), fields[2]) for fields in lines if len(fields) > 2)


def _is_share(root: str) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE_DRIVE)

"""Names of files as others wrote them: what may be shown, what may be written to a disk, and what kind of file it is."""

import re
import unicodedata
from mimetypes import MimeTypes

LONGEST = 200
UNNAMED = "attachment"
UNKNOWN = "application/octet-stream"
# What turns the direction of letters makes “gpj.exe” read as “exe.jpg”.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_HIDDEN = ("Cc", "Cs", "Zl", "Zp")
_REFUSED_BY_WINDOWS = re.compile(r'[<>:"/\\|?*]')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³")}
)
_PROGRAMS = frozenset(
    {
        "app", "appimage", "application", "bat", "chm", "cmd", "com", "command", "cpl", "deb", "desktop", "dll", "dmg", "docm", "dotm",
        "elf", "exe", "gadget", "hta", "htm", "html", "inf", "iso", "jar", "js", "jse", "lnk", "mht", "msc", "msi", "msix", "msp",
        "pif", "pkg", "pl", "pptm", "ps1", "psm1", "py", "pyw", "rb", "reg", "rpm", "run", "scf", "scr", "sct", "sh",
        "svg", "sys", "url", "vb", "vbe", "vbs", "ws", "wsc", "wsf", "wsh", "xlam", "xlsm", "xltm",
    }
)  # fmt: skip
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)


def clean_file_name(text: str) -> str:
    """The last part of a path, without what cannot be seen. Never empty."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", text))[-1]
    name = "".join(c for c in name if c not in _TURNING and unicodedata.category(c) not in _HIDDEN).strip()
    return _shortened(name) if name.strip(". ") else UNNAMED


def safe_file_name(name: str) -> str:
    """A name that every system takes: no path, none of Windows' devices, nothing hidden."""
    safe = _REFUSED_BY_WINDOWS.sub("_", clean_file_name(name)).lstrip(". ").rstrip(". ") or UNNAMED
    return f"_{safe}" if safe.partition(".")[0].rstrip().casefold() in _DEVICES else safe


def numbered(name: str, number: int) -> str:
    """`photo (2).jpg` where `photo.jpg` is taken."""
    stem, ending = _parts(name)
    return name if number == 1 else f"{stem} ({number}){ending}"


def looks_like_program(name: str) -> bool:
    """It, or what it brings along, could run when it is opened: by the ending, whatever its capitals, dots and spaces behind."""
    return _parts(clean_file_name(name).rstrip(". "))[1].removeprefix(".").casefold() in _PROGRAMS


def media_type_of(name: str, content: bytes) -> str:
    """By how the content begins, where that tells; else by the name. The same on every computer."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    return _KNOWN.types_map[True].get(_parts(name)[1].casefold(), UNKNOWN)


_KNOWN = MimeTypes()
"""Made of what Python itself knows: the computer's own tables differ."""


def _parts(name: str) -> tuple[str, str]:
    stem, point, ending = name.rpartition(".")
    return (stem, point + ending) if stem else (name, "")


def _shortened(name: str) -> str:
    """In bytes, as disks count; the ending stays."""
    if len(name.encode()) <= LONGEST:
        return name
    stem, ending = _parts(name)
    ending = ending if len(ending.encode()) <= 20 else ""
    return stem.encode()[: LONGEST - len(ending.encode())].decode(errors="ignore").rstrip() + ending

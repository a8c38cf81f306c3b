"""Which characters a text file's bytes mean: from its mark, from its bytes, or as stated."""

import codecs
from itertools import islice
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
_LIKELY = [
    _WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "cp932", "gb18030", "big5", "euc_kr", "koi8_r", "mac_roman",
]  # fmt: skip
_SAMPLE_LINES = 2_000
_GULP = 1 << 20


def is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).encode is not None
    except LookupError:
        return False


def unmistakable(start: bytes) -> str:
    """The encoding that a file's first bytes show beyond doubt; empty where they do not.

    UTF-16 without its mark shows as a zero beside nearly every letter; zeros anywhere else mean that this is no text.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and even * 10 < odd:
        return "utf-16-le"
    if even > len(start) // 4 and odd * 10 < even:
        return "utf-16-be"
    return ""


def detect(path: Path) -> tuple[str, bool]:
    """The encoding, and whether it is certain. Single-byte encodings never are: the same bytes are letters in several.

    Raises UserError for a file that is no text, or in no encoding known here.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    certain = unmistakable(start)
    if certain:
        return certain, True
    if b"\0" in start:
        raise UserError(_("{file} is not a text table. Nothing was imported; choose a CSV or XLSX file.").format(file=path.name))
    if _is_utf8(path):
        return "utf-8", True
    return _guessed(path), False


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while gulp := file.read(_GULP):
                decoder.decode(gulp)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _guessed(path: Path) -> str:
    from charset_normalizer import from_bytes

    with path.open("rb") as file:
        telling = b"".join(islice((line for line in file if not line.isascii()), _SAMPLE_LINES))
    # A match stands for all encodings in which these bytes are the same letters.
    found = [name for match in from_bytes(telling, cp_isolation=_LIKELY) for name in match.could_be_from_charset]
    if not found:
        raise UserError(
            _("The encoding of {file} cannot be told. Nothing was imported; state it in the mapping, as in encoding = “cp1252”.").format(
                file=path.name
            )
        )
    return _WESTERN if _WESTERN in found else found[0]

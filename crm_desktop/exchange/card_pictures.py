"""Pictures that cards carry in code: whole ones come in, and what was cut off is told from its end."""

import binascii
from typing import NamedTuple

_ENDS = ((b"\xff\xd8\xff", ".jpg", b"\xff\xd9"), (b"\x89PNG\r\n\x1a\n", ".png", b"IEND\xaeB`\x82"), (b"GIF8", ".gif", b";"))
_PADDING = 64
"""Bytes that some programs leave behind a picture's end."""


class Picture(NamedTuple):
    """`ending` is that of its file's name."""

    ending: str
    content: bytes


def picture_of(raw: bytes) -> Picture | None:
    """None where it is damaged, cut off, or no picture that can be shown."""
    _head, mark, behind = raw.partition(b"base64,")
    try:
        content = binascii.a2b_base64(b"".join((behind if mark else raw).split()), strict_mode=True)
    except binascii.Error:
        return None
    for start, ending, end in _ENDS:
        if content.startswith(start):
            return Picture(ending, content) if end in content[-_PADDING - len(end) :] else None
    return None

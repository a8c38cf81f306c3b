"""What two processes of this program say to each other about a foreign file: JSON, each message with its length in front.

JSON and nothing quicker: whoever read a hostile file may have been taken over by it, and JSON can only be data. Reading a pickle may run
what stands in it, and `marshal` trusts that nobody wrote its bytes by hand.
"""

import json
from typing import Any, BinaryIO

MOST_BYTES = 256 << 20
_LENGTH = 4
_CODE = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":"))
"""In ASCII: a lone surrogate in a file's name is no letter of UTF-8."""


class NoFrame(Exception):
    """The other side ended, or says what cannot be a message."""


def write_frame(stream: BinaryIO, message: Any) -> None:
    """Raises NoFrame for what is too large to be taken."""
    content = _CODE.encode(message).encode("ascii")
    if len(content) > MOST_BYTES:
        raise NoFrame
    stream.write(len(content).to_bytes(_LENGTH, "big"))
    stream.write(content)
    stream.flush()


def read_frame(stream: BinaryIO) -> Any:
    """Raises NoFrame at the end, and for what no message is."""
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    if length > MOST_BYTES:
        raise NoFrame
    try:
        return json.loads(_exactly(stream, length))
    except (ValueError, RecursionError) as error:
        raise NoFrame from error


def _exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) != count:
        raise NoFrame
    return content

"""Rows of an import that wait until all is read: in a file without a name, sealed by a key that only this process holds.

So nobody else can have written what is read there, and it may be written as Python itself writes: in a seventh of the time of JSON.
"""

import json
import marshal
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import finalize

_KEY, _NONCE, _LENGTH = 32, 12, 8
_LASTING = Path("/var/tmp")  # noqa: S108 the file has no name there  # nosec B108
"""Where there is one, the usual place may lie in memory."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


class PutAside:
    """Lists of texts, numbers and further lists, read again in their order, as often as wanted. The file is gone with this."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._sealing = AESGCM(secrets.token_bytes(_KEY))
        self._count = 0
        folder = _LASTING if os.access(_LASTING, os.W_OK) else None
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 closed with this
        self._closing = finalize(self, self._file.close)

    def put(self, rows: list[Any]) -> None:
        """Raises OSError where the disk is full: said in plain words by whoever opened the store."""
        self._count += 1
        sealed = self._sealing.encrypt(_nonce(self._count), _written(rows), None)
        self._file.seek(0, os.SEEK_END)
        left = memoryview(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        while left:
            left = left[self._file.write(left) :]

    def __iter__(self) -> Iterator[Any]:
        at = 0
        for number in range(1, self._count + 1):
            self._file.seek(at)
            length = int.from_bytes(self._file.read(_LENGTH), "big")
            sealed = self._file.read(length)
            at += _LENGTH + length
            yield marshal.loads(self._sealing.decrypt(_nonce(number), sealed, None))  # noqa: S302 sealed by this process  # nosec B302


def _written(rows: list[Any]) -> bytes:
    try:
        return marshal.dumps(rows)
    except ValueError:  # words of a kind of their own, which are texts all the same
        return marshal.dumps(json.loads(_ENCODER.encode(rows)))


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE, "big")

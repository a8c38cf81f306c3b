"""Rows of an import that wait until all is read: in a file without a name, sealed by a key that only this process holds."""

import json
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
    """Lists of texts, numbers and lists, read again in their order, as often as wanted. The file is gone with this, or with the process."""

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
        sealed = self._sealing.encrypt(_nonce(self._count), _ENCODER.encode(rows).encode("utf-8", "surrogatepass"), None)
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
            yield json.loads(self._sealing.decrypt(_nonce(number), sealed, None))


def _nonce(number: int) -> bytes:
    return number.to_bytes(_NONCE, "big")

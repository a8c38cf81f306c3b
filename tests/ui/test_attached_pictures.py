"""Pictures that were made to do harm: nothing of them is unpacked."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PySide6.QtCore import QSize

from crm_desktop.queries.attachments import AttachedFile
from crm_desktop.ui import attached_pictures, file_copies
from crm_desktop.ui.attached_pictures import MOST_BYTES, unpacked

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='/etc/hostname' width='9' height='9'/></svg>"
TEXT_BOMB = zlib.compress(bytes(50_000_000))


def picture(kind="PNG", size=(64, 32)):
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, kind)
    return made.getvalue()


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width, height, *more):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_what_cameras_and_screens_make_is_shown(kind):
    assert unpacked(picture(kind)).size() == QSize(64, 32)
    assert unpacked(picture(kind), QSize(16, 16)).size() == QSize(16, 8)


@pytest.mark.qt_log_ignore("JPEG datastream")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        SVG,
        b"P6 9 9 255 " + bytes(243),
        b'/* XPM */ static char *x[] = {"1 1 1 1","a c #000","a"};',
        png(100_000, 100_000, chunk(b"IDAT", zlib.compress(bytes(10_000)))),
        png(2**31 - 1, 2**31 - 1),
        png(60_000, 60_000, chunk(b"IDAT", TEXT_BOMB)),
        png(0, 9),
        b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(3),
        b"BM" + bytes(12) + struct.pack("<IiiHHIIiiII", 40, 2**30, 2**30, 1, 24, 0, 0, 0, 0, 0, 0),
        b"RIFF\xff\xff\xff\xffWEBP" + bytes(30),
        picture("JPEG")[:100],
        b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES),
    ],
    ids=["nothing", "svg", "ppm", "xpm", "bomb", "endless", "zeros", "no-width", "gif", "bmp", "webp", "cut", "long"],
)
def test_what_is_none_or_too_large_is_not_unpacked(content):
    assert unpacked(content) is None


def test_a_picture_that_says_it_is_too_large_is_never_read(monkeypatch):
    class NeverRead(attached_pictures.QImageReader):
        def read(self):
            raise AssertionError

    monkeypatch.setattr(attached_pictures, "QImageReader", NeverRead)
    assert unpacked(png(100_000, 100_000, chunk(b"IDAT", TEXT_BOMB))) is None


def test_a_file_is_what_it_is_and_not_what_it_says(monkeypatch):
    said = {"photo.png": ("image/png", SVG), "notes.svg": ("image/svg+xml", SVG), "long.pdf": ("application/pdf", bytes(MOST_BYTES + 1))}
    for name, (kind, content) in said.items():
        found = AttachedFile(name, kind, content)
        monkeypatch.setattr(file_copies, "read_attachment", lambda _id, found=found: found)
        assert file_copies.small_picture(1, QSize(64, 64)) is None

import io
import struct
import zlib

import pytest
from PIL import Image

from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.services.attachments import FileInput
from crm_desktop.services.company_logo import company_logo, demand_picture, remove_logo, set_logo
from crm_desktop.services.history import undo


def picture(kind="PNG", size=(64, 32), colour="navy"):
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind)
    return made.getvalue()


def header_of(width, height):
    """A PNG that says it is this large, and is not."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def test_the_logo_is_set_replaced_removed_and_brought_back(store, owner):
    assert company_logo() is None
    set_logo(FileInput("logo.png", picture()), owner)
    change = set_logo(FileInput("logo.jpg", picture("JPEG")), owner)
    assert company_logo() == picture("JPEG")

    undo(change.operation, owner)
    assert company_logo() == picture()
    removed = remove_logo(owner)
    assert company_logo() is None
    undo(removed.operation, owner)
    assert company_logo() == picture()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg/>", "no whole PNG or JPEG"),
        (b"", "no whole PNG or JPEG"),
        (picture()[:-20], "no whole PNG or JPEG"),
        (picture("JPEG", (400, 400))[:700], "no whole PNG or JPEG"),
        (picture("GIF"), "no whole PNG or JPEG"),
        (picture(size=(4001, 20)), "4001 × 20 points"),
        (header_of(100_000, 100_000), "no whole PNG or JPEG"),
        (picture(size=(8, 64)), "8 × 64 points"),
        (bytes(2_000_001), "2 MB at most"),
    ],
)
def test_what_is_no_whole_picture_of_a_sane_size_is_refused(content, words):
    with pytest.raises(UserError, match=words):
        demand_picture(FileInput("logo.png", content))


def test_only_who_may_change_settings_changes_the_logo(store, owner, nancy):
    with pytest.raises(NotAllowed):
        set_logo(FileInput("logo.png", picture()), nancy)
    with pytest.raises(UserError, match="no whole PNG or JPEG"):
        set_logo(FileInput("logo.png", b"GIF89a"), owner)
    with pytest.raises(UserError, match="There is no logo"):
        remove_logo(owner)
    set_logo(FileInput("logo.png", picture()), owner)
    with pytest.raises(UserError, match="This is the logo already"):
        set_logo(FileInput("other.png", picture()), owner)
    assert company_logo() == picture()

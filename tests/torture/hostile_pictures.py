"""PDFs and pictures of others that were made to do harm: each is drawn, or said not to be, in time and with little memory.

They are drawn by a process of its own. Afterwards it, or the next one, draws a good page as ever.
"""

import struct
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from crm_desktop.core.errors import UserError
from crm_desktop.exchange import drawing_apart, reading_apart
from crm_desktop.exchange.drawing_apart import NotDrawn, drawn_apart
from crm_desktop.exchange.reading_apart import Held
from tests.torture.shop import Tally

WIDTH, HEIGHT = 1200, 900
SPARE = 4.0
"""Seconds above the patience: a process starts, and is ended."""
CATALOGUE, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"


def pdf(*objects: bytes) -> bytes:
    """The first is the catalogue."""
    out, places = BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + each + b"\nendobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))
    return out.getvalue()


def stream(about: bytes, content: bytes) -> bytes:
    return b"<<" + about + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream"


def page(content: bytes = b"", box: bytes = b"0 0 595 842", resources: bytes = b"", *more: bytes) -> bytes:
    """`more` begin with the fifth object."""
    own = b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R/Resources<<" + resources + b">>>>"
    return pdf(CATALOGUE, PAGES, own, stream(b"", content), *more)


def bomb(unit: bytes, megabytes: int) -> bytes:
    """Small, and as large as that once it is unpacked."""
    packer, chunk = zlib.compressobj(9), unit * ((1 << 20) // len(unit))
    return b"".join([*(packer.compress(chunk) for _each in range(megabytes)), packer.flush()])


def _drawn_by(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return pdf(CATALOGUE, PAGES, PAGE, stream(b"/Filter[" + filters + b"]", content))


def _image(about: bytes, content: bytes) -> bytes:
    image = stream(b"/Type/XObject/Subtype/Image" + about, content)
    return page(b"q 500 0 0 500 0 0 cm /I Do Q", b"0 0 595 842", b"/XObject<</I 5 0 R>>", image)


def _jbig2(width: int, height: int, regions: int) -> bytes:
    """A page of so many regions, each as large as it."""

    def segment(number: int, kind: int, content: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(content)) + content

    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + bytes((0, 3, 255, 253, 255, 2, 254, 254, 254)) + bytes(64)
    content = segment(0, 48, struct.pack(">IIIIBH", width, height, 0, 0, 0, 0))
    content += b"".join(segment(number, 38, region) for number in range(1, regions + 1))
    return _image(b"/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode" % (width, height), content)


def _forms_in_forms(depth: int) -> bytes:
    """Each draws the next one twenty times."""
    own = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    within = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>"
    forms = [stream(within % (number + 6), b"/F Do " * 20) for number in range(depth)]
    return pdf(CATALOGUE, PAGES, own, stream(b"", b"/F Do"), *forms, stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 9 9 re f"))


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf(CATALOGUE, b"<</Type/Pages/Count %d/Kids[" % count + kids + b"]>>", *[one] * count)


def _painted(*pattern: bytes) -> bytes:
    return page(b"/Pattern cs /P scn 0 0 595 842 re f", b"0 0 595 842", b"/Pattern<</P 5 0 R>>", *pattern)


def _png(width: int, height: int, content: bytes) -> bytes:
    def chunk(name: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", content) + chunk(b"IEND", b"")


ENDLESS = pdf(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000>>")


def hostile() -> Iterator[tuple[str, bytes]]:
    yield "a tree of pages without end", ENDLESS
    yield "a box of 10 to the 30", page(box=b"0 0 1e30 1e30")
    yield "one bit that says 60,000 × 60,000", _jbig2(60_000, 60_000, 200)
    yield "100,000 pages", _many_pages(100_000)
    yield (
        "two trees of pages in each other",
        pdf(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>"),
    )
    yield "a box of nothing", page(box=b"0 0 0 0")
    yield "a box turned over", page(box=b"0 0 -1e9 3")
    yield "a box like a hair", page(box=b"0 0 14400 0.0001")
    yield "a unit of a billion", page().replace(b"/Type/Page/", b"/Type/Page/UserUnit 1e9/")
    yield "5,000 regions on each other", _jbig2(5_000, 5_000, 5_000)
    yield "3 GB of drawing", _drawn_by(bomb(b"0 0 500 500 re f\n", 3_000))
    yield "millions of shapes", _drawn_by(bomb(b"0 0 m 500 700 l 3 900 l h f\n", 60))
    yield "states kept without end", _drawn_by(bomb(b"q ", 100))
    yield "packed three times", _drawn_by(zlib.compress(zlib.compress(bomb(bytes(1024), 3_000), 9), 9), b"/FlateDecode" * 3)
    yield (
        "a picture of 100,000 × 100,000",
        _image(b"/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", bomb(bytes(1024), 2_000)),
    )
    yield "forms within forms", _forms_in_forms(30)
    tiling = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001/Resources<<>>"
    yield "tiles of a ten-thousandth", _painted(stream(tiling, b"0 0 1 1 re f"))
    shading = b"<</PatternType 2/Shading<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]/Function 6 0 R>>>>"
    function = stream(b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]", b"{" + b" dup mul" * 2_000_000 + b"}")
    yield (
        "a colour that is a program",
        page(b"/Pattern cs /P scn 0 0 595 842 re f", b"0 0 595 842", b"/Pattern<</P 5 0 R>>", shading, function),
    )
    script = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(1){})>>>>"
    yield "a script that never ends", pdf(script, PAGES, PAGE, stream(b"", b""))
    yield "a table before the table before it", page().replace(b"trailer<<", b"trailer<</Prev 9")
    yield "arrays within arrays", pdf(CATALOGUE[:-2] + b"/X " + b"[" * 2_000_000 + b"]" * 2_000_000 + b">>", PAGES, PAGE, stream(b"", b""))
    yield "nothing of a PDF but its name", b"%PDF-1.7\n" + bytes(1_000_000)
    yield "a picture of 7,000 × 7,000 in little", _png(7_000, 7_000, bomb(bytes(1024), 141))
    yield "a picture that says too much", _png(100_000, 100_000, zlib.compress(bytes(1_000_000)))


def good() -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "As ever")
    canvas.save()
    return out.getvalue()


def trial(_folder: Path, rounds: int, _seed: int) -> Tally:
    """One file a round, again from the first on after the last."""
    files, harm, shown = list(hostile()), [], 0
    for number in range(rounds):
        name, content = files[number % len(files)]
        since = time.monotonic()
        try:
            shown += drawn_apart(Held("letter.pdf", content), WIDTH, HEIGHT) is not None
        except NotDrawn:
            pass
        except UserError as error:
            harm.append(f"{name}: {error}")
        took = time.monotonic() - since
        if took > drawing_apart.MOST_SECONDS + SPARE:
            harm.append(f"{name}: the person waited {took:.0f} s")
        if reading_apart._busy:
            harm.append(f"{name}: its process was left behind")
        if number % len(files) in (0, len(files) - 1) and drawn_apart(Held("good.pdf", good()), WIDTH, HEIGHT) is None:
            harm.append(f"after {name} a good page is not drawn")
    return Tally(rounds, f"{min(rounds, len(files))} files; {shown} were drawn, of the others it was said", tuple(harm))

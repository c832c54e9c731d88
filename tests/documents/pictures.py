"""Pictures for the tests: a stroke of ink as an officer would upload it, and what is not fit to be one."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw


def stroke(size: tuple[int, int] = (600, 300), *, mode: str = "RGB", colour: Any = (20, 30, 140)) -> Image.Image:
    """Return a zigzag of ink in the middle of white paper, or of none where the mode has transparency."""
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    width, height = size
    points = [(width * (2 + n) / 12, height * (0.3 if n % 2 else 0.7)) for n in range(9)]
    ImageDraw.Draw(image).line(points, fill=colour, width=max(1, height // 40))
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """Return the picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """Return a small PNG that says it holds `side` x `side` pixels, all of the same grey."""
    rows = zlib.compressobj(9)
    line = b"\0" + bytes(side // 8)
    data = b"".join(rows.compress(line) for _row in range(2000)) + rows.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


SIGNATURE = encoded(stroke())
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect width="9" height="9"/></svg>'
UNFIT: dict[str, tuple[bytes, str]] = {
    "an SVG with a script": (SVG, "no PNG or JPEG"),
    "a GIF": (encoded(stroke(), "GIF"), "no PNG or JPEG"),
    "a TIFF": (encoded(stroke(), "TIFF"), "no PNG or JPEG"),
    "text": ("স্বাক্ষর".encode(), "no PNG or JPEG"),
    "nothing": (b"", "no PNG or JPEG"),
    "a PNG cut in half": (SIGNATURE[: len(SIGNATURE) // 2], "broken"),
    "a JPEG cut in half": (encoded(stroke(), "JPEG")[:3000], "broken"),
    "a bomb": (bomb(), "too many pixels"),
    "a very wide one": (bomb(12_000), "too many pixels"),
    "20 MB": (SIGNATURE + bytes(20 * 1024 * 1024), "larger than 5 MB"),
    "an animated one": (
        encoded(stroke(), save_all=True, append_images=[stroke(colour=(200, 0, 0))], duration=90),
        "animated",
    ),
    "one pixel": (encoded(Image.new("RGB", (1, 1), "black")), "too small"),
    "a dot on paper": (encoded(stroke((60, 12))), "too small"),
    "white paper": (encoded(Image.new("RGB", (300, 200), "white")), "empty"),
    "nothing but transparency": (encoded(Image.new("RGBA", (300, 200))), "empty"),
}

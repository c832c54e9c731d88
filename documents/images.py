"""Pictures as offices upload them, an emblem or a signature, made into the one kind that a document holds.

A document holds a PNG of sRGB colours on white, without metadata, trimmed to what is drawn and small enough to be kept
with each printing. Whatever else is uploaded is refused with a sentence, before it can cost memory.
"""

import io
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000  # a telephone's photograph; a small file can claim to hold far more
LEAST_SIDE = 20  # pixels, of what is drawn; it is printed 14 mm high
LARGEST = (1200, 480)  # pixels: 860 of them to an inch in a signature
COLOURS = 64  # of ink and stamp; more would be the paper's noise
WHITE = 225  # of 255: what is as light as that is paper

_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)

PNG_ADDRESS = "data:image/png;base64,"


class ImageError(ValueError):
    """A picture cannot be used; the message says why in one sentence, in the active language."""


def normalised(data: bytes) -> bytes:
    """Return the uploaded PNG or JPEG picture as the PNG that a document holds.

    Raises ImageError for any other kind of file, for one that is broken, animated, empty, too large or too small.
    """
    if len(data) > MAX_BYTES:
        raise ImageError(_("The picture is larger than 5 MB. Please choose a smaller one."))
    drawn = _trimmed(_on_white(_decoded(data)))
    drawn.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    result = io.BytesIO()
    drawn.quantize(COLOURS).save(result, "PNG", optimize=True)
    return result.getvalue()


def require_png(data: bytes) -> None:
    """Raise ImageError where the bytes are no whole PNG picture."""
    try:
        with _whole_pictures_alone(), Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, *_BOMB) as error:
        raise ImageError(_("The picture is broken.")) from error


def png_at(address: str) -> bytes:
    """Return the PNG picture that a `data:` address beginning with PNG_ADDRESS holds; ImageError where it is broken."""
    try:
        data = b64decode(address.removeprefix(PNG_ADDRESS), validate=True)
    except ValueError as error:
        raise ImageError(_("The picture is broken.")) from error
    require_png(data)
    return data


_switching = threading.Lock()


@contextmanager
def _whole_pictures_alone() -> Iterator[None]:
    """Have Pillow refuse a picture that breaks off: WeasyPrint makes it accept such for the whole process."""
    with _switching:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _decoded(data: bytes) -> Image.Image:
    try:
        with _whole_pictures_alone(), Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ImageError(_("The picture has too many pixels. Please choose a smaller one."))
            if getattr(image, "is_animated", False):
                raise ImageError(_("The picture is animated. Please choose one that stands still."))
            image.load()
            return ImageOps.exif_transpose(image)
    except UnidentifiedImageError as error:
        raise ImageError(_("This is no PNG or JPEG picture. Please choose one of these two kinds.")) from error
    except _BOMB as error:
        raise ImageError(_("The picture has too many pixels. Please choose a smaller one.")) from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, ImageError):
            raise
        raise ImageError(_("The picture is broken and cannot be read.")) from error


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB, what is transparent in white."""
    rgba = _in_srgb(image).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if "A" in image.getbands() else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):  # a profile that cannot be used says nothing of the colours
        return image


def _trimmed(image: Image.Image) -> Image.Image:
    """Return the part of the picture that is not paper."""
    ink = ImageChops.invert(image.convert("L")).point(lambda darkness: 255 if darkness > 255 - WHITE else 0)
    box = ink.getbbox()
    if not box:
        raise ImageError(_("The picture is empty."))
    if min(box[2] - box[0], box[3] - box[1]) < LEAST_SIDE:
        raise ImageError(_("The picture is too small to be printed."))
    return image.crop(box)

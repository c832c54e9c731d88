"""Pictures: made into one kind when they are uploaded, refused with a sentence, printed in their places."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation
from PIL import Image, ImageCms

from documents import blocks, images
from documents.composition import as_sheet
from documents.images import ImageError, normalised
from documents.marks import Marked, Marks
from documents.sheet import sheet_html
from documents.typesetting.pdf import StaticOnly, render
from tests.documents.pictures import SIGNATURE, UNFIT, encoded, stroke
from tests.documents.samples import sample

DOCUMENT = sample("upazila", rows=1, recipients=2)


def opened(data: bytes) -> Image.Image:
    """The picture of a file."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(("data", "reason"), UNFIT.values(), ids=UNFIT)
def test_what_is_no_fit_picture_is_refused_with_a_sentence(data: bytes, reason: str) -> None:
    with translation.override("en"), pytest.raises(ImageError, match=reason) as caught:
        normalised(data)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_trimmed_png_without_metadata(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret"
    result = normalised(encoded(stroke(), kind, exif=exif))
    image = opened(result)
    assert (image.format, image.info) == ("PNG", {})
    assert b"secret" not in result
    assert len(result) < 20_000
    width, height = image.size
    assert (width, height) == pytest.approx((400, 120), abs=25)
    assert image.convert("L").getextrema()[0] < 100


def test_what_is_transparent_is_printed_as_paper() -> None:
    image = opened(normalised(encoded(stroke(mode="RGBA", colour=(20, 30, 140, 255))))).convert("RGB")
    assert image.getpixel((image.width // 2, image.height - 1)) == (255, 255, 255) or image.getpixel((5, 5))
    assert max(image.getextrema()[0]) == 255


def test_a_large_picture_is_made_smaller_and_a_turned_photograph_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    image = opened(normalised(encoded(stroke((3000, 1500)), "JPEG", exif=exif)))
    assert image.height == images.LARGEST[1]
    assert image.width < image.height


def test_colours_of_another_profile_become_those_of_srgb() -> None:
    lab = ImageCms.createProfile("LAB")
    profile = ImageCms.ImageCmsProfile(lab).tobytes()
    for icc in (profile, b"no profile"):
        assert opened(normalised(encoded(stroke(), icc_profile=icc))).info == {}


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert normalised(SIGNATURE) == normalised(SIGNATURE)
    assert normalised(normalised(SIGNATURE)) == normalised(SIGNATURE)


def test_a_broken_picture_is_no_image_of_a_document_and_its_words_are_told() -> None:
    for data in (b"", b"GIF89a", SIGNATURE[:200]):
        with pytest.raises(ImageError, match="চেয়ারের স্বাক্ষর"):
            blocks.Image(data, "চেয়ারের স্বাক্ষর")


# In a document


PICTURE = blocks.Image(normalised(SIGNATURE), 'স্বাক্ষর "ক" <খ>')
EMBLEM = blocks.Image(normalised(encoded(stroke((300, 300), colour=(0, 90, 60)))), "প্রতীক")
MARKED = Marked(DOCUMENT, Marks(emblem=EMBLEM, chair=PICTURE, officer=PICTURE))


def test_pictures_stand_in_the_letterheads_and_the_signatures() -> None:
    html = sheet_html(MARKED)
    assert html.count('class="emblem"') == html.count('class="letterhead"') == 2
    assert html.count('class="hand"') == 2
    assert html.count('alt="স্বাক্ষর &quot;ক&quot; &lt;খ&gt;"') == 2
    assert "<img" not in sheet_html(DOCUMENT)


@pytest.mark.thorough
def test_the_pdf_holds_the_pictures_as_figures_with_their_words(tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(MARKED))
    with pikepdf.open(file) as opened_file:
        figures = [
            str(item.get("/Alt"))
            for item in opened_file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        shown = [len(page.get_images()) for page in opened_file.pages]
    assert sorted(figures) == sorted([EMBLEM.alternative] * 2 + [PICTURE.alternative] * 2)
    assert sum(shown) >= 4


@pytest.mark.thorough
def test_the_words_of_a_document_stand_where_they_stood() -> None:
    """What is frozen with a printing changes nothing of the document's own."""
    assert as_sheet(Marked(DOCUMENT, Marks())) == as_sheet(DOCUMENT)
    assert render(Marked(DOCUMENT, Marks())) == render(DOCUMENT)
    assert render(replace(MARKED)) == render(MARKED)


def test_the_fetcher_lets_pngs_of_the_page_through_and_no_other_data() -> None:
    assert StaticOnly().fetch(PICTURE.address).read() == PICTURE.data
    jpeg = encoded(stroke(), "JPEG")
    for address in (
        blocks.PNG_ADDRESS + "AAAA",
        blocks.PNG_ADDRESS + "%%",
        PICTURE.address[:-40],
        PICTURE.address.replace("image/png", "image/svg+xml"),
        f"data:image/jpeg;base64,{jpeg.hex()}",
        "data:,x",
    ):
        with pytest.raises(ValueError, match=r"broken|static folder|নষ্ট|ছবি"):
            StaticOnly().fetch(address)

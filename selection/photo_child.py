"""The only process that decodes an uploaded photo: no Django, no secrets, little memory and time.

`python -m selection.photo_child`: a JPEG on standard input, a PDF of one page on standard output;
nothing where the photo cannot be read. The picture is drawn anew, so that whatever else the file
carried (place, device, hidden bytes) stays behind.
"""

import sys
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from selection.confined import limit_resources

MOST_PIXELS = 40_000_000
DOTS_PER_INCH = 150
BROKEN = (  # everything Pillow raises on bytes that only look like a photo
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    UnidentifiedImageError,
    ValueError,
)


def main() -> None:
    limit_resources()
    try:
        sys.stdout.buffer.write(as_pdf(sys.stdin.buffer.read()))
    except BROKEN:
        return


def as_pdf(photo: bytes) -> bytes:
    """The photo, upright, as a page. Raises one of BROKEN."""
    with Image.open(BytesIO(photo), formats=["JPEG"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    page = BytesIO()
    upright.save(page, "PDF", resolution=DOTS_PER_INCH)
    return page.getvalue()


if __name__ == "__main__":
    main()

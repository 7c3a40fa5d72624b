"""Pictures made safe before they are kept: read whole, written anew, without what cameras hide in them.

A photo says where and when it was taken. Nothing of the file that came is kept but its pixels, turned upright and made
small enough; a picture that would unpack to too much is refused before it is unpacked.
"""

import warnings
from io import BytesIO
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from forms_builder.digits import in_readers_digits

MOST_PIXELS: Final = 50_000_000
"""What a telephone of today takes; unpacked it is 150 MB."""
LONGEST_SIDE: Final = 2_400
QUALITY: Final = 85
READ_AS: Final = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}


def made_safe(content: bytes, ending: str) -> bytes:
    """The picture written anew in its own format; ValidationError when it cannot be read or is too large."""
    kind = READ_AS[ending]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                return _written(_small(picture), kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise too_large() from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise ValidationError(
            _("The picture cannot be read. Take or choose another."), code="picture"
        ) from error


def too_large() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(limit)s million points. Choose a smaller one."),
        code="pixels",
        params={"limit": in_readers_digits(MOST_PIXELS // 1_000_000)},
    )


def _small(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise too_large()
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is unpacked at a fraction of its size
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _written(picture: Image.Image, kind: str) -> bytes:
    """Only pixels go in: no EXIF, no comments, no colour profile, no further frames."""
    mode = (
        "RGB"
        if kind == "JPEG"
        else "RGBA"
        if "A" in picture.getbands() or "transparency" in picture.info
        else "RGB"
    )
    plain = Image.new(mode, picture.size)
    plain.paste(picture.convert(mode))
    out = BytesIO()
    plain.save(out, kind, quality=QUALITY, optimize=True)
    return out.getvalue()

"""Pictures: drawn anew on upload, so that camera, place, thumbnail and author do not travel with them."""

from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from knowledge.files.refusal import RefusedFile

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
MOST_PIXELS = 50_000_000
LARGEST_PICTURE = 15 * 1024 * 1024


def stripped(file: IO[bytes], name: str) -> ContentFile:
    """The same picture, upright, with nothing but its pixels."""
    file.seek(0)
    try:
        with Image.open(file, formats=tuple(FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RefusedFile(_("This picture has too many pixels. Make it smaller than 7,000 by 7,000."))
            kind = str(picture.format)
            upright = ImageOps.exif_transpose(picture)
            bare = Image.new(upright.mode, upright.size)
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
            bare.paste(upright)
            transparency = upright.info.get("transparency")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RefusedFile(
            _("This picture cannot be read. Save it as JPEG, PNG, WebP or AVIF and try again.")
        ) from error
    return ContentFile(_encoded(bare, kind, transparency), name=name)


def _encoded(picture: Image.Image, kind: str, transparency: object) -> bytes:
    options: dict[str, object] = {"quality": 90} if kind != "PNG" else {}
    if transparency is not None and kind == "PNG":
        options["transparency"] = transparency
    written = BytesIO()
    picture.save(written, format=kind, **options)
    return written.getvalue()

"""The one check of an uploaded document: by what is inside, not by its name. Says how many pages a PDF has."""

import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from knowledge.files.pdf import check_pdf
from knowledge.files.pictures import LARGEST_PICTURE, stripped
from knowledge.files.refusal import RefusedFile
from knowledge.files.svg import check_svg
from knowledge.files.video import blank_telling_boxes, check_video

PICTURES = {"jpg", "jpeg", "png", "webp", "avif"}
VIDEOS = {"mp4", "webm"}
OFFICE = {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
TEXT = {"csv", "txt", "vtt", "srt"}
ALLOWED = {"pdf", "svg", *PICTURES, *VIDEOS, *OFFICE, *TEXT}
MEGABYTE = 1024 * 1024
LARGEST = {"video": 200 * MEGABYTE, "picture": LARGEST_PICTURE, "other": 40 * MEGABYTE}


@dataclass(frozen=True)
class Checked:
    """The file to keep instead of the uploaded one (None: keep it), and the pages of a PDF."""

    replacement: ContentFile | None = None
    pages: int | None = None


def check_document(file: UploadedFile) -> Checked:
    """Look into the file. `RefusedFile` says what is wrong and what to do."""
    ending = PurePosixPath(file.name or "").suffix.lower().lstrip(".")
    if ending not in ALLOWED:
        raise RefusedFile(
            _("Files of this kind are not published here. Use PDF, a picture, MP4 or an office file.")
        )
    _check_size(file, ending)
    file.seek(0)
    checked = Checked()
    if ending == "pdf":
        checked = Checked(pages=check_pdf(file))
    elif ending == "svg":
        check_svg(file)
    elif ending in PICTURES:
        checked = Checked(replacement=stripped(file, file.name or "picture"))
    elif ending in VIDEOS:
        check_video(file)
        if ending == "mp4":
            blank_telling_boxes(file)
    elif ending in OFFICE:
        _check_office(file)
    file.seek(0)
    return checked


def _check_size(file: UploadedFile, ending: str) -> None:
    kind = "video" if ending in VIDEOS else "picture" if ending in PICTURES | {"svg"} else "other"
    if (file.size or 0) > LARGEST[kind]:
        raise RefusedFile(
            _("This file is larger than %(most)s MB. Make it smaller: most readers pay for every megabyte.")
            % {"most": in_readers_digits(LARGEST[kind] // MEGABYTE)}
        )


def _check_office(file: IO[bytes]) -> None:
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise RefusedFile(_("This office file cannot be read. Save it again and try once more.")) from error
    if any(name.lower().endswith("vbaproject.bin") or "/embeddings/" in name.lower() for name in names):
        raise RefusedFile(_("This office file contains macros or other files. Save it without them."))

"""What a file is by its name and its bytes together: pictures, sound, film, documents. What a sender says counts for nothing.

Pure. Used for files that come with answers and for those that come with a form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

Fits = Callable[[bytes], bool]


def begins(*signs: bytes) -> Fits:
    return lambda content: content.startswith(signs)


def _is_mp3(content: bytes) -> bool:
    """With a tag in front, or at once with a frame of MPEG layer III."""
    frame = len(content) > 2 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2 and content[2] < 0xF0
    return content.startswith(b"ID3") or frame


def _is_adts(content: bytes) -> bool:
    return len(content) > 2 and content[0] == 0xFF and content[1] & 0xF6 == 0xF0


def _is_wave(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WAVE"


def _is_boxed(content: bytes) -> bool:
    """MPEG-4 and its kin, as telephones record."""
    return content[4:8] == b"ftyp"


_OGG = begins(b"OggS")
_MATROSKA = begins(b"\x1a\x45\xdf\xa3")
_ZIP = begins(b"PK\x03\x04")
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    content_type: str
    fits: Fits


PICTURES: Final = {
    ".jpg": Kind("image/jpeg", begins(b"\xff\xd8\xff")),
    ".jpeg": Kind("image/jpeg", begins(b"\xff\xd8\xff")),
    ".png": Kind("image/png", begins(b"\x89PNG\r\n\x1a\n")),
}
SOUND: Final = {
    ".mp3": Kind("audio/mpeg", _is_mp3),
    ".m4a": Kind("audio/mp4", _is_boxed),
    ".aac": Kind("audio/aac", _is_adts),
    ".wav": Kind("audio/wav", _is_wave),
    ".ogg": Kind("audio/ogg", _OGG),
    ".oga": Kind("audio/ogg", _OGG),
    ".opus": Kind("audio/ogg", _OGG),
    ".weba": Kind("audio/webm", _MATROSKA),
    ".amr": Kind("audio/amr", begins(b"#!AMR")),
}
FILM: Final = {
    ".mp4": Kind("video/mp4", _is_boxed),
    ".m4v": Kind("video/mp4", _is_boxed),
    ".mov": Kind("video/quicktime", _is_boxed),
    ".3gp": Kind("video/3gpp", _is_boxed),
    ".webm": Kind("video/webm", _MATROSKA),
    ".ogv": Kind("video/ogg", _OGG),
}
DOCUMENTS: Final = {
    ".pdf": Kind("application/pdf", begins(b"%PDF-")),
    ".docx": Kind(f"{_OFFICE}.wordprocessingml.document", _ZIP),
    ".xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
}
KINDS: Final = {**DOCUMENTS, **PICTURES, **SOUND, **FILM}
BY_USE: Final = {"image": PICTURES, "big-image": PICTURES, "audio": SOUND, "video": FILM}
"""XLSForm's word for what accompanies a text → the kinds of file it may be."""


def ending_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def content_type_of(name: str, content: bytes) -> str:
    """Blank where the ending is not known or the bytes are those of something else."""
    kind = KINDS.get(ending_of(name))
    return kind.content_type if kind and kind.fits(content) else ""


def plays_in_page(content_type: str) -> str:
    """`audio` or `video` where a browser may play it in the page, else blank."""
    major = content_type.partition("/")[0]
    return major if major in ("audio", "video") else ""

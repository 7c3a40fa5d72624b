"""Videos that we host: MP4 and WebM, whole and without a place of recording.

Reads the outer boxes only. A file that breaks off in the middle of an upload shows there.
"""

import os
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from knowledge.files.refusal import RefusedFile

WEBM = b"\x1a\x45\xdf\xa3"
INSIDE = {b"moov", b"trak"}
# Boxes with titles, makers and GPS positions. Players skip a box of the kind "free".
TELLING = {b"udta", b"meta", b"uuid"}


def check_video(file: IO[bytes]) -> None:
    """`RefusedFile` unless the file is a complete MP4 or a WebM."""
    size = _size(file)
    file.seek(0)
    start = file.read(64)
    if start.startswith(WEBM):
        if b"webm" not in start or size < 1024:
            raise _broken()
        return
    kinds = [kind for kind, _start, _length in _boxes(file, 0, size)]
    if kinds[:1] != [b"ftyp"] or b"moov" not in kinds or b"mdat" not in kinds:
        raise _broken()


def blank_telling_boxes(file: IO[bytes]) -> None:
    """Overwrite title, maker and position of an MP4 in place; nothing moves, so it plays as before."""
    size = _size(file)
    for kind, start, length in list(_boxes(file, 0, size, deep=True)):
        if kind in TELLING:
            file.seek(start + 4)
            file.write(b"free" + b"\0" * (length - 8))
    file.seek(0)


def _size(file: IO[bytes]) -> int:
    return file.seek(0, os.SEEK_END)


def _boxes(file: IO[bytes], start: int, end: int, deep: bool = False) -> Iterator[tuple[bytes, int, int]]:
    """(kind, place, length) of each box between two places."""
    while start < end:
        file.seek(start)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        header = 8
        if length == 1:
            length, header = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = end - start
        if len(head) < 8 or length < header or start + length > end:
            raise _broken()
        yield head[4:8], start, length
        if deep and head[4:8] in INSIDE:
            yield from _boxes(file, start + header, start + length, deep)
        start += length


def _broken() -> RefusedFile:
    return RefusedFile(_("This video is broken or incomplete. Export it as MP4 or WebM and upload it again."))

"""The files of a bulk upload as one zip, read within bounds whatever it claims to be. Each file is looked into once."""

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from io import SEEK_END
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection

from forms_builder.digits import in_readers_digits
from knowledge.files.checking import ALLOWED, LARGEST
from knowledge.files.refusal import RefusedFile
from knowledge.models import HubDocument, HubImage

MEGABYTE = 1024 * 1024
MOST_BYTES = 300 * MEGABYTE
MOST_FILES = 200
LISTED_BYTES = MEGABYTE
"""How large the list at the end of a zip may be."""
CHUNK = 256 * 1024
END, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
UNWANTED = ("__macosx", ".", "thumbs.db", "desktop.ini")
"""What computers put into a zip by themselves."""
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError)


def pack(files: Iterable[UploadedFile], into: IO[bytes]) -> None:
    """Loose files as a zip. `RefusedFile` where two have the same name or they are too large together."""
    names: set[str] = set()
    size = 0
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            name = plain(file.name or "")
            size += file.size or 0
            refuse_twice(name, names)
            refuse_many(len(names), size)
            with archive.open(name, "w") as inside:
                for chunk in file.chunks():
                    inside.write(chunk)
    into.seek(0)


def plain(name: str) -> str:
    """The name without its folders, as it is compared with a cell of the spreadsheet."""
    return unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name.strip())


def refuse_twice(name: str, known: set[str]) -> None:
    if name.casefold() in known:
        raise RefusedFile(
            _("Two files have the name “%(name)s”. Give each its own name.") % {"name": name[:80]}
        )
    known.add(name.casefold())


def refuse_many(number: int, size: int) -> None:
    if number > MOST_FILES:
        raise RefusedFile(
            _("There are more than %(most)s files. Send them in parts.")
            % {"most": in_readers_digits(MOST_FILES)}
        )
    if size > MOST_BYTES:
        raise RefusedFile(
            _("The files are larger than %(most)s MB together. Send them in parts.")
            % {"most": in_readers_digits(MOST_BYTES // MEGABYTE)}
        )


class Archive:
    """The files of a zip by name. `RefusedFile` for a zip that is broken, locked or a trap."""

    def __init__(self, file: IO[bytes]) -> None:
        refuse_long_list(file)
        try:
            self.zip = zipfile.ZipFile(file)
        except (*BROKEN, ValueError) as error:
            raise broken() from error
        self.parts: dict[str, zipfile.ZipInfo] = {}
        self.made: dict[str, HubDocument | RefusedFile] = {}
        self.asked: set[str] = set()
        self.written: list[str] = []
        known: set[str] = set()
        for part in self.zip.infolist():
            name = plain(part.filename)
            if part.is_dir() or name.casefold().startswith(UNWANTED) or "__MACOSX/" in part.filename:
                continue
            if part.flag_bits & 1:
                raise RefusedFile(_("The zip is locked with a password. Pack it again without one."))
            refuse_twice(name, known)
            self.parts[name.casefold()] = part
        refuse_many(len(self.parts), sum(part.file_size for part in self.parts.values()))

    def document(self, name: str) -> HubDocument:
        """The file with this name, looked into and not saved yet: the same one each time it is asked for."""
        key = self._key(name)
        if key not in self.made:
            self.made[key] = self._made(self.parts[key])
        made = self.made[key]
        if isinstance(made, RefusedFile):
            raise made
        return made

    def picture(self, name: str) -> HubImage:
        """The picture with this name, not saved yet; a new one each time, as each row says itself what it shows."""
        part = self.parts[self._key(name)]
        unpacked = self._unpacked(part)
        unpacked.name = plain(part.filename)
        try:
            file = WagtailImageField().clean(unpacked)
        except ValidationError as problem:
            raise RefusedFile(f"{unpacked.name}: {' '.join(problem.messages)}") from problem
        return HubImage(title=PurePosixPath(unpacked.name).stem, file=File(file, name=unpacked.name))

    def _key(self, name: str) -> str:
        key = plain(name).casefold()
        if key not in self.parts:
            raise RefusedFile(_("There is no file “%(name)s”.") % {"name": name[:80]})
        self.asked.add(key)
        return key

    def keep_picture(self, collection: Collection, user: Any, picture: HubImage) -> None:
        picture.collection, picture.uploaded_by_user = collection, user
        picture.save()
        self.written.append(picture.file.name)

    def keep(self, collection: Collection, user: Any, document: HubDocument) -> None:
        """Save a document of this zip, once however many rows name it."""
        if document.pk is None:
            document.collection, document.uploaded_by_user = collection, user
            document.save()
            self.written.append(document.file.name)

    def unused(self) -> list[str]:
        """Files that nobody asked for."""
        return [plain(part.filename) for key, part in self.parts.items() if key not in self.asked]

    def _made(self, part: zipfile.ZipInfo) -> HubDocument | RefusedFile:
        name = plain(part.filename)
        try:
            document = HubDocument(title=PurePosixPath(name).stem, file=File(self._unpacked(part), name=name))
            document.look_into()
        except RefusedFile as problem:
            return RefusedFile(f"{name}: {' '.join(problem.messages)}")
        return document

    def _unpacked(self, part: zipfile.ZipInfo) -> UploadedFile:
        """The file itself; never more of it than may be published, whatever the zip says about its size."""
        name = plain(part.filename)
        if PurePosixPath(name).suffix.lower().lstrip(".") not in ALLOWED:
            raise RefusedFile(
                _("Files of this kind are not published here. Use PDF, a picture, MP4 or an office file.")
            )
        unpacked = TemporaryUploadedFile(name, "", 0, "")
        try:
            with self.zip.open(part) as inside:
                while (chunk := inside.read(CHUNK)) and unpacked.tell() <= max(LARGEST.values()):
                    unpacked.write(chunk)
        except (*BROKEN, RuntimeError, ValueError) as error:
            raise broken() from error
        unpacked.size = unpacked.tell()
        unpacked.seek(0)
        return unpacked


def refuse_long_list(file: IO[bytes]) -> None:
    """A zip may list millions of empty files in a few megabytes; its end says how long the list is."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    place = tail.rfind(END)
    if place < 0 or len(tail) < place + 22 or ZIP64 in tail:
        raise broken()
    (listed,) = struct.unpack_from("<I", tail, place + 12)
    if listed > LISTED_BYTES:
        raise RefusedFile(
            _("There are more than %(most)s files. Send them in parts.")
            % {"most": in_readers_digits(MOST_FILES)}
        )
    file.seek(0)


def broken() -> RefusedFile:
    return RefusedFile(_("The zip cannot be read. Pack the files again."))

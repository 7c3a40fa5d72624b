"""Files that come with a workbook: beside it in its folder, in one zip with it, or sent along. Read within limits.

A workbook names them; only what it names is ever opened, and only by a plain name.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits
from forms_builder.xlsform.limits import (
    ENTRIES,
    FILE_BYTES,
    MEGABYTE,
    RATIO,
    SMALL_ENTRY,
    Refused,
    refuse_crowd,
)

FILE_LIMIT: Final = 10 * MEGABYTE
ALL_LIMIT: Final = 40 * MEGABYTE
WORKBOOKS: Final = (".xlsx", ".xls", ".csv")
Find = Callable[[str], bytes | None]


class TooLarge(Exception):
    """The file is there, and larger than a form may bring."""


def nothing(_name: str) -> None:
    """For a workbook that comes alone."""
    return


def plain_name(name: str) -> str:
    """The name where it is one; blank for a path, which could lead anywhere."""
    return name if name and name == PurePosixPath(name).name and "\\" not in name and "\0" not in name else ""


def sent_along(files: Mapping[str, bytes], otherwise: Find = nothing) -> Find:
    """Files by name, whatever their letters' case; `otherwise` is asked for others."""
    by_name = {name.casefold(): content for name, content in files.items()}

    def find(name: str) -> bytes | None:
        found = files.get(name) or by_name.get(name.casefold())
        if found is not None and len(found) > FILE_LIMIT:
            raise TooLarge
        return found if found is not None else otherwise(name)

    return find


def beside(workbook: Path) -> Find:
    """Files in the workbook's folder, or in the folder that ODK has for them: `visit-media` for `visit.xlsx`."""

    def find(name: str) -> bytes | None:
        if not plain_name(name):
            return None
        for folder in (workbook.parent, workbook.with_name(f"{workbook.stem}-media")):
            path = folder / name
            try:
                if path.is_file():
                    if path.stat().st_size > FILE_LIMIT:
                        raise TooLarge
                    return path.read_bytes()
            except OSError:
                continue
        return None

    return find


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook and the files that came in one zip with it."""

    name: str
    workbook: bytes
    files: Mapping[str, bytes]


def unpacked(content: bytes) -> Package | None:
    """What is in a zip with one workbook; None where it is no such zip, but perhaps a workbook itself."""
    if not content.startswith(b"PK"):
        return None
    refuse_crowd(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if any(entry.filename == "[Content_Types].xml" for entry in entries):
                return None
            return _package({_base(entry.filename): _read(archive, entry) for entry in _within(entries)})
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused(_("The file is damaged: it cannot be unpacked.")) from error


def _within(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The entries, where they are few and small enough."""
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > ALL_LIMIT:
        raise Refused(
            _("The zip holds more than %(count)s files or %(size)s MB.")
            % {"count": in_readers_digits(ENTRIES), "size": in_readers_digits(40)}
        )
    return [entry for entry in entries if not _base(entry.filename).startswith(".")]


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Never more than the entry says; what shrinks too well is a bomb."""
    if entry.file_size > SMALL_ENTRY and entry.file_size > RATIO * max(entry.compress_size, 1):
        raise Refused(_("“%(name)s” unpacks to far more than it holds.") % {"name": _base(entry.filename)})
    with archive.open(entry) as file:
        return file.read(min(entry.file_size, FILE_BYTES) + 1)


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name[:255]


def _package(files: dict[str, bytes]) -> Package:
    """The workbook among the files: the only .xlsx, else the only .xls, else the only .csv."""
    for ending in WORKBOOKS:
        found = [name for name in files if name.lower().endswith(ending)]
        if len(found) == 1:
            others = {name: content for name, content in files.items() if name != found[0]}
            return Package(found[0], files[found[0]], others)
        if found:
            message = _("The zip holds several workbooks (%(names)s). Leave the one that is meant.")
            raise Refused(message % {"names": ", ".join(sorted(found))[:200]})
    raise Refused(_("There is no workbook in the zip."))

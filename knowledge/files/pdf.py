"""PDF files: how many pages, and nothing that runs or travels inside."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from knowledge.files.refusal import RefusedFile

SCRIPTS = {"/JavaScript", "/JS"}
INSIDE = {"/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/AF"}
STARTS = {"/Launch", "/ImportData", "/SubmitForm"}
MOST_OBJECTS = 200_000


def check_pdf(file: IO[bytes]) -> int:
    """The number of pages. `RefusedFile` for a file that is broken, locked, scripted or carries other files."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            raise RefusedFile(_("This PDF is locked with a password. Save it again without one."))
        names = set(_names(reader))
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise RefusedFile(_("This PDF cannot be read. Save it again and try once more.")) from error
    if names & SCRIPTS:
        raise RefusedFile(_("This PDF contains a script. Print it into a new PDF and upload that one."))
    if names & INSIDE:
        raise RefusedFile(_("This PDF carries other files inside. Upload each of them by itself."))
    if names & STARTS:
        raise RefusedFile(
            _("This PDF starts programs or sends data. Print it into a new PDF and upload that one.")
        )
    return pages


def _names(reader: PdfReader) -> Iterator[str]:
    """Every key and every name value in the file, reached from its trailer."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) in seen:
                continue
            seen.add((thing.idnum, thing.generation))
            if len(seen) > MOST_OBJECTS:
                raise RefusedFile(
                    _("This PDF is too complicated. Print it into a new PDF and upload that one.")
                )
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            for key, value in dict.items(thing):
                yield str(key)
                if isinstance(value, str):
                    yield str(value)
                waiting.append(value)
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))

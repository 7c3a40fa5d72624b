"""The three steps of a bulk upload: take it in, judge it without changing anything, make drafts of it."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.results import Result
from wagtail.models import Collection

from forms_builder.digits import in_readers_digits
from forms_builder.spreadsheets import numbered_rows_of
from forms_builder.xlsform.limits import Refused
from knowledge.bulk.archive import Archive, pack
from knowledge.bulk.columns import COLUMNS, key_of
from knowledge.bulk.resource import ItemResource, Seen, dataset
from knowledge.models import BulkUpload, LibraryPage

MOST_ROWS = 100
KEPT_FOR = timedelta(days=1)
Rows = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Report:
    """What would become of the upload: the rows that are fine, what is wrong with others, files in no row."""

    items: list[Seen]
    problems: list[Problem]
    unused: list[str]

    @property
    def fine(self) -> bool:
        return bool(self.items) and not self.problems


class NotMade(Exception):
    """Something has changed since the upload was judged; `judge` says what. Nothing was made."""


def rows_of(spreadsheet: UploadedFile) -> Rows:
    """The rows of the spreadsheet by column. `ValidationError` for one that cannot be read or names no column."""
    try:
        (_first, headings), *lines = numbered_rows_of(spreadsheet.read()) or [(0, [])]
    except Refused as problem:
        raise ValidationError(problem.message) from problem
    keys = [key_of(heading) for heading in headings]
    unknown = [heading for heading, key in zip(headings, keys, strict=True) if heading.strip() and not key]
    if unknown or not any(keys):
        raise ValidationError(
            _("There is no column “%(name)s”. The columns are: %(names)s.")
            % {"name": (unknown or [""])[0][:40], "names": ", ".join(str(one.label) for one in COLUMNS)}
        )
    if len(set(filter(None, keys))) < len(list(filter(None, keys))):
        raise ValidationError(_("One column is there twice."))
    if not 0 < len(lines) <= MOST_ROWS:
        raise ValidationError(
            _("Send between 1 and %(most)s rows at a time, more of them in parts.")
            % {"most": in_readers_digits(MOST_ROWS)}
        )
    return [
        (number, {key: cell for key, cell in zip(keys, cells, strict=False) if key})
        for number, cells in lines
    ]


def take_in(
    user: Any, library: LibraryPage, collection: Collection, rows: Rows, files: Iterable[UploadedFile]
) -> BulkUpload:
    """Keep the upload out of everybody's reach until it is judged. `RefusedFile` for files that cannot be taken."""
    forget_old()
    files = list(files)
    with tempfile.TemporaryFile() as packed:
        zipped: IO[bytes] = packed
        if len(files) == 1 and (files[0].name or "").lower().endswith(".zip"):
            zipped = files[0]
        else:
            pack(files, packed)
        Archive(zipped)
        zipped.seek(0)
        name = storages["protected"].save(f"bulk/{uuid4()}.zip", File(zipped))
    return BulkUpload.objects.create(by=user, library=library, collection=collection, rows=rows, archive=name)


def judge(upload: BulkUpload) -> Report:
    """A dry run: every row is read and every file looked into; nothing is written."""
    with storages["protected"].open(upload.archive) as file:
        resource = _resource(upload, file)
        result = _read(upload, resource, dry_run=True)
        return Report(
            [replace(one, row=upload.rows[one.row - 1][0]) for one in resource.fine],
            list(_problems(upload, result)),
            resource.archive.unused(),
        )


def make(upload: BulkUpload) -> int:
    """Make drafts of all rows. Commits all of them or nothing; `NotMade` when a row does not fit any more.

    Files that were written for drafts which are not made after all leave the disk again.
    """
    with storages["protected"].open(upload.archive) as file:
        resource = _resource(upload, file)
        try:
            with transaction.atomic():
                if _read(upload, resource, dry_run=False).has_validation_errors():
                    raise NotMade
                upload.made = [page.pk for page in resource.made]
                transaction.on_commit(upload.drop_archive)
                upload.save(update_fields=["made"])
        except BaseException:
            for name in resource.archive.written:
                default_storage.delete(name)
            raise
    return len(upload.made)


def replace_rows(upload: BulkUpload, rows: Rows) -> None:
    """A corrected spreadsheet for the same files."""
    upload.rows = rows
    upload.save(update_fields=["rows"])


def forget_old() -> None:
    """What nobody decided on within a day is dropped with its files; so are the notes of what was made."""
    for upload in BulkUpload.objects.filter(at__lt=timezone.now() - KEPT_FOR):
        upload.drop_archive()
        upload.delete()


def _read(upload: BulkUpload, resource: ItemResource, dry_run: bool) -> Result:
    """What import-export found. A fault of ours is raised; only what is wrong with a row is a result."""
    result = resource.import_data(dataset(upload.rows), dry_run=dry_run)
    for _number, errors in result.row_errors():
        raise errors[0].error
    return result


def _resource(upload: BulkUpload, file: IO[bytes]) -> ItemResource:
    return ItemResource(upload.library, upload.collection, Archive(file), upload.by)


def _problems(upload: BulkUpload, result: Result) -> Iterator[Problem]:
    """In the order of the rows, then of the columns."""
    labels = {column.attribute: str(column.label) for column in COLUMNS}
    for row in result.invalid_rows:
        number = upload.rows[row.number - 1][0]
        for attribute, label in labels.items():
            for text in row.field_specific_errors.get(attribute, []):
                yield Problem(number, label, text)

"""What the commands that write a form to a file have in common: which form, which version, and the file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from forms_builder.form_files import contents
from forms_builder.models import FormDefinition
from forms_builder.schema import Document
from forms_builder.xlsform.stored import Issue, draft_of, issue_of


def add_arguments(parser: ArgumentParser, out: str) -> None:
    parser.add_argument("slug", metavar="SLUG", help="Key of the form.")
    parser.add_argument("out", metavar=out)
    parser.add_argument(
        "--version-number", type=int, dest="number", help="A published version; else the draft."
    )


def wanted(slug: str, number: int | None) -> Issue:
    """The form's draft or version; CommandError where there is none."""
    definition = FormDefinition.objects.select_related("live_version").filter(key=slug).first()
    if definition is None:
        raise CommandError(f"There is no form {slug!r}.")
    if number is None:
        return draft_of(definition)
    found = definition.versions.filter(number=number).first()
    if found is None:
        raise CommandError(f"There is no version {number} of {slug!r}.")
    return issue_of(found)


def put_files(out: Path, document: Document) -> Path | None:
    """The form's files, in the folder that ODK has for them: `visit-media` for `visit.xlsx`. None where it has none."""
    files = contents(document)
    if not files:
        return None
    folder = out.with_name(f"{out.stem}-media")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder} cannot be made: {error.strerror}.") from error
    for name, content in files.items():
        put(folder / name, content)
    return folder


def put(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error

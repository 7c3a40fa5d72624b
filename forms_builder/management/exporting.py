"""What the commands that write a form to a file have in common: which form, which version, and the file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from forms_builder.models import FormDefinition
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


def put(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error

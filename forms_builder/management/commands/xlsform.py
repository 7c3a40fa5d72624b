"""`manage.py xlsform check|import`: XLSForm workbooks from the command line. The work is done in `forms_builder.xlsform`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from forms_builder import schema
from forms_builder.models import FormDefinition
from forms_builder.xlsform.reading import check_file
from forms_builder.xlsform.report import Remark, Report


class Command(BaseCommand):
    help = "Check XLSForm workbooks, or make a form from one."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _check_arguments(actions.add_parser("check", help="Read and compile; write nothing."))
        _import_arguments(actions.add_parser("import", help="Make a draft from a workbook."))

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        with translation.override("en"):  # like the rest of what a terminal shows
            if action == "check":
                self.check_files(**options)
            else:
                self.import_file(**options)

    def check_files(self, files: list[str], as_json: bool, **_options: Any) -> None:
        all_ok = True
        for name in files:
            report = check_file(Path(name))
            all_ok = all_ok and report.ok
            self.stdout.write(
                json.dumps(as_object(name, report), ensure_ascii=True) if as_json else as_text(name, report)
            )
        if not all_ok:
            raise SystemExit(1)

    def import_file(self, file: str, slug: str, publish: bool, **_options: Any) -> None:
        report = check_file(Path(file))
        if not report.ok or report.document is None:
            raise CommandError(as_text(file, report))
        try:
            with transaction.atomic():
                save(report.document, slug, publish)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(as_text(file, report))
        self.stdout.write(f"{slug}: {'published' if publish else 'saved as a draft'}.")


def save(document: schema.Document, slug: str, publish: bool) -> FormDefinition:
    """The form's new draft, published where wanted. ValidationError when the gate refuses."""
    found = FormDefinition.objects.filter(key=slug).first()
    definition = found or FormDefinition(key=slug, live=False)
    definition.document = schema.to_json(document)
    definition.full_clean(exclude=["live_version", "latest_revision", "live_revision"])
    if found is None:
        definition.save()
    revision = definition.save_revision()
    if publish:
        revision.publish()
    return definition


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--json", action="store_true", dest="as_json", help="One JSON object a file and line."
    )


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--slug", required=True, help="Key of the form.")
    parser.add_argument("--publish", action="store_true", help="Publish it as well.")


def as_object(name: str, report: Report) -> dict[str, Any]:
    """The report as plain JSON values."""
    return {
        "file": name,
        "ok": report.ok,
        "title": report.title,
        "questions": report.questions,
        "groups": report.groups,
        "repeats": report.repeats,
        "languages": report.languages,
        "errors": [_remark(one) for one in report.errors],
        "warnings": [_remark(one) for one in report.warnings],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {"sheet": remark.sheet, "row": remark.row, "message": remark.message}


def as_text(name: str, report: Report) -> str:
    """The report for somebody at a terminal."""
    state = "in order" if report.ok else "not in order"
    head = f"{name}: {state}. {report.title}: {report.questions} questions, {report.groups} groups, {report.repeats} repeats."
    remarks = [("error", one) for one in report.errors] + [("warning", one) for one in report.warnings]
    return "\n".join([head, *(f"  {kind}: {one.sheet} {one.row}: {one.message}" for kind, one in remarks)])

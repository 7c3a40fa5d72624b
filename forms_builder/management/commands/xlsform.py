"""`manage.py xlsform check|import|export`: XLSForm workbooks from the command line. The work is done in `forms_builder.xlsform`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from forms_builder.management.exporting import add_arguments, put, put_files, wanted
from forms_builder.publishing import Installation
from forms_builder.xlsform.reading import check_file
from forms_builder.xlsform.report import Remark, Report
from forms_builder.xlsform.stored import save, workbook_of
from forms_builder.xlsform.writing.workbook import Unwritable


class Command(BaseCommand):
    help = "Check XLSForm workbooks, make a form from one, or a workbook from a form."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _check_arguments(actions.add_parser("check", help="Read and compile; write nothing."))
        _import_arguments(actions.add_parser("import", help="Make a draft from a workbook."))
        add_arguments(actions.add_parser("export", help="Make a workbook from a form."), "OUT.xlsx")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        with translation.override("en"):  # like the rest of what a terminal shows
            if action == "check":
                self.check_files(**options)
            elif action == "export":
                self.export_form(**options)
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
            behalf = Installation(f"workbook {Path(file).name}")
            save(report.document, slug, publish=publish, behalf=behalf, brought=report.brought)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(as_text(file, report))
        self.stdout.write(f"{slug}: {'published' if publish else 'saved as a draft'}.")

    def export_form(self, slug: str, out: str, number: int | None, **_options: Any) -> None:
        issue = wanted(slug, number)
        try:
            content = workbook_of(issue)
        except Unwritable as error:
            raise CommandError(str(error)) from error
        put(Path(out), content)
        self.stdout.write(f"{slug}: written to {out}.")
        if folder := put_files(Path(out), issue.document):
            self.stdout.write(f"Its files are in {folder}.")


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

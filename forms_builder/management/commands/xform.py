"""`manage.py xform export`: a form as the XForm that ODK Collect and Enketo fill in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from forms_builder.management.exporting import add_arguments, put, put_files, wanted
from forms_builder.xlsform.stored import xform_of
from forms_builder.xlsform.writing.workbook import Unwritable


class Command(BaseCommand):
    help = "Write a form as an XForm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add_arguments(actions.add_parser("export", help="Make an XForm from a form."), "OUT.xml")

    def handle(self, *args: Any, slug: str, out: str, number: int | None, **options: Any) -> None:
        with translation.override("en"):  # like the rest of what a terminal shows
            issue = wanted(slug, number)
            try:
                xform = xform_of(issue)
            except Unwritable as error:
                raise CommandError(str(error)) from error
            put(Path(out), xform.xml.encode("utf-8"))
            self.stdout.write(f"{slug}: written to {out}.")
            if xform.itemsets:
                beside = Path(out).with_name("itemsets.csv")
                put(beside, xform.itemsets.encode("utf-8"))
                self.stdout.write(f"Its external choices are in {beside}.")
            if folder := put_files(Path(out), issue.document):
                self.stdout.write(f"Its files are in {folder}.")

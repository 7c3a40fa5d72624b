"""`manage.py pack check|apply|diff|export|import-forms`: packs from the command line. The work is done in `registry.packs`."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from registry.packs.applying import apply_pack
from registry.packs.checking import check_pack
from registry.packs.comparing import diff_pack
from registry.packs.demo import apply_demo, demo_allowed
from registry.packs.domain_compartments import NotThoughtAbout
from registry.packs.domain_forms import import_forms
from registry.packs.exporting import export_pack
from registry.packs.loading import load_pack
from registry.packs.problems import PackError
from registry.packs.report import Report


class Command(BaseCommand):
    help = (
        "Check a pack, apply it, compare it, write one from what is here, or make its forms from a catalogue."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _check_arguments(actions.add_parser("check", help="Read and compile everything; write nothing."))
        _apply_arguments(actions.add_parser("apply", help="Bring the database to what the pack says."))
        _path_argument(actions.add_parser("diff", help="Say what applying would change; write nothing."))
        _export_arguments(actions.add_parser("export", help="Write what is here as a pack."))
        _import_arguments(
            actions.add_parser("import-forms", help="Turn a catalogue of forms (JSON) into pack files.")
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        actions: dict[str, Callable[..., None]] = {
            "check": self.check_pack,
            "apply": self.apply,
            "diff": self.diff,
            "export": self.export,
            "import-forms": self.import_forms,
        }
        try:
            with translation.override("en"):  # like the rest of what a terminal shows
                actions[action](**options)
        except PackError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            count = len(error.problems)
            raise CommandError(
                f"{count} {'problem' if count == 1 else 'problems'}. Nothing was written."
            ) from error

    def check_pack(self, path: Path, **_options: Any) -> None:
        pack = load_pack(path)
        checked = check_pack(pack)
        for warning in checked.warnings:
            self.stdout.write(f"warning: {warning}")
        if checked.problems:
            raise PackError(checked.problems)
        self.stdout.write(f"{pack.about.key}: in order. Forms: {len(pack.forms)}, lists: {len(pack.lists)}.")

    def apply(self, path: Path, demo: bool, yes_demo: bool, overwrite: bool, **_options: Any) -> None:
        if demo and not (demo_allowed() or yes_demo):
            raise CommandError(
                "--demo makes accounts whose passwords everybody knows. Add --yes-demo if this is not a real installation."
            )
        with _quiet_publishing(), transaction.atomic():
            pack, report = apply_pack(path, overwrite=overwrite)
            if demo:
                apply_demo(pack, report)
        self.show(pack.about.key, report)

    def diff(self, path: Path, **_options: Any) -> None:
        differences = list(diff_pack(path))
        for one in differences:
            self.stdout.write(str(one))
        count = len(differences)
        self.stdout.write(f"{count} {'difference' if count == 1 else 'differences'}.")

    def export(
        self, folder: Path, key: str, title_bn: str, title_en: str, places: bool, **_options: Any
    ) -> None:
        try:
            written = export_pack(folder, key, {"bn": title_bn or key, "en": title_en or key}, places=places)
        except (FileExistsError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(written)} files written to {folder}.")

    def show(self, pack: str, report: Report) -> None:
        self.stdout.write(f"{pack}: {'nothing to do' if report.wrote_nothing else 'applied'}")
        for line in report.lines():
            self.stdout.write(line)

    def import_forms(self, file: Path, folder: Path, **_options: Any) -> None:
        try:
            written = import_forms(file, folder)
        except (OSError, ValueError, KeyError, TypeError, NotThoughtAbout) as error:
            raise CommandError(
                f"{file}: this is not a catalogue of forms that can be converted: {error!r}"
            ) from error
        self.stdout.write(f"{len(written)} files written to {folder}.")


@contextmanager
def _quiet_publishing() -> Iterator[None]:
    """Wagtail logs two lines a published form: that would bury the report."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="Folder of the pack")


def _apply_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="Folder of the pack")
    parser.add_argument("--demo", action="store_true", help="Add people and records that do not exist")
    parser.add_argument("--yes-demo", action="store_true", help="Allow --demo outside development settings")
    parser.add_argument(
        "--overwrite", action="store_true", help="Also what was changed here since the last apply"
    )


def _path_argument(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="Folder of the pack")


def _export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="A folder that is not there yet, or empty")
    parser.add_argument("--key", required=True, help="Key of the pack: a–z, 0–9 and _")
    parser.add_argument("--title-bn", default="", help="Its name in Bangla")
    parser.add_argument("--title-en", default="", help="Its name in English")
    parser.add_argument(
        "--no-places", dest="places", action="store_false", help="Leave out the tree of places"
    )


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="The catalogue")
    parser.add_argument("folder", type=Path, help="Folder of the pack")

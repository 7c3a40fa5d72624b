"""`manage.py bench`: measures what this project promises to be fast at, beside a peer where there is one.

Runs in a process and with a database of its own, so it never touches an installation's data.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from nirapod.bench import measures

SETTINGS = "nirapod.settings.bench"


class Command(BaseCommand):
    help = "Measure speed against goals, contestants taking turns in one run"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", action="append", default=[], metavar="NAME", help="one measure; may be repeated"
        )
        parser.add_argument("--json", action="store_true", help="figures for a program")
        parser.add_argument("--list", action="store_true", help="names of the measures")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.write("\n".join(measures.names()))
            return
        wanted = options["only"] or measures.names()
        if unknown := set(wanted) - set(measures.names()):
            raise CommandError(
                f"There is no measure {sorted(unknown)[0]!r}. There are: {', '.join(measures.names())}."
            )
        if settings.SETTINGS_MODULE != SETTINGS:
            self._begin_again(wanted, options["json"])
            return
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._measure(wanted, options["json"])

    def _begin_again(self, wanted: list[str], as_json: bool) -> None:
        """The same command in a process with the settings for measuring."""
        chosen = [part for name in wanted for part in ("--only", name)]
        command = [sys.executable, "-m", "nirapod", "bench", *chosen, *(["--json"] if as_json else [])]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        done = subprocess.run(command, env=environment, check=False)
        if done.returncode:
            raise SystemExit(done.returncode)

    def _measure(self, wanted: list[str], as_json: bool) -> None:
        results = {}
        for name in wanted:
            results[name] = result = measures.load(name)()
            if not as_json:
                self.stdout.write("\n".join([*result.lines(), ""]))
        if as_json:
            self.stdout.write(
                json.dumps({name: result.as_json() for name, result in results.items()}, indent=2)
            )
        if not all(goal.is_met for result in results.values() for goal in result.goals):
            raise SystemExit(1)

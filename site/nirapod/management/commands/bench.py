"""`manage.py bench`: measures what this project promises to be fast at, beside a peer where there is one.

Runs in a process and with a database of its own, so it never touches an installation's data: on SQLite, and on
PostgreSQL where BENCH_DATABASE_URL names an empty database or the tests' throwaway server is installed.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from nirapod.bench import engines, measures

MISSED = 3
"""How the process of one engine ends when a goal was missed."""


@dataclass(frozen=True, slots=True)
class Done:
    output: str
    met: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure, on whichever engine."""

    names: list[str]
    sizes: list[int]
    as_json: bool

    def of(self, url: str) -> Done:
        """The same command in a process with the settings for measuring; its figures are kept if they are JSON."""
        chosen = [part for name in self.names for part in ("--only", name)]
        chosen += [part for size in self.sizes for part in ("--records", str(size))]
        command = [sys.executable, "-m", "nirapod", "bench", *chosen, *(["--json"] if self.as_json else [])]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": engines.SETTINGS,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DATABASE_URL": url,
        }
        out = subprocess.PIPE if self.as_json else None
        done = subprocess.run(command, env=environment, check=False, stdout=out, text=True)
        if done.returncode not in (0, MISSED):
            raise SystemExit(done.returncode)
        return Done(done.stdout or "", done.returncode == 0)


class Command(BaseCommand):
    help = "Measure speed against goals, contestants taking turns in one run"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", action="append", default=[], metavar="NAME", help="one measure; may be repeated"
        )
        parser.add_argument("--json", action="store_true", help="figures for a program")
        parser.add_argument("--list", action="store_true", help="names of the measures")
        parser.add_argument(
            "--records", action="append", type=int, default=[], metavar="NUMBER", help="may be repeated"
        )
        parser.add_argument("--engine", choices=engines.NAMES, help="one of them only")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.write("\n".join(measures.names()))
            return
        wanted = options["only"] or measures.names()
        if unknown := set(wanted) - set(measures.names()):
            raise CommandError(
                f"There is no measure {sorted(unknown)[0]!r}. There are: {', '.join(measures.names())}."
            )
        sizes = options["records"] or list(measures.SIZES)
        if settings.SETTINGS_MODULE == engines.SETTINGS:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            self._measure(wanted, sizes, options["json"])
            return
        asked = Asked(wanted, sizes, options["json"])
        found = {name: asked.of(url) for name, url in self._engines(options["engine"])}
        if options["json"]:
            told = {name: json.loads(done.output) for name, done in found.items()}
            self.stdout.write(json.dumps(told, indent=2))
        if not all(done.met for done in found.values()):
            raise SystemExit(1)

    def _engines(self, only: str | None) -> Iterator[tuple[str, str]]:
        """(name, URL) of each engine to measure on; what is not here is said."""
        for name in engines.NAMES if only is None else (only,):
            with engines.database(name) as url:
                if url is None:
                    self.stderr.write(f"{name} is left out: set BENCH_DATABASE_URL, or `make test-install`.")
                    continue
                self.stderr.write(f"== {name}")
                yield name, url

    def _measure(self, wanted: list[str], sizes: list[int], as_json: bool) -> None:
        results = {}
        for name, measure in (one for asked in wanted for one in measures.load(asked, sizes)):
            results[name] = result = measure()
            if not as_json:
                self.stdout.write("\n".join([*result.lines(), ""]))
                self.stdout.flush()
        if as_json:
            self.stdout.write(
                json.dumps({name: result.as_json() for name, result in results.items()}, indent=2)
            )
        if not all(goal.is_met for result in results.values() for goal in result.goals):
            raise SystemExit(MISSED)

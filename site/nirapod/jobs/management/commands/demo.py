"""`manage.py demo`: everything on one machine, until Ctrl-C. `make demo` calls it."""

import os
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nirapod.demo.prepare import prepare
from nirapod.demo.processes import ChildDied, children, is_free

WEB_SERVER = (
    *(sys.executable, "-m", "gunicorn", "nirapod.wsgi:application"),
    *("--workers", "2", "--threads", "4", "--preload", "--graceful-timeout", "5"),
    *("--log-level", "warning", "--no-control-socket"),
)
WORKER = (sys.executable, "-m", "nirapod", "worker")


class Command(BaseCommand):
    help = "Serve the demo with made-up people on this machine only, until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: object, port: int, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo has passwords that everybody knows: it runs on development settings only."
            )
        if not is_free(port):
            raise CommandError(f"Port {port} is in use. Choose another one: make demo PORT={port + 1}")
        try:
            with children() as group:
                prepare(self.stdout.write)
                group.start("web server", (*WEB_SERVER, "--bind", f"127.0.0.1:{port}"))
                group.start("job worker", WORKER)
                group.wait_for_answer(port)
                self.show(port)
                group.watch()
        except ChildDied as problem:
            raise CommandError(str(problem)) from problem

    def show(self, port: int) -> None:
        """Print where to look and who may sign in."""
        from registry.packs.demo import sign_ins

        self.stdout.write(f"\nNirapod runs at http://localhost:{port}\n\nSign in as:")
        for role, email, password in sign_ins():
            self.stdout.write(f"  {role:<24} {email:<40} {password}")
        self.stdout.write("\nCtrl-C stops it.")
        self.stdout.flush()

"""`manage.py worker`: runs jobs and keeps the schedule."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from nirapod.jobs.worker import work


class Command(BaseCommand):
    help = "Run jobs and keep the schedule until stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is due and waiting, then stop.")

    def handle(self, *args: object, once: bool, **options: object) -> None:
        work(once=once)

"""The command line: `nirapod …` when installed, `python manage.py …` in a checkout."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a Django command with development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nirapod.settings.development")
    execute_from_command_line(sys.argv)

"""Brings database and pack up to date, and knows when there is nothing to do, so that a second start is quick."""

import hashlib
from collections.abc import Callable, Iterator
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from nirapod.demo.hub import prepare_hub
from nirapod.demo.trainings import add_trainings

OUR_APPS = ("accounts", "jobs", "forms_builder", "registry", "trainings", "knowledge")
DATA_SUFFIXES = {".py", ".yaml", ".yml", ".json", ".xlsx"}


def prepare(say: Callable[[str], None]) -> None:
    """Migrate, make the cache table and apply the pack with its demo data, unless all of it is done."""
    marker = settings.NIRAPOD_HOME / "demo-prepared"
    wanted = fingerprint()
    if marker.is_file() and marker.read_text() == wanted and has_tables():
        return
    say("Preparing the database ...")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    say("Applying the pack with its made-up people ...")
    call_command("pack", "apply", str(demo_pack()), "--demo")
    add_trainings()
    say("Filling the hub with made-up pages ...")
    prepare_hub()
    marker.write_text(wanted)


def demo_pack() -> Path:
    """The pack that the demo shows."""
    return Path(apps.get_app_config("registry").path) / "packs" / "cst_bangladesh"


def has_tables() -> bool:
    """Somebody may have deleted the database since."""
    return "django_migrations" in connection.introspection.table_names()


def fingerprint() -> str:
    """A hash of everything that decides what the prepared database looks like."""
    digest = hashlib.sha256(repr(settings.DATABASES["default"]).encode())
    for line in sorted(f"{package.name}=={package.version}" for package in distributions()):
        digest.update(line.encode())
    for path in source_files():
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def source_files() -> Iterator[Path]:
    """Our own code and pack files, in a steady order."""
    for label in OUR_APPS:
        root = Path(apps.get_app_config(label).path)
        yield from sorted(path for path in root.rglob("*") if path.suffix in DATA_SUFFIXES and path.is_file())

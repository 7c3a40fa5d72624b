"""A migrated database that every test process copies: migrating takes a minute, a copy takes a blink.

It is made once for a state of the migrations and kept in the folder of temporary files, or beside the other
databases of a PostgreSQL server. Whoever comes second waits for the first.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
import django
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
LOCKED = ("requirements.lock", "tests/requirements.lock")
APPS = ("forms_builder", "knowledge", "registry", "site/nirapod", "trainings")
FOLDER = Path(tempfile.gettempdir()) / f"nirapod-templates-{os.geteuid()}"


def fingerprint() -> str:
    """Short hash of everything that a migrated database depends on: our migrations and the locked packages."""
    migrations = sorted(path for app in APPS for path in (ROOT / app).glob("**/migrations/*.py"))
    digest = hashlib.sha256(sys.version.encode())
    for path in (*(ROOT / name for name in LOCKED), *migrations):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def sqlite_template() -> Path:
    """The file of a migrated SQLite database; made when it is not there yet."""
    with alone(f"sqlite-{fingerprint()}"):
        template = FOLDER / f"{fingerprint()}.sqlite3"
        if not template.exists():
            half = template.with_suffix(".half")
            half.unlink(missing_ok=True)
            migrate(f"sqlite:///{half}")
            half.replace(template)
    return template


def postgresql_template(url: str) -> str:
    """The name of a migrated database on the server of `url`; made when it is not there yet."""
    name = f"nirapod_template_{fingerprint()}"
    with alone("postgresql"), connections["default"]._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            half = f"{name}_half"
            cursor.execute(f'DROP DATABASE IF EXISTS "{half}"')
            cursor.execute(f'CREATE DATABASE "{half}"')
            parts = dj_database_url.parse(url)
            migrate(url.removesuffix(str(parts["NAME"])) + half)
            cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


@contextmanager
def alone(template: str) -> Iterator[None]:
    """One process at a time looks for a template or makes it."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / f"{template}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    """Run the migrations on the database of `url`, in a process of its own."""
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "nirapod.settings.test"},
        stdin=subprocess.DEVNULL,
        check=True,
    )


if __name__ == "__main__":
    django.setup()
    if connections["default"].vendor == "sqlite":
        sqlite_template()
    else:
        postgresql_template(os.environ["DATABASE_URL"])

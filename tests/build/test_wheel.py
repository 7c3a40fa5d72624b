"""The wheel is whole, and starts where there is no checkout."""

import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException  # noqa: TID251 - asks a server of this test
from pathlib import Path
from socket import create_server

from tests.build.conftest import ROOT, clean_environment, repository_files, run
from tests.support.template import sqlite_template

PACKAGES = {"site/nirapod": "nirapod", "templates": "nirapod/templates"} | {
    name: name for name in ("forms_builder", "registry", "trainings", "knowledge")
}


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_every_file_of_the_packages_and_the_templates(wheel: Path) -> None:
    expected = {
        f"{inside}/{path.relative_to(folder)}"
        for folder, inside in PACKAGES.items()
        for path in repository_files()
        if path.is_relative_to(folder)
    }
    assert not sorted(expected - names_in(wheel))


def test_the_wheel_has_what_is_easily_forgotten(wheel: Path) -> None:
    names = names_in(wheel)
    assert {"nirapod/wsgi.py", "nirapod/locale/bn/LC_MESSAGES/django.mo"} <= names
    assert {
        f"nirapod/package_locale/bn/LC_MESSAGES/{domain}.mo" for domain in ("django", "djangojs")
    } <= names
    for folder, suffix in (("nirapod/templates", ".html"), ("registry/packs/cst_bangladesh", ".yaml")):
        assert any(name.startswith(folder) and name.endswith(suffix) for name in names), folder
    assert any("/static/" in name and name.endswith(".css") for name in names)


def test_the_wheel_brings_no_tests_and_no_other_top_level_name(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    ours = {"nirapod", "forms_builder", "registry", "trainings", "knowledge"}
    assert {top for top in tops if not top.endswith(".dist-info")} == ours


def test_the_wheel_starts_in_an_empty_folder_with_production_settings(
    wheel: Path, installed: Callable[[list[str]], Path], tmp_path: Path
) -> None:
    programs = installed([str(wheel)])
    empty = tmp_path / "empty"
    empty.mkdir()
    # With all migrations applied: the demo's test migrates an empty one. The wheel's own must be those, and no more.
    migrated = shutil.copy(sqlite_template(), tmp_path)
    production = {
        "DATABASE_URL": f"sqlite:///{migrated}",
        "DJANGO_SETTINGS_MODULE": "nirapod.settings.production",
        "NIRAPOD_HOME": str(tmp_path / "home"),
        "NIRAPOD_SECRET_KEY": "only-for-this-test-" + "0123456789abcdef" * 4,
        "NIRAPOD_HOSTS": "nirapod.example",
    }
    for command in ("check", "migrate --check", "createcachetable", "collectstatic --no-input"):
        run([str(programs / "nirapod"), *command.split(), "--verbosity=0"], cwd=empty, **production)
    with served(programs, empty, production) as port:
        assert '"ok"' in get(port, "/healthz")
        assert 'type="password"' in get(port, "/accounts/login/")


def test_an_editable_install_runs_from_anywhere(
    installed: Callable[[list[str]], Path], tmp_path: Path
) -> None:
    programs = installed(["--editable", str(ROOT)])
    home = str(tmp_path / "home")
    assert "no issues" in run([str(programs / "nirapod"), "check"], cwd=Path("/"), NIRAPOD_HOME=home)


@contextmanager
def served(programs: Path, folder: Path, variables: dict[str, str]) -> Iterator[int]:
    """The installed project behind gunicorn, on a free port."""
    with create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            programs / "python",
            "-m",
            "gunicorn",
            "nirapod.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--no-control-socket",
        ],
        cwd=folder,
        env=clean_environment(**variables),
    )
    try:
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def get(port: int, path: str) -> str:
    """The body of a page, asked for as a proxy in front would; waits for the server to come up."""
    deadline = time.monotonic() + 30
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path, headers={"Host": "nirapod.example", "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            body = answer.read().decode()
            assert answer.status == 200, f"{answer.status} {body[:500]}"
            return body
        except (OSError, HTTPException):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        finally:
            connection.close()

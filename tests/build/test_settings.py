"""Production settings are safe as they come, and say what is missing."""

import re
import sys
from pathlib import Path

import pytest

from nirapod.settings.databases import database
from tests.build.conftest import ROOT, run

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "nirapod.settings.production",
    "NIRAPOD_SECRET_KEY": "only-for-this-test-" + "0123456789abcdef" * 4,
    "NIRAPOD_HOSTS": "nirapod.example",
}
MANAGE = [sys.executable, str(ROOT / "manage.py")]


@pytest.mark.parametrize("surface", ["public", "staff", "all"])
def test_django_finds_nothing_to_warn_of_before_deployment(surface: str, tmp_path: Path) -> None:
    variables = PRODUCTION | {"NIRAPOD_HOME": str(tmp_path), "NIRAPOD_SURFACE": surface}
    run([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], **variables)


def test_a_forgotten_secret_is_named(tmp_path: Path) -> None:
    variables = PRODUCTION | {"NIRAPOD_HOME": str(tmp_path), "NIRAPOD_SECRET_KEY": ""}
    with pytest.raises(AssertionError, match="Set the environment variable NIRAPOD_SECRET_KEY"):
        run([*MANAGE, "check"], **variables)


def test_every_variable_that_the_settings_read_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text() for path in sorted((ROOT / "site/nirapod/settings").glob("*.py")))
    read = set(re.findall(r"\b(?:text|required|flag|words)\(\s*\"([A-Z_]+)\"", sources))
    assert "NIRAPOD_SECRET_KEY" in read
    assert not sorted(name for name in read if name not in readme)


def test_the_address_of_a_database_may_bring_its_own_options() -> None:
    plain, own = "postgresql://a:b@db.invalid/c", "?sslmode=require&options=-c%20random_page_cost%3D4"
    assert database(plain)["OPTIONS"] == {"options": "-c random_page_cost=1.1"}
    assert database(plain + own)["OPTIONS"] == {"options": "-c random_page_cost=4", "sslmode": "require"}

"""What is in the repository, and what must never be."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.build.conftest import ROOT, repository_files

# Written so that this file does not find itself.
HOSTS = [name.replace("_", ".") for name in ("pypi_org", "pythonhosted_org", "deb_debian", "npmjs_org")]
PERSONAL = re.compile(r"(?<![\w.])/(?:(?:home|Users|work)/\w|root/\.)")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="ignore")


def pins(lock: str) -> dict[str, set[str]]:
    """Pinned versions by package: a universal lock may pin two for different Pythons."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(text_of(Path(lock))):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def test_git_and_the_wheel_never_lose_the_project_package() -> None:
    lines = {line.strip().strip("/") for line in text_of(Path(".gitignore")).splitlines()}
    assert "site" not in lines
    assert not (ROOT / "site" / "__init__.py").exists(), "site is a module of the standard library"
    assert Path("site/nirapod/wsgi.py") in repository_files()


def test_no_file_tells_whose_machine_it_was_written_on() -> None:
    personal = {
        str(path): found[0] for path in repository_files() if (found := PERSONAL.findall(text_of(path)))
    }
    assert not personal


def test_no_file_names_a_package_registry() -> None:
    naming = [str(path) for path in repository_files() if any(host in text_of(path) for host in HOSTS)]
    assert not naming


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_a_lock_has_a_hash_for_every_package_and_no_address(lock: str) -> None:
    text = text_of(Path(lock))
    entries = [entry for entry in re.split(r"\n(?=[A-Za-z0-9])", text) if PIN.match(entry)]
    assert entries
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not re.search(r"https?://|--index-url|--find-links", text)


def test_the_lock_is_in_step_with_the_project() -> None:
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["postgres"]
    assert not out_of_step(wanted, pins("requirements.lock"))


def test_the_test_lock_has_the_tools_and_the_same_versions() -> None:
    locked = pins("tests/requirements.lock")
    assert not out_of_step(PROJECT["dependency-groups"]["dev"], locked)
    assert not {
        name
        for name, versions in pins("requirements.lock").items()
        if not versions <= locked.get(name, set())
    }


def out_of_step(requirements: list[str], locked: dict[str, set[str]]) -> list[str]:
    """Requirements that the lock lacks or meets with another version."""
    parsed = [Requirement(requirement) for requirement in requirements]
    return [
        str(requirement)
        for requirement in parsed
        if not any(
            requirement.specifier.contains(Version(version), prereleases=True)
            for version in locked.get(canonicalize_name(requirement.name), set())
        )
    ]


def test_every_command_of_the_readme_exists() -> None:
    commands = set(re.findall(r"^([a-z-]+):", text_of(Path("Makefile")), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)|^\s*make ([a-z-]+)", text_of(Path("README.md")), re.MULTILINE))
    wanted = {first or second for first, second in named}
    assert {"demo", "test"} <= wanted
    assert not wanted - commands

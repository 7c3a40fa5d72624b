"""Files of the repository, and a wheel built once."""

import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., str]


def repository_files() -> list[Path]:
    """What is in git or is about to be, without what git ignores; paths from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture
def installed(tmp_path: Path) -> Callable[[list[str]], Path]:
    """`installed([wheel])` puts it into an empty environment and returns its folder of programs.

    What the project depends on is lent from the environment of the tests, so nothing is downloaded.
    """

    def install(arguments: list[str]) -> Path:
        venv.create(tmp_path / "venv", symlinks=True)
        python = tmp_path / "venv" / "bin" / "python"
        packages = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
        lent = [path for path in sys.path if path.endswith("site-packages")]
        (packages / "lent.pth").write_text("\n".join(lent))
        offline = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet"]
        run([sys.executable, "-m", "pip", "--python", str(python), "install", *offline, *arguments])
        return python.parent

    return install


def run(command: list[str], *, cwd: Path | None = None, **variables: str) -> str:
    """Run a command with a clean Python path and no Nirapod variables but these; its output, or a failure with it."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment(**variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-4000:]}"
    return done.stdout


def clean_environment(**variables: str) -> dict[str, str]:
    """Our environment without what would lead a new process back to this checkout."""
    unwanted = ("PYTHON", "NIRAPOD_", "DJANGO_", "DATABASE_URL", "COV_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return kept | variables

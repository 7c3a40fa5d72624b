"""Typed reading of the environment variables that README.md lists. Nothing else reads `os.environ`."""

import os
from pathlib import Path
from typing import Literal, cast, get_args

from django.core.exceptions import ImproperlyConfigured

Surface = Literal["public", "staff", "all"]


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def required(name: str) -> str:
    """The variable's value; `ImproperlyConfigured` when it is missing or blank."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name} (README.md, section Configure).")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """Comma-separated values, blanks dropped."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def home(checkout: Path) -> Path:
    """The folder for database, files and keys; made on first use. Default: `var` beside the code or here."""
    base = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    path = Path(text("NIRAPOD_HOME") or base / "var").expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def surface() -> Surface:
    """Which half this process serves. `all` is for development and the demo."""
    value = text("NIRAPOD_SURFACE", "all")
    if value not in get_args(Surface):
        raise ImproperlyConfigured("NIRAPOD_SURFACE is one of: public, staff, all.")
    return cast(Surface, value)

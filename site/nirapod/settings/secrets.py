"""A secret key for machines that nobody set up: made once, kept beside the data, readable by its owner only."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """Read the key at `path`, making it first where it is missing. Two processes may start at once."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()

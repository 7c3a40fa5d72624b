"""One stylesheet for the public pages, put together from those of the look: a slow phone asks once, not six times.

A finder of static files: the server in development and `collectstatic` come here. Written anew when a part changed.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, find
from django.core.files.storage import FileSystemStorage

FOLDER = "nirapod/css/"
BUNDLES = {
    f"{FOLDER}public.css": ("fonts", "tokens", "base", "layout", "components", "hub"),
}
"""What is put together, in the order in which it counts."""
LATE_FONT = ("font-display: swap", "font-display: optional")
"""Where the font comes late on a visitor's first page, that page keeps the device's own one for Bangla and nothing on it
moves; people of the staff, who come every day, get the font however late."""


class BundleFinder(BaseFinder):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.NIRAPOD_HOME / "bundles")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(self.made(path))] if path in BUNDLES else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in BUNDLES:
            self.made(path)
            yield path, self.storage

    def made(self, path: str) -> Path:
        """The file of a bundle, as its parts are now."""
        parts = [Path(str(find(f"{FOLDER}{name}.css"))).read_text() for name in BUNDLES[path]]
        text, file = "".join(parts).replace(*LATE_FONT), Path(self.storage.path(path))
        if not file.is_file() or file.read_text() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            half = file.with_suffix(".half")
            half.write_text(text)
            half.replace(file)
        return file

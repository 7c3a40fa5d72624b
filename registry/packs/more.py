"""Files of a pack that belong to apps above the registry: each names its file, what stands in it, and its kind of thing.

They are read and applied like the registry's own, after them, in the order they were registered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from registry.packs.parts import Part
from registry.packs.states import Kind, State


@dataclass(frozen=True, slots=True)
class File:
    """`file` without its ending; `part`: the model of one entry; `kind` takes the entries; `entry` makes one of what is
    here again, by its key and state, so that an export has all that an apply takes.
    """

    file: str
    part: type[Part]
    kind: Callable[[list[Any]], Kind]
    entry: Callable[[str, State], dict[str, Any]]


_files: dict[str, File] = {}


def register(file: File) -> None:
    """Called when the app starts."""
    if file.file in _files:
        raise ValueError(f"There is a pack file {file.file!r} already.")
    _files[file.file] = file


def files() -> list[File]:
    return list(_files.values())

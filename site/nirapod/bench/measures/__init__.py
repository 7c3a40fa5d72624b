"""One module a thing that is measured. Each has `measure() -> Result` and makes the data it needs."""

import importlib
import pkgutil
from collections.abc import Callable

from nirapod.bench.result import Result


def names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def load(name: str) -> Callable[[], Result]:
    """The measure of this name; `LookupError` when there is none."""
    if name not in names():
        raise LookupError(name)
    found: Callable[[], Result] = importlib.import_module(f"{__name__}.{name}").measure
    return found

"""One module a thing that is measured. Each makes the data it needs and has one function:

`measure() -> Result`, or `measure_at(records: int) -> Result` where it depends on how many records there are.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from nirapod.bench.result import Result

SIZES = (10_000, 100_000)
"""How many records there are, unless somebody says otherwise."""


def names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def load(name: str, sizes: Sequence[int] = SIZES) -> Iterator[tuple[str, Callable[[], Result]]]:
    """(name with its size, what measures it); `LookupError` when there is none."""
    if name not in names():
        raise LookupError(name)
    module = importlib.import_module(f"{__name__}.{name}")
    if hasattr(module, "measure"):
        yield name, module.measure
        return
    for size in sizes:
        yield f"{name}_{size}", partial(module.measure_at, size)

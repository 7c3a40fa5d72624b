"""Python's search for objects that hold each other waits while thousands that do not are made.

A chunk of an import or of a file makes a hundred thousand objects at once and drops them right after. That sets the
search off again and again, and each time it walks through everything the process holds.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
Piece = TypeVar("Piece")


@contextmanager
def collector_waits() -> Iterator[None]:
    """For the length of one chunk, so that what has piled up is looked through in between."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def piece_by_piece(make: Callable[P, Iterator[Piece]]) -> Callable[P, Iterator[Piece]]:
    """For what yields a file in pieces: the collector waits while one is made, not while it is sent."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Iterator[Piece]:
        pieces = make(*args, **kwargs)
        while True:
            with collector_waits():
                try:
                    piece = next(pieces)
                except StopIteration:
                    return
            yield piece

    return made

"""Data that tests only begin with is made once for all that follow each other, not once for each.

    @shared
    def world(office: Office) -> World: ...

is a fixture. Its rows stand in a transaction around the tests; each test works in a savepoint inside, which is rolled
back, and gets its own copies of the objects. A test that begins with anything else, or commits, finds none of it.
"""

import copy
import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.support.database import commits

Maker = Callable[..., Any]
Makers = tuple[Maker, ...]


@dataclass(frozen=True)
class Layer:
    """What one maker made, and the transaction or savepoint around it."""

    make: Maker
    around: transaction.Atomic
    made: Any


class Ground:
    """What stands in the database between tests, one layer upon another."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._layers: list[Layer] = []
        self.copies: dict[str, Any] = {}

    def prepare(self, makers: Makers) -> None:
        """Have exactly what these make, before a test begins: the layers that fit stay, the others go."""
        self.copies = {}
        with self._blocker.unblock(), translation.override("bn"):
            broken = connection.closed_in_transaction or not connection.in_atomic_block
            standing = () if broken else tuple(layer.make for layer in self._layers)
            self._keep(sum(1 for _ in common(standing, makers)))
            for make in makers[len(self._layers) :]:
                self._add(make)
        self.copies = copy.deepcopy({layer.make.__name__: layer.made for layer in self._layers})

    def _add(self, make: Maker) -> None:
        below = {layer.make.__name__: layer.made for layer in self._layers}
        around = transaction.atomic()
        around.__enter__()
        self._layers.append(Layer(make, around, None))
        try:
            made = make(**{name: below[name] for name in parameters(make)})
        except BaseException:
            self._keep(0)
            raise
        self._layers[-1] = Layer(make, around, made)

    def _keep(self, count: int) -> None:
        while len(self._layers) > count:
            around = self._layers.pop().around
            if connection.in_atomic_block:
                transaction.set_rollback(True)
            around.__exit__(None, None, None)


def common(first: Makers, second: Makers) -> Iterator[Maker]:
    """What two begin with alike."""
    for one, other in zip(first, second, strict=False):
        if one is not other:
            return
        yield one


def parameters(make: Maker) -> tuple[str, ...]:
    return tuple(inspect.signature(make).parameters)


def shared(make: Maker) -> Any:
    """A fixture from a function that takes nothing but other shared fixtures.

    Where a module puts a fixture of its own in the place of one of these, it is made for each test as any other.
    """

    def own_copy(db: None, shared_ground: Ground, **below: Any) -> Any:
        name = make.__name__
        return shared_ground.copies[name] if name in shared_ground.copies else make(**below)

    asked = ("db", "shared_ground", *parameters(make))
    own_copy.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # pytest reads it
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in asked]
    )
    own_copy.__doc__ = make.__doc__
    own_copy.makes = make  # type: ignore[attr-defined]
    return pytest.fixture(name=make.__name__)(own_copy)


@pytest.fixture(scope="session")
def shared_ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    ground = Ground(django_db_blocker)
    yield ground
    ground.prepare(())


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[None]:
    """Prepare the ground just before pytest-django begins a test's own transaction."""
    if fixturedef.argname == "_django_db_helper":
        ground = request.getfixturevalue("shared_ground")
        # What cannot be made fails in the test that asks for it. Raised here, it would break the fixture for all others.
        with suppress(Exception):
            ground.prepare(makers_of(request._pyfuncitem))
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a folder, tests that begin with the same follow each other; those that commit come at the very end."""
    first: dict[Any, int] = {}
    for index, item in enumerate(items):
        for key in (item.path.parent, (item.path.parent, makers_of(item))):
            first.setdefault(key, index)
    items.sort(
        key=lambda item: (
            commits(item),
            first[item.path.parent],
            first[item.path.parent, makers_of(item)],
        )
    )


def makers_of(item: pytest.Item) -> Makers:
    """What a test begins with, in the order in which it can be made; nothing for one that commits."""
    fixtures = getattr(item, "_fixtureinfo", None)
    definitions = fixtures.name2fixturedefs if fixtures and not commits(item) else {}
    found: dict[str, Maker | None] = {}

    def can_be_made(name: str) -> bool:
        if name not in found:
            make = getattr(definitions[name][-1].func, "makes", None) if name in definitions else None
            fits = make is not None and all(can_be_made(one) for one in parameters(make))
            found[name] = make if fits else None
        return found[name] is not None

    for name in sorted(definitions):
        can_be_made(name)
    return tuple(make for make in found.values() if make is not None)

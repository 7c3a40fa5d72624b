"""Data that tests only begin with is made once for all that follow each other, not once for each.

    @shared
    def world() -> World: ...

is a fixture. Its rows stand in a transaction around the tests; each test works in a savepoint inside, which is rolled
back, and gets its own copies of the objects. A test that begins with anything else, or commits, finds none of it.
"""

import copy
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

Maker = Callable[..., Any]
Makers = dict[str, Maker]


class Ground:
    """What stands in the database between tests, and the transaction that it stands in."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._makers: Makers = {}
        self._made: dict[str, Any] = {}
        self._around: transaction.Atomic | None = None
        self.copies: dict[str, Any] = {}

    def prepare(self, makers: Makers) -> None:
        """Have exactly what these make, before a test begins."""
        if makers != self._makers or (makers and not connection.in_atomic_block):
            self.clear()
            self._make(makers)
        self.copies = copy.deepcopy(self._made)

    def _make(self, makers: Makers) -> None:
        if not makers:
            return
        with self._blocker.unblock(), translation.override("bn"):
            self._around = transaction.atomic()
            self._around.__enter__()
            self._makers = makers
            try:
                for name, make in makers.items():
                    self._made[name] = make(*(self._made[one] for one in inspect.signature(make).parameters))
            except BaseException:
                self.clear()
                raise

    def clear(self) -> None:
        """Take everything back."""
        around, self._around = self._around, None
        self._makers, self._made, self.copies = {}, {}, {}
        if around is not None:
            with self._blocker.unblock():
                if connection.in_atomic_block:
                    transaction.set_rollback(True)
                around.__exit__(None, None, None)


def shared(make: Maker) -> Any:
    """A fixture from a function that takes nothing, or other shared fixtures by their names."""

    def own_copy(db: None, _ground: Ground) -> Any:
        return _ground.copies[make.__name__]

    own_copy.makes = make  # type: ignore[attr-defined]
    own_copy.__doc__ = make.__doc__
    return pytest.fixture(name=make.__name__)(own_copy)


@pytest.fixture(scope="session")
def _ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    ground = Ground(django_db_blocker)
    yield ground
    ground.clear()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[None]:
    """Prepare the ground just before pytest-django begins a test's own transaction."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("_ground").prepare(makers_of(request._pyfuncitem))
    return (yield)


def makers_of(item: pytest.Item) -> Makers:
    """What a test asks for, in the order in which it can be made."""
    found: Makers = {}
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]

    def add(name: str) -> None:
        make = getattr(known[name][-1].func, "makes", None) if name in known else None
        if make is not None and name not in found:
            for one in inspect.signature(make).parameters:
                add(one)
            found[name] = make

    for name in getattr(item, "fixturenames", ()):
        add(name)
    return found

"""A record type with a bit of everything, and somebody who may do everything with its records."""

from typing import Any

import pytest

from registry.models import RecordType
from tests.factories.registry import make_type, make_worker


@pytest.fixture
def record_type(db: None) -> RecordType:
    return make_type()


@pytest.fixture
def worker(record_type: RecordType) -> Any:
    return make_worker(record_type)

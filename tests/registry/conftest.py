"""A record type with a bit of everything, and somebody who may do everything with its records."""

from typing import Any

from registry.models import RecordType
from tests.factories.registry import make_type, make_worker
from tests.support.shared import shared


@shared
def record_type() -> RecordType:
    return make_type()


@shared
def worker(record_type: RecordType) -> Any:
    return make_worker(record_type)

"""Old documents read as new ones: one pure step a schema version. Stored documents are never rewritten."""

from collections.abc import Callable
from typing import Any

from forms_builder.schema.document import SCHEMA_VERSION

Step = Callable[[dict[str, Any]], dict[str, Any]]
STEPS: dict[int, Step] = {}
"""Schema version → step to the next. Version 1 is the first, so there is none yet."""


def upcast(data: dict[str, Any]) -> dict[str, Any]:
    """Bring `data` to the present schema version; data without a version counts as present."""
    version = data.get("schema_version", SCHEMA_VERSION)
    while version in STEPS:
        data = STEPS[version](data)
        version = data["schema_version"]
    return data

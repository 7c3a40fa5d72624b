"""What somebody wants written: a new record or a change of one. `registry.saving` writes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms_builder.logic import Path
from forms_builder.models import FormVersion, Submission
from registry.models import Office, Record, RecordType


@dataclass(kw_only=True, slots=True)
class Entry:
    """What is to be written. `answers` are those that count: shown, calculated, judged (`logic.evaluate`)."""

    record_type: RecordType
    version: FormVersion
    answers: Mapping[str, Any]
    by: Any
    office: Office | None = None
    """Needed for a new record; an edit leaves the office as it is."""
    owner: Any = None
    """Whose record it becomes; `by` if nobody is named."""
    parent: Record | None = None
    submission: Submission | None = None
    missing: Collection[Path] = ()
    is_test: bool = False
    day: date | None = None
    """The day that the reference is made for; if none, the one that the record names, or today."""
    record: Record | None = None
    """The record to change; None for a new one."""
    base_revision: int = 0
    """The revision that the person changing it had before them."""
    reason: str = ""

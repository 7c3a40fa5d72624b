"""What is wrong with a form, found before it is published. Codes with parameters: whoever shows them has words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    ERROR = "error"
    """The form cannot be published."""
    WARNING = "warning"
    """It can, and the person publishing is told."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault and where it is: the part's id and key, which of its rules, and the character in the rule."""

    code: str
    severity: Severity = Severity.ERROR
    part_id: str = ""
    key: str = ""
    rule: str = ""
    position: int = 0
    params: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    """Plain English, for logs and command lines."""

"""The functions of the language: XPath 1.0 and ODK XForms. Importing this package fills the table `ENTRIES`."""

from forms_builder.expressions.functions import (
    dates,
    geo,
    nodesets,
    numbers,
    outside,
    selection,
    special,
    strings,
)
from forms_builder.expressions.functions.registry import ENTRIES, Entry, Param, ParamKind, Refusal, Signature

FUNCTIONS: dict[str, Signature] = {name: entry.signature for name, entry in sorted(ENTRIES.items())}
"""Every function by name: what `check` accepts and a designer can list."""

__all__ = [
    "ENTRIES",
    "FUNCTIONS",
    "Entry",
    "Param",
    "ParamKind",
    "Refusal",
    "Signature",
    "dates",
    "geo",
    "nodesets",
    "numbers",
    "outside",
    "selection",
    "special",
    "strings",
]

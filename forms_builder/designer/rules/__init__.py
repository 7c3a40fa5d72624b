"""Rules as rows: "show this if [question] [is] [value]", all or any of them, nested. Pure; knows no Django but in `words`.

The expression is what is kept. Rows are a view of it: `read` gives them only where `write` gives the same tree back.
"""

from forms_builder.designer.rules.model import HERE, Cascade, Group, Operator, Row, Rows, Value, ValueKind
from forms_builder.designer.rules.reading import read, read_cascade
from forms_builder.designer.rules.writing import Unwritable, write, write_cascade

__all__ = [
    "HERE",
    "Cascade",
    "Group",
    "Operator",
    "Row",
    "Rows",
    "Unwritable",
    "Value",
    "ValueKind",
    "read",
    "read_cascade",
    "write",
    "write_cascade",
]

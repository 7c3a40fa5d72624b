"""Rules that are prose. No ODK program can read them, so they have no effect; ODK refuses a whole form for one such cell.

An export therefore has them in a column of our own, from which an import puts them back where they stood.
"""

from collections.abc import Mapping

from forms_builder import expressions
from forms_builder.expressions import ExpressionError
from forms_builder.xlsform.cells import Cells
from forms_builder.xlsform.columns import Line
from forms_builder.xlsform.own import ASIDE, in_cells, json_in

NOTHING = "''"
"""Stands where a calculation was: the type `calculate` must have one."""
COLUMNS = ("calculation", "choice_filter", "required")


def fault_of(rule: str) -> ExpressionError | None:
    """Why the rule cannot be read."""
    try:
        if rule.strip():
            expressions.parse(rule)
    except ExpressionError as error:
        return error
    return None


def set_aside(cells: Cells, ours: Mapping[tuple[str, str], str]) -> Cells:
    """The cells of a row with prose moved out of the way. `ours`: what the part itself says, which stays."""
    prose = {
        column: text
        for column in COLUMNS
        if (text := cells.get((column, ""), "")) and not ours.get((column, "")) and fault_of(text)
    }
    if not prose:
        return cells
    kept = {key: text for key, text in cells.items() if key[0] not in prose}
    if "calculation" in prose and cells.get(("type", "")) == "calculate":
        kept["calculation", ""] = NOTHING
    return kept | {(name, ""): text for name, text in in_cells(ASIDE, prose).items()}


def put_back(line: Line) -> None:
    """The row as it was before `set_aside`. A cell that somebody filled since stays."""
    said = json_in(line.joined(ASIDE))
    for column, text in said.items() if isinstance(said, dict) else ():
        if column in COLUMNS and isinstance(text, str) and line.word(column) in ("", NOTHING):
            line.values[column, ""] = text

"""Which of the faults that the evaluation finds a person can and must mend."""

from collections.abc import Iterator

from forms_builder.filling.layouts import is_writable
from forms_builder.logic import Evaluation, Fault, FaultKind, Path, Program
from forms_builder.schema import Place, Question


def place_of(program: Program, path: Path) -> Place | None:
    """Where the part that a path names stands in the form; None for a path that names nothing."""
    keys = [part for part in path if isinstance(part, str)]
    return program.by_key.get(keys[-1]) if keys else None


def blocking(program: Program, evaluation: Evaluation) -> Iterator[Fault]:
    """Faults that keep a form from being sent.

    A rule that cannot be worked out is the form's fault and lets pass, as it does in the evaluation; and
    nobody can be asked for an answer that cannot be typed in.
    """
    for fault in evaluation.faults:
        place = place_of(program, fault.path)
        if fault.kind is FaultKind.RULE or place is None:
            continue
        part = place.part
        if isinstance(part, Question) and (
            part.retired or (fault.kind is FaultKind.REQUIRED and not is_writable(part))
        ):
            continue
        yield fault

"""The logic of a whole form: compile a document once, evaluate answers often. Pure Python.

Built on `schema` (what a form is) and `expressions` (what one rule means); knows no Django and no question types.
"""

from forms_builder.logic.answers import ROW_ID, Answers, Path, blank
from forms_builder.logic.choosing import retired_since
from forms_builder.logic.evaluation import evaluate
from forms_builder.logic.many import Many, Settled
from forms_builder.logic.outcome import Evaluation, Fault, FaultKind, Moment
from forms_builder.logic.problems import Problem, Severity
from forms_builder.logic.program import Program, Rule, RuleKind, compile_document

__all__ = [
    "ROW_ID",
    "Answers",
    "Evaluation",
    "Fault",
    "FaultKind",
    "Many",
    "Moment",
    "Path",
    "Problem",
    "Program",
    "Rule",
    "RuleKind",
    "Settled",
    "Severity",
    "blank",
    "compile_document",
    "evaluate",
    "retired_since",
]

"""When a question is asked, in words: "Only if “Sex” is “Girl”". Rules that are no simple comparison: "If it applies"."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_builder import expressions
from forms_builder.expressions import ExpressionError
from forms_builder.expressions.tree import Ast, Call, Chain, Number, Reference
from forms_builder.expressions.tree import Text as Literal
from forms_builder.printing.paper import Text
from forms_builder.printing.wording import Wording
from forms_builder.questions import types
from forms_builder.schema import Question
from forms_builder.schema.document import text_in

IF_IT_APPLIES = _("If it applies")
COMPARED: Mapping[str, str | Promise] = {
    "=": _("Only if “%(question)s” is “%(value)s”"),
    "!=": _("Only if “%(question)s” is not “%(value)s”"),
    "<": _("Only if “%(question)s” is less than %(value)s"),
    "<=": _("Only if “%(question)s” is %(value)s or less"),
    ">": _("Only if “%(question)s” is more than %(value)s"),
    ">=": _("Only if “%(question)s” is %(value)s or more"),
}
ANSWERED = _("Only if “%(question)s” is answered")
UNANSWERED = _("Only if “%(question)s” has no answer")
CHOSEN = _("Only if “%(value)s” is ticked at “%(question)s”")
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
LONGEST = 70
"""Signs of a question's text that are repeated in a note about it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question compared with one value."""

    key: str
    operator: str
    value: str
    many: bool = False


def condition(rule: str, questions: Mapping[str, Question], wording: Wording) -> Text:
    """The rule in words; nothing for no rule."""
    if not rule.strip():
        return ()
    found = comparison(rule)
    question = questions.get(found.key) if found else None
    if found is None or question is None or not any(question.label.values()):
        return wording.say(IF_IT_APPLIES)
    asked: Question = question
    value = found.value

    def label(language: str) -> str:
        text = text_in(asked.label, language)
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"

    def shown(language: str) -> str:
        answer = [value] if types.of(asked).many else value
        return types.of(asked).display(asked, answer, language)  # type: ignore[arg-type]  # a list of texts is JSON

    if found.many or (types.of(asked).many and found.operator == "=" and value):
        return wording.say(CHOSEN, question=label, value=shown)
    if not value:
        return wording.say(UNANSWERED if found.operator == "=" else ANSWERED, question=label)
    return wording.say(COMPARED[found.operator], question=label, value=shown)


def comparison(rule: str) -> Comparison | None:
    """The rule as one comparison, if it is one."""
    try:
        tree = expressions.parse(rule).tree
    except ExpressionError:
        return None
    if isinstance(tree, Call):
        return _selected(tree)
    if not isinstance(tree, Chain) or len(tree.operands) != 2:
        return None
    operator, (left, right) = tree.operators[0], tree.operands
    if operator not in MIRRORED:
        return None
    if isinstance(right, Reference):
        left, right, operator = right, left, MIRRORED[operator]  # type: ignore[assignment]
    return _compared(left, operator, right)


def _compared(left: Ast, operator: str, right: Ast) -> Comparison | None:
    value = _value(right)
    if not isinstance(left, Reference) or value is None or (not value and operator not in ("=", "!=")):
        return None
    return Comparison(left.name, operator, value)


def _selected(call: Call) -> Comparison | None:
    """`selected(${services}, 'health')`"""
    if call.name != "selected" or len(call.args) != 2:
        return None
    question, value = call.args
    if isinstance(question, Reference) and isinstance(value, Literal) and value.value:
        return Comparison(question.name, "=", value.value, many=True)
    return None


def _value(part: Ast) -> str | None:
    if isinstance(part, Literal):
        return part.value
    if isinstance(part, Number):
        return f"{part.value:g}"
    return None

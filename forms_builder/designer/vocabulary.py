"""What the scripts of the editor need to know, in the reader's language: once a page, not once a question."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from forms_builder.designer.function_help import HELP
from forms_builder.designer.rules import Operator
from forms_builder.designer.rules.writing import PATTERNS
from forms_builder.expressions import ValueType
from forms_builder.questions import types

ORDERED = [Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE, Operator.LESS]
EITHER_WAY = [Operator.ANSWERED, Operator.BLANK]
OPERATORS: dict[str, list[Operator]] = {
    "choice": [Operator.IS, Operator.IS_NOT, *EITHER_WAY],
    "choices": [Operator.INCLUDES, Operator.EXCLUDES, *EITHER_WAY],
    "number": [Operator.IS, Operator.IS_NOT, *ORDERED, *EITHER_WAY],
    "date": [*ORDERED, Operator.IS, *EITHER_WAY],
    "text": [Operator.IS, Operator.IS_NOT, *EITHER_WAY, Operator.MATCHES],
    "any": [*Operator],
}
FAMILIES = {
    ValueType.CHOICE: "choice",
    ValueType.CHOICES: "choices",
    ValueType.NUMBER: "number",
    ValueType.DATE: "date",
    ValueType.DATETIME: "date",
    ValueType.TEXT: "text",
}
"""What an answer is to a rule → the comparisons that fit. The rest takes any."""


def vocabulary() -> dict[str, Any]:
    return {
        "patterns": {operator.value: pattern for operator, pattern in PATTERNS.items()},
        "operators": {family: [one.value for one in operators] for family, operators in OPERATORS.items()},
        "types": {
            one.name: {
                "family": FAMILIES.get(one.value_type, "any") if one.stored else "",
                "label": str(one.label),
                "choices": one.uses_choices or one.name == "yes_no",
            }
            for one in types
        },
        "operatorWords": {"": _operator_words(), "date": _date_words()},
        "valueKinds": {
            "text": _("this"),
            "number": _("this number"),
            "date": _("this date"),
            "today": _("today"),
            "question": _("the answer to"),
        },
        "functions": [{"name": name, "call": call, "help": str(told)} for name, (call, told) in HELP.items()],
        "addresses": {
            "check": _address("rule_check"),
            "offered": _address("rule_offered"),
            "copied": _address("rule_copied"),
            "key": _address("key"),
        },
        "words": _words(),
    }


def _address(name: str) -> str:
    return reverse(f"wagtailsnippets_forms_builder_formdefinition:{name}")


def _operator_words() -> dict[str, str]:
    return {
        "is": _("is"),
        "is_not": _("is not"),
        "more": _("is more than"),
        "at_least": _("is at least"),
        "less": _("is less than"),
        "at_most": _("is at most"),
        "includes": _("includes"),
        "excludes": _("does not include"),
        "matches": _("has the pattern"),
        "answered": _("is answered"),
        "blank": _("is not answered"),
    }


def _date_words() -> dict[str, str]:
    return {
        "more": _("is after"),
        "at_least": _("is on or after"),
        "less": _("is before"),
        "at_most": _("is on or before"),
    }


def _words() -> dict[str, str]:
    """Words on buttons and beside boxes."""
    return {
        "always": _("Always shown."),
        "anything": _("Any answer is accepted."),
        "notRequired": _("As said above."),
        "allChoices": _("All choices are offered."),
        "shownIf": _("Shown if {rule}."),
        "acceptedIf": _("Accepted if {rule}."),
        "requiredIf": _("Must be answered if {rule}."),
        "offered": _("Offered: {rule}."),
        "if": _("If"),
        "allOf": _("all of these hold"),
        "anyOf": _("any of these holds"),
        "joint": _("How the conditions go together"),
        "addRow": _("Add a condition"),
        "addGroup": _("Add a group of conditions"),
        "remove": _("Remove this condition"),
        "removeGroup": _("Remove this group"),
        "question": _("Question"),
        "later": _("Asked later in the form"),
        "comparison": _("Comparison"),
        "kind": _("Compared with"),
        "value": _("Value"),
        "thisAnswer": _("This answer"),
        "choose": _("Choose"),
        "asText": _("Write it as text"),
        "asRows": _("Show it in rows"),
        "onlyText": _("This rule says more than rows can show. It is kept as text, to the letter."),
        "textHelp": _(
            "Questions are written like ${age}, the answer itself as a dot. Type ${ to see what fits."
        ),
        "unfinished": _("A row is not finished. The rule stays as it was until it is."),
        "unwritable": _("A text cannot have both kinds of quotation marks."),
        "offline": _("The rule could not be looked at just now. It is kept as you typed it."),
        "column": _("Column of the list"),
        "answerTo": _("is the answer to"),
        "cascade": _("Offer only choices whose"),
        "addCascade": _("Narrow by another answer"),
        "offerAll": _("Offer all choices"),
        "noColumns": _("These choices have no columns to narrow by."),
        "names": _("Names and functions that fit here"),
        "find": _("Find a question by text or key"),
        "found": _("{count} found"),
        "addPage": _("Add a page"),
        "addQuestion": _("Add a question, group or repeat"),
        "moveTo": _("Move to…"),
        "moveHere": _("Move here"),
        "cancel": _("Cancel"),
        "moveTitle": _("Move “{name}” to"),
        "atEndOf": _("At the end of {name}"),
    }

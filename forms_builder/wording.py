"""Words for what the form engine finds, in the reader's language. The engine itself only knows codes."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms_builder.digits import in_readers_digits
from forms_builder.logic import Fault, FaultKind, Problem
from forms_builder.schema.document import text_in

PROBLEMS: Mapping[str, str | Promise] = {
    # The document as a whole
    "duplicate-id": _("Two parts of the form share one id."),
    "duplicate-key": _("This key is used twice."),
    "unknown-type": _("There is no question type “%(type)s”."),
    "unknown-list": _("There is no choice list “%(list)s”."),
    "unknown-block": _("There is no form “%(form)s” that is live, so its questions cannot be used here."),
    "no-choices": _("There is nothing to choose."),
    "no-label": _("The question has no text."),
    "sealed-filter": _("Answers this sensitive are sealed and cannot be filtered."),
    "bad-settings": _("The setting “%(setting)s” does not fit: %(reason)s"),
    "required-but-hidden": _("Required, but nobody can type it in: it is calculated."),
    "no-trigger": _("What sets it when answered has to be named like ${key}, not “%(trigger)s”."),
    "bad-default": _("What it begins with cannot be worked out, so it begins blank: %(reason)s"),
    "circle": _("These depend on each other in a circle: %(keys)s."),
    # Conditions that make no sense, found before anybody fills the form in
    "forward-reference": _("This rule waits for “%(name)s”, which is asked later."),
    "never-true": _("This is never shown: its condition can never be true."),
    "unreachable": _("This is never shown: its condition waits for a question that is never shown."),
    "never-fits": _("No answer can pass this check."),
    "no-such-choice": _("“%(value)s” is not among the choices of “%(name)s”."),
    "unknown-path": _("The path “%(path)s” leads to no question."),
    # Changes that need a new key
    "type-changed": _("A question that was published keeps its type. Retire it and add a new one."),
    "repeat-changed": _("A question that was published cannot move into or out of a repeat. Add a new one."),
    # Forms for everybody
    "public-inside": _(
        "People without an account cannot choose here: it would show them what is inside. Leave it out of the public form."
    ),
    "public-answer": _("“%(value)s” is not among the choices, so it cannot be answered for the public."),
    # A second person
    "approval-sensitive": _(
        "It asks for confidential or restricted answers, so a second person has to approve it."
    ),
    "approval-less-protected": _("It protects existing answers less, so a second person has to approve it."),
    # Test cases
    "case-shown": _("Test case “%(case)s”: it should be shown, and is not."),
    "case-hidden": _("Test case “%(case)s”: it should not be shown, and is."),
    "case-fault": _(
        "Test case “%(case)s”: this answer should be refused, and is not, or for another reason."
    ),
    "case-no-fault": _("Test case “%(case)s”: this answer should be accepted, and is not."),
    "case-value": _("Test case “%(case)s”: “%(expected)s” should come out, not “%(found)s”."),
    "case-unknown": _("Test case “%(case)s” names this question, which the form does not have."),
    # Expressions
    "too-long": _("The rule is too long (%(given)s characters; at most %(limit)s)."),
    "too-deep": _("The rule has more than %(limit)s levels of brackets."),
    "bad-character": _("The character %(character)s cannot be used here."),
    "empty": _("The rule is empty."),
    "unclosed-text": _("A text has no closing quotation mark."),
    "unclosed-reference": _("A question is named like ${key}."),
    "unexpected": _("“%(found)s” is not expected here."),
    "unexpected-end": _("The rule ends too early."),
    "variable": _("Variables are not available; name a question like ${key}."),
    "unknown-axis": _("There is no axis called “%(name)s”."),
    "unknown-function": _("There is no function called “%(name)s”."),
    "arity": _("The function “%(name)s” takes %(expected)s values, not %(given)s."),
    "unknown-name": _("There is no question called “%(name)s”."),
    "type-clash": _("“%(operation)s” cannot be used between %(left)s and %(right)s."),
    "needs-questions": _("The function “%(name)s” needs a question or a group here, not a value."),
    "bad-pattern": _("The pattern “%(pattern)s” is not usable."),
    "bad-value": _("The function “%(name)s” cannot work with this value."),
    "unknown-instance": _("There is no list called “%(name)s”; it counts as empty."),
    "unavailable": _("The function “%(name)s” is not available here."),
    "too-much": _("The rule needs more than %(limit)s steps."),
}

FAULTS: Mapping[FaultKind, str | Promise] = {
    FaultKind.REQUIRED: _("Answer this question."),
    FaultKind.CONSTRAINT: _("This answer does not fit. Check it again."),
    FaultKind.CHOICE: _("This choice is no longer offered. Choose another."),
    FaultKind.EXCLUSIVE: _("One of these choices stands alone. Untick the others, or untick it."),
    FaultKind.RULE: _(
        "A rule of the form could not be worked out here. Tell the person who looks after the form."
    ),
}


class _Known(dict[str, object]):
    """Parameters for a sentence; one that is missing shows as nothing rather than as an error."""

    def __missing__(self, key: str) -> str:
        return ""


def _known(problem: Problem) -> _Known:
    """Numbers in the reader's digits. Texts are names and pieces of rules, and stay; "1-3" of an arity is no such."""
    numbers = {
        name: in_readers_digits(one)
        for name, one in problem.params.items()
        if isinstance(one, int) or (problem.code, name) == ("arity", "expected")
    }
    return _Known({**problem.params, **numbers})


def problem_text(problem: Problem) -> str:
    """One sentence, led by the key it is about."""
    sentence = PROBLEMS.get(problem.code)
    text = str(sentence) % _known(problem) if sentence else problem.message or problem.code
    return f"{problem.key}: {text}" if problem.key else text


def fault_text(fault: Fault, language: str) -> str:
    """The form's own message where it has one, else ours."""
    if fault.message:
        return text_in(fault.message, language)
    if fault.kind is FaultKind.ROWS:
        return _rows_text(fault)
    return str(FAULTS[fault.kind])


def no_longer_offered() -> str:
    """For a choice that stands in the form for the sake of older answers only."""
    return str(FAULTS[FaultKind.CHOICE])


def _rows_text(fault: Fault) -> str:
    params = dict(fault.params)
    said = {name: in_readers_digits(number) for name, number in params.items()}
    if "exactly" in params:
        return str(_("There should be %(exactly)s rows; there are %(rows)s.")) % said
    if params["rows"] < params["least"]:
        return str(_("Add at least %(least)s.")) % said
    return str(_("There can be at most %(most)s.")) % said

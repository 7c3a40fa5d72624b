"""A row to a question: its type, its list of choices, and what only our own columns say. Called by `items`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import JsonValue, ValidationError

from forms_builder.logic import Problem
from forms_builder.questions import types
from forms_builder.questions.scales import RatingSettings
from forms_builder.schema import Choice, Compartment, Prefill, Question, Required, Sensitivity, Text
from forms_builder.wording import problem_text
from forms_builder.xlsform import own
from forms_builder.xlsform.aside import fault_of
from forms_builder.xlsform.cells import SHARED_CHOICES, unsaid_sensitivity, wished_list, xls_type
from forms_builder.xlsform.choices import EXPANDED, Lists, TooMuch
from forms_builder.xlsform.columns import Line
from forms_builder.xlsform.enclosed import Enclosed
from forms_builder.xlsform.report import Report
from forms_builder.xlsform.survey import Branch
from forms_builder.xlsform.types import Role

E = TypeVar("E", bound=StrEnum)
YES = frozenset(("yes", "true", "true()"))
NO = frozenset(("", "no", "false", "false()"))
ACKNOWLEDGED = (Choice(value="OK", label={"en": "OK", "bn": "ঠিক আছে"}),)
"""What ODK stores when somebody acknowledges."""
_PARAMETER = re.compile(r"(start|end|step)\s*=\s*(\d{1,2})(?![\d.])")


@dataclass
class Asker:
    """Makes the questions of one form. `external` are the lists of the sheet external_choices."""

    sheet: str
    language: str
    lists: Lists
    external: Lists
    report: Report
    enclosed: Enclosed

    def question(self, branch: Branch, common: dict[str, Any]) -> Question:
        """`common` is what every part has."""
        line, ours = branch.line, self.kind(branch)
        if not branch.name and ours != "note":
            self.error(branch, _("The question has no name."))
        given = line.raw("calculation") or line.raw("default") or line.raw("trigger")
        if ours == "calculated" and not given and not line.raw(own.TYPE):
            self.error(branch, _("The calculation is missing."))
        common["label"] = common["label"] or self.stand_in_label(branch, ours)
        question = Question(
            **common,
            type=ours,
            hint=line.text("hint"),
            guidance=line.text("guidance_hint"),
            required=_required(line),
            required_if=self.rule(branch, "required") if _is_rule(line.word("required")) else "",
            required_message=line.text("required_message"),
            check=line.raw("constraint"),
            check_message=line.text("constraint_message"),
            calculate=self.rule(branch, "calculation"),
            trigger=line.raw("trigger"),
            default=line.raw("default"),
            read_only=_yes(line, "read_only"),
            appearance=line.raw("appearance"),
            choice_filter=self.rule(branch, "choice_filter"),
            settings=self.settings(branch, ours),
            choice_list=line.word(own.CHOICE_LIST),
            prefill=_one_of(Prefill, line.word(own.PREFILL), Prefill.NONE),
            sensitivity=_one_of(Sensitivity, line.word(own.SENSITIVITY), unsaid_sensitivity(ours)),
            compartment=_one_of(Compartment, line.word(own.COMPARTMENT), Compartment.NONE),
            listed=_yes(line, own.LISTED),
            filterable=_yes(line, own.FILTERABLE),
            decline=_yes(line, own.DECLINE),
            retired=_yes(line, own.RETIRED),
        )
        if question.retired:
            question = question.model_copy(update={"show_if": line.raw(own.RELEVANT)})
        return self.with_choices(branch, _plain_appearance(question))

    def rule(self, branch: Branch, column: str) -> str:
        """A calculation, a choice filter or when an answer is required; nothing where it is prose that no ODK program can read either, which is told.

        A rule that shows or checks something is never set aside: without it a form would ask the wrong things.
        """
        text = branch.line.raw(column)
        error = fault_of(text)
        if error is not None:
            reason = problem_text(Problem(error.code, params=error.params, message=error.message))
            sentence = _("“%(column)s” is no expression (%(reason)s) It is kept and has no effect.")
            self.warn(branch, sentence % {"column": column, "reason": reason})
            return ""
        return text

    def kind(self, branch: Branch) -> str:
        """The question type: as our own column has it, else by the row's type."""
        line, ours = branch.line, branch.type.ours
        if said := line.word(own.TYPE):
            return said
        if branch.type.role is Role.METADATA and line.raw("calculation"):
            return "calculated"
        if branch.type.ours == "decimal" and branch.type.nearest and scale_of(line.word("parameters")):
            return "rating"
        if branch.type.file and self.from_file(branch) is None:
            return "text"
        if ours == "text" and "multiline" in line.raw("appearance").split():
            return "long_text"
        return ours

    def settings(self, branch: Branch, ours: str) -> dict[str, JsonValue]:
        said = own.json_in(branch.line.joined(own.SETTINGS))
        if isinstance(said, dict):
            return said
        unfilled = bool(branch.type.file) and ours == "text"
        if unfilled or (branch.type.nearest and ours not in ("calculated", "rating")):
            sentence = _("The type “%(type)s” is asked as “%(ours)s”; its own name is kept.")
            self.warn(branch, sentence % {"type": branch.line.word("type"), "ours": types[ours].label})
        return scale_of(branch.line.word("parameters")) or {} if ours == "rating" else {}

    def stand_in_label(self, branch: Branch, ours: str) -> Text:
        """Words for a question that only has a hint or a picture."""
        if (
            branch.type.role is Role.METADATA
            or (ours in types and not types[ours].asked)
            or branch.line.raw(own.TYPE)
        ):
            return {}
        self.warn(branch, _("The question has no text; its hint or its name stands in."))
        return branch.line.text("hint") or {self.language: branch.name}

    def with_choices(self, branch: Branch, question: Question) -> Question:
        """The question with the choices of its list, and with the list's name where that is not its own."""
        name, extra = list_of(branch), dict(question.extra)
        if branch.type.file and (found := self.from_file(branch)) is not None:
            extra |= {"from_file": branch.type.file, "list": PurePosixPath(branch.type.file).stem}
            if said := branch.line.raw("parameters"):
                extra["from_file_parameters"] = said
            return question.model_copy(update={"choices": found, "extra": extra})
        if not name:
            plain = question.type == "choose_one" and branch.type.nearest
            return question.model_copy(update={"choices": ACKNOWLEDGED}) if plain else question
        lists = self.external if branch.type.external else self.lists
        if name not in lists.lists:
            self.error(branch, _("There is no choice list “%(list)s”.") % {"list": name[:100]})
            return question
        fixed = xls_type(question).choices
        choices = self.taken(branch, lists, fixed, question)
        if branch.type.external:
            extra["external"] = True
        if branch.type.other:
            extra["or_other"] = True
        if name != wished_list(question, xls_type(question)):
            extra["list"] = name
        return question.model_copy(update={"choices": choices, "extra": extra})

    def from_file(self, branch: Branch) -> tuple[Choice, ...] | None:
        """The choices of the file that the row names; None where it did not come."""
        line = branch.line
        language = self.language
        found = self.enclosed.choices(
            branch.type.file, line.word("parameters"), language, self.sheet, line.number
        )
        return found

    def taken(
        self, branch: Branch, lists: Lists, fixed: tuple[Choice, ...], question: Question
    ) -> tuple[Choice, ...]:
        found = lists.take(list_of(branch), branch.type.other)
        if lists.copied > EXPANDED:
            raise TooMuch(branch.line.number)
        if branch.line.word(own.SHARED) == SHARED_CHOICES:
            return ()
        if fixed and found != fixed:
            self.warn(branch, _("The choices of this type are fixed: what the list says has no effect."))
        return () if fixed else found

    def error(self, branch: Branch, message: str) -> None:
        self.report.error(self.sheet, branch.line.number, message)

    def warn(self, branch: Branch, message: str) -> None:
        self.report.warning(self.sheet, branch.line.number, message)


def list_of(branch: Branch) -> str:
    """The list a row chooses from; of a question made of rows, the one that they share."""
    return branch.type.list or next((inner.type.list for inner in branch.inside if inner.type.list), "")


def scale_of(parameters: str) -> dict[str, JsonValue] | None:
    """A `range` of a few whole steps as the settings of a rating; None for any other."""
    said = {name: int(number) for name, number in _PARAMETER.findall(parameters)}
    low, high = said.get("start", -1), said.get("end", -1)
    whole = said.get("step", 1) == 1 and len(said) == len(
        parameters.replace(",", " ").replace(";", " ").split()
    )
    try:
        RatingSettings(low=low, high=high)
    except ValidationError:
        return None
    return {"low": low, "high": high} if whole else None


def _required(line: Line) -> Required:
    if line.word(own.REQUIRED) == Required.SOFT:
        return Required.SOFT
    return Required.YES if _yes(line, "required") else Required.NO


def _is_rule(word: str) -> bool:
    """Whether a cell that may say yes or no says when instead."""
    return word.lower() not in YES | NO


def _yes(line: Line, column: str) -> bool:
    """Whether a cell says yes."""
    return line.word(column).lower() in YES


def _one_of(kind: type[E], text: str, otherwise: E) -> E:
    return kind(text) if text in list(kind) else otherwise


def _plain_appearance(question: Question) -> Question:
    """The word that the type itself brings is no appearance of the question's own."""
    bare = question.model_copy(update={"appearance": ""})
    return bare if question.appearance and xls_type(bare).appearance == question.appearance else question

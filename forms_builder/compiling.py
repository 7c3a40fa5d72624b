"""From a draft document to one that can be published: copy in the choice lists, compile, check against the types."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError as SettingsError

from forms_builder import copied_in
from forms_builder.evolution.retiring import freed_of_rules, retire_missing
from forms_builder.expressions import ValueType
from forms_builder.form_files import with_hashes
from forms_builder.logic import Problem, Program, Severity, compile_document
from forms_builder.models.choices import ChoiceList
from forms_builder.questions import types
from forms_builder.schema import Choice, Document, Group, Item, Page, Question, questions, walk

BAD_SETTINGS = "bad-settings"


class NotCompiled(Exception):
    """A document that was compiled once does not compile now: a question type is missing from this program."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            "; ".join(f"{problem.key}: {problem.message or problem.code}" for problem in problems)
        )
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Compilation:
    """The result of `compile_draft`. No program where rules cannot be worked out or settings do not fit."""

    document: Document
    program: Program | None
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.WARNING]

    @property
    def settings_fit(self) -> bool:
        """Whether every question can be put on a page; where one cannot, only its problem can be shown."""
        return not any(problem.code == BAD_SETTINGS for problem in self.problems)


def compile_draft(
    document: Document, published: Document | None = None, coming: copied_in.Blocks | None = None
) -> Compilation:
    """Copy in reusable blocks, expand reusable lists, retire what `published` had and the draft has no more, and compile.

    The document that comes of it is the one that would be published. Gives all problems, in the order of places.
    `coming`: forms that will be live by then, as they will be.
    """
    wanted = copied_in.named_in(document)
    blocks = {**copied_in.live(wanted), **(coming or {})}
    document = copied_in.copied_in(document, blocks)
    problems = unknown_types(document)
    if problems:
        return Compilation(document, None, problems)
    lists = {
        choice_list.key: choice_list.as_choices()
        for choice_list in ChoiceList.objects.filter(key__in=_list_keys(document)).prefetch_related("items")
    }
    expanded = document.model_copy(
        update={"pages": tuple(_expand_page(page, lists) for page in document.pages)}
    )
    if published is not None:
        expanded = retire_missing(published, expanded, types.__contains__)
    expanded = with_hashes(freed_of_rules(_with_calculations(expanded)))
    program, found = compile_document(expanded, value_types(), fixed_values=fixed_values())
    missing = _missing_blocks(document, wanted - blocks.keys())
    compiled = Compilation(expanded, program, [*missing, *_type_problems(expanded, lists), *found])
    return compiled if compiled.settings_fit else replace(compiled, program=None)


def program_of(document: Document, frozen_order: Iterable[tuple[str, str]] | None = None) -> Program:
    """Compile a published document, which has its choices in it; `NotCompiled` if that fails."""
    problems = unknown_types(document)
    program = None
    if not problems:
        program, problems = compile_document(document, value_types(), frozen_order)
    if program is None:
        raise NotCompiled(problems)
    return program


def value_types() -> dict[str, ValueType]:
    return {question_type.name: question_type.value_type for question_type in types}


def fixed_values() -> dict[str, frozenset[str]]:
    return {question_type.name: question_type.values for question_type in types if question_type.values}


def unknown_types(document: Document) -> list[Problem]:
    return [
        Problem(
            "unknown-type",
            part_id=question.id,
            key=question.key,
            params={"type": question.type},
            message=f"There is no question type {question.type!r}.",
        )
        for question, _ in questions(document)
        if question.type not in types
    ]


def _missing_blocks(document: Document, missing: Collection[str]) -> list[Problem]:
    return [
        Problem(
            "unknown-block",
            part_id=place.part.id,
            key=place.part.key,
            params={"form": place.part.block},
            message=f"There is no live form {place.part.block!r}.",
        )
        for place in walk(document)
        if isinstance(place.part, Group) and place.part.block in missing
    ]


def _list_keys(document: Document) -> set[str]:
    return {question.choice_list for question, _ in questions(document) if question.choice_list}


Lists = dict[str, tuple[Choice, ...]]


def _expand_page(page: Page, lists: Lists) -> Page:
    return page.model_copy(update={"items": tuple(_expand_item(item, lists) for item in page.items)})


def _expand_item(item: Item, lists: Lists) -> Item:
    if not isinstance(item, Question):
        return item.model_copy(update={"items": tuple(_expand_item(inner, lists) for inner in item.items)})
    if item.choice_list in lists:
        return item.model_copy(update={"choices": lists[item.choice_list]})
    fixed = _fixed(item)
    return item.model_copy(update={"choices": fixed}) if fixed else item


def _fixed(question: Question) -> tuple[Choice, ...]:
    """The choices its type brings; none where the settings do not fit, which is told as a problem."""
    try:
        return types.of(question).fixed(question)
    except SettingsError:
        return ()


def _outside_rows(document: Document) -> dict[str, Question]:
    return {question.key: question for question, repeat in questions(document) if repeat is None}


def _with_calculations(document: Document) -> Document:
    """The document with the rules that settings stand for written out."""
    beside = _outside_rows(document)
    pages = tuple(
        page.model_copy(update={"items": tuple(_calculated(item, beside) for item in page.items)})
        for page in document.pages
    )
    return document.model_copy(update={"pages": pages})


def _calculated(item: Item, beside: Mapping[str, Question]) -> Item:
    if not isinstance(item, Question):
        return item.model_copy(update={"items": tuple(_calculated(inner, beside) for inner in item.items)})
    try:
        rule = types.of(item).calculation(item, beside)
    except SettingsError:
        return item  # told as a problem of the settings
    return item if rule == item.calculate else item.model_copy(update={"calculate": rule})


def _type_problems(document: Document, lists: Lists) -> list[Problem]:
    beside = _outside_rows(document)
    return [
        problem
        for question, _ in questions(document)
        for problem in _question_problems(question, lists, beside)
    ]


def _question_problems(question: Question, lists: Lists, beside: Mapping[str, Question]) -> Iterator[Problem]:
    """What the type has to say about one question."""
    question_type = types.of(question)

    def problem(
        code: str,
        message: str,
        severity: Severity = Severity.ERROR,
        params: Mapping[str, object] | None = None,
    ) -> Problem:
        return Problem(code, severity, question.id, question.key, params=params or {}, message=message)

    if question.choice_list and question.choice_list not in lists:
        named = {"list": question.choice_list}
        yield problem("unknown-list", f"There is no choice list {question.choice_list!r}.", params=named)
    elif question_type.uses_choices and not question.choices:
        yield problem("no-choices", "There is nothing to choose.")
    if question.filterable and question_type.is_sealed(question):
        yield problem("sealed-filter", "Sealed answers cannot be filtered.")
    if question_type.asked and not any(question.label.values()):
        yield problem("no-label", "The question has no text.")
    try:
        question_type.settings_model.model_validate(question.settings)
        for setting, reason in question_type.objections(question, beside):
            yield problem(BAD_SETTINGS, f"{setting}: {reason}", params={"setting": setting, "reason": reason})
    except SettingsError as error:
        first = error.errors()[0]
        setting, reason = ".".join(map(str, first["loc"])), first["msg"]
        yield problem(BAD_SETTINGS, f"{setting}: {reason}", params={"setting": setting, "reason": reason})

"""A pack checked as a whole: what its files say about each other, and every form compiled. Writes nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_builder import schema
from forms_builder.compiling import compile_draft
from forms_builder.logic import Problem, Severity
from forms_builder.questions import types
from forms_builder.schema import Choice, Document, Group, Item, Page, Question, Repeat, questions
from registry.packs.blocks_first import blocks_first, rings
from registry.packs.forms import UnknownBlock, choice_json, document_of, waiting
from registry.packs.loading import FormFile, Pack, locate
from registry.packs.parts import PlacePart, RecordTypePart
from registry.packs.problems import PackProblem
from registry.packs.type_problems import type_problems
from registry.packs.workflows import (
    blind_problems,
    consent_problems,
    contact_problems,
    guard_problems,
    rollup_problems,
    signing_problems,
    workflow_problems,
)

Lists = dict[str, tuple[Choice, ...]]


@dataclass
class Checked:
    """What checking found. `documents` are the forms that can be read, by key; they may still have problems."""

    documents: dict[str, Document] = field(default_factory=dict)
    asked: dict[str, Document] = field(default_factory=dict)
    """The same forms as they would be published: with choices, and with the questions of the forms they name."""
    problems: list[PackProblem] = field(default_factory=list)
    warnings: list[PackProblem] = field(default_factory=list)


def check_pack(pack: Pack) -> Checked:
    """Check all of `pack`. It can be applied when there are no problems; warnings are for people to know."""
    checked = Checked()
    lists = {part.key: tuple(Choice(**choice_json(choice)) for choice in part.choices) for part in pack.lists}
    files = {file.form.key: file for file in pack.forms}
    for file in pack.forms:
        _read_form(file, pack, checked)
    for key, draft in blocks_first(checked.documents).items():
        _check_form(files[key], draft, lists, checked)
        checked.warnings += _waiting(files[key], pack)
    checked.problems += [*_rings(files, checked.documents), *_twice(pack), *_references(pack)]
    checked.problems += type_problems(pack, checked.asked)
    for record_type in pack.record_types:
        document = checked.asked.get(record_type.form)
        if document:
            checked.problems += _record_type(record_type, document)
            checked.problems += workflow_problems(pack, record_type, checked.asked)
            checked.warnings += blind_problems(pack, record_type)
            checked.problems += guard_problems(record_type, document)
            checked.problems += signing_problems(pack, record_type)
            checked.problems += consent_problems(pack, record_type)
            checked.problems += rollup_problems(pack, record_type, checked.asked)
            checked.problems += contact_problems(pack, record_type, checked.asked)
    return checked


# -- Forms -----------------------------------------------------------------------------------------------------------


def _read_form(file: FormFile, pack: Pack, checked: Checked) -> None:
    name = file.source.name
    try:
        checked.documents[file.form.key] = document_of(file.form, pack.blocks)
    except UnknownBlock as error:
        checked.problems.append(PackProblem(name, f"There is no block {error.args[0]!r} in blocks.yaml."))
    except schema.DocumentError as error:
        checked.problems += [
            PackProblem(name, what, tuple(where.split("."))) for where, what in error.problems
        ]


def _check_form(file: FormFile, document: Document, lists: Lists, checked: Checked) -> None:
    """Compile a form. Those whose questions it asks have been looked at before it."""
    known, missing = with_choices(document, lists)
    checked.asked[file.form.key] = known
    for question in missing:
        message = f"There is no list {question.choice_list!r} in lists.yaml."
        checked.problems.append(_at(file, question.key, message))
    if missing:
        return
    compiled = compile_draft(known, coming=checked.asked)
    checked.asked[file.form.key] = compiled.document
    for problem in compiled.problems:
        found = checked.problems if problem.severity is Severity.ERROR else checked.warnings
        found.append(_at(file, problem.key, problem.message or problem.code, problem))


def _waiting(file: FormFile, pack: Pack) -> Iterator[PackProblem]:
    for key, what in waiting(file.form, pack.blocks):
        yield _at(file, key, f"The calculation waits for {what}.")


def _rings(files: Mapping[str, FormFile], documents: Mapping[str, Document]) -> Iterator[PackProblem]:
    for ring in rings(documents):
        names = ", ".join(map(repr, ring))
        yield PackProblem(
            files[ring[0]].source.name, f"Forms that ask each other's questions in a circle: {names}."
        )


def _at(file: FormFile, key: str, message: str, problem: Problem | None = None) -> PackProblem:
    path = (key, problem.rule) if problem and problem.rule else (key,)
    if problem and problem.rule and problem.position:
        message = f"{message} (at character {problem.position + 1})"
    return PackProblem(file.source.name, message, path, _line_of_key(file, key))


def _line_of_key(file: FormFile, key: str) -> int:
    """The line where a part begins; 0 for one that a block brought in."""
    for path, line in file.source.lines.items():
        if (
            path
            and path[-1] in ("question", "repeat", "group", "page")
            and _value_at(file.source.data, path) == key
        ):
            return line
    return 0


def _value_at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def with_choices(document: Document, lists: Lists) -> tuple[Document, list[Question]]:
    """The document with the pack's own lists copied in, and the questions whose list is not there."""
    missing = [
        question
        for question, _ in questions(document)
        if question.choice_list and question.choice_list not in lists
    ]
    pages = tuple(_filled(page, lists) for page in document.pages)
    return document.model_copy(update={"pages": pages}), missing


def _filled(part: Page | Item, lists: Lists) -> Page | Item:
    if isinstance(part, Page | Group | Repeat):
        return part.model_copy(update={"items": tuple(_filled(item, lists) for item in part.items)})
    if part.choice_list in lists:
        return part.model_copy(update={"choices": lists[part.choice_list], "choice_list": ""})
    return part


# -- The other files -------------------------------------------------------------------------------------------------


def _twice(pack: Pack) -> Iterator[PackProblem]:
    """Keys that are there twice, kind by kind."""
    kinds: dict[str, Iterable[str]] = {
        "lists": (part.key for part in pack.lists),
        "forms": (file.form.key for file in pack.forms),
        "offices": (part.key for part in pack.offices),
        "places": (place.code for place in all_places(pack.places)),
        "organisations": (part.key for part in pack.organisations),
        "record_types": (part.key for part in pack.record_types),
        "workflows": (part.key for part in pack.workflows),
        "roles": (part.key for part in pack.roles),
        "grants": (f"{part.role} {part.record_type} {part.scope.value}" for part in pack.grants),
        "demo": (part.email for part in pack.demo.people),
    }
    for kind, keys in kinds.items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield PackProblem("forms" if kind == "forms" else f"{kind}.yaml", f"{key!r} is there twice.")


def all_places(places: Iterable[PlacePart]) -> Iterator[PlacePart]:
    for place in places:
        yield place
        yield from all_places(place.inside)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Something that a file says about another: where it says it, and what must be there."""

    file: str
    path: tuple[str | int, ...]
    what: str
    key: str | None


def _mentions(pack: Pack) -> Iterator[_Mention]:
    for index, record_type in enumerate(pack.record_types):
        yield _Mention("record_types", (index, "form"), "form", record_type.form)
        yield _Mention("record_types", (index, "parent"), "record type", record_type.parent)
        yield _Mention("record_types", (index, "workflow"), "workflow", record_type.workflow)
        for place, rollup in enumerate(record_type.rollups):
            yield _Mention("record_types", (index, "rollups", place), "record type", rollup.record_type)
    for index, organisation in enumerate(pack.organisations):
        yield _Mention("organisations", (index, "office"), "office", organisation.office)
    for index, grant in enumerate(pack.grants):
        yield _Mention("grants", (index, "role"), "role", grant.role)
        yield _Mention("grants", (index, "record_type"), "record type", grant.record_type)
    for index, person in enumerate(pack.demo.people):
        yield _Mention("demo", ("people", index, "role"), "role", person.role)
        for office in person.offices:
            yield _Mention("demo", ("people", index, "offices"), "office", office)
    for index, record in enumerate(pack.demo.records):
        yield _Mention("demo", ("records", index, "by"), "person", record.by)
        yield _Mention("demo", ("records", index, "office"), "office", record.office)
        yield _Mention("demo", ("records", index, "record_type"), "record type", record.record_type)


def _references(pack: Pack) -> Iterator[PackProblem]:
    """What one file says about another that does not have it."""
    known: dict[str, set[str]] = {
        "form": {file.form.key for file in pack.forms},
        "office": {part.key for part in pack.offices},
        "record type": {part.key for part in pack.record_types},
        "role": {part.key for part in pack.roles},
        "workflow": {part.key for part in pack.workflows},
        "person": {part.email for part in pack.demo.people},
    }
    for mention in _mentions(pack):
        if mention.key is not None and mention.key not in known[mention.what]:
            source = pack.sources[mention.file]
            path, names = locate(source.data, mention.path)
            message = f"There is no {mention.what} {mention.key!r}."
            yield PackProblem(source.name, message, names, source.line_of(path))


FIXED_COLUMNS = {"_reference", "_status", "_office", "_owner", "_created_at", "_updated_at"}
"""What every record has; the names begin with _ because a question may be called `status`."""


def _record_type(part: RecordTypePart, document: Document) -> Iterator[PackProblem]:
    """Columns and filters name questions of the form, outside rows, and none that is sealed."""
    outside_rows = {question.key: question for question, repeat in questions(document) if repeat is None}
    used = [("list_columns", key) for key in part.list_columns]
    used += [("filters", key) for key in part.filters] + [("profile", key) for key in part.profile]
    used += [("on_paper", key) for key in part.on_paper] + [("alike_by", key) for key in part.alike_by]
    used.append(("sort", part.sort.lstrip("-")))
    for name, key in used:
        if key in FIXED_COLUMNS:
            continue
        question = outside_rows.get(key)
        if question is None:
            yield _column(part, name, f"The form {part.form!r} has no question {key!r} outside its rows.")
        elif (
            name not in ("profile", "on_paper")
            and question.type in types
            and types.of(question).is_sealed(question)
        ):
            yield _column(part, name, f"{key!r} is sealed: lists cannot show it or filter by it.")
        elif name in ("filters", "sort", "alike_by") and not question.filterable:
            yield _column(part, name, f"{key!r} is not filterable in the form.")
        elif name == "sort" and types.of(question).many:
            yield _column(part, name, f"{key!r} takes several answers: lists cannot be ordered by it.")


def _column(part: RecordTypePart, name: str, message: str) -> PackProblem:
    return PackProblem("record_types.yaml", message, (part.key, name))

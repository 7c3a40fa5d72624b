"""Values that are set once while a form is filled in: worked-out defaults, and what another answer's change puts in.

`logic.setting` works them out; here they become answers of their question's type, in their place.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from forms_builder.filling.reading import look_up
from forms_builder.logic import ROW_ID, Moment, Path, Program, blank
from forms_builder.logic.setting import Changed, differing, triggered, worked_out
from forms_builder.questions import types
from forms_builder.schema import Question

Answers = Mapping[str, Any]


def set_once(
    program: Program, answers: Answers, moment: Moment, wanted: Iterable[tuple[Path, str]]
) -> dict[str, Any]:
    """The answers with these defaults worked out, place by place."""
    return with_values(answers, _typed(program, dict(worked_out(program, answers, moment, wanted))))


def in_new_rows(
    program: Program, before: Answers, after: Answers, moment: Moment, typed: Collection[Path]
) -> dict[str, Any]:
    """`after` with what the rows that were not there `before` begin with; what was typed there stays as typed."""
    old = _row_ids(before)
    wanted = [
        (path, question.default)
        for question in program.row_defaults
        for path in _places(program, question, after)
        if look_up(after, (*path[:-1], ROW_ID)) not in old
        and path not in typed
        and blank(look_up(after, path))
    ]
    return set_once(program, after, moment, wanted) if wanted else dict(after)


def on_change(
    program: Program, after: Answers, moment: Moment, changed: Changed
) -> tuple[dict[str, Any], set[Path]]:
    """`after` with what the changed answers trigger, and the places that were set."""
    found = triggered(program, after, moment, changed)
    return with_values(after, _typed(program, found)), set(found)


def as_if_typed(program: Program, before: Answers, after: Answers, moment: Moment) -> dict[str, Any]:
    """`after`, sent all at once, with what it triggers where nothing was sent."""
    differs = differing(before, after)

    def changed(target: Path, source: Path) -> bool:
        return blank(look_up(after, target)) and differs(source)

    return on_change(program, after, moment, changed)[0]


def with_values(answers: Answers, values: Mapping[Path, Any]) -> dict[str, Any]:
    """The answers with others in some places; blank ones are taken out."""
    found = dict(answers)
    for path, value in values.items():
        _put(found, path, value)
    return found


def _put(answers: dict[str, Any], path: Path, value: Any) -> None:
    """Only what is on the way is copied."""
    here: Any = answers
    for step in path[:-1]:
        here[step] = list(here[step]) if isinstance(here[step], list) else dict(here[step])
        here = here[step]
    if blank(value):
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value


def _typed(program: Program, values: Mapping[Path, str | int | None]) -> dict[Path, Any]:
    found = {}
    for path, value in values.items():
        question = program.by_key[str(path[-1])].part
        if isinstance(question, Question):
            found[path] = types.of(question).from_rule(value)
    return found


def _places(program: Program, question: Question, answers: Answers) -> list[Path]:
    """Where a question in a repeat stands, row by row."""
    rows = [part.key for part in program.by_key[question.key].parents if part.kind == "repeat"]
    places: list[Path] = [()]
    for key in rows:
        places = [
            (*at, key, index) for at in places for index in range(len(look_up(answers, (*at, key)) or []))
        ]
    return [(*at, question.key) for at in places]


def _row_ids(answers: Any) -> set[Any]:
    """The ids of all rows, at any depth."""
    found = set()
    for rows in answers.values():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping):
                found |= {row.get(ROW_ID), *_row_ids(row)}
    return found

"""Labels from outside the form, fetched together: a list names twenty-five places with one question to the database."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from forms_builder.options import option_sources
from forms_builder.questions import types
from forms_builder.questions.outside import OutsideType
from forms_builder.schema import Question
from registry.answers import each


def at_hand(pairs: Iterable[tuple[str, str]], language: str) -> AbstractContextManager[None]:
    """A block in which the labels of these (source, value) pairs need no query."""
    return option_sources.at_hand(pairs, language)


def in_answers(questions: Mapping[str, Question], answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(source, value) of every answer that points outside the form, rows included."""
    for key, _row, answer in each(answers):
        if key in questions:
            yield from in_values(questions[key], [answer])


def in_values(question: Question | None, values: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """(source, value) of some answers to one question; nothing for a question whose answers explain themselves."""
    kind = types.of(question) if question else None
    if isinstance(kind, OutsideType):
        yield from ((kind.source, str(value)) for value in values if value)

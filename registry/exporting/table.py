"""The cells of many records as a format says them, column by column: a loop that no cell has to go through alone."""

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

from import_export.fields import Field

from registry.exporting.resource import AnswerField, Reader, TypedResource
from registry.exporting.said import Said


class Table:
    """The columns of one resource, for the length of one file. `said`: of cells that are an answer as it stands, or no
    answer at all; what has to be made of an answer is remembered with its column.
    """

    def __init__(self, resource: TypedResource, said: Said) -> None:
        self.headings: list[str] = resource.get_export_headers()
        self._columns = [_column(resource, field, said) for field in resource.fields.values()]

    def columns(self, instances: Sequence[Any]) -> list[list[str]]:
        """The texts of records or rows, one list a column."""
        answers = by_key([instance.answers for instance in instances])
        return [
            said.column(answers(read) if isinstance(read, str) else list(map(read, instances)))
            for read, said in self._columns
        ]


def _column(resource: TypedResource, field: Field, said: Said) -> tuple[str | Reader, Said]:
    """Where its values are from, the key of a question or what reads an instance, and who says them."""
    if not isinstance(field, AnswerField):
        return resource.reader(field), said
    return field.column.question.key, said if field.plain_key else Said(
        lambda answer: said.say(field.made(answer))
    )


def by_key(answers: Sequence[dict[str, Any]]) -> Callable[[str], Sequence[Any]]:
    """What gives the answers to one question. Where all have answered the same ones, in the same order, they are turned
    round at once instead of looked up one by one.
    """
    shapes = set(map(tuple, answers))
    if len(shapes) != 1:
        return lambda key: list(map(dict.get, answers, repeat(key)))
    turned: dict[str, Sequence[Any]] = dict(
        zip(shapes.pop(), zip(*map(dict.values, answers), strict=True), strict=True)
    )
    unanswered = [None] * len(answers)
    return lambda key: turned.get(key, unanswered)

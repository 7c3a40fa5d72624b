"""The choice lists of a form as expressions read them: `instance('list')/root/item`, `pulldata`, choice filters.

A list never changes, so its tree and the tables over its columns are built once, at first use, and kept with the
compiled form.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import JsonValue

from forms_builder.expressions import Node
from forms_builder.schema import Choice, Document, Question, questions
from forms_builder.schema.document import text_in

ITEM = "item"
ENDINGS = (".csv", ".xml", ".geojson")


class ChoiceTable:
    """Choices, by value and as a tree. Its columns are `name`, `label`, `label::xx` and what filters compare."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self.choices = choices

    @cached_property
    def by_value(self) -> dict[str, Choice]:
        return {choice.value: choice for choice in self.choices}

    @cached_property
    def offered(self) -> tuple[Choice, ...]:
        """Without the retired ones."""
        kept = tuple(choice for choice in self.choices if not choice.retired)
        return self.choices if len(kept) == len(self.choices) else kept

    @cached_property
    def root(self) -> Node:
        blank = {column: "" for choice in self.choices for column in choice.filters}
        return Node("root", children=[_as_item(choice, blank) for choice in self.choices])

    @cached_property
    def choice_of(self) -> dict[Node, Choice]:
        """Item of the tree → its choice."""
        return dict(zip(self.root.children, self.choices, strict=True))

    @cached_property
    def _cells(self) -> dict[str, dict[str, Node]]:
        return {}

    def row(self, column: str, value: str) -> Node | None:
        """The first item with this value in a column."""
        if column not in self._cells:
            found: dict[str, Node] = {}
            for item in self.root.children:
                if (text := cell(item, column)) is not None:
                    found.setdefault(text, item)
            self._cells[column] = found
        return self._cells[column].get(value)


def cell(item: Node, column: str) -> str | None:
    return next((child.text for child in item.children if child.name == column), None)


def _as_item(choice: Choice, blank: Mapping[str, str]) -> Node:
    """As ODK lays out a list item: its columns are children, an empty cell is blank. The list's own come before ours."""
    columns = {"label": text_in(choice.label, ""), **blank, **choice.filters, "name": choice.value}
    return Node(ITEM, children=[Node(name, text) for name, text in columns.items()])


@dataclass(frozen=True)
class Lists(Mapping[str, Node]):
    """The lists of a document by name, and the table of each question. A list that is not there has no items."""

    tables: Mapping[str, ChoiceTable]
    of_question: Mapping[str, ChoiceTable]
    """Question id → its choices."""

    def table(self, name: str) -> ChoiceTable | None:
        return self.tables.get(name) or self.tables.get(_without_ending(name))

    def __getitem__(self, name: str) -> Node:
        table = self.table(name)
        return table.root if table else Node("root")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.table(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


def lists_of(document: Document) -> Lists:
    """Questions that share their choices share a table."""
    asked = [question for question, _ in questions(document) if question.choices]
    shared: dict[int, ChoiceTable] = {}
    of_question: dict[str, ChoiceTable] = {}
    tables: dict[str, ChoiceTable] = {}
    for question in asked:
        table = shared.setdefault(id(question.choices), ChoiceTable(question.choices))
        of_question[question.id] = table
        if name := list_name(question):
            tables.setdefault(name, table)
    for name, choices in _unused(document):
        tables.setdefault(name, ChoiceTable(choices))
    return Lists(tables, of_question)


def list_name(question: Question) -> str:
    """What `instance()` calls the question's list: the reusable list's key, or the name it was imported with."""
    kept = question.extra.get("list")
    return question.choice_list or (kept if isinstance(kept, str) else "")


def _unused(document: Document) -> Iterable[tuple[str, tuple[Choice, ...]]]:
    """Lists of an imported workbook that no question offers, but a rule may read."""
    kept = document.extra.get("xlsform")
    for place in ("unused_lists", "file_lists"):
        unused: JsonValue = kept.get(place, {}) if isinstance(kept, dict) else {}
        for name, choices in unused.items() if isinstance(unused, dict) else ():
            if isinstance(choices, list):
                yield name, tuple(Choice.model_validate(choice) for choice in choices)


def _without_ending(name: str) -> str:
    return next((name[: -len(ending)] for ending in ENDINGS if name.endswith(ending)), name)

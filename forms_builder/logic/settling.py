"""When all is calculated: walk the form, keep what is shown, drop what is not, find what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms_builder import expressions
from forms_builder.expressions import Node
from forms_builder.logic.answers import ROW_ID, Path, blank
from forms_builder.logic.choosing import judge, narrow
from forms_builder.logic.outcome import Evaluation, Fault, FaultKind
from forms_builder.logic.program import RuleKind
from forms_builder.logic.state import State
from forms_builder.schema import Choice, Group, Item, Prefill, Question, Repeat, Required


class Settlement:
    """The walk, and what it gathers."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.relevant: set[Path] = set()
        self.required: set[Path] = set()
        self.missing: list[Path] = []
        self.hidden: list[Path] = []
        self.choices: dict[Path, tuple[Choice, ...]] = {}

    def result(self) -> Evaluation:
        kept: dict[str, Any] = {}
        state = self.state
        for page in state.program.document.pages:
            shown = state.tree.nodes[page.id][0].relevant
            if shown:
                self.relevant.add(("page", page.key))
            self.collect(page.items, state.given, (), kept, shown)
        return Evaluation(
            kept,
            frozenset(self.relevant),
            frozenset(self.required),
            tuple(state.faults),
            tuple(self.missing),
            tuple(self.hidden),
            self.choices,
        )

    def collect(
        self, items: Sequence[Item], given: Mapping[str, Any], at: Path, kept: dict[str, Any], shown: bool
    ) -> None:
        for item in items:
            path = (*at, item.key)
            if isinstance(item, Repeat):
                self.collect_rows(item, given, path, kept, shown)
                continue
            node = self.state.tree.at[path]
            visible = shown and node.relevant
            if visible:
                self.relevant.add(path)
            if isinstance(item, Group):
                self.collect(item.items, given, at, kept, visible)
            elif visible:
                self.settle(item, node, given.get(item.key), path, kept)
            elif not blank(given.get(item.key)) and not item.is_calculated and not item.retired:
                self.hidden.append(path)

    def collect_rows(
        self, repeat: Repeat, given: Mapping[str, Any], path: Path, kept: dict[str, Any], shown: bool
    ) -> None:
        around = self.state.tree.at.get(path[:-1]) or self.state.tree.root
        visible = shown and self.holds_for_all(repeat, around)
        rows: list[dict[str, Any]] = []
        for index, row in enumerate(given.get(repeat.key) or []):
            here = (*path, index)
            inner: dict[str, Any] = {ROW_ID: row[ROW_ID]} if ROW_ID in row else {}
            row_shown = visible and self.state.tree.at[here].relevant
            if row_shown:
                self.relevant.add(here)
            self.collect(repeat.items, row, here, inner, row_shown)
            rows.append(inner)
        if visible:
            self.relevant.add(path)
            self.count_rows(repeat, around, len(rows), path)
            if rows:
                kept[repeat.key] = rows

    def holds_for_all(self, repeat: Repeat, around: Node) -> bool:
        """Whether the repeat is shown at all, also while it has no row to ask."""
        return self.state.holds(self.state.program.rule(repeat.id, RuleKind.RELEVANT), around)

    def count_rows(self, repeat: Repeat, around: Node, count: int, path: Path) -> None:
        rule = self.state.program.rule(repeat.id, RuleKind.COUNT)
        if rule is not None:
            value = self.state.value(rule, around)
            wanted = float("nan") if value is None else expressions.to_number(value)
            if wanted == wanted and count != int(wanted):
                self.fault(FaultKind.ROWS, path, exactly=int(wanted), rows=count)
        elif not repeat.minimum <= count <= repeat.maximum:
            self.fault(FaultKind.ROWS, path, least=repeat.minimum, most=repeat.maximum, rows=count)

    def settle(self, question: Question, node: Node, given: Any, path: Path, kept: dict[str, Any]) -> None:
        """One shown question."""
        answer = self.state.computed.get(path) if question.is_calculated else given
        if question.choices:
            allowed = narrow(self.state, question, node, answer)
            if len(allowed) != len(question.choices):
                self.choices[path] = allowed
            table = self.state.program.lists.of_question[question.id]
            self.state.faults.extend(judge(table, allowed, answer, path))
        if self.is_required_by_rule(question, node):
            self.required.add(path)
        if not blank(answer):
            kept[question.key] = answer
            self.constrain(question, node, path)
        elif not question.is_calculated and question.prefill is not Prefill.REFERENCE:
            self.require(question, path)

    def require(self, question: Question, path: Path) -> None:
        if question.required is Required.YES or path in self.required:
            self.state.faults.append(Fault(FaultKind.REQUIRED, path, question.required_message))
        elif question.required is Required.SOFT:
            self.missing.append(path)

    def is_required_by_rule(self, question: Question, node: Node) -> bool:
        """A rule that fails asks for nothing."""
        rule = self.state.program.rule(question.id, RuleKind.REQUIRED)
        value = self.state.value(rule, node) if rule else None
        return value is not None and expressions.to_boolean(value)

    def constrain(self, question: Question, node: Node, path: Path) -> None:
        rule = self.state.program.rule(question.id, RuleKind.CONSTRAINT)
        if not self.state.holds(rule, node):
            self.state.faults.append(Fault(FaultKind.CONSTRAINT, path, question.check_message))

    def fault(self, kind: FaultKind, path: Path, **params: Any) -> None:
        self.state.faults.append(Fault(kind, path, {}, params))

"""An evaluation on its way: the tree, what was calculated, what was found wrong so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from forms_builder import expressions
from forms_builder.expressions import MAX_STEPS, ExpressionError, Node, Scope, Value
from forms_builder.logic.answers import Answers, Path
from forms_builder.logic.outcome import Fault, FaultKind, Moment
from forms_builder.logic.program import Program, Rule
from forms_builder.logic.surroundings import Surroundings
from forms_builder.logic.tree import AnswerTree, plant, resolver

Found = TypeVar("Found")
MAX_STEPS_IN_ALL = 5_000_000
"""Nodes that the rules of one form may visit together in one evaluation: a few seconds at most."""


@dataclass
class State:
    program: Program
    given: Answers
    tree: AnswerTree
    scope: Scope
    computed: dict[Path, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    steps_left: int = MAX_STEPS_IN_ALL

    @classmethod
    def begin(cls, program: Program, given: Answers, moment: Moment) -> "State":
        tree = plant(program.document, given)
        outside = Surroundings(program)
        scope = Scope(
            context=tree.root,
            root=tree.root,
            now=moment.now,
            resolve=resolver(tree, program.named),
            language=moment.language,
            instances=program.lists,
            choices=outside.choice_name,
            texts=outside.text,
            pulldata=outside.cell,
        )
        return cls(program, given, tree, scope)

    def value(self, rule: Rule, node: Node) -> Value | None:
        """The rule's value with `node` as `.`; None and a fault if it fails."""
        return self.attempt(rule, node, lambda: expressions.evaluate(rule.expression, self.scope))

    def chosen(self, rule: Rule, node: Node, items: Node) -> list[Node] | None:
        """The items of a list that a choice filter keeps for the question at `node`; None and a fault if it fails."""
        return self.attempt(rule, node, lambda: expressions.choose(rule.expression, self.scope, items))

    def attempt(self, rule: Rule, node: Node, evaluate: Callable[[], Found]) -> Found | None:
        """Evaluate within what is left of the steps."""
        scope = self.scope
        scope.context = node
        scope.max_steps = min(MAX_STEPS, self.steps_left)
        try:
            return evaluate()
        except ExpressionError as error:
            self.failed(rule, node, error)
            return None
        finally:
            self.steps_left -= scope.max_steps - max(scope.steps_left, 0)

    def failed(self, rule: Rule, node: Node, error: ExpressionError) -> None:
        params = {"rule": rule.kind.value, "reason": error.message}
        self.faults.append(Fault(FaultKind.RULE, self.tree.paths.get(node, ()), {}, params))

    def holds(self, rule: Rule | None, node: Node) -> bool:
        """Whether a rule is true; one that is missing or fails lets pass, so a faulty rule hides nothing."""
        if rule is None:
            return True
        value = self.value(rule, node)
        return value is None or expressions.to_boolean(value)

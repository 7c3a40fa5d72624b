"""An evaluation on its way: the tree, what was calculated, what was found wrong so far."""

from dataclasses import dataclass, field
from typing import Any

from forms_builder import expressions
from forms_builder.expressions import ExpressionError, Node, Scope, Value
from forms_builder.logic.answers import Answers, Path
from forms_builder.logic.outcome import Fault, FaultKind, Moment
from forms_builder.logic.program import Program, Rule
from forms_builder.logic.tree import AnswerTree, Resolve, plant, resolver


@dataclass
class State:
    program: Program
    given: Answers
    moment: Moment
    tree: AnswerTree
    resolve: Resolve
    computed: dict[Path, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def begin(cls, program: Program, given: Answers, moment: Moment) -> "State":
        tree = plant(program.document, given)
        ids = {key: place.part.id for key, place in program.by_key.items()}
        return cls(program, given, moment, tree, resolver(tree, ids))

    def value(self, rule: Rule, node: Node, reader: Node | None = None) -> Value | None:
        """The rule's value with `node` as `.`; names are looked up from `reader`. None and a fault if it fails."""
        here = reader or node
        scope = Scope(
            context=node,
            resolve=lambda name, seen: self.resolve(name, here if seen is node else seen),
            root=self.tree.root,
            now=self.moment.now,
            language=self.moment.language,
        )
        try:
            return expressions.evaluate(rule.expression, scope)
        except ExpressionError as error:
            params = {"rule": rule.kind.value, "reason": error.message}
            self.faults.append(Fault(FaultKind.RULE, self.tree.paths.get(here, ()), {}, params))
            return None

    def holds(self, rule: Rule | None, node: Node, reader: Node | None = None) -> bool:
        """Whether a rule is true; one that is missing or fails lets pass, so a faulty rule hides nothing."""
        if rule is None:
            return True
        value = self.value(rule, node, reader)
        return value is None or expressions.to_boolean(value)

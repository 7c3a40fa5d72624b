"""What an expression is evaluated against: the question's place in the answer tree, the clock and the hooks.

The caller fills it; the evaluator reads nothing else, so the same scope gives the same result.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from forms_builder.expressions.errors import fault
from forms_builder.expressions.nodes import Node, NodeSet

ChoiceName = Callable[[str, str, str], str | None]
"""(question name, choice value, language) -> the choice's label, None when there is none."""
Translate = Callable[[str, str], str | None]
"""(text id, language) -> the text: `jr:itext`."""
PullData = Callable[[str, str, str, str], str | None]
"""(file, column wanted, column searched, value) -> the cell: `pulldata`."""

MAX_STEPS = 100_000


def _no_questions(name: str, context: Node) -> NodeSet:
    raise LookupError(name)


@dataclass(slots=True)
class Scope:
    """One evaluation's surroundings.

    `context` is the question's own node (`.`), `root` the answer document or its top element (`/data` finds it),
    `resolve` finds `${name}` as seen from a node (see `nearest_named`). `today()` and `now()` come from `now`,
    whose time zone is the time zone of every date. `instances` maps a list name to its document or top element;
    these trees must not change: look-ups in them are indexed. `max_steps` caps the nodes visited.
    """

    context: Node
    root: Node
    now: datetime
    resolve: Callable[[str, Node], Iterable[Node]] = _no_questions
    language: str = "bn"
    instances: Mapping[str, Node] = field(default_factory=dict)
    choices: ChoiceName | None = None
    texts: Translate | None = None
    pulldata: PullData | None = None
    random: random.Random = field(default_factory=random.SystemRandom)
    max_steps: int = MAX_STEPS
    zone: tzinfo = field(init=False, default=UTC)
    steps_left: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("Scope.now needs a time zone.")
        self.zone = self.now.tzinfo
        self.steps_left = self.max_steps

    def spend(self, steps: int) -> None:
        """Count work done. Raises ExpressionError `too-much` when the cap is passed."""
        self.steps_left -= steps
        if self.steps_left < 0:
            raise fault("too-much", 0, limit=self.max_steps)


def document_of(root: Node) -> Node:
    """The document node an absolute path starts at; made (once) above a top element that has none."""
    if root.kind == "document":
        return root
    if root.parent is not None and root.parent.kind == "document":
        return root.parent
    return root.index_for("document", lambda: _document_over(root))  # type: ignore[return-value]


def _document_over(root: Node) -> Node:
    made = Node("", kind="document")
    made.children.append(root)
    return made

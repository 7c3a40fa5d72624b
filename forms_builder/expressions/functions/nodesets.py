"""Functions on node-sets: XPath 1.0 section 4.1, and ODK's counting and shuffling."""

from __future__ import annotations

from forms_builder.expressions.axes import with_id
from forms_builder.expressions.functions.registry import Refusal, function
from forms_builder.expressions.functions.strings import texts
from forms_builder.expressions.nodes import Node, NodeSet, string_value, top_of, weight
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import Value, ValueType

_LEHMER_PRIME = 2_147_483_647


@function("count", "nodes", ValueType.NUMBER)
def count(nodes: NodeSet) -> float:
    return float(len(nodes))


@function("count-non-empty", "nodes", ValueType.NUMBER)
def count_non_empty(nodes: NodeSet) -> float:
    return float(sum(1 for node in nodes if string_value(node)))


@function("name", "nodes.", ValueType.TEXT)
def name(nodes: NodeSet) -> str:
    return nodes[0].name if nodes else ""


@function("local-name", "nodes.", ValueType.TEXT)
def local_name(nodes: NodeSet) -> str:
    return name(nodes).rpartition(":")[2]


@function("namespace-uri", "nodes.", ValueType.TEXT)
def namespace_uri(nodes: NodeSet) -> str:
    """Answers have no namespaces."""
    return ""


@function("id", "any", ValueType.NODES, scope=True)
def by_id(scope: Scope, node: Node, value: Value) -> NodeSet:
    scope.spend(weight(top_of(node)))
    return NodeSet(with_id(node, " ".join(texts((value,))).split()))


@function("lang", "text", ValueType.BOOLEAN, scope=True)
def lang(scope: Scope, node: Node, wanted: str) -> bool:
    """Whether the nearest `xml:lang` is that language or a variety of it."""
    here: Node | None = node
    while here is not None:
        if "xml:lang" in here.attributes:
            given = here.attributes["xml:lang"].lower()
            return given == wanted.lower() or given.startswith(wanted.lower() + "-")
        here = here.parent
    return False


@function("randomize", "nodes number?", ValueType.NODES, scope=True)
def randomize(scope: Scope, node: object, nodes: NodeSet, seed: float | None = None) -> NodeSet:
    """The nodes shuffled; with a seed always the same way (ODK XForms: Park-Miller generator, Fisher-Yates)."""
    if seed is not None and seed != seed:
        raise Refusal()
    shuffled = list(nodes)
    state = _first_state(seed if seed is not None else scope.random.random() * _LEHMER_PRIME)
    for end in range(len(shuffled) - 1, 0, -1):
        state = state * 16_807 % _LEHMER_PRIME
        other = int((state - 1) / (_LEHMER_PRIME - 1) * (end + 1))
        shuffled[end], shuffled[other] = shuffled[other], shuffled[end]
    return NodeSet(shuffled)


def _first_state(seed: float) -> int:
    bounded = int(max(-1e18, min(1e18, seed)))
    state = bounded - _LEHMER_PRIME * int(bounded / _LEHMER_PRIME)
    return state if state > 0 else state + _LEHMER_PRIME - 1

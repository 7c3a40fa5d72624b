"""Builds small answer trees for the tests of expressions."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from forms_builder.expressions import Node, Scope, Value, evaluate, nearest_named, parse

DHAKA = ZoneInfo("Asia/Dhaka")
NOON = datetime(2026, 3, 15, 12, 0, tzinfo=DHAKA)

Answers = dict[str, Any]


def tree(answers: Answers, name: str = "data") -> Node:
    """A group: texts become questions, dicts groups, lists of dicts the rows of a repeat."""
    made = Node(name)
    for key, answer in answers.items():
        if isinstance(answer, dict):
            made.add(tree(answer, key))
        elif isinstance(answer, list):
            for row in answer:
                made.add(tree(row, key))
        else:
            made.add(Node(key, answer))
    return made


def child(node: Node, *names: str) -> Node:
    """The first child of each name, one below the other."""
    for name in names:
        node = next(found for found in node.children if found.name == name)
    return node


def scope_at(context: Node, root: Node, **more: Any) -> Scope:
    """Sunday 15 March 2026, noon in Dhaka, at a question of a tree."""
    return Scope(context, root, NOON, nearest_named(root), random=Random(1), **more)


def value_of(source: str, answers: Answers | None = None, at: str = "", **more: Any) -> Value:
    """The value of an expression, seen from the question `at` of these answers."""
    root = tree(answers or {})
    return evaluate(parse(source), scope_at(child(root, at) if at else root, root, **more))

"""Tokens to tree: the grammar of XPath 1.0 with `${name}` as a primary expression. Called by `parse` only."""

from __future__ import annotations

from typing import cast

from forms_builder.expressions.errors import ExpressionError, fault
from forms_builder.expressions.tokens import Token, tokenize
from forms_builder.expressions.tree import (
    AXES,
    Ast,
    Axis,
    Call,
    Chain,
    Filter,
    Negate,
    NodeTest,
    Number,
    Operator,
    Path,
    Reference,
    Step,
    Text,
)

MAX_DEPTH = 40
_LEVELS: dict[str, int] = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_UNARY_LEVEL = 7
_NODE_TESTS: dict[str, NodeTest] = {
    "node": "any-node",
    "text": "text",
    "comment": "comment",
    "processing-instruction": "instruction",
}


def parse_tree(source: str) -> Ast:
    """The tree of a whole expression. Raises ExpressionError."""
    return _Parser(tokenize(source)).whole()


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def sees(self, *symbols: str) -> bool:
        return self.token.kind == "symbol" and self.token.value in symbols

    def sees_call(self) -> bool:
        """A name with an opening bracket behind it."""
        following = self.tokens[self.place + 1] if self.token.kind == "name" else None
        return following is not None and following.kind == "symbol" and following.value == "("

    def expect(self, symbol: str) -> Token:
        if not self.sees(symbol):
            raise self.surprise()
        return self.take()

    def surprise(self) -> ExpressionError:
        token = self.token
        if token.kind == "end":
            return fault("empty" if self.place == 0 else "unexpected-end", token.at)
        return fault("unexpected", token.at, token.end - token.at, found=token.value)

    def whole(self) -> Ast:
        tree = self.expression()
        if self.token.kind != "end":
            raise self.surprise()
        return tree

    def expression(self) -> Ast:
        """One bracket level of an expression."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise fault("too-deep", self.token.at, limit=MAX_DEPTH)
        tree = self.chain(1)
        self.depth -= 1
        return tree

    def operator_level(self) -> int:
        """Precedence of the operator at hand; 0 when there is none."""
        token = self.token
        return _LEVELS.get(token.value, 0) if token.kind in ("symbol", "name") else 0

    def chain(self, lowest: int) -> Ast:
        """Operators of precedence `lowest` or tighter, each precedence as one flat chain."""
        left = self.unary() if lowest <= _UNARY_LEVEL else self.path()
        while (level := self.operator_level()) >= lowest:
            operands: list[Ast] = [left]
            operators: list[Operator] = []
            while self.operator_level() == level:
                operators.append(cast(Operator, self.take().value))
                operands.append(self.chain(level + 1))
            left = _chain(operands, operators)
        return left

    def unary(self) -> Ast:
        at = self.token.at
        minuses = 0
        while self.sees("-"):
            self.take()
            minuses += 1
        operand = self.chain(_UNARY_LEVEL + 1)
        if not minuses:
            return operand
        negated = Negate(at, operand.end, operand)
        return negated if minuses % 2 else Negate(at, operand.end, negated)

    def path(self) -> Ast:
        """A location path, or a primary expression with predicates and further steps."""
        at = self.token.at
        if self.sees("/", "//"):
            return self.absolute_path()
        if not self.starts_primary():
            steps = self.steps()
            return Path(at, steps[-1].end, None, False, tuple(steps))
        base = self.primary()
        predicates = self.predicates()
        if predicates:
            base = Filter(at, self.tokens[self.place - 1].end, base, predicates)
        if not self.sees("/", "//"):
            return base
        steps = self.more_steps()
        return Path(at, steps[-1].end, base, False, tuple(steps))

    def absolute_path(self) -> Path:
        slash = self.token
        steps: list[Step] = []
        if slash.value == "//":
            steps = self.more_steps()
        else:
            self.take()
            if self.starts_step():
                steps = self.steps()
        return Path(slash.at, steps[-1].end if steps else slash.end, None, True, tuple(steps))

    def starts_primary(self) -> bool:
        if self.token.kind in ("number", "text", "reference") or self.sees("("):
            return True
        return self.sees_call() and self.token.value not in _NODE_TESTS

    def starts_step(self) -> bool:
        return self.token.kind == "name" or self.sees(".", "..", "@", "*")

    def primary(self) -> Ast:
        token = self.take()
        if token.kind == "number":
            return Number(token.at, token.end, float(token.value))
        if token.kind == "text":
            return Text(token.at, token.end, token.value)
        if token.kind == "reference":
            return Reference(token.at, token.end, token.value)
        if token.kind == "name":
            return Call(token.at, token.end, token.value, self.arguments())
        inner = self.expression()
        self.expect(")")
        return inner

    def arguments(self) -> tuple[Ast, ...]:
        self.expect("(")
        args: list[Ast] = []
        if not self.sees(")"):
            args.append(self.expression())
            while self.sees(","):
                self.take()
                args.append(self.expression())
        self.expect(")")
        return tuple(args)

    def predicates(self) -> tuple[Ast, ...]:
        found: list[Ast] = []
        while self.sees("["):
            self.take()
            found.append(self.expression())
            self.expect("]")
        return tuple(found)

    def steps(self) -> list[Step]:
        return [self.step(), *self.more_steps()]

    def more_steps(self) -> list[Step]:
        found: list[Step] = []
        while self.sees("/", "//"):
            slash = self.take()
            if slash.value == "//":
                found.append(Step(slash.at, slash.end, "descendant-or-self", "any-node", "", ()))
            found.append(self.step())
        return found

    def step(self) -> Step:
        at = self.token.at
        if self.sees(".", ".."):
            short: Axis = "self" if self.take().value == "." else "parent"
            return self.finish(at, short, "any-node", "")
        axis = self.axis()
        if self.sees("*"):
            self.take()
            return self.finish(at, axis, "any-name", "")
        if self.token.kind != "name":
            raise self.surprise()
        if self.sees_call():
            return self.node_type(at, axis)
        return self.finish(at, axis, "name", self.take().value)

    def axis(self) -> Axis:
        if self.sees("@"):
            self.take()
            return "attribute"
        following = self.tokens[self.place + 1] if self.token.kind == "name" else None
        if following is None or following.value != "::" or following.kind != "symbol":
            return "child"
        name = self.take()
        self.take()
        if name.value not in AXES:
            raise fault("unknown-axis", name.at, name.end - name.at, name=name.value)
        return cast(Axis, name.value)

    def node_type(self, at: int, axis: Axis) -> Step:
        name = self.token
        if name.value not in _NODE_TESTS:
            raise self.surprise()
        self.take()
        self.expect("(")
        target = self.take().value if self.token.kind == "text" and name.value.startswith("p") else ""
        self.expect(")")
        return self.finish(at, axis, _NODE_TESTS[name.value], target)

    def finish(self, at: int, axis: Axis, test: NodeTest, name: str) -> Step:
        predicates = self.predicates()
        return Step(at, self.tokens[self.place - 1].end, axis, test, name, predicates)


def _chain(operands: list[Ast], operators: list[Operator]) -> Chain:
    return Chain(operands[0].at, operands[-1].end, tuple(operands), tuple(operators))

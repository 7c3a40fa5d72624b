"""Whatever is written, the only thing that can go wrong is an ExpressionError."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from forms_builder.expressions import (
    FUNCTIONS,
    ExpressionError,
    Node,
    check,
    evaluate,
    parse,
    to_boolean,
    to_number,
    to_string,
)
from tests.expressions.answers import scope_at, tree

ANSWERS = {
    "a": "3",
    "b": "",
    "c": "x y ২",
    "d": "2026-03-15",
    "row": [{"n": "1", "m": "২"}, {"n": "", "m": "-"}],
    "geo": "23.8 90.4 0 0;23.9 90.5 0 0;24.0 90.1 0 0",
}
LIST = Node("root", children=[Node("item", children=[Node("name", n), Node("of", n * 2)]) for n in "abc"])
PIECES = st.sampled_from(
    """${a} ${b} ${row} ${n} . .. / // ( ) [ ] , | + - * div mod and or = != < <= > >= @ :: 1 0.5 1e400 'x' '' 'a+('
    '2026-03-15' '2026-02-31T25:00:00' a row n item root node() text() child self ancestor parent following preceding
    descendant $ ${ " ' # \u09e8""".split()
    + [f"{name}(" for name in FUNCTIONS]
)


def atoms() -> st.SearchStrategy[str]:
    numbers = st.sampled_from(
        ["0", "1", "-1", "2.5", "1e308", "99999999999999999999", "(0 div 0)", "(1 div 0)"]
    )
    words = st.sampled_from(
        [
            "''",
            "'x'",
            "'২'",
            "'2026-03-15'",
            "'9999-12-31T23:59:59-11:00'",
            "'[a-z]+'",
            "'a b'",
            "'list'",
            "'12:00'",
            "'%Y %b'",
        ]
    )
    names = st.sampled_from(
        ["${a}", "${b}", "${c}", "${d}", "${n}", "${row}", "${geo}", ".", "..", "//*", "row/n", "@x"]
    )
    return numbers | words | names


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from("or and = != < <= > >= + - * div mod |".split())
    calls = st.builds(
        lambda name, args: f"{name}({', '.join(args)})",
        st.sampled_from(sorted(FUNCTIONS)),
        st.lists(inner, max_size=4),
    )
    chains = st.builds(lambda one, sign, two: f"({one} {sign} {two})", inner, operators, inner)
    filters = st.builds(lambda base, test: f"({base})[{test}]/..", inner, inner)
    return calls | chains | filters | inner.map(lambda part: f"-{part}")


EXPRESSIONS = st.recursive(atoms(), compound, max_leaves=8)


@given(
    st.text(max_size=60)
    | st.lists(PIECES, max_size=14).map(" ".join)
    | st.lists(PIECES, max_size=14).map("".join)
)
@settings(max_examples=600)
def test_parsing_and_checking_raise_nothing_else(source: str) -> None:
    with suppress(ExpressionError):
        made = parse(source)
        assert made.source == source
        assert all(problem.message for problem in check(made, names={}, lists=()))


@given(EXPRESSIONS)
@settings(max_examples=600)
def test_evaluating_raises_nothing_else(source: str) -> None:
    root = tree(ANSWERS)
    scope = scope_at(root.children[0], root, instances={"list": LIST}, max_steps=20_000)
    with suppress(ExpressionError):
        value = evaluate(parse(source), scope)
        assert isinstance(to_string(value), str)
        assert isinstance(to_boolean(value), bool)
        assert isinstance(to_number(value, scope.zone), float)


@given(EXPRESSIONS)
@settings(max_examples=200)
def test_the_same_answers_give_the_same_value(source: str) -> None:
    def outcome() -> str:
        root = tree(ANSWERS)
        try:
            return to_string(
                evaluate(parse(source), scope_at(root, root, instances={"list": LIST}, max_steps=20_000))
            )
        except ExpressionError as error:
            return error.code

    assert outcome() == outcome()

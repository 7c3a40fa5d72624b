"""Random rules as rows, in their one form."""

from hypothesis import strategies as st

from forms_builder.designer.rules import HERE, Group, Operator, Row, Value, ValueKind
from forms_builder.designer.rules.model import tidy

keys = st.from_regex(r"\A[a-z][a-z0-9_]{0,8}\Z")
questions = keys | st.just(HERE)
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0'"), min_size=1, max_size=12
) | st.sampled_from(["it's", "হ্যাঁ", "a ’ b", "“x”", "${age}", "1"])
numbers = st.integers(-(10**12), 10**12).map(str) | st.decimals(-999, 999, places=2, allow_nan=False).map(
    lambda number: f"{number.normalize():f}"
)
values = st.one_of(
    st.builds(Value, st.just(ValueKind.TEXT), texts),
    st.builds(Value, st.just(ValueKind.NUMBER), numbers.filter(lambda text: text not in ("-0", "-0.00"))),
    st.builds(Value, st.just(ValueKind.DATE), st.dates().map(str)),
    st.just(Value(ValueKind.TODAY)),
    st.builds(Value, st.just(ValueKind.QUESTION), questions),
)
with_value = st.sampled_from([operator for operator in Operator if operator.takes_value])
without = st.sampled_from([Operator.ANSWERED, Operator.BLANK])
single = st.builds(Row, questions, with_value, values) | st.builds(Row, questions, without)
members = st.recursive(
    single,
    lambda inner: st.builds(Group, st.booleans(), st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=8,
)
rows = st.builds(Group, st.booleans(), st.lists(members, max_size=4).map(tuple)).map(tidy)

operands = st.sampled_from(
    ["${a}", ".", "'x'", '"y"', "''", "18", "-2", "1.50", "today()", "date('2020-01-31')", "b", "../c", "(1)"]
)
comparisons = st.builds("{}{}{}".format, operands, st.sampled_from(["=", " != ", "<", " >= "]), operands)
calls = st.builds(
    "{}({}, {})".format, st.sampled_from(["selected", "regex", "concat", "coalesce"]), operands, operands
)
expressions = st.recursive(
    comparisons | calls | operands | st.just(" "),
    lambda inner: (
        st.builds("{}{}{}".format, inner, st.sampled_from([" and ", " or ", " + "]), inner)
        | st.builds("({})".format, inner)
        | st.builds("not({})".format, inner)
    ),
    max_leaves=5,
).filter(lambda source: "( )" not in source)
"""Rules as people type them: some are rows, some are more, some are wrong."""

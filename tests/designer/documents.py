"""Random form documents, as odd as the schema allows."""

from typing import Any

from hypothesis import strategies as st

from forms_builder.questions import types
from forms_builder.schema import (
    MOST_BLANK_ROWS,
    Choice,
    Compartment,
    Document,
    Group,
    Layout,
    Page,
    Prefill,
    PrintSettings,
    Question,
    Repeat,
    Required,
    Sensitivity,
)

words = st.one_of(
    st.sampled_from(["", " ", "a | b", "নাম\nদুই", "x\r\ny", "  স্বাস্থ্য ", "${a} > 1"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
)
ids = st.one_of(st.uuids().map(str), st.uuids().map("f01.{}".format))
texts = st.dictionaries(st.sampled_from(["bn", "en", "fr"]), words, max_size=3)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | words,
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)
extras = st.dictionaries(words.filter(bool), json_values, max_size=2)
choice_values = st.text(
    st.characters(exclude_categories=["Zs", "Zl", "Zp", "Cc", "Cs"]), min_size=1, max_size=6
)
choices = st.builds(
    Choice,
    value=choice_values,
    label=texts,
    retired=st.booleans(),
    exclusive=st.booleans(),
    filters=st.dictionaries(words.filter(bool), words, max_size=1),
)
KNOWN_TYPES = [question_type.name for question_type in types]
keyed: dict[str, Any] = {
    "key": st.from_regex(r"\A[a-z][a-z0-9_]{0,8}\Z"),
    "label": texts,
    "show_if": words,
    "extra": extras,
}
questions = st.builds(
    Question,
    id=ids,
    **keyed,
    type=st.sampled_from([*KNOWN_TYPES, "not_made_yet"]),
    hint=texts,
    guidance=texts,
    required=st.sampled_from(Required),
    required_message=texts,
    check=words,
    check_message=texts,
    calculate=words,
    trigger=words,
    default=words,
    read_only=st.booleans(),
    prefill=st.sampled_from(Prefill),
    sensitivity=st.sampled_from(Sensitivity),
    compartment=st.sampled_from(Compartment),
    listed=st.booleans(),
    filterable=st.booleans(),
    decline=st.booleans(),
    appearance=words,
    choice_list=words,
    choices=st.lists(choices, max_size=3).map(tuple),
    choice_filter=words,
    retired=st.booleans(),
    settings=st.dictionaries(
        st.sampled_from(["level", "within", "record_type", "result", "other"]), json_values, max_size=2
    ),
)


def holders(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    inside = {
        "id": ids,
        **keyed,
        "hint": texts,
        "items": st.lists(items, max_size=2).map(tuple),
    }
    return st.one_of(
        st.builds(Group, **inside),
        st.builds(Repeat, **inside, count=words, minimum=st.integers(0, 9), maximum=st.integers(1, 2000)),
    )


items = st.recursive(questions, holders, max_leaves=3)
documents = st.builds(
    Document,
    title=texts,
    description=texts,
    languages=st.sampled_from([("bn", "en"), ("en",), ("bn", "en", "fr")]),
    layout=st.sampled_from(Layout),
    pages=st.lists(
        st.builds(
            Page,
            id=ids,
            **keyed,
            hint=texts,
            items=st.lists(items, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    print=st.builds(
        PrintSettings,
        hints=st.booleans(),
        blank_rows=st.none() | st.integers(1, MOST_BLANK_ROWS),
        footer=texts,
    ),
    draft_days=st.none() | st.integers(1, 365),
    extra=extras,
)

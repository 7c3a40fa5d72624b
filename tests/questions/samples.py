"""One question of every type, and answers that people may give to it."""

import uuid
from datetime import date
from typing import Any

from hypothesis import strategies as st

from forms_builder.questions import Answer, types
from forms_builder.schema import Choice, Question

SIDES = tuple(
    Choice(value=value, label={"en": english, "bn": bangla}, filters={"score": str(points)})
    for points, (value, english, bangla) in enumerate(
        (("north", "North", "উত্তর"), ("south", "South", "দক্ষিণ"), ("east", "East", "পূর্ব"))
    )
)
ROWS = [
    {"key": "food", "label": {"en": "Food", "bn": "খাবার"}},
    {"key": "sleep", "label": {"en": "Sleep", "bn": "ঘুম"}},
]
BANDS = [
    {"low": 0, "high": 49.9, "label": {"en": "Low", "bn": "কম"}, "tone": "danger"},
    {"low": 50, "high": 100, "label": {"en": "High", "bn": "বেশি"}, "tone": "good"},
]
STATEMENT = {"en": "My answers may be kept.", "bn": "আমার উত্তর রাখা যাবে।"}
SETTINGS: dict[str, dict[str, Any]] = {
    "matrix": {"rows": ROWS},
    "rating": {"low": 0, "high": 5, "low_label": {"en": "never", "bn": "কখনও না"}},
    "consent": {"statement": STATEMENT},
    "score": {"bands": BANDS},
    "yes_no_unknown": {"yes": "y", "no": "n", "unknown": "dk"},
}


def sample(type_name: str, **more: Any) -> Question:
    """A question of the type, with all its settings."""
    settings = SETTINGS.get(type_name, {})
    choices = SIDES if types[type_name].uses_choices else ()
    words = {"en": "Question", "bn": "প্রশ্ন"}
    values = {"label": words, "choices": choices, "settings": settings, **more}
    return Question(id="q", key="q", type=type_name, **values)


values = [choice.value for choice in SIDES]
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda text: not text.startswith("__")
)
days = st.dates(date(1950, 1, 1), date(2025, 1, 1))
degrees = st.decimals(-89, 89, places=4).map(lambda number: format(number, "f"))


def mapping(**parts: Any) -> Any:
    return st.fixed_dictionaries(parts)


ANSWERS: dict[str, Any] = {
    "email": st.from_regex(r"\A[a-z]{1,8}(\.[a-z]{1,8})?@[a-z]{1,8}\.(org|com)\Z"),
    "link": st.from_regex(r"\Ahttps?://[a-z]{1,8}\.org(/[a-z0-9]{0,9})?\Z"),
    "barcode": st.from_regex(r"\A[A-Z0-9-]{1,30}\Z"),
    "money": st.decimals(0, 10**9, places=2).map(lambda number: format(number, "f")),
    "yes_no": st.sampled_from(["yes", "no"]),
    "yes_no_unknown": st.sampled_from(["y", "n", "dk"]),
    "rating": st.integers(0, 5),
    "likert": st.sampled_from(values),
    "matrix": st.dictionaries(st.sampled_from(["food", "sleep"]), st.sampled_from(values), min_size=1),
    "ranking": st.permutations(values).map(list),
    "time": st.times().map(lambda moment: moment.replace(microsecond=0).isoformat()),
    "month": days.map(lambda day: day.replace(day=1).isoformat()),
    "age_or_birth_date": days.map(lambda day: {"value": day.isoformat()})
    | mapping(value=days.map(str), age=st.integers(0, 120), on=days.map(str)),
    "geopoint": st.lists(degrees, min_size=2, max_size=3).map(" ".join),
    "signature": st.from_regex(r"\A[a-zক-ঢ]{1,20}\Z"),
    "consent": mapping(
        value=st.just("yes"),
        by=st.from_regex(r"\A[a-zক-ঢ]{1,20}\Z"),
        on=days.map(str),
        language=st.sampled_from(["bn", "en"]),
        text=st.sampled_from(list(STATEMENT.values())),
    ),
}
"""Stored answers of the types with a form of their own, other than those `test_round_trips` has."""

ODD: list[Answer] = [
    *(None, "", [], {}, "as it was", "__declined", 7, -1, "১২", ["north"], ["a", "b"], "২০২৬", "2026-13-45"),
    *(
        {"value": "x"},
        {"food": "north"},
        {"value": None, "age": "x", "on": 5},
        {"odd": ["deep"]},
        "NaN",
        "1 2 3 4 5",
    ),
    str(uuid.UUID(int=0)),
]
"""Answers that an import, an old form or a tampered record may hold: everything has to be shown and exported."""

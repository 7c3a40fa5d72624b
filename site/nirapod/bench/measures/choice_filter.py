"""Filtering 10,000 choices by an answer, as a cascade does: district, then upazila, then village."""

from django.utils import timezone

from forms_builder.logic import Moment, evaluate
from forms_builder.schema import Choice, Document, Page, Question
from nirapod.bench.long_form import program_of
from nirapod.bench.result import Result, at_most_ms
from nirapod.bench.timing import take_turns

NAME, COUNT, AROUND = "10,000 choices", 10_000, 100


def measure() -> Result:
    program, moment = program_of(_form()), Moment(timezone.localtime())
    found = evaluate(program, {"around": "d7"}, moment).choices[("village",)]
    if len(found) != COUNT // AROUND:
        raise RuntimeError(f"{len(found)} choices came out.")
    times = take_turns({NAME: lambda: evaluate(program, {"around": "d7"}, moment)})
    return Result("A choice filter over 10,000 choices", times, [at_most_ms("one filter", times[NAME], 5)])


def _form() -> Document:
    around = tuple(_choice(f"d{number}") for number in range(AROUND))
    villages = tuple(_choice(f"v{number}", {"district": f"d{number % AROUND}"}) for number in range(COUNT))
    items = (
        _question("around", around),
        _question("village", villages, "district = ${around}"),
    )
    return Document(pages=(Page(id="p", key="p", label={"en": "Where"}, items=items),))


def _choice(value: str, filters: dict[str, str] | None = None) -> Choice:
    return Choice(value=value, label={"en": value, "bn": value}, filters=filters or {})


def _question(key: str, choices: tuple[Choice, ...], choice_filter: str = "") -> Question:
    return Question(
        id=key,
        key=key,
        type="choose_one",
        label={"en": key, "bn": key},
        choices=choices,
        choice_filter=choice_filter,
    )

"""What differs between a page as it is saved and as somebody typed it in a second tab."""

from dataclasses import dataclass

from forms_builder.filling.page_form import PageForm
from forms_builder.filling.spots import Spot
from forms_builder.questions import types
from forms_builder.schema import Question
from forms_builder.schema.document import text_in
from forms_builder.schema.text import clean_text


@dataclass(frozen=True, slots=True)
class Difference:
    """One question, in words for its reader. Blank is ""."""

    label: str
    saved: str
    typed: str


def differences(saved: PageForm, typed: PageForm) -> list[Difference]:
    """What the person has to choose between; empty when both say the same."""
    before, after = _said(saved), _said(typed)
    found = []
    for name in {**after, **before}:
        label = (after.get(name) or before[name])[0]
        old, new = (side[name][1] if name in side else "" for side in (before, after))
        if old != new:
            found.append(Difference(label, old, new))
    return found


def _said(form: PageForm) -> dict[str, tuple[str, str]]:
    """Field name → label and what it says, for all fields of the page that can be typed in."""
    return {
        spot.name: (text_in(spot.part.label, form.language), _text(form, spot.part, spot))
        for spot in form.all_spots()
        if spot.name in form.fields and isinstance(spot.part, Question)
    }


def _text(form: PageForm, question: Question, spot: Spot) -> str:
    """The answer; where what was typed is none, what was typed."""
    answer = form.answer_at(spot)
    if answer is not None:
        return clean_text(types.of(question).display(question, answer, form.language))
    value = form[spot.name].value() if form.is_bound else None
    texts = value if isinstance(value, (list, tuple)) else [value]
    return clean_text(" ".join(str(text) for text in texts if text))

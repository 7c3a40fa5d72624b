"""What a posted page sets elsewhere: which answers changed since the page was shown, and what they trigger.

A page says what it showed of triggering and triggered questions (`name=checksum`, in its hidden field), so a refresh
that keeps nothing is no second change, and what a person types over a value that was set stays as typed.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from forms_builder.filling.reading import look_up
from forms_builder.filling.setting import in_new_rows, on_change
from forms_builder.logic import ROW_ID, Path
from forms_builder.logic.answers import as_text
from forms_builder.logic.rules import trigger_names
from forms_builder.logic.setting import differing

if TYPE_CHECKING:
    from forms_builder.filling.page_form import PageForm


class ShownBefore:
    """What a page said that it showed when it was sent."""

    def __init__(self, said: str) -> None:
        pairs = (word.partition("=") for word in said.split())
        self.sums = {name: total for name, sign, total in pairs if sign}

    def knows(self, name: str) -> bool:
        return name in self.sums

    def differs(self, name: str, answer: Any) -> bool:
        return self.sums[name] != _sum(answer)


def as_shown(form: "PageForm") -> list[str]:
    """What the page shows now of questions that trigger and are triggered."""
    keys = _keys(form)
    return [
        f"{spot.name}={_sum(form.answer_at(spot))}"
        for spot in (form.all_spots() if keys else ())
        if spot.part.key in keys and spot.name in form.fields
    ]


def rows_begun(form: "PageForm", answers: dict[str, Any]) -> dict[str, Any]:
    """The answers with worked-out defaults in rows that are new."""
    if not form.program.row_defaults:
        return answers
    typed = {spot.path for spot in form.all_spots() if spot.name in form.typed_names}
    situation = form.situation
    return in_new_rows(form.program, situation.answers, answers, situation.moment, typed)


def set_on_page(
    form: "PageForm", read: Mapping[str, Any], before: ShownBefore
) -> tuple[dict[str, Any], frozenset[str]]:
    """The answers with what changed ones trigger, and the names of the fields that were set."""
    names = {spot.path: spot.name for spot in form.all_spots() if spot.name in form.typed_names}
    differs = differing(form.situation.answers, form.answers)

    def changed(target: Path, source: Path) -> bool:
        name, trigger = names.get(target, ""), names.get(source, "")
        if name and before.knows(name) and before.differs(name, read.get(name)):
            return False  # the person has just typed over it
        if name and before.knows(trigger):
            return before.differs(trigger, look_up(form.answers, source))
        return differs(source)

    answers, places = on_change(form.program, form.answers, form.situation.moment, changed)
    return answers, frozenset(_field_name(answers, place) for place in places)


def _keys(form: "PageForm") -> set[str]:
    triggered = form.program.triggered
    names = {name for question in triggered for name in trigger_names(question)}
    return {question.key for question in triggered} | form.program.keys_of(names)


def _field_name(answers: Any, path: Path) -> str:
    """As `spots` names it."""
    words = []
    for step in path:
        answers = answers[step] if isinstance(step, int) else answers.get(step)
        words.append(str(answers[ROW_ID]) if isinstance(step, int) else step)
    return "-".join(words)


def _sum(answer: Any) -> str:
    text = str(answer) if isinstance(answer, Mapping) else as_text(answer)
    return str(crc32(text.encode("utf-8", "surrogatepass")))

"""A page as its template wants it: groups, repeats with their rows, fields, notes and given values, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from forms_builder.filling.layouts import is_displayed
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.spots import Spot
from forms_builder.logic import Path
from forms_builder.questions import types
from forms_builder.schema import Group, Item, Question, Repeat
from forms_builder.schema.document import text_in
from forms_builder.schema.text import bangla_digits


@dataclass
class Row:
    """One row of a repeat."""

    id: str
    heading: str
    parts: list["Part"]
    remove: str
    """Value of the button that takes the row away; "" where rows may not go."""


@dataclass
class Part:
    """One thing on the page. Which attributes are set goes by `kind`."""

    kind: Literal["field", "value", "note", "group", "repeat"]
    label: str
    hint: str = ""
    guidance: str = ""
    name: str = ""
    bound: BoundField | None = None
    watched: bool = False
    opened: bool = False
    heads_page: bool = False
    value: str = ""
    tone: str = ""
    parts: list["Part"] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    error: str = ""
    add: str = ""
    add_label: str = ""


class Layer:
    """Builds the parts of one form."""

    def __init__(self, form: PageForm) -> None:
        self.form = form
        self.spots = {spot.path: spot for spot in form.all_spots()}

    def parts(self, items: Sequence[Item], at: Path = ()) -> list[Part]:
        made = (self.part(item, at) for item in items)
        return [part for part in made if part is not None]

    def part(self, item: Item, at: Path) -> Part | None:
        form = self.form
        if isinstance(item, Group):
            inner = self.parts(item.items, at)
            if not inner:
                return None
            return Part("group", self.text(item.label), self.text(item.hint), parts=inner)
        spot = self.spots[(*at, item.key)]
        if not form.shows(spot):
            return None
        return self.repeat(item, spot) if isinstance(item, Repeat) else self.question(item, spot)

    def question(self, question: Question, spot: Spot) -> Part | None:
        form, label = self.form, self.text(question.label)
        if spot.name in form.fields:
            return Part(
                "field",
                label,
                guidance=self.text(question.guidance),
                name=spot.name,
                bound=form[spot.name],
                watched=question.key in form.watched,
                opened=spot.name in form.opened,
            )
        if not is_displayed(question):
            return None
        if not types.of(question).stored:
            return Part("note", label, self.text(question.hint))
        kind, answer = types.of(question), form.answer_at(spot)
        return Part(
            "value",
            label,
            self.text(question.hint),
            name=spot.name,
            value=kind.display(question, answer, form.language),
            tone=kind.tone(question, answer),
        )

    def repeat(self, repeat: Repeat, spot: Spot) -> Part:
        form, label = self.form, self.text(repeat.label)
        ids = form.rows.get(spot.name, [])
        may_add = len(ids) < repeat.maximum and not repeat.count
        too_many = spot.name in form.repeat_errors
        may_remove = too_many or (not repeat.count and len(ids) > repeat.minimum)
        rows = [
            Row(
                id=row,
                heading=f"{label} {self.digits(index + 1)}",
                parts=self.parts(repeat.items, (*spot.path, index)),
                remove=f"remove:{spot.name}:{row}" if may_remove else "",
            )
            for index, row in enumerate(ids)
        ]
        return Part(
            "repeat",
            label,
            self.text(repeat.hint),
            name=spot.name,
            rows=rows,
            error=form.repeat_errors.get(spot.name, ""),
            add=f"add:{spot.name}" if may_add else "",
            add_label=(_("Add another %(what)s") if rows else _("Add %(what)s")) % {"what": label},
        )

    def text(self, text: dict[str, str]) -> str:
        return text_in(text, self.form.language)

    def digits(self, number: int) -> str:
        return bangla_digits(str(number)) if self.form.language == "bn" else str(number)


def parts_of(form: PageForm) -> list[Part]:
    """Everything the page shows, top to bottom."""
    return Layer(form).parts(form.step.items)


def single_question(parts: list[Part]) -> bool:
    """Whether the page is one question, whose label is then the page's heading."""
    return len(parts) == 1 and parts[0].kind == "field"

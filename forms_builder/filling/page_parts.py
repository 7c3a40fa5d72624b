"""A page as its template wants it: groups, repeats with their rows, fields, notes and given values, in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.forms.boundfield import BoundField
from django.utils.safestring import SafeData
from django.utils.translation import gettext as _

from forms_builder.digits import in_script
from forms_builder.filling.layouts import asks_anything, is_displayed
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.spoken import Speaker
from forms_builder.filling.spots import Spot
from forms_builder.logic import Path
from forms_builder.questions import types
from forms_builder.questions.accompanying import Shown, shown
from forms_builder.schema import Group, Item, Layout, Question, Repeat

SHORT = 40
"""Longer answers tell rows apart no better."""
MOST_SAID = 3


@dataclass
class Row:
    """One row of a repeat. `remove`, `up` and `down` are the values of its buttons, "" where there is none."""

    id: str
    heading: str
    summary: str
    """What the row says, in a line."""
    parts: list["Part"]
    cells: list["Part | None"]
    """In a sheet: one a column, None where the question does not apply."""
    remove: str = ""
    up: str = ""
    down: str = ""


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
    columns: list["Column"] = field(default_factory=list)
    """Not empty: the rows are a grid."""
    media: list[Shown] = field(default_factory=list)
    """Pictures, sound and film beside the label."""
    html: SafeData | None = None
    """A field that is drawn already, see `compiled_parts`."""
    error: str = ""
    add: str = ""
    add_label: str = ""
    removed: str = ""
    """Heading of the row that was removed a moment ago and can come back."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    label: str
    hint: str


class Layer:
    """Builds the parts of one form."""

    def __init__(self, form: PageForm) -> None:
        self.form = form
        self.speaker = Speaker(form.program, form.evaluation, form.language)
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
            label = self.text(item.label, at)
            media = shown(item.media, form.language, label)
            return Part("group", label, self.text(item.hint, at), parts=inner, media=media)
        spot = self.spots[(*at, item.key)]
        if not form.shows(spot) or (isinstance(item, Repeat) and not asks_anything(item)):
            return None
        return self.repeat(item, spot) if isinstance(item, Repeat) else self.question(item, spot)

    def question(self, question: Question, spot: Spot) -> Part | None:
        form, label = self.form, self.text(question.label, spot.path)
        media = shown(question.media, form.language, label)
        if spot.name in form.fields:
            return Part(
                "field",
                label,
                guidance=self.text(question.guidance, spot.path),
                name=spot.name,
                bound=form[spot.name],
                watched=question.key in form.watched,
                opened=spot.name in form.opened,
                media=media,
            )
        if not is_displayed(question):
            return None
        if not types.of(question).stored:
            return Part("note", label, self.text(question.hint, spot.path), media=media)
        kind, answer = types.of(question), form.answer_at(spot)
        return Part(
            "value",
            label,
            self.text(question.hint, spot.path),
            name=spot.name,
            value=kind.display(question, answer, form.language),
            tone=kind.tone(question, answer),
            media=media,
        )

    def repeat(self, repeat: Repeat, spot: Spot) -> Part:
        form, label = self.form, self.text(repeat.label)
        ids = form.rows.get(spot.name, [])
        may_add = len(ids) < repeat.maximum and not repeat.count
        columns = self.columns(repeat)
        return Part(
            "repeat",
            label,
            self.text(repeat.hint),
            name=spot.name,
            rows=[self.row(repeat, spot, index, bool(columns)) for index in range(len(ids))],
            columns=columns,
            error=form.repeat_errors.get(spot.name, ""),
            add=f"add:{spot.name}" if may_add else "",
            add_label=(_("Add another %(what)s") if ids else _("Add %(what)s")) % {"what": label},
            removed=form.situation.removed.get(spot.name, ""),
        )

    def row(self, repeat: Repeat, spot: Spot, index: int, in_grid: bool) -> Row:
        form, path = self.form, (*spot.path, index)
        ids = form.rows[spot.name]
        too_many = spot.name in form.repeat_errors
        may_remove = too_many or (not repeat.count and len(ids) > repeat.minimum)
        button = f"{spot.name}:{ids[index]}"
        cells = [self.part(item, path) for item in repeat.items] if in_grid else []
        return Row(
            id=ids[index],
            heading=f"{self.text(repeat.label)} {in_script(str(index + 1), self.form.language)}",
            summary=self.summary(repeat, path),
            parts=[] if in_grid else self.parts(repeat.items, path),
            cells=cells,
            remove=f"remove:{button}" if may_remove else "",
            up=f"up:{button}" if index and not repeat.count else "",
            down=f"down:{button}" if index < len(ids) - 1 and not repeat.count else "",
        )

    def columns(self, repeat: Repeat) -> list[Column]:
        """The columns of a sheet's grid; none where the rows hold more than questions, or it is no sheet."""
        if self.form.program.document.layout is not Layout.SHEET:
            return []
        asked = [item for item in repeat.items if isinstance(item, Question) and types.of(item).stored]
        if len(asked) != len(repeat.items):
            return []
        return [Column(self.text(item.label), self.text(item.hint)) for item in asked]

    def summary(self, repeat: Repeat, at: Path) -> str:
        """The first short answers of a row."""
        said: list[str] = []
        for item in repeat.items:
            spot = self.spots.get((*at, item.key))
            if spot and isinstance(item, Question) and self.form.shows(spot) and is_displayed(item):
                answer = self.form.answer_at(spot)
                said.append(types.of(item).display(item, answer, self.form.language))
        return ", ".join([text for text in said if 0 < len(text) <= SHORT][:MOST_SAID])

    def text(self, text: dict[str, str], at: Path = ()) -> str:
        return self.speaker.text(text, at)


def parts_of(form: PageForm) -> list[Part]:
    """Everything the page shows, top to bottom."""
    return Layer(form).parts(form.step.items)


def single_question(parts: list[Part]) -> bool:
    """Whether the page is one question, whose label is then the page's heading."""
    return len(parts) == 1 and parts[0].kind == "field"

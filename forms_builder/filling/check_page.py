"""The page before sending: every answer with a way back to it, what is missing, what will be left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_builder.digits import in_script
from forms_builder.filling.faults import blocking, place_of
from forms_builder.filling.layouts import Step, asks_anything, is_displayed, is_shown, is_writable
from forms_builder.filling.page_form import PageForm
from forms_builder.filling.reading import look_up
from forms_builder.filling.spoken import Speaker
from forms_builder.filling.spots import RowIds, Spot, spots, stored_rows
from forms_builder.logic import Evaluation, Path, Program
from forms_builder.questions import types
from forms_builder.questions.accompanying import Shown, recording
from forms_builder.schema import Question, Repeat
from forms_builder.wording import fault_text


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str
    change_url: str
    media: Sequence[Shown] = ()
    """A recording that was sent, to be played."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under one heading: a page, or one row of a repeat on it."""

    heading: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to mend, with the way to it."""

    label: str
    text: str
    href: str


@dataclass
class CheckPage:
    """What the template shows."""

    sections: list[Section] = field(default_factory=list)
    todo: list[Todo] = field(default_factory=list)
    soft: list[Todo] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


class Checker:
    """Gathers the check page of one draft. `address` gives the URL of a step, `file_url` of a file."""

    def __init__(
        self,
        program: Program,
        steps: Sequence[Step],
        evaluation: Evaluation,
        language: str,
        address: Callable[[Step], str],
        file_url: Callable[[str], str],
    ) -> None:
        self.program, self.evaluation, self.language = program, evaluation, language
        self.speaker = Speaker(program, evaluation, language)
        self.steps = [step for step in steps if is_shown(step, evaluation)]
        self.address, self.file_url = address, file_url

    def page(self, unfinished: Sequence[PageForm], given: dict[str, Any]) -> CheckPage:
        page = CheckPage(sections=[self.section(step) for step in self.steps])
        told: set[Path] = set()
        for form in unfinished:
            told |= self.unread(form, page.todo)
        for fault in blocking(self.program, self.evaluation):
            if fault.path not in told:
                page.todo.append(self.todo(fault.path, fault_text(fault, self.language)))
        page.soft = [self.todo(path, "") for path in self.evaluation.missing]
        page.dropped = [self.label(path) for path in self.evaluation.hidden if look_up(given, path)]
        return page

    def unread(self, form: PageForm, todo: list[Todo]) -> set[Path]:
        """What was typed on an unfinished page and could not be understood, or changes what has to stay."""
        paths = {spot.path: spot.name for spot in form.all_spots() if form.errors.get(spot.name)}
        for path, name in paths.items():
            if name in form.unreadable or name in form.settled:
                todo.append(self.todo(path, str(form.errors[name][0])))
        return {path for path, name in paths.items() if name in form.unreadable or name in form.settled}

    # -- Answers -----------------------------------------------------------------------------------

    def section(self, step: Step) -> Section:
        rows = stored_rows(step.items, self.evaluation.answers)
        blocks: dict[Path, Block] = {(): Block("", [])}
        for spot in spots(step.items, rows):
            self.place(spot, step, rows, blocks)
        return Section(self.text(step.title), [block for block in blocks.values() if block.lines])

    def place(self, spot: Spot, step: Step, rows: RowIds, blocks: dict[Path, Block]) -> None:
        part, around = spot.part, spot.path[:-1]
        if isinstance(part, Repeat):
            if not asks_anything(part):
                return
            for index, _row in enumerate(rows.get(spot.name, [])):
                label = f"{self.text(part.label)} {in_script(str(index + 1), self.language)}"
                blocks[(*spot.path, index)] = Block(label, [])
            if not rows.get(spot.name) and self.evaluation.shows(spot.path):
                blocks.setdefault(around, Block("", [])).lines.append(
                    Line(self.text(part.label), "", f"{self.address(step)}?from=check#repeat-{spot.name}")
                )
        elif self.evaluation.shows(spot.path) and is_displayed(part) and types.of(part).stored:
            blocks[around].lines.append(self.line(part, spot, step))

    def line(self, question: Question, spot: Spot, step: Step) -> Line:
        answer = look_up(self.evaluation.answers, spot.path)
        shown = types.of(question).display(question, answer, self.language)
        change = f"{self.address(step)}?from=check#id_{spot.name}_field" if is_writable(question) else ""
        label = self.text(question.label, spot.path)
        return Line(label, shown, change, self.played(question, answer, label))

    def played(self, question: Question, answer: Any, label: str) -> list[Shown]:
        """A recording, where this person may hear or see it here."""
        kind = types.of(question)
        url = self.file_url(kind.file_of(answer)) if kind.plays and kind.file_of(answer) else ""
        return [recording(kind.plays, url, label, self.language)] if url else []

    # -- What is left to do ------------------------------------------------------------------------

    def todo(self, path: Path, text: str) -> Todo:
        step = next((step for step in self.steps for inside in self.paths(step) if inside == path), None)
        name = self.name(path)
        anchor = f"repeat-{name}" if self.is_repeat(path) else f"id_{name}_field"
        href = f"{self.address(step)}?from=check#{anchor}" if step else ""
        return Todo(self.label(path), text, href)

    def paths(self, step: Step) -> Iterator[Path]:
        return (spot.path for spot in spots(step.items, stored_rows(step.items, self.evaluation.answers)))

    def name(self, path: Path) -> str:
        """The field name of a path: indexes become the ids of their rows."""
        name = ""
        for depth, part in enumerate(path):
            if isinstance(part, int):
                row = look_up(self.evaluation.answers, path[: depth + 1]) or {}
                name += f"-{row.get('_id', part)}-"
            else:
                name += part
        return name

    def is_repeat(self, path: Path) -> bool:
        place = place_of(self.program, path)
        return place is not None and isinstance(place.part, Repeat)

    def label(self, path: Path) -> str:
        """The question's text, led by its row: "Member 2: Name"."""
        place = place_of(self.program, path)
        label = self.text(place.part.label, path) if place else str(path[-1])
        if place and place.repeat and len(path) > 2 and isinstance(path[-2], int):
            return f"{self.text(place.repeat.label)} {in_script(str(path[-2] + 1), self.language)}: {label}"
        return label

    def text(self, text: dict[str, str], at: Path = ()) -> str:
        return self.speaker.text(text, at)

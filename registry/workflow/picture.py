"""The picture of a workflow: a box a state, an arrow a transition, laid out by how many steps a state is from the first.

Only numbers and texts; the template draws, and says the same in sentences beside it.
"""

from dataclasses import dataclass

from forms_builder.schema.document import text_in
from registry.workflow.document import ANY_OPEN, State, Transition, Workflow

WIDTH, HEIGHT = 190, 52
ACROSS, DOWN = 290, 96
MARGIN = 24
LONGEST = 24


@dataclass(frozen=True, slots=True)
class Box:
    state: State
    text: str
    x: int
    y: int
    first: bool

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + WIDTH // 2, self.y + HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    path: str
    text: str
    x: int
    y: int
    automatic: bool
    backwards: bool


@dataclass(frozen=True, slots=True)
class Picture:
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    from_anywhere: tuple[str, ...]
    """Transitions from every open state: arrows from all boxes would hide the rest, so they are told in words."""

    @property
    def width(self) -> int:
        return max((box.x for box in self.boxes), default=0) + WIDTH + MARGIN

    @property
    def height(self) -> int:
        return max((box.y for box in self.boxes), default=0) + HEIGHT + MARGIN + DOWN // 2


def picture_of(workflow: Workflow, language: str) -> Picture:
    columns = _columns(workflow)
    boxes: dict[str, Box] = {}
    rows: dict[int, int] = {}
    for state in workflow.states:
        column = columns[state.value]
        row = rows.get(column, 0)
        rows[column] = row + 1
        words = text_in(state.label, language, state.value)
        x, y = MARGIN + column * ACROSS, MARGIN + row * DOWN
        boxes[state.value] = Box(state, _short(words), x, y, state.value == workflow.initial)
    arrows = [
        _arrow(one, boxes[source], boxes[one.to], language)
        for one in workflow.transitions
        for source in one.sources
        if source in boxes and one.to in boxes
    ]
    anywhere = [
        f"{text_in(one.label, language, one.key)} → {boxes[one.to].text}"
        for one in workflow.transitions
        if ANY_OPEN in one.sources and one.to in boxes
    ]
    return Picture(tuple(boxes.values()), tuple(arrows), tuple(anywhere))


def _columns(workflow: Workflow) -> dict[str, int]:
    """State → how many steps it is from the first by named transitions; those no way leads to come last."""
    found = {workflow.initial: 0} if workflow.states else {}
    waiting = list(found)
    while waiting:
        value = waiting.pop(0)
        for one in workflow.transitions:
            if value in one.sources and one.to not in found and workflow.state(one.to) is not None:
                found[one.to] = found[value] + 1
                waiting.append(one.to)
    last = max(found.values(), default=0) + 1
    return {state.value: found.get(state.value, last) for state in workflow.states}


def _arrow(one: Transition, start: Box, end: Box, language: str) -> Arrow:
    words = _short(text_in(one.label, language, one.key))
    backwards = end.x <= start.x
    (sx, sy), (ex, ey) = start.middle, end.middle
    if backwards:  # below the boxes and back, into the lower edge
        sy, ey = start.y + HEIGHT, end.y + HEIGHT
        low = max(sy, ey) + DOWN // 2
        path = f"M{sx} {sy} C{sx} {low} {ex} {low} {ex} {ey}"
        return Arrow(path, words, (sx + ex) // 2, low - 10, one.automatic, backwards)
    sx, ex = start.x + WIDTH, end.x
    half = (sx + ex) // 2
    return Arrow(
        f"M{sx} {sy} C{half} {sy} {half} {ey} {ex} {ey}",
        words,
        half,
        (sy + ey) // 2 - 6,
        one.automatic,
        backwards,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

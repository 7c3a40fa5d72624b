"""The picture of a workflow: a box a state, an arrow a transition, from the first state downwards, a row a step.

Only numbers and texts; the template draws, and says the same in sentences beside it.
"""

from collections import Counter
from dataclasses import dataclass

from forms_builder.schema.document import text_in
from registry.workflow.document import ANY_OPEN, State, Transition, Workflow

WIDTH, HEIGHT = 204, 48
ACROSS, DOWN = 240, 116
MARGIN = 24
LINE = 15
"""From the words of one arrow to those of the next that lead to the same box."""
LANE = 14
"""Between two ways that lead back up at the right."""
WORDS = 180
"""Room for the words of a way back, between its row and the lanes."""
LONGEST = 26


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
    """A curve with its words at (`x`, `y`): above the box it leads to, or where a way back leaves."""

    path: str
    text: str
    x: int
    y: int
    automatic: bool
    back: bool


@dataclass(frozen=True, slots=True)
class Picture:
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    from_anywhere: tuple[str, ...]
    """Transitions from every open state: arrows from all boxes would hide the rest, so they are told in words."""

    @property
    def width(self) -> int:
        back = [arrow for arrow in self.arrows if arrow.back]
        boxes = max((box.x + WIDTH for box in self.boxes), default=0)
        lanes = max((arrow.x for arrow in back), default=0) + WORDS + len(back) * LANE
        return max(boxes, lanes if back else 0) + MARGIN

    @property
    def height(self) -> int:
        return max((box.y for box in self.boxes), default=0) + HEIGHT + MARGIN


def picture_of(workflow: Workflow, language: str) -> Picture:
    boxes = _boxes(workflow, language)
    ways = [
        (one, boxes[source], boxes[one.to])
        for one in workflow.transitions
        for source in one.sources
        if source in boxes and one.to in boxes
    ]
    anywhere = [
        f"{text_in(one.label, language, one.key)} → {boxes[one.to].text}"
        for one in workflow.transitions
        if ANY_OPEN in one.sources and one.to in boxes
    ]
    down = [way for way in ways if way[2].y > way[1].y]
    back = [way for way in ways if way[2].y <= way[1].y]
    return Picture(
        tuple(boxes.values()),
        (*_downwards(down, language), *_backwards(back, boxes, language)),
        tuple(anywhere),
    )


def _boxes(workflow: Workflow, language: str) -> dict[str, Box]:
    steps, filled, boxes = _steps(workflow), Counter[int](), {}
    for state in workflow.states:
        step = steps[state.value]
        x, y = MARGIN + filled[step] * ACROSS, MARGIN + step * DOWN
        filled[step] += 1
        words = _short(text_in(state.label, language, state.value))
        boxes[state.value] = Box(state, words, x, y, state.value == workflow.initial)
    return boxes


def _steps(workflow: Workflow) -> dict[str, int]:
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


Way = tuple[Transition, Box, Box]


def _downwards(ways: list[Way], language: str) -> list[Arrow]:
    """To the next row. Words stand above the box that is reached, one line for each transition that reaches it."""
    drawn, lines = [], Counter[str]()
    said: set[tuple[str, str]] = set()
    for one, start, end in ways:
        (sx, _), (ex, _) = start.middle, end.middle
        sy, half = start.y + HEIGHT, (start.y + HEIGHT + end.y) // 2
        path = f"M{sx} {sy} C{sx} {half} {ex} {half} {ex} {end.y}"
        words = "" if (one.key, one.to) in said else _words(one, language)
        drawn.append(Arrow(path, words, ex, end.y - LINE - lines[one.to] * LINE, one.automatic, back=False))
        if words:
            said.add((one.key, one.to))
            lines[one.to] += 1
    return drawn


def _backwards(ways: list[Way], boxes: dict[str, Box], language: str) -> list[Arrow]:
    """Up again or along a row: out at the right, along a lane of its own, and in at the right.

    Words stand where the way leaves its row, a line for each.
    """
    ends: dict[int, int] = {}
    for box in boxes.values():
        ends[box.y] = max(ends.get(box.y, 0), box.x + WIDTH)
    edge, drawn = max((ends[start.y] for _, start, _ in ways), default=0) + WORDS, []
    above, below = Counter[int](), Counter[int]()
    for lane, (one, start, end) in enumerate(sorted(ways, key=lambda way: way[1].y - way[2].y)):
        x, sy, ey = edge + lane * LANE, start.middle[1] + 6, end.middle[1] - 6
        path = f"M{start.x + WIDTH} {sy} L{x} {sy} L{x} {ey} L{end.x + WIDTH} {ey}"
        along = start.y == end.y  # then both lines of the way lie here, and its words stand below them
        y = sy + LINE * (1 + below[start.y]) if along else sy - 6 - LINE * above[start.y]
        (below if along else above)[start.y] += 1
        drawn.append(Arrow(path, _words(one, language), ends[start.y] + 8, y, one.automatic, back=True))
    return drawn


def _words(one: Transition, language: str) -> str:
    return _short(text_in(one.label, language, one.key))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

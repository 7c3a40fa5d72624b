"""The picture of a workflow: a box a state, an arrow a transition, from the first state downwards, a row a step.

Only numbers and texts; the template draws, and says the same in sentences beside it. Between two rows lie, from above:
the ways that lead aside, the words of those that lead along the row, the words of the arrows that reach the boxes below.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from forms_builder.schema.document import text_in
from registry.workflow.document import ANY_OPEN, State, Transition, Workflow

WIDTH, HEIGHT = 204, 48
ACROSS, GAP = 240, 68
"""From one box to the next in a row; least room between two rows."""
MARGIN = 24
LINE = 15
"""From one line of words to the next."""
LANE = 14
"""Between two ways that run beside each other."""
CLEAR = 26
"""Below a row, free of words: here ways lead aside."""
WORDS = 180
"""Room for the words of a way back, between its row and the lanes."""
LONGEST = 26
"""Letters in a line."""
IN_BOX = 2
"""Lines in a box."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words around `x`, or from it on (`begins`)."""

    text: str
    x: int
    y: int
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    state: State
    lines: tuple[Line, ...]
    x: int
    y: int
    first: bool

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + WIDTH // 2, self.y + HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    path: str
    automatic: bool


@dataclass(frozen=True, slots=True)
class Picture:
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    words: tuple[Line, ...]
    """Of the arrows: above the box they lead to, or where a way back leaves its row."""
    from_anywhere: tuple[str, ...]
    """Transitions from every open state: arrows from all boxes would hide the rest, so they are told in words."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Way:
    """A transition from one of its sources, and the words it is told in."""

    rule: Transition
    source: str
    lines: tuple[str, ...]

    @property
    def to(self) -> str:
        return self.rule.to


def picture_of(workflow: Workflow, language: str) -> Picture:
    known, steps = {state.value for state in workflow.states}, _steps(workflow)
    ways = [
        Way(one, source, tuple(wrap(text_in(one.label, language, one.key), LONGEST)))
        for one in workflow.transitions
        for source in one.sources
        if source in known and one.to in known
    ]
    down = [way for way in ways if steps[way.to] > steps[way.source]]
    along = [way for way in ways if steps[way.to] == steps[way.source]]
    back = [way for way in ways if steps[way.to] < steps[way.source]]
    aside = sum(steps[way.to] - steps[way.source] > 1 for way in down)
    boxes = _boxes(workflow, _tops(steps, down, along), MARGIN + aside * LANE, language)
    drawing = _Drawing(boxes)
    drawing.downwards(down)
    drawing.along(along)
    drawing.backwards(back)
    names = {state.value: text_in(state.label, language, state.value) for state in workflow.states}
    anywhere = [
        f"{text_in(one.label, language, one.key)} → {names[one.to]}"
        for one in workflow.transitions
        if ANY_OPEN in one.sources and one.to in names
    ]
    return Picture(
        tuple(boxes.values()),
        tuple(drawing.arrows),
        tuple(drawing.words),
        tuple(anywhere),
        max([drawing.right, *(box.x + WIDTH for box in boxes.values())]) + MARGIN,
        max([0, *(line.y for line in drawing.words), *(box.y + HEIGHT + CLEAR for box in boxes.values())])
        + MARGIN,
    )


def _tops(steps: dict[str, int], down: list[Way], along: list[Way]) -> dict[str, int]:
    """State → top of its row: each row as far below the one before as the words in between need."""
    above, under = _lines_at(down), _lines_at(along)
    tops: dict[str, int] = {}
    top, before = MARGIN, 0
    for step in range(max(steps.values(), default=-1) + 1):
        row = [value for value, its in steps.items() if its == step]
        most = max((above[value] for value in row), default=0)
        if step:
            top += HEIGHT + max(GAP, CLEAR + (before + most + 1) * LINE)
        tops |= dict.fromkeys(row, top)
        before = max((under[value] for value in row), default=0)
    return tops


def _lines_at(ways: list[Way]) -> Counter[str]:
    """State → lines of words that stand at its box, each transition said once."""
    found = Counter[str]()
    for way in {way.rule.key: way for way in ways}.values():
        found[way.to] += len(way.lines)
    return found


def _boxes(workflow: Workflow, tops: dict[str, int], left: int, language: str) -> dict[str, Box]:
    filled, boxes = Counter[int](), {}
    for state in workflow.states:
        y = tops[state.value]
        x = left + filled[y] * ACROSS
        filled[y] += 1
        lines = tuple(_in_box(text_in(state.label, language, state.value), x, y))
        boxes[state.value] = Box(state, lines, x, y, state.value == workflow.initial)
    return boxes


def _in_box(text: str, x: int, y: int) -> Iterator[Line]:
    lines = wrap(text, LONGEST, max_lines=IN_BOX, placeholder="…")
    first = y + HEIGHT // 2 - (len(lines) - 1) * (LINE + 2) // 2
    for number, line in enumerate(lines):
        yield Line(line, x + WIDTH // 2, first + number * (LINE + 2))


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


class _Drawing:
    """Arrows and their words, none of them behind a box."""

    def __init__(self, boxes: dict[str, Box]) -> None:
        self.boxes = boxes
        self.arrows: list[Arrow] = []
        self.words: list[Line] = []
        self.right = 0
        self.ends: dict[int, int] = {}
        """Where the last box of each row ends."""
        self.rows = sorted({box.y for box in boxes.values()})
        for box in boxes.values():
            self.ends[box.y] = max(self.ends.get(box.y, 0), box.x + WIDTH)
        self.leaving = Counter[int]()
        """Ways that lead aside below each row so far."""

    def downwards(self, ways: list[Way]) -> None:
        """To the next row in a curve, farther along a lane at the left. Words stand above the box that is reached."""
        taken, said, lane = Counter[str](), set[str](), 0
        for way in ways:
            start, end = self.boxes[way.source], self.boxes[way.to]
            (sx, _), (ex, _) = start.middle, end.middle
            above = self.rows[self.rows.index(end.y) - 1]
            if above == start.y:
                half = (start.y + HEIGHT + end.y) // 2
                path = f"M{sx} {start.y + HEIGHT} C{sx} {half} {ex} {half} {ex} {end.y}"
            else:
                lane += 1
                x, out, into = MARGIN + (lane - 1) * LANE, self._below(start.y), self._below(above)
                path = (
                    f"M{sx} {start.y + HEIGHT} L{sx} {out} L{x} {out} L{x} {into} L{ex} {into} L{ex} {end.y}"
                )
            self.arrows.append(Arrow(path, way.rule.automatic))
            if way.rule.key not in said:
                said.add(way.rule.key)
                for line in reversed(way.lines):
                    taken[way.to] += 1
                    self.words.append(Line(line, ex, end.y - taken[way.to] * LINE))

    def along(self, ways: list[Way]) -> None:
        """To a box of the same row, below it. Words stand below the box that is reached."""
        taken, said = Counter[str](), set[str]()
        for way in ways:
            start, end = self.boxes[way.source], self.boxes[way.to]
            sx, ex, y = start.x + WIDTH - 24, end.middle[0], self._below(start.y)
            foot = start.y + HEIGHT
            self.arrows.append(Arrow(f"M{sx} {foot} L{sx} {y} L{ex} {y} L{ex} {foot}", way.rule.automatic))
            if way.rule.key not in said:
                said.add(way.rule.key)
                for line in way.lines:
                    taken[way.to] += 1
                    self.words.append(Line(line, ex, foot + CLEAR - 3 + taken[way.to] * LINE))

    def backwards(self, ways: list[Way]) -> None:
        """Up again, on a lane of its own at the right. Words stand where the way leaves its row."""
        edge = max((self.ends[self.boxes[way.source].y] for way in ways), default=0) + WORDS
        taken, said = Counter[tuple[int, bool]](), set[tuple[str, int]]()
        ordered = sorted(ways, key=lambda way: self.boxes[way.source].y - self.boxes[way.to].y)
        for lane, way in enumerate(ordered):
            start, end = self.boxes[way.source], self.boxes[way.to]
            x = edge + lane * LANE
            path = f"M{self._side(start, x, 6)} L{' L'.join(reversed(self._side(end, x, -6).split(' L')))}"
            self.arrows.append(Arrow(path, way.rule.automatic))
            self.right = x
            if (way.rule.key, start.y) not in said:
                said.add((way.rule.key, start.y))
                is_last = start.x + WIDTH == self.ends[start.y]
                foot = start.middle[1] if is_last else start.y + HEIGHT - 2  # right above its line
                for line in reversed(way.lines):
                    y = foot - LINE * taken[start.y, is_last]
                    taken[start.y, is_last] += 1
                    self.words.append(Line(line, self.ends[start.y] + 8, y, begins=True))

    def _side(self, box: Box, lane: int, shift: int) -> str:
        """Points from a box to a lane at the right: straight on where no box is in between, below the row otherwise."""
        if box.x + WIDTH == self.ends[box.y]:
            y = box.middle[1] + shift
            return f"{box.x + WIDTH} {y} L{lane} {y}"
        x, y = box.x + WIDTH - 24 + shift, self._below(box.y)
        return f"{x} {box.y + HEIGHT} L{x} {y} L{lane} {y}"

    def _below(self, row: int) -> int:
        """A free line below a row; those of one row follow each other as far as there is room."""
        self.leaving[row] += 1
        return row + HEIGHT + 5 + (self.leaving[row] - 1) % 5 * 4

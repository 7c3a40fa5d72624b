"""The picture of a form's logic: its parts from top to bottom, and an arc from each answer to what it decides.

Only numbers and texts; the template draws. An arc that goes upwards asks for an answer that is given later.
"""

from dataclasses import dataclass

from forms_builder.designer.logic_map import LogicMap, Spot

ROW, TOP, INDENT = 30, 24, 18
LABELS = 380
"""Where the arcs begin, to the right of the labels."""
REACH = 320
LONGEST = 44


@dataclass(frozen=True, slots=True)
class Line:
    spot: Spot
    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Arc:
    path: str
    backwards: bool
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    lines: tuple[Line, ...]
    arcs: tuple[Arc, ...]

    @property
    def width(self) -> int:
        return LABELS + REACH

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.lines)


def picture_of(found: LogicMap) -> Picture:
    """Only parts that decide something or are decided."""
    decides = found.decides
    drawn = {*decides, *(key for decided in decides.values() for key in decided)}
    shown = [spot for key, spot in found.spots.items() if key in drawn]
    lines = {
        spot.key: Line(spot, _short(spot.label or spot.key), INDENT * spot.depth, TOP + ROW * place)
        for place, spot in enumerate(shown)
    }
    arcs = [_arc(lines[key], lines[other]) for key, decided in decides.items() for other in decided]
    return Picture(tuple(lines.values()), tuple(arcs))


def _arc(start: Line, end: Line) -> Arc:
    """A curve to the right, the wider the further apart the two are."""
    bulge = LABELS + min(REACH - 20, 40 + abs(end.y - start.y) // 2)
    one, two = start.y - 5, end.y - 5
    path = f"M{LABELS} {one} C{bulge} {one} {bulge} {two} {LABELS} {two}"
    return Arc(path, end.y < start.y, f"{start.text} → {end.text}")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

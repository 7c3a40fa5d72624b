"""The picture of a workflow: every state and every word can be read, whatever the pack's workflows look like."""

from itertools import combinations, pairwise

import pytest

from registry.packs.demo import DEMO_PACK
from registry.packs.loading import load_pack
from registry.workflow.document import Workflow
from registry.workflow.picture import HEIGHT, WIDTH, Picture, picture_of

PACK = load_pack(DEMO_PACK)
Area = tuple[float, float, float, float]


def words(picture: Picture) -> list[Area]:
    """Where words stand: left, top, right, bottom, at six units a letter."""
    areas = []
    for line in picture.words:
        wide = len(line.text) * 6
        left = line.x if line.begins else line.x - wide / 2
        areas.append((left, line.y - 11, left + wide, line.y + 2))
    return areas


def boxes(picture: Picture) -> list[Area]:
    return [(box.x, box.y, box.x + WIDTH, box.y + HEIGHT) for box in picture.boxes]


def meet(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize(
    "workflow", [part.workflow for part in PACK.workflows], ids=[part.key for part in PACK.workflows]
)
def test_nothing_lies_on_top_of_anything(workflow: Workflow, language: str) -> None:
    picture = picture_of(workflow, language)
    assert len(picture.boxes) == len(workflow.states)
    areas = [*words(picture), *boxes(picture)]
    assert [(one, other) for one, other in combinations(areas, 2) if meet(one, other)] == []
    assert all(
        0 <= left and right <= picture.width and bottom <= picture.height for left, _, right, bottom in areas
    )


def test_an_empty_workflow_is_an_empty_picture() -> None:
    picture = picture_of(Workflow(), "en")
    assert (picture.boxes, picture.arrows) == ((), ())


@pytest.mark.parametrize(
    "workflow", [part.workflow for part in PACK.workflows], ids=[part.key for part in PACK.workflows]
)
def test_no_way_runs_behind_a_box_and_no_words_are_cut(workflow: Workflow) -> None:
    picture = picture_of(workflow, "en")
    inner = [(left + 1, top + 1, right - 1, bottom - 1) for left, top, right, bottom in boxes(picture)]
    for arrow in picture.arrows:
        if "C" in arrow.path:  # a curve lies between two rows
            continue
        points = [tuple(map(float, point.split())) for point in arrow.path[1:].split(" L")]
        for (x1, y1), (x2, y2) in pairwise(points):
            part = (min(x1, x2), min(y1, y2), max(x1, x2) + 0.1, max(y1, y2) + 0.1)
            assert not any(meet(part, box) for box in inner), arrow.path
    said = [line.text for line in (*picture.words, *(one for box in picture.boxes for one in box.lines))]
    assert not any("…" in text for text in said)

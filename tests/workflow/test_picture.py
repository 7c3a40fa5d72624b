"""The picture of a workflow: every state and every word can be read, whatever the pack's workflows look like."""

from itertools import combinations

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
    for arrow in picture.arrows:
        wide = len(arrow.text) * 6
        left = arrow.x if arrow.back else arrow.x - wide / 2
        areas.append((left, arrow.y - 11, left + wide, arrow.y + 2))
    return [area for area in areas if area[0] < area[2]]


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

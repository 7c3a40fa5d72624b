"""Which parts of a form a rule reads, found before there are answers: by `${name}` and by walking paths.

The form is laid out as the tree its answers will have, with one node for all rows of a repeat; paths are walked in
it as XPath walks the answers. From this come the order of evaluation, circles and paths that lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from forms_builder.expressions.tree import Ast, Call, Filter, Path, Reference, Step, children
from forms_builder.logic.names import node_name, root_name
from forms_builder.schema import Document, Item, Place, Question
from forms_builder.schema.walking import Part

_OF_THE_NODE = {
    "position": (0,),
    "count": (0,),
    "name": (0,),
    "local-name": (0,),
    "indexed-repeat": (1, 3, 5),
}
"""Arguments of which only the nodes count, not what is in them."""
_CURRENT = "current"


@dataclass(eq=False, slots=True)
class Spot:
    """A part's place in the tree; the top has no part."""

    name: str
    part: Part | None = None
    parent: Spot | None = None
    children: list[Spot] = field(default_factory=list)

    def inside(self) -> Iterator[Spot]:
        for child in self.children:
            yield child
            yield from child.inside()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one rule reads: ids of parts with all that is in them, ids of parts alone, and paths that find nothing."""

    whole: frozenset[str]
    alone: frozenset[str]
    nowhere: tuple[Path, ...]


class Layout:
    """The tree of a document, and names to look up in it."""

    def __init__(self, document: Document, named: Mapping[str, tuple[Place, ...]]) -> None:
        self.document_spot = Spot("")
        self.top = Spot(root_name(document), parent=self.document_spot)
        self.document_spot.children.append(self.top)
        self.spots: dict[str, Spot] = {}
        for page in document.pages:
            self.spots[page.id] = Spot(node_name(page), page, self.top)
            self._add(page.items, self.top)
        self.named = named

    def _add(self, items: Iterable[Item], parent: Spot) -> None:
        for item in items:
            spot = self.spots[item.id] = Spot(node_name(item), item, parent)
            parent.children.append(spot)
            if not isinstance(item, Question):
                self._add(item.items, spot)

    def reading(self, tree: Ast, part_id: str) -> Reading:
        """What a rule of a part reads."""
        reader = _Reader(self, self.spots[part_id])
        reader.read(tree, [self.spots[part_id]])
        return Reading(frozenset(reader.whole), frozenset(reader.alone - reader.whole), tuple(reader.nowhere))

    def called(self, name: str) -> list[Spot]:
        return [self.spots[place.part.id] for place in self.named.get(name, ())]


class _Reader:
    """One walk over one rule."""

    def __init__(self, layout: Layout, own: Spot) -> None:
        self.layout = layout
        self.own = own
        self.whole: set[str] = set()
        self.alone: set[str] = set()
        self.nowhere: list[Path] = []

    def read(self, part: Ast, here: list[Spot], into: set[str] | None = None) -> None:
        """Note what a part of the rule reads, seen from the nodes `here`."""
        found = into if into is not None else self.whole
        if _is_here(part) and here == [self.own]:
            return
        if isinstance(part, Reference | Path | Filter):
            found |= {spot.part.id for spot in self.spots_of(part, here) if spot.part is not None}
        elif isinstance(part, Call):
            nodes_only = _OF_THE_NODE.get(part.name, ())
            for index, argument in enumerate(part.args):
                self.read(argument, here, self.alone if index in nodes_only else None)
        else:
            for inner in children(part):
                self.read(inner, here)

    def spots_of(self, part: Ast, here: list[Spot]) -> list[Spot]:
        """The nodes a reference or path leads to. What its predicates read is noted on the way."""
        if isinstance(part, Reference):
            return self.layout.called(part.name)
        if isinstance(part, Filter):
            return self.narrowed(part.predicates, self.spots_of(part.base, here))
        if isinstance(part, Path):
            return self.end_of(part, here)
        if isinstance(part, Call) and part.name == _CURRENT:
            return [self.own]
        self.read(part, here)
        return []

    def end_of(self, path: Path, here: list[Spot]) -> list[Spot]:
        begin = here
        if path.absolute:
            begin = [self.layout.document_spot]
        elif path.start is not None:
            begin = self.spots_of(path.start, here)
        spots = begin
        for step in path.steps:
            found = list(dict.fromkeys(one for spot in spots for one in _step(spot, step)))
            spots = self.narrowed(step.predicates, found)
        if begin and not spots:
            self.nowhere.append(path)
        return spots

    def narrowed(self, predicates: tuple[Ast, ...], spots: list[Spot]) -> list[Spot]:
        for predicate in predicates:
            self.read(predicate, spots)
        return spots


def _is_here(part: Ast) -> bool:
    """`.`: the answer as it was given, so nothing has to be settled before."""
    if not isinstance(part, Path) or part.absolute or part.start is not None:
        return False
    return all(step.axis == "self" for step in part.steps)


def _step(spot: Spot, step: Step) -> list[Spot]:
    if step.axis == "attribute" or step.test in ("text", "comment", "instruction"):
        return [spot]
    return [found for found in _along(spot, step) if step.test != "name" or _is_called(found, step.name)]


def _is_called(spot: Spot, name: str) -> bool:
    return spot.name == name or name.endswith(":*")


def _along(spot: Spot, step: Step) -> list[Spot]:
    """An axis; all rows of a repeat are one node here, so siblings count the node itself."""
    axis = step.axis
    above = list(_above(spot))
    if axis == "child":
        return spot.children
    if axis == "parent":
        return above[:1]
    if axis in ("ancestor", "ancestor-or-self"):
        return [spot, *above] if axis.endswith("self") else above
    if axis in ("descendant", "descendant-or-self"):
        return [spot, *spot.inside()] if axis.endswith("self") else list(spot.inside())
    if axis.endswith("-sibling"):
        return list(spot.parent.children) if spot.parent else []
    if axis == "self":
        return [spot]
    return list(above[-1].inside()) if above else []


def _above(spot: Spot) -> Iterator[Spot]:
    while spot.parent is not None:
        spot = spot.parent
        yield spot

"""Whether a body is made up as its rule says: enough of each position, and offices held by those whose office brings it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainings.models import BodyRule, Membership

CHAIR, SECRETARY = "chair", "msec"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the rule asks for and the body lacks."""

    position: str
    least: int = 1
    there: int = 0
    by_office: str = ""
    """The office that has to bring the seat, where the one who holds it does not hold it ex officio."""


def gaps(rule: BodyRule | None, members: Iterable[Membership]) -> Iterator[Gap]:
    """Nothing without a rule, and nothing while no member is known: then the list is lacking, not the members."""
    there = list(members)
    if rule is None or not there:
        return
    counts = Counter(one.position for one in there)
    for seat in rule.composition:
        position, least = str(seat.get("position", "")), int(seat.get("least", 1))
        if counts[position] < least:
            yield Gap(position, least, counts[position])
    for position, office in ((CHAIR, rule.chair), (SECRETARY, rule.secretary)):
        held = [one for one in there if one.position == position]
        if office and held and not any(one.ex_officio for one in held):
            yield Gap(position, by_office=office)

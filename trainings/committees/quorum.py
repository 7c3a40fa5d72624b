"""How many members a meeting needs. Pure."""

from math import ceil
from typing import Protocol


class QuorumRule(Protocol):
    quorum_members: int
    quorum_percent: int


def needed(rule: QuorumRule | None, members: int) -> int:
    """Members that have to be there: the larger of a fixed number and a share of those in office. 0: none is set."""
    if rule is None:
        return 0
    return max(rule.quorum_members, ceil(rule.quorum_percent * members / 100))

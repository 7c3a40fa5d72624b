"""`+ - * div mod` on numbers, with IEEE results where Python would raise: XPath 1.0 section 3.5."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

Arithmetic = Callable[[float, float], float]


def divide(left: float, right: float) -> float:
    """`div`: by zero it is infinite, or not a number for 0 and NaN."""
    if right != 0:
        return left / right
    if left == 0 or left != left:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def remainder(left: float, right: float) -> float:
    """`mod`: the remainder of a truncating division, with the sign of the left side."""
    if right == 0 or math.isinf(left) or left != left or right != right:
        return math.nan
    return math.fmod(left, right)


ARITHMETIC: dict[str, Arithmetic] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": remainder,
}

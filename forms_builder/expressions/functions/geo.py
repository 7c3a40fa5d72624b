"""Places on the earth: points are `latitude longitude altitude accuracy`, lines and areas have `;` between points.

The earth is a ball of 6 378 100 m, as in JavaRosa and Enketo; results are metres and square metres.
"""

from __future__ import annotations

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from forms_builder.expressions.functions.registry import function
from forms_builder.expressions.functions.strings import texts
from forms_builder.expressions.scope import Scope
from forms_builder.expressions.values import NAN, Value, ValueType, fold, text_to_number

RADIUS = 6_378_100.0
Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def points_of(values: tuple[Value, ...]) -> list[Point] | None:
    """The points in values; None when one is not a place on earth, or there are none."""
    joined = ";".join(texts(values))
    found: list[Point] = []
    for piece in fold(joined).split(";"):
        if not piece.strip():
            continue
        numbers = [text_to_number(word) for word in piece.split()[:2]]
        if len(numbers) < 2 or not (abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180):
            return None
        found.append((numbers[0], numbers[1]))
    return found or None


@function("distance", "any any*", ValueType.NUMBER)
def distance(*values: Value) -> float:
    """Length of the line through the points, to the centimetre."""
    points = points_of(values)
    return NAN if points is None else round(sum(_between(*pair) for pair in pairwise(points)), 2)


def _between(one: Point, two: Point) -> float:
    """Haversine."""
    half_lat = radians(two[0] - one[0]) / 2
    half_lon = radians(two[1] - one[1]) / 2
    inner = sin(half_lat) ** 2 + cos(radians(one[0])) * cos(radians(two[0])) * sin(half_lon) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(inner)))


@function("area", "any any*", ValueType.NUMBER)
def area(*values: Value) -> float:
    """Size of the area the points enclose; 0 with fewer than three."""
    points = points_of(values)
    if points is None:
        return NAN
    doubled = sum(
        radians(two[1] - one[1]) * (2 + sin(radians(one[0])) + sin(radians(two[0])))
        for one, two in pairwise([*points, points[0]])
    )
    return round(abs(doubled) * RADIUS * RADIUS / 2, 2)


@function("geofence", "text any", ValueType.BOOLEAN)
def geofence(place: str, fence: Value) -> bool:
    """Whether a point lies inside an area (even-odd rule); false when either is blank."""
    point, corners = points_of((place,)), points_of((fence,))
    if point is None or corners is None:
        return False
    y, x = point[0]
    inside = False
    for (y1, x1), (y2, x2) in pairwise([*corners, corners[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@function("intersects", "any", ValueType.BOOLEAN, scope=True)
def intersects(scope: Scope, node: object, line: Value) -> bool:
    """Whether a line or an area crosses itself."""
    points = points_of((line,)) or []
    scope.spend(len(points) * len(points) // 2)
    sides = list(pairwise(points))
    closed = len(points) > 2 and points[0] == points[-1]
    return any(
        _cross(sides[first], sides[second])
        for first in range(len(sides))
        for second in range(first + 2, len(sides))
        if not (closed and first == 0 and second == len(sides) - 1)
    )


def _cross(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, two
    return (
        _turn(a, b, c) * _turn(a, b, d) <= 0
        and _turn(c, d, a) * _turn(c, d, b) <= 0
        and _boxes_meet(one, two)
    )


def _turn(one: Point, two: Point, three: Point) -> float:
    """Positive to the left, negative to the right, 0 in line."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def _boxes_meet(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    return all(
        max(min(one[0][axis], one[1][axis]), min(two[0][axis], two[1][axis]))
        <= min(max(one[0][axis], one[1][axis]), max(two[0][axis], two[1][axis]))
        for axis in (0, 1)
    )

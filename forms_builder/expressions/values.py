"""The values of expressions and how one kind becomes another: XPath 1.0 section 4, with ODK's dates.

A date is a number of days since 1 January 1970 UTC that remembers its time zone, so arithmetic needs no special
case. Bangla digits count as Latin ones, and text is compared in NFC.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import Enum

from forms_builder.expressions.nodes import NodeSet, string_value

NAN = float("nan")
SECONDS_A_DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = {0x09E6 + digit: str(digit) for digit in range(10)}
_NUMBER = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[ \t\r\n]*", re.ASCII)
_ISO = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(?:Z|([+-])(\d{2}):?(\d{2})?)?)?\s*",
    re.ASCII,
)


class ValueType(Enum):
    """What a question or an expression yields, as far as it can be known before there are answers."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    CHOICE = "choice"
    CHOICES = "choices"
    GEO = "geo"
    NODES = "nodes"
    ANY = "any"


class XPathDate(float):
    """Days since 1970-01-01T00:00Z (a float), printed in its time zone; not a number when the date is invalid."""

    __slots__ = ("zone",)
    zone: tzinfo

    def __new__(cls, days: float, zone: tzinfo = UTC) -> XPathDate:
        made = super().__new__(cls, days)
        made.zone = zone
        return made

    def moment(self) -> datetime | None:
        """The local date and time, to the millisecond; None when invalid or outside years 1 to 9999."""
        if not math.isfinite(self):
            return None
        try:
            return (EPOCH + timedelta(milliseconds=round(self * SECONDS_A_DAY * 1000))).astimezone(self.zone)
        except (OverflowError, ValueError):
            return None

    def iso(self) -> str:
        """`2026-01-31` at local midnight, else date, time and offset; '' for no date."""
        moment = self.moment()
        if moment is None:
            return ""
        if not (moment.hour or moment.minute or moment.second or moment.microsecond):
            return f"{moment:%Y-%m-%d}".rjust(10, "0")
        return moment.isoformat(timespec="milliseconds")


Value = str | float | bool | NodeSet


def fold(text: str) -> str:
    """Latin digits for Bangla ones, NFC: how texts are compared."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_DIGITS))


def days_of(moment: datetime) -> float:
    """Days since the epoch of an aware moment."""
    return (moment - EPOCH).total_seconds() / SECONDS_A_DAY


def parse_date(text: str, zone: tzinfo) -> float:
    """Days since the epoch of an ISO date or date-time (local when it has no offset); NaN when it is none."""
    found = _ISO.fullmatch(text)
    if found is None:
        return NAN
    year, month, day, hour, minute, second, fraction, sign, off_hours, off_minutes = found.groups()
    try:
        if sign:
            offset = timedelta(hours=int(off_hours), minutes=int(off_minutes or 0))
            place: tzinfo = _fixed(offset if sign == "+" else -offset)
        else:
            place = UTC if hour and text.rstrip().endswith("Z") else zone
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=place
        )
        return days_of(moment) + float(fraction or 0) / SECONDS_A_DAY
    except (ValueError, OverflowError):
        return NAN


def _fixed(offset: timedelta) -> tzinfo:
    from datetime import timezone

    return timezone(offset)


def text_to_number(text: str, zone: tzinfo = UTC) -> float:
    """A decimal number, or the days of an ISO date; NaN for anything else, blank included."""
    folded = fold(text)
    if _NUMBER.fullmatch(folded):
        return float(folded)
    return parse_date(folded, zone) if "-" in folded else NAN


def to_number(value: Value, zone: tzinfo = UTC) -> float:
    """`number()`: dates give days since the epoch, counted from local midnight in `zone`."""
    kind = type(value)
    if kind is float or kind is XPathDate:
        return value  # type: ignore[return-value]
    if kind is str:
        return text_to_number(value, zone)  # type: ignore[arg-type]
    if kind is bool:
        return 1.0 if value else 0.0
    if isinstance(value, NodeSet):
        return text_to_number(string_value(value[0]), zone) if value else NAN
    return float(value)


def number_to_text(number: float) -> str:
    """XPath 1.0 `string()` of a number: no exponent, no trailing zeros, no negative zero."""
    if number != number:
        return "NaN"
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    shown = repr(number)
    if "e" in shown:
        shown = format(Decimal(shown), "f")
    return shown[:-2] if shown.endswith(".0") else shown


def to_string(value: Value) -> str:
    """`string()`: of a node-set it is the string value of the first node, or ''."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[return-value]
    if isinstance(value, NodeSet):
        return string_value(value[0]) if value else ""
    if kind is bool:
        return "true" if value else "false"
    if isinstance(value, XPathDate):
        return value.iso()
    return number_to_text(float(value))


def to_boolean(value: Value) -> bool:
    """`boolean()`: a number that is neither 0 nor NaN, a text that is not '', a node-set that is not empty."""
    kind = type(value)
    if kind is bool:
        return value  # type: ignore[return-value]
    if kind is float or kind is XPathDate:
        return bool(value == value and value != 0)
    return len(value) > 0  # type: ignore[arg-type]


def text_key(text: str, zone: tzinfo) -> str | float:
    """What two texts must share to be equal: the folded text, or the moment if it is an ISO date."""
    folded = text if text.isascii() else fold(text)
    if len(folded) > 7 and folded[4] == "-":
        days = parse_date(folded, zone)
        if days == days:
            return days
    return folded

"""Numbers, texts, dates and digits: what equals what, and how values print."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest

from forms_builder.expressions import (
    Node,
    Scope,
    XPathDate,
    evaluate,
    parse,
    to_boolean,
    to_number,
    to_string,
)
from tests.expressions.answers import DHAKA, value_of


def text_of(source: str, answers: dict[str, str] | None = None, at: str = "") -> str:
    return to_string(value_of(source, answers, at))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("-(2 + 3) * 4", -20),
        ("7 mod -3", 1),
        ("--1", 1),
        ("10 div 4", 2.5),
        ("1 div 0", math.inf),
        ("'12' + 1", 13),
        ("true() + true()", 2),
    ],
)
def test_arithmetic_follows_xpath(source: str, expected: float) -> None:
    assert value_of(source) == expected


@pytest.mark.parametrize(
    ("number", "text"),
    [(3.0, "3"), (-0.0, "0"), (0.1, "0.1"), (1e21, "1" + "0" * 21), (1e-7, "0.0000001"), (math.nan, "NaN")],
)
def test_a_number_prints_without_exponent_or_trailing_zero(number: float, text: str) -> None:
    assert to_string(number) == text


@pytest.mark.parametrize("text", ["", " ", "12 years", "0x1f", "1_000", "inf", "nan", "+5", "1,5"])
def test_what_is_no_plain_number_is_not_a_number(text: str) -> None:
    assert math.isnan(to_number(text))


def test_bangla_digits_are_numbers() -> None:
    assert to_number("১২.৫") == 12.5
    assert value_of("${age} >= 18", {"age": "১৮"}) is True
    assert value_of("${age} = 18", {"age": "১৮"}) is True


def test_bangla_and_latin_digits_are_equal_in_texts_choices_and_patterns() -> None:
    assert value_of("${ward} = 'ward-12'", {"ward": "ward-১২"}) is True
    assert value_of("'ward-১২' = ${ward}", {"ward": "ward-12"}) is True
    assert value_of("selected(${wards}, '3')", {"wards": "১ ২ ৩"}) is True
    assert value_of("starts-with(., '01')", {"phone": "০১৭"}, "phone") is True
    assert value_of("regex(., '^01[0-9]{3}$')", {"phone": "০১৭১২"}, "phone") is True
    assert value_of("regex(., '^[০-৯]+$')", {"phone": "০১৭১২"}, "phone") is True


def test_a_bangla_date_is_a_date() -> None:
    assert value_of("${d} = date('2026-03-15')", {"d": "২০২৬-০৩-১৫"}) is True


def test_texts_are_equal_however_their_signs_were_typed() -> None:
    assert value_of("${name} = '\u09af\u09bc'", {"name": "\u09df"}) is True


def test_today_is_the_day_in_dhaka_even_when_it_is_still_yesterday_in_london() -> None:
    early = datetime(2026, 3, 14, 19, 30, tzinfo=UTC).astimezone(DHAKA)
    root = Node("data")
    assert to_string(evaluate(parse("today()"), Scope(root, root, early))) == "2026-03-15"


def test_a_clock_without_time_zone_is_refused() -> None:
    root = Node("data")
    with pytest.raises(ValueError, match="time zone"):
        Scope(root, root, datetime(2026, 3, 15))


@pytest.mark.parametrize(
    ("rule", "answer", "allowed"),
    [
        (". <= today()", "2026-03-15", True),
        (". <= today()", "2026-03-16", False),
        (". > ${received}", "2026-03-02", True),
        (". > ${received}", "2026-03-01", False),
        (". > ${received} and . <= date(decimal-date-time(${received}) + 92)", "2026-06-01", True),
        (". > ${received} and . <= date(decimal-date-time(${received}) + 92)", "2026-06-02", False),
        (". = '2026-03-02'", "2026-03-02", True),
        (". < now()", "2026-03-15T11:59:00.000+06:00", True),
        (". < now()", "2026-03-15T06:30:00.000Z", False),
    ],
)
def test_dates_compare_as_days(rule: str, answer: str, allowed: bool) -> None:
    assert value_of(rule, {"d": answer, "received": "2026-03-01"}, "d") is allowed


def test_days_are_added_to_a_date() -> None:
    assert text_of("date(today() + 10)") == "2026-03-25"
    assert text_of("date(decimal-date-time('2024-02-28') + 2)") == "2024-03-01"


def test_a_blank_date_stays_blank_and_a_wrong_one_allows_nothing() -> None:
    assert text_of("date('')") == ""
    assert text_of("date('soon')") == ""
    assert text_of("format-date('2026-02-30', '%Y')") == ""
    assert value_of(". <= today()", {"d": ""}, "d") is False
    assert value_of(". <= today()", {"d": "2026-02-30"}, "d") is False


def test_dates_are_written_in_the_forms_language() -> None:
    layout = "format-date('2026-03-05', '%e %b %Y, %a')"
    assert text_of(layout) == "5 মার্চ 2026, বৃহস্পতি"
    assert to_string(value_of(layout, language="en")) == "5 Mar 2026, Thu"


def test_a_time_is_a_part_of_the_local_day() -> None:
    assert value_of("decimal-time('06:00:00.000+06:00')") == 0.25
    assert value_of("decimal-time('18:00')") == 0.75
    assert math.isnan(to_number(value_of("decimal-time('25:00')")))


def test_a_moment_prints_with_its_offset() -> None:
    assert text_of("now()") == "2026-03-15T12:00:00.000+06:00"
    assert XPathDate(1.0, timezone(timedelta(hours=6))).iso() == "1970-01-02T06:00:00.000+06:00"
    assert XPathDate(1e300).iso() == ""


def test_truth_is_a_value_that_is_there() -> None:
    assert [to_boolean(value) for value in ("0", "", 0.0, math.nan, 3.0, True)] == [
        True,
        False,
        False,
        False,
        True,
        True,
    ]

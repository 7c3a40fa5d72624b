"""What people type into boxes: both scripts, many spellings, clear words for what does not fit."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from forms_builder.questions import types
from tests.questions.typing_in import answer, ask, complaint, page


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("১২", 12),
        (" 12 ", 12),
        ("1,234,567", 1234567),
        ("12,34,567", 1234567),
        ("−5", -5),
        ("\u200b12\u200d", 12),
        ("007", 7),
        ("", None),
        ("\u200b", None),
    ],
)
def test_whole_numbers_as_people_type_them(typed: str, stored: int | None) -> None:
    assert answer(ask("integer"), typed) == stored


@pytest.mark.parametrize("typed", ["12.5", "twelve", "1 2x", "12,5", "1e5", "০x"])
def test_what_is_no_whole_number_is_said_plainly(typed: str) -> None:
    assert complaint(ask("integer"), typed) == "Give a whole number, like 12."


def test_a_number_too_long_to_keep_is_refused() -> None:
    assert complaint(ask("integer"), "1" * 15) == "This number is too large."


@pytest.mark.parametrize(
    ("typed", "stored"), [("১২.৫০", "12.50"), (".5", "0.5"), ("-0.0", "0.0"), ("1,000.25", "1000.25")]
)
def test_decimals_are_kept_digit_by_digit(typed: str, stored: str) -> None:
    assert answer(ask("decimal"), typed) == stored


def test_a_comma_for_the_point_is_never_misread() -> None:
    assert "with a point and not a comma" in complaint(ask("decimal"), "12,50")


@pytest.mark.parametrize(
    "typed",
    ["5/11/2026", "05-11-2026", "৫.১১.২০২৬", "2026-11-05", "৫/১১/২০২৬", "5 / 11 / 2026", "২০২৬-১১-০৫"],
)
def test_dates_as_people_type_them(typed: str) -> None:
    assert answer(ask("date"), typed) == "2026-11-05"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/2/2026", "There is no such day: 31/2/2026."),
        ("11/25/2026", "Day comes first"),
        ("5/11/26", "four digits"),
        ("tomorrow", "Give day, month and year"),
        ("0/0/0000", "There is no such day"),
        ("1/1/99999", "four digits"),
    ],
)
def test_impossible_dates_are_refused_with_a_reason(typed: str, told: str) -> None:
    assert told in complaint(ask("date"), typed)
    assert f'value="{typed}"' in page(ask("date"), typed)


@pytest.mark.parametrize(
    "typed",
    ["5/11/2026 14:30", "৫/১১/২০২৬ ১৪:৩০", "5/11/2026 2:30 pm", "2026-11-05T14:30", "2026-11-05T08:30:00Z"],
)
def test_date_and_time_as_people_type_them(typed: str) -> None:
    assert answer(ask("datetime"), typed) == "2026-11-05T14:30:00+06:00"


@pytest.mark.parametrize(
    "typed", ["5/11/2026", "14:30", "5/11/2026 25:00", "5/11/2026 14:30 pm", "31/2/2026 10:00"]
)
def test_impossible_times_are_refused(typed: str) -> None:
    assert complaint(ask("datetime"), typed)


@pytest.mark.parametrize(
    "typed",
    ["01700-000000", "০১৭০০০০০০০০", "+880 1700 000000", "8801700000000", "017 0000 0000", "+৮৮০১৭০০০০০০০০"],
)
def test_mobile_numbers_as_people_type_them(typed: str) -> None:
    assert answer(ask("phone"), typed) == "+8801700000000"


@pytest.mark.parametrize("typed", ["01200000000", "0170000000", "017000000000", "hello", "+999123", "1"])
def test_numbers_nobody_can_have_are_refused(typed: str) -> None:
    assert complaint(ask("phone"), typed)
    assert f'value="{typed}"' in page(ask("phone"), typed)


def test_a_number_of_another_country_needs_its_plus() -> None:
    assert str(answer(ask("phone"), "+91 98000 00000")).startswith("+91")


def test_text_loses_what_cannot_be_seen_and_keeps_what_bangla_needs() -> None:
    assert answer(ask("text"), "a\0b\u200b\u202e c\r\n") == "ab c"
    assert answer(ask("text"), "র\u200d্যাব") == "র\u200d্যাব"
    assert answer(ask("text"), "\u200d\u200c ") is None
    assert answer(ask("text"), "cafe\u0301") == "café"


def test_text_over_the_limit_is_refused_and_comes_back_whole() -> None:
    assert "501 characters. At most 500" in complaint(ask("text"), "ক" * 501)
    assert "ক" * 501 in page(ask("text"), "ক" * 501)
    assert complaint(ask("long_text"), "x" * 10_001)
    assert answer(ask("long_text"), "x" * 10_000) == "x" * 10_000


def test_long_text_keeps_its_lines() -> None:
    assert answer(ask("long_text"), "one\r\n\r\ntwo") == "one\n\ntwo"


def test_a_reason_or_an_answer_but_not_both() -> None:
    question = ask("integer", decline=True)
    assert answer(question, {"q": "", "q-reason": "__declined"}) == "__declined"
    assert answer(question, {"q": "7", "q-reason": ""}) == 7
    assert "Keep one of them" in complaint(question, {"q": "7", "q-reason": "__declined"})
    assert 'value="7"' in page(question, {"q": "7", "q-reason": "__declined"})


def test_a_reason_where_none_may_be_given_is_refused() -> None:
    assert complaint(ask("text"), "__declined")
    assert complaint(ask("yes_no"), "__declined")
    assert complaint(ask("choose_one"), "__declined")


def test_answers_read_in_the_readers_script() -> None:
    def shown(name: str, stored: str | int, language: str) -> str:
        return types[name].display(ask(name), stored, language)

    assert shown("integer", 25, "bn") == "২৫"
    assert shown("date", "2026-11-05", "bn") == "০৫/১১/২০২৬"
    assert shown("date", "2026-11-05", "en") == "05/11/2026"
    assert shown("datetime", "2026-11-05T08:30:00+00:00", "en") == "05/11/2026 14:30"
    assert shown("phone", "+8801700000000", "en") == "01700-000000"
    assert shown("decimal", "12.50", "bn") == "১২.৫০"
    with override("bn"):
        assert shown("text", "__declined", "en") == "Did not want to say"


def test_what_does_not_fit_is_said_with_numbers_in_the_readers_script() -> None:
    with override("bn"):
        assert complaint(ask("decimal"), "1.23456") == "দশমিকের পরে সর্বোচ্চ ৪টি অঙ্ক দিন।"
        assert complaint(ask("text"), "x" * 501) == "লেখাটি বেশি বড়: ৫০১ অক্ষর। সর্বোচ্চ ৫০০ অক্ষর লেখা যায়।"


def test_a_stored_answer_that_no_longer_fits_is_still_shown() -> None:
    for name in ("integer", "decimal", "date", "datetime", "phone"):
        assert types[name].display(ask(name), "as it was", "en") == "as it was"
        assert types[name].slot_value("as it was") is None or name == "phone"


def test_index_columns_get_typed_values() -> None:
    assert types["integer"].slot_value(7) == Decimal(7)
    assert types["decimal"].slot_value("12.50") == Decimal("12.50")
    assert types["date"].slot_value("2026-11-05") == date(2026, 11, 5)
    assert types["datetime"].slot_value("2026-11-04T20:00:00+00:00") == date(2026, 11, 5)
    assert types["text"].slot_value("__unknown") is None
    assert types["integer"].slot_value("__unknown") is None


def test_exports_are_for_machines() -> None:
    assert types["integer"].export(ask("integer"), 7) == [7]
    assert types["decimal"].export(ask("decimal"), "12.50") == [Decimal("12.50")]
    assert types["date"].export(ask("date"), "2026-11-05") == [date(2026, 11, 5)]
    assert types["choose_many"].export(ask("choose_many"), ["north", "east"]) == ["north east"]
    assert types["note"].export(ask("note"), None) == []
    assert types["text"].export(ask("text"), None) == [None]

"""Digits, dates and addresses in the reader's script."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from forms_builder.digits import in_readers_digits, in_readers_digits_lazy, readers_day, readers_moment
from nirapod.templatetags.nirapod import digits, local_date, local_datetime

EVENING_IN_LONDON = datetime(2026, 11, 5, 20, 30, tzinfo=UTC)


def test_a_reader_of_bangla_sees_bangla_digits() -> None:
    with translation.override("bn"):
        assert digits("DHK-25-0001") == "DHK-২৫-০০০১"
        assert digits(590) == "৫৯০"


def test_a_reader_of_english_sees_latin_digits() -> None:
    with translation.override("en"):
        assert digits(590) == "590"


@pytest.mark.parametrize("show", [digits, local_date, local_datetime])
def test_nothing_is_shown_as_nothing(show: object) -> None:
    assert callable(show)
    assert show(None) == ""


def test_a_date_is_day_month_year() -> None:
    with translation.override("bn"):
        assert local_date(date(2026, 11, 5)) == "০৫/১১/২০২৬"


def test_a_moment_is_told_in_dhaka_time_and_may_fall_on_the_next_day() -> None:
    with translation.override("en"):
        assert local_datetime(EVENING_IN_LONDON) == "06/11/2026 02:30"
        assert local_date(EVENING_IN_LONDON) == "06/11/2026"


def test_a_page_rendered_without_a_request_has_no_other_address() -> None:
    assert Template("{% load nirapod %}{% language_url 'en' %}").render(Context()) == ""


def test_code_and_templates_write_a_day_and_a_moment_alike() -> None:
    for language, day, moment in (
        ("bn", "০৬/১১/২০২৬", "০৬/১১/২০২৬ ০২:৩০"),
        ("en", "06/11/2026", "06/11/2026 02:30"),
    ):
        with translation.override(language):
            assert readers_day(EVENING_IN_LONDON) == local_date(EVENING_IN_LONDON) == day
            assert readers_moment(EVENING_IN_LONDON) == local_datetime(EVENING_IN_LONDON) == moment


def test_a_number_follows_the_sentence_it_stands_in() -> None:
    with translation.override("bn"):
        assert in_readers_digits(2500) == "২৫০০"
    with translation.override(None):
        assert in_readers_digits(2500) == "2500", "without a language, sentences are the English ones"


def test_a_number_in_a_text_that_is_made_once_waits_for_its_reader() -> None:
    number = in_readers_digits_lazy(40)
    with translation.override("en"):
        assert f"{number}" == "40"
    with translation.override("bn"):
        assert f"{number}" == "৪০"

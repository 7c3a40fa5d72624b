"""Judging a page: what is shown, worked out and refused, after one answer of a form with 300 questions."""

from django.utils import timezone

from forms_builder.logic import Moment, evaluate
from nirapod.bench import long_form
from nirapod.bench.result import Result, at_most_ms
from nirapod.bench.timing import take_turns

SHORT, LONG = "a page of 20 questions", "all 300 questions"


def measure() -> Result:
    moment = Moment(timezone.localtime())
    short, long = (long_form.program_of(long_form.long_form(count)) for count in (20, 300))
    few, many = long_form.answers(20), long_form.answers(300)
    times = take_turns(
        {SHORT: lambda: evaluate(short, few, moment), LONG: lambda: evaluate(long, many, moment)}
    )
    return Result("Judging a page of a form", times, [at_most_ms("one page", times[SHORT], 5)])

"""Compiling a form of 300 questions with conditions, checks and calculations, as publishing does."""

from forms_builder.compiling import compile_draft
from nirapod.bench.long_form import long_form
from nirapod.bench.result import Result, at_most_ms
from nirapod.bench.timing import take_turns

NAME = "compile 300 questions"


def measure() -> Result:
    document = long_form(300)
    if compile_draft(document).errors:
        raise RuntimeError("The long form has errors.")
    times = take_turns({NAME: lambda: compile_draft(document)}, calls=5)
    return Result("Compiling a form of 300 questions", times, [at_most_ms("at publish", times[NAME], 150)])

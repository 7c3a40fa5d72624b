"""A form that was tried, as the check page would show it: what a test submission keeps."""

from forms_builder.filling.check_page import Checker
from forms_builder.filling.layouts import steps_of
from forms_builder.filling.trial import Trial
from forms_builder.trials import Said


def said_by(trial: Trial) -> list[Said]:
    """Every shown question with its answer, by page and row; what is hidden is left out, as it is when sending."""
    checker = Checker(
        trial.program,
        steps_of(trial.program.document),
        trial.form.evaluation,
        trial.language,
        address=lambda _step: "",
        file_url=lambda _attachment: "",
    )
    return [
        Said(block.heading or section.title, [(line.label, line.value) for line in block.lines])
        for section in checker.page([], {}).sections
        for block in section.blocks
    ]

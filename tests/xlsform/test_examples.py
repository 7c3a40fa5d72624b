"""Workbooks that other programs are tested with: each valid one is read, each invalid one explained."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from forms_builder.filling.starting import defaults
from forms_builder.filling.trial import Trial
from forms_builder.xlsform.reading import check_file
from tests.factories.forms import publish
from tests.xlsform.workbooks import corpus, listed

pytestmark = pytest.mark.skipif(corpus() is None, reason="no folder of example workbooks (NIRAPOD_CORPORA)")


def examples(valid: str) -> list[dict[str, str]]:
    return [line for line in listed() if line["valid"] == valid]


def path(line: dict[str, str]) -> Path:
    folder = corpus()
    assert folder is not None
    return folder / "files" / line["file"]


@pytest.mark.parametrize("line", examples("yes"), ids=lambda line: line["file"])
def test_a_valid_workbook_is_in_order_and_counts_as_others_count_it(line: dict[str, str]) -> None:
    report = check_file(path(line))
    assert report.ok, report.errors
    counts = {"questions": report.questions, "groups": report.groups, "repeats": report.repeats}
    assert counts == {what: int(line[what]) for what in counts}
    assert sorted(report.languages) == sorted(filter(None, line["languages"].split(";")))


@pytest.mark.parametrize("line", examples("no"), ids=lambda line: line["file"])
def test_an_invalid_workbook_is_explained_by_sheet_and_row(line: dict[str, str]) -> None:
    report = check_file(path(line))
    assert not report.ok
    assert all(error.sheet and error.row and error.message for error in report.errors)


@pytest.mark.django_db
def test_every_valid_workbook_can_be_published_and_filled_in_blank() -> None:
    """Its pages are drawn and judged without an answer, in each of its languages."""
    for line in examples("yes"):
        document = check_file(path(line)).document
        assert document is not None, line["file"]
        version = publish(document)
        assert version.parsed == document, line["file"]
        for language in ("bn", "en"):
            trial = Trial(version.program, language, AnonymousUser(), defaults(version.program))
            pages = trial.pages()
            drawn = render_to_string("filling/trial_questions.html", {"trial": trial, "pages": pages})
            missing = [name for name, field in trial.form.fields.items() if name not in drawn and field.label]
            assert not missing, (line["file"], missing)

"""Workbooks that other programs are tested with: each valid one is read, each invalid one explained."""

from pathlib import Path

import pytest

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
def test_every_workbook_in_order_can_be_published() -> None:
    for line in examples("yes"):
        report = check_file(path(line))
        if report.document is not None and report.ok:
            assert publish(report.document).parsed == report.document, line["file"]

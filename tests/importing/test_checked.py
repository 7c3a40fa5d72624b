"""The page after all rows were checked: what cannot be brought in says why, and what can be done about it."""

import pytest

from tests.importing.conftest import Importer, as_csv

pytestmark = pytest.mark.django_db
BUTTON = 'value="apply"'


def test_one_bad_row_of_a_file_that_comes_whole_or_not_at_all(importer: Importer) -> None:
    importer.send(as_csv(["district", "visits"], ["dhaka", "1"], ["dhaka", "bad"]))
    page = importer.check()
    assert "Nothing can be brought in yet" in page
    assert "go back to the columns and choose to bring in the good ones" in page
    assert BUTTON not in page
    importer.do("again")
    page = importer.check(only_whole="no")
    assert "Nothing can be brought in yet" not in page
    assert BUTTON in page


def test_a_file_that_adds_and_changes_nothing(importer: Importer) -> None:
    importer.send(as_csv(["district", "visits"], ["dhaka", "bad"]))
    page = importer.check(only_whole="no")
    assert "There is nothing to bring in" in page
    assert BUTTON not in page

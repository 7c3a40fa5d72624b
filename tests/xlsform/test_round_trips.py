"""Nothing that stands in a workbook is lost on the way in and out, and nothing of a form on the way out and in."""

import pytest
from hypothesis import HealthCheck, given, settings

from forms_builder.schema import Document, from_json, to_json
from forms_builder.xlsform.limits import Sheet
from forms_builder.xlsform.own import json_in
from forms_builder.xlsform.workbook import read_file
from tests.designer.documents import documents
from tests.designer.posting import edited
from tests.xlsform.exchange import imported, out_and_in, sheets_of
from tests.xlsform.forms import example, pack_forms
from tests.xlsform.workbooks import corpus, listed

slowly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
with_corpus = pytest.mark.skipif(corpus() is None, reason="no folder of example workbooks (NIRAPOD_CORPORA)")
PROSE = ("bad_calc.xlsx", "xl_date_ambiguous.xlsx")
EXAMPLES = [line["file"] for line in listed() if line["valid"] == "yes"]


def filled(sheets: list[Sheet]) -> dict[str, list[dict[int, str]]]:
    """Sheets with something on them; a single sheet is the survey whatever it is called."""
    found = {sheet.name: [row.cells for row in sheet.rows] for sheet in sheets if sheet.rows}
    return {"survey": next(iter(found.values()))} if len(found) == 1 else found


@with_corpus
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_cell_of_a_workbook_comes_back(name: str) -> None:
    """But for rules that are prose: ODK refuses a form that has one, so they come back in a column of their own."""
    before = filled(read_file(example(name)))
    after = filled(sheets_of(imported(example(name))))
    for sheet, rows in before.items():
        assert len(after[sheet]) == len(rows), sheet
        for number, (cells, back) in enumerate(zip(rows, after[sheet], strict=True)):
            changed = {column: text for column, text in cells.items() if back.get(column) != text}
            assert not changed or name in PROSE, (sheet, number, changed)
            for text in changed.values():
                assert any(text in (json_in(cell) or {}).values() for cell in back.values() if "{" in cell)


@with_corpus
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_form_that_came_from_a_workbook_is_the_same_after_another_one(name: str) -> None:
    form = imported(example(name))
    assert to_json(out_and_in(form)) == to_json(form)


@slowly
@given(documents)
def test_any_form_goes_out_and_comes_back_the_same(form: Document) -> None:
    assert to_json(out_and_in(form)) == to_json(form)


@pytest.mark.parametrize("key", pack_forms())
def test_a_form_of_the_pack_goes_out_and_comes_back_the_same(key: str) -> None:
    assert to_json(out_and_in(pack_forms()[key])) == to_json(pack_forms()[key])


@with_corpus
@pytest.mark.parametrize("name", EXAMPLES)
def test_opening_and_saving_in_the_designer_changes_no_cell(name: str) -> None:
    form = imported(example(name))
    saved = from_json(edited(to_json(form)))
    assert filled(sheets_of(saved)) == filled(sheets_of(form))

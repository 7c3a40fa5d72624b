"""What goes out is taken by the programs that it is for: pyxform reads the workbooks, ODK Validate accepts the XForms."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from forms_builder.schema import Document
from forms_builder.xlsform.stored import Issue, workbook_of, xform_of
from forms_builder.xlsform.writing.workbook import Identity
from tests.factories.forms import ask, choices, document, group, page, repeat
from tests.support.project_pack import FORMS
from tests.support.tools import java
from tests.xlsform import odk
from tests.xlsform.forms import example_forms, pack_forms_with_choices
from tests.xlsform.workbooks import corpus, listed

pytestmark = pytest.mark.django_db


def issues() -> dict[str, Issue]:
    """All forms there are, as they go out."""
    forms = {**pack_forms_with_choices(), **example_forms()}
    return {
        name: Issue(form, Identity(f"form_{number}", "1"))
        for number, (name, form) in enumerate(forms.items())
    }


@pytest.mark.java
def test_odk_validate_accepts_every_form_as_xform_and_as_workbook(tmp_path: Path) -> None:
    found = issues()
    assert len(found) == FORMS + sum(line["valid"] == "yes" for line in listed() if corpus())
    xforms = {name: xform_of(issue).xml for name, issue in found.items()}
    workbooks = {
        name: convert(BytesIO(workbook_of(issue)), file_type=".xlsx", form_name="data").xform
        for name, issue in found.items()
    }
    assert odk.refused(java(), tmp_path / "xforms", xforms) == []
    assert odk.refused(java(), tmp_path / "workbooks", workbooks) == []


def form() -> Document:
    return document(
        page(
            "first",
            ask("age", "integer", check=". >= 0 and . < 120"),
            ask("kind", "choose_one", choices=choices("a", "b"), show_if="${age}>17"),
            ask("gone", "text", retired=True, show_if="${age} = 1"),
            repeat("child", ask("child_name", "text")),
            group("more", ask("remark", "long_text")),
        )
    )


def test_rules_and_the_form_s_own_name_go_out() -> None:
    xml = xform_of(Issue(form(), Identity("visit", "3"))).xml
    assert 'id="visit"' in xml
    assert 'version="3"' in xml
    assert " /data/first/age &gt;17" in xml
    assert 'constraint=". &gt;= 0 and . &lt; 120"' in xml
    assert "nirapod" not in xml


def test_a_retired_question_is_asked_of_nobody_and_a_retired_choice_is_not_offered() -> None:
    old = choices("a", "b")
    kept = (old[0], old[1].model_copy(update={"retired": True}))
    xml = xform_of(
        Issue(
            document(page("first", ask("kind", "choose_one", choices=kept), ask("gone", retired=True))),
            Identity("visit", "3"),
        )
    ).xml
    assert "<value>b</value>" not in xml
    assert "<name>b</name>" not in xml
    assert re.search(r'<bind nodeset="/data/first/gone"[^>]* relevant="false\(\)"', xml)

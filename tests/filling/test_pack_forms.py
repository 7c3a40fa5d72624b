"""Every page of every form of the project's pack can be shown, in both languages, with everything on it."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

import registry.packs
from forms_builder.compiling import compile_draft
from forms_builder.filling.preview import pages
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from tests.filling.test_budget import LATER, packed
from tests.support.project_pack import FORMS

FRAME = 5_000
PACK = Path(registry.packs.__file__).parent / "cst_bangladesh"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_of_every_form_can_be_shown(language: str) -> None:
    documents = check_pack(load_pack(PACK)).documents
    assert len(documents) == FORMS
    with translation.override(language):
        for key, document in documents.items():
            program = compile_draft(document).program
            assert program is not None, key
            for page in pages(program, language, None):
                shown = render_to_string("filling/questions.html", {"parts": page.parts, "service": []})
                assert shown.count('class="field') >= len(page.parts) - 1, (key, page.title)
                # With all that is ever shown on it, and room for the frame, it keeps to the budget of `test_budget`.
                assert packed(shown.encode()) <= LATER - FRAME, (key, page.title)

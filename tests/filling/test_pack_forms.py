"""Every page of every form of the project's pack can be shown, in both languages, with everything on it, and is light."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

import registry.packs
from forms_builder.compiling import compile_draft
from forms_builder.filling.preview import pages
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from tests.factories.forms import make_user, publish
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything, small_form
from tests.filling.test_budget import FIRST, LATER, assets, on_the_line, packed
from tests.support.project_pack import FORMS

PACK = Path(registry.packs.__file__).parent / "cst_bangladesh"


def helps(html: str) -> dict[str, int]:
    """Scripts that `filling-helps.js` fetches: those for long lists always, as here are fewer places than elsewhere."""
    names = ["filling-choices", *(["filling-dates"] if 'data-picker="date"' in html else [])]
    return assets("".join(f'<script src="/static/nirapod/js/{name}.js"></script>' for name in names))


def without_questions(html: str) -> str:
    """A page of the workspace with nothing asked on it yet."""
    page = BeautifulSoup(html, "html.parser")
    questions = page.select_one("#questions")
    assert questions is not None
    questions.decompose()
    return str(page)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_of_every_form_can_be_shown_and_is_light(
    handler: TakesAnything, client: Client, language: str
) -> None:
    documents = check_pack(load_pack(PACK)).asked
    assert len(documents) == FORMS
    handler.version = publish(small_form())
    client.force_login(make_user(language=language))
    frame = without_questions(Browser(client).begin(PURPOSE, "children").response.content.decode())
    there = assets(frame).keys()
    with translation.override(language):
        for key, document in documents.items():
            program = compile_draft(document).program
            assert program is not None, key
            for page in pages(program, language, None):
                shown = render_to_string("filling/questions.html", {"parts": page.parts, "service": []})
                assert shown.count('class="field') >= len(page.parts) - 1, (key, page.title)
                # With all that is ever shown on it, and names as they are outside the preview.
                whole = frame + shown.replace(f"preview-{page.key}-", "")
                assert packed(whole.encode()) <= LATER, (key, page.title)
                late = sum(size for name, size in helps(shown).items() if name not in there)
                assert on_the_line(whole) + late <= FIRST, (key, page.title)

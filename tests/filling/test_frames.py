"""The page around a visitor's questions is made once, and is never anybody's: each gets their own draft and answers."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from forms_builder.filling import compiled_frames, drafts, untouched
from forms_builder.models import FormDefinition, FormVersion
from forms_builder.schema import PublicUse
from tests.factories.forms import ask, document, make_user, page, publish
from tests.factories.registry import make_office, make_type
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything
from tests.public_forms.conftest import complaint_form

pytestmark = pytest.mark.django_db

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(autouse=True)
def nothing_made_yet() -> None:
    compiled_frames._made.clear()
    untouched._kept.clear()


@pytest.fixture
def form() -> FormVersion:
    make_office("DHK")
    version = publish(complaint_form(), key="complaint")
    make_type(version, key="complaint")
    return version


def begun(language: str = "en") -> Browser:
    return Browser(Client()).open(f"/{language}/forms/complaint/").press()


def without_what_differs(html: str) -> str:
    """Ids of the draft and of the open page put aside, and white space."""
    soup = BeautifulSoup(UUID.sub("DRAFT", html), "html.parser")
    for field in soup.select("[name=page-tab], [name=page-revision]"):
        field["value"] = ""
    return " ".join(soup.prettify().split())


def test_a_page_from_the_frame_is_the_template_s_own_to_the_letter(
    form: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    framed = [begun().response.content.decode() for _time in range(2)][1]
    assert compiled_frames._made
    assert untouched._kept
    monkeypatch.setattr(compiled_frames, "frame_of", lambda *_given: None)
    drawn = begun().response.content.decode()
    assert without_what_differs(framed) == without_what_differs(drawn)


def test_two_visitors_never_see_each_other_s_draft_or_answers(form: FormVersion) -> None:
    first, second = begun(), begun()
    for visitor, said in ((first, "Typed by one"), (second, "Typed by another")):
        visitor.press(office="dhk", anonymous="yes")
        visitor.post({**visitor.values(), "said": said}, query="?save=1")
        visitor.open(visitor.address.replace("/about/", "/what/").partition("?")[0] or visitor.address)
    pages: list[Any] = []
    for visitor in (first, second):
        draft = UUID.findall(visitor.client.session["public_drafts"][0])[0]
        page = visitor.open(f"/en/forms/complaint/{draft}/what/")
        assert set(UUID.findall(page.response.content.decode())) == {draft}
        pages.append(page)
    assert "Typed by one" in pages[0].text
    assert "Typed by another" in pages[1].text
    assert "Typed by one" not in pages[1].response.content.decode()


def test_braces_and_markup_that_somebody_typed_are_shown_as_typed(form: FormVersion) -> None:
    visitor = begun().press(office="dhk", anonymous="yes")
    nasty = "{0} {said} </textarea><script>alert(1)</script> {{ 7 }}"
    visitor.post({**visitor.values(), "said": nasty}, query="?save=1")
    draft = visitor.client.session["public_drafts"][0]
    page = visitor.open(f"/en/forms/complaint/{draft}/what/")
    assert page.values()["said"] == nasty
    assert "<script>alert(1)" not in page.response.content.decode()


def test_what_is_to_be_told_is_told(form: FormVersion) -> None:
    visitor = begun()
    assert visitor.press(anonymous="yes").errors()
    publish(complaint_form(description={"en": "Newer"}), key="complaint")
    assert "This form changed since you began" in visitor.open(visitor.address).text
    assert "বাংলা" in begun("en").response.content.decode()
    assert 'lang="bn"' in begun("bn").response.content.decode()


def test_a_heading_that_repeats_an_answer_is_never_another_visitor_s() -> None:
    heading = {"en": "What happened to ${child}?", "bn": "${child}-এর কী হয়েছে?"}
    form = document(
        page("who", ask("child")),
        page("what", ask("said")).model_copy(update={"label": heading}),
        public=PublicUse(),
    )
    publish(form, key="spoken")
    for name in ("Example One", "Example Two"):
        visitor = Browser(Client()).open("/en/forms/spoken/").press().press(child=name)
        visitor.open(visitor.address)
        assert f"What happened to {name}?" in visitor.text
    assert "Example One" not in visitor.response.content.decode()


def test_what_an_answer_makes_required_is_not_called_optional_from_memory() -> None:
    asked = ask("phone_no", required_if="${call} = 'yes'")
    form = document(page("first", ask("call", "yes_no")), page("how", asked), public=PublicUse())
    publish(form, key="required")
    for call, optional in (("no", True), ("yes", False), ("no", True)):
        visitor = Browser(Client()).open("/en/forms/required/").press().press(call=call)
        visitor.open(visitor.address)
        assert ("(optional)" in visitor.text) is optional


def test_opening_a_form_and_a_page_of_it_asks_the_database_little(
    form: FormVersion, django_assert_num_queries: Any
) -> None:
    visitor = begun()
    visitor.open(visitor.address)
    with django_assert_num_queries(2):  # the session; the draft with its version and the live form
        visitor.open(visitor.address)
    Client().get("/en/forms/complaint/")
    with django_assert_num_queries(1):
        first = Client().get("/en/forms/complaint/")
    assert not first.cookies
    assert first.headers["Cache-Control"] == "no-store, private"
    assert b"tel:1098" in first.content


def test_a_form_that_was_taken_back_is_gone_at_once(form: FormVersion) -> None:
    visitor = begun()
    assert Client().get("/en/forms/complaint/").status_code == 200
    FormDefinition.objects.filter(key="complaint").update(archived_at=timezone.now())
    assert Client().get("/en/forms/complaint/").status_code == 404
    assert visitor.open(visitor.address).status == 404


def test_a_kept_page_of_the_workspace_is_each_person_s_own(handler: TakesAnything) -> None:
    handler.version = publish(document(page("p", ask("first"), ask("second", show_if="${first} = 'x'"))))
    pages, tokens = [], set()
    for name in ("Example Rahima", "Example Karim"):
        visitor = Browser(Client(enforce_csrf_checks=True))
        user = make_user(full_name=name)
        visitor.client.force_login(user)
        draft = drafts.begin(user, PURPOSE, name, handler.assignment(user, name))
        visitor.open(f"/workspace/fill/{draft.pk}/p/").open(visitor.address)
        tokens.add(visitor.values()["csrfmiddlewaretoken"])
        pages.append(visitor.response.content.decode())
        visitor.press("continue", first="Typed by one")
        assert visitor.address.endswith("/check/")
        assert "Typed by one" in visitor.open(visitor.address.replace("/check/", "/p/")).values()["first"]
    assert untouched._kept
    assert "Example Rahima" in pages[0]
    assert "Example Karim" in pages[1]
    assert "Rahima" not in pages[1]
    assert len(tokens) == 2
    assert "Typed by one" not in str(untouched._kept)

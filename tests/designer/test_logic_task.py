"""The page of a form's logic: every rule in words, what is wrong with it, and what each answer decides."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from forms_builder.designer.logic_map import logic_map
from forms_builder.designer.logic_picture import picture_of
from forms_builder.designer.logic_task import state
from forms_builder.designer.tasks import Tone
from forms_builder.models import FormDefinition
from forms_builder.schema import Question
from tests.designer.conftest import a_form
from tests.factories.forms import ask, choices, document, group, make_user, page

pytestmark = pytest.mark.django_db

AGE = ask("age", "integer")
CASE = ask("case", "choose_one", "Kind of case", choices=choices("survivor", "at_risk"))
SCHOOL = ask("school", show_if="${age} < 18 and ${case} = 'survivor'")


def logic_page(client: Client, form: FormDefinition) -> str:
    response = client.get(reverse("wagtailsnippets_forms_builder_formdefinition:task_logic", args=[form.pk]))
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_only_those_who_build_forms_see_it(client: Client) -> None:
    client.force_login(make_user())
    address = reverse("wagtailsnippets_forms_builder_formdefinition:task_logic", args=[a_form().pk])
    assert client.get(address).status_code in (302, 403)


def test_a_rule_is_told_in_words_with_a_link_to_its_question(form_admin: Client) -> None:
    shown = logic_page(form_admin, a_form("visit", AGE, CASE, SCHOOL))
    assert "“Age” is less than 18 and “Kind of case” is “Survivor”" in shown
    assert "#block-id-school-section" in shown


def test_a_rule_that_rows_cannot_show_stands_there_as_it_is(form_admin: Client) -> None:
    shown = logic_page(form_admin, a_form("visit", AGE, ask("next", "integer", calculate="${age} + 1")))
    assert "<code>${age} + 1</code>" in shown


def test_a_faulty_rule_is_told_once_and_counted_on_the_home(form_admin: Client) -> None:
    form = a_form("visit", AGE, ask("school", show_if="${agee} < 18"))
    shown = logic_page(form_admin, form)
    assert shown.count("There is no question called “agee”") == 1
    assert "Did you mean “age”?" in shown
    found = state(form)
    assert (found.text, found.tone) == ("1 thing to mend", Tone.WRONG)


def test_questions_that_wait_for_each_other_are_told(form_admin: Client) -> None:
    form = a_form("visit", ask("one", show_if="${two} = 'x'"), ask("two", show_if="${one} = 'x'"))
    assert state(form).tone is Tone.WRONG
    assert "logic-problem" in logic_page(form_admin, form)


def test_a_form_without_rules_says_so(form_admin: Client) -> None:
    form = a_form()
    assert "This form has no rules" in logic_page(form_admin, form)
    assert state(form).text == "No rules"


def test_what_people_typed_is_only_text_in_the_picture(form_admin: Client) -> None:
    odd = Question(id="odd", key="odd", type="text", label={"en": "<script>x</script>"})
    shown = logic_page(form_admin, a_form("visit", odd, ask("next", show_if="${odd} = '<b>'")))
    assert (
        "<script>x"
        not in form_admin.get(
            reverse(
                "wagtailsnippets_forms_builder_formdefinition:task_logic",
                args=[FormDefinition.objects.get().pk],
            )
        ).content.decode()
    )
    assert "<script>x</script>" in shown


def test_the_page_has_the_stylesheet_that_makes_lines_of_the_arcs(form_admin: Client) -> None:
    assert "nirapod/designer/logic.css" in logic_page(form_admin, a_form("visit", AGE, CASE, SCHOOL))


def test_the_picture_has_an_arc_for_each_answer_that_decides() -> None:
    late = ask("late", show_if="${case} = 'survivor'")
    found = logic_map(document(page("one", late, AGE, CASE), page("two", group("more", SCHOOL))), "en")
    assert found.decides == {"age": ["school"], "case": ["late", "school"]}
    picture = picture_of(found)
    assert [line.spot.key for line in picture.lines] == ["late", "age", "case", "school"]
    assert [(arc.words, arc.backwards) for arc in picture.arcs] == [
        ("Age → School", False),
        ("Kind of case → Late", True),
        ("Kind of case → School", False),
    ]
    assert found.spots["school"].depth == 2

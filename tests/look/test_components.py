"""Components on their own: what they say to eyes and to screen readers."""

import pytest
from django import forms
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from nirapod.templatetags.nirapod import form_errors


class Visit(forms.Form):
    """One field of each kind that the field component treats differently."""

    name = forms.CharField(label="Name", help_text="As on the birth certificate")
    note = forms.CharField(label="Note", required=False)
    school = forms.ChoiceField(label="School", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)

    def clean(self) -> None:
        raise forms.ValidationError("The visit lies before the birth.")


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def show(component: str, **context: object) -> str:
    return render_to_string(f"components/{component}.html", context)


def test_a_hint_and_an_error_belong_to_their_input() -> None:
    html = show("field", field=Visit({})["name"])
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_may_be_left_out_says_so() -> None:
    assert "(optional)" in show("field", field=Visit()["note"])
    assert "(optional)" not in show("field", field=Visit()["name"])


def test_an_answer_that_may_be_declined_is_not_called_optional() -> None:
    assert "(optional)" not in show("field", field=Visit()["note"], soft_required=True)


def test_radios_are_a_group_with_a_legend() -> None:
    html = show("field", field=Visit()["school"])
    assert "<fieldset>" in html
    assert "<legend" in html


def test_a_sensitive_question_says_why_and_what_is_known() -> None:
    html = show("field", field=Visit()["name"], why="To find a school nearby.", known="Asha Example")
    assert "Why do we ask this?" in html
    assert "To find a school nearby." in html
    assert "Asha Example" in html


def test_the_error_list_leads_to_the_first_radio_and_names_errors_of_the_whole_page() -> None:
    errors = form_errors(Visit({}))
    assert errors[0] == {"href": "", "text": "The visit lies before the birth."}
    assert [error["href"] for error in errors[1:]] == ["#id_name", "#id_school_0"]
    assert errors[1]["text"].startswith("Name: ")
    html = show("error_summary", errors=errors)
    assert 'role="alert" tabindex="-1"' in html
    assert '<a href="#id_school_0">' in html


def test_a_page_without_errors_has_no_error_list() -> None:
    assert show("error_summary", errors=[]).strip() == ""


def test_what_somebody_typed_is_never_taken_for_markup() -> None:
    html = show("summary_list", rows=[{"label": "Name", "value": "<b>Asha</b>", "change_url": "/x"}])
    assert "&lt;b&gt;Asha&lt;/b&gt;" in html
    assert 'Change<span class="visually-hidden"> Name</span>' in html


def test_zero_is_an_answer() -> None:
    assert "Not answered" not in show("summary_list", rows=[{"label": "Brothers", "value": 0}])
    assert "Not answered" in show("summary_list", rows=[{"label": "Brothers", "value": ""}])


def test_a_decoration_is_silent_and_a_lone_icon_has_a_name() -> None:
    assert 'aria-hidden="true"' in show("icon", name="phone")
    assert 'role="img" aria-label="Call"' in show("icon", name="phone", label="Call")


def test_an_icon_that_does_not_exist_is_noticed_at_once() -> None:
    with pytest.raises(TemplateDoesNotExist):
        show("icon", name="no-such-icon")


def test_progress_is_told_in_words() -> None:
    assert "Page 2 of 5, Needs" in show("progress", step=2, steps=5, title="Needs")

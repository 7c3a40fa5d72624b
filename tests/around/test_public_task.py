"""Opening a form to everybody: an admin says it for each question, and is told what stands in the way."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms_builder.models import FormDefinition
from forms_builder.publishing import NotPublishable
from forms_builder.schema import PublicUse
from registry.models import Office, RecordType
from tests.factories.forms import ask, choices, document, make_draft, make_form_admin, page, publish
from tests.factories.registry import make_office, make_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def form() -> FormDefinition:
    make_office("DHK")
    version = publish(
        document(
            page(
                "p",
                ask("said", "long_text"),
                ask("channel", "choose_one", choices=choices("web", "phone")),
                ask("colleague", "staff"),
            )
        ),
        key="complaint",
    )
    make_type(version)
    return version.definition


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_form_admin())
    return client


def save(client: Client, form: FormDefinition, **values: str) -> Any:
    address = reverse(form.snippet_viewset.get_url_name("task_public"), args=[form.pk])
    shown = client.get(address).context["shown"]
    plain = {"ask-said": "ask", "ask-channel": "ask", "ask-colleague": "leave", "shown": str(shown)}
    return client.post(address, {**plain, **{name.replace("_", "-"): v for name, v in values.items()}})


def draft(form: FormDefinition) -> dict[str, Any]:
    found: dict[str, Any] = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().document
    return found


def test_a_form_is_opened_with_what_is_answered_for_everybody(admin: Client, form: FormDefinition) -> None:
    assert save(admin, form, open="on", ask_channel="=web").status_code == 302
    assert draft(form)["public"] == {"left_out": ["colleague"], "answers": {"channel": "web"}}
    assert save(admin, form).status_code == 302
    assert "public" not in draft(form)


def test_a_question_over_the_registry_is_refused_where_it_is_set(admin: Client, form: FormDefinition) -> None:
    page = save(admin, form, open="on", ask_colleague="ask")
    assert page.status_code == 400
    assert "cannot choose here" in page.content.decode()
    assert "public" not in draft(form)


def test_it_is_said_when_nothing_takes_in_what_people_send(admin: Client, form: FormDefinition) -> None:
    RecordType.objects.all().delete()
    assert "No record type takes in" in save(admin, form, open="on").content.decode()


def test_it_is_said_when_no_office_would_be_named(admin: Client, form: FormDefinition) -> None:
    Office.objects.create(key="two", code="TWO", name_en="Two", name_bn="দুই")
    assert "which office" in save(admin, form, open="on").content.decode()


def test_the_gate_refuses_what_came_in_another_way() -> None:
    inside = document(page("p", ask("colleague", "staff")), public=PublicUse())
    form = make_draft(inside)
    with pytest.raises(NotPublishable) as refused:
        form.publish(form.latest_revision)
    assert [(problem.code, problem.key) for problem in refused.value.problems] == [
        ("public-inside", "colleague")
    ]


def test_a_fixed_answer_has_to_be_among_the_choices() -> None:
    gone = document(
        page("p", ask("channel", "choose_one", choices=choices("web"))),
        public=PublicUse(answers={"channel": "fax"}),
    )
    form = make_draft(gone)
    with pytest.raises(NotPublishable, match="fax"):
        form.publish(form.latest_revision)


def test_a_place_may_be_asked_of_everybody() -> None:
    assert publish(document(page("p", ask("district", "place")), public=PublicUse())).parsed.public

"""The editor posts itself as one field: what comes of it is what Wagtail's thousands of fields would have said."""

import json
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings

from forms_builder.designer.blocks import document_block
from forms_builder.designer.field import DocumentField
from forms_builder.designer.state import fields_of
from forms_builder.models import FormDefinition
from forms_builder.schema import Document, to_json
from tests.designer.conftest import a_form
from tests.designer.documents import documents
from tests.designer.test_editor import address

slowly = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def without_blanks(state: Any) -> Any:
    """As the page sends it: what is blank is left out."""
    if isinstance(state, dict):
        inside = {name: without_blanks(value) for name, value in state.items()}
        return {name: value for name, value in inside.items() if value not in ("", None, False, [], {})}
    return [without_blanks(one) for one in state] if isinstance(state, list) else state


@slowly
@given(documents)
def test_a_form_that_nobody_touched_comes_back_the_same(document: Document) -> None:
    data = to_json(document)
    field = DocumentField().formfield()
    state = without_blanks(field.block.get_form_state(field.prepare_value(data)))
    posted = QueryDict(mutable=True)
    posted["document"] = json.dumps(state)
    assert not field.widget.value_omitted_from_data(posted, {}, "document")
    assert field.clean(field.widget.value_from_datadict(posted, {}, "document")) == data


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{",
        '"text"',
        '{"pages": {"a": 1}}',
        '{"pages": [{"value": {}}]}',
        '{"pages": [{"type": "no_such_block", "value": {}}]}',
        '{"pages": [{"type": "page", "value": {"items": [3]}}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_state_of_the_editor_is_refused(sent: str) -> None:
    with pytest.raises(SuspiciousOperation):
        fields_of(document_block(), sent, "document")


@pytest.mark.django_db
def test_the_page_is_saved_from_the_one_field(form_admin: Client) -> None:
    form = a_form()
    field = DocumentField().formfield()
    state = field.block.get_form_state(field.prepare_value(form.document))
    state["pages"][0]["value"]["items"][0]["value"]["label_bn"] = "পরিদর্শনের তারিখ"
    form_admin.post(address("edit", form.pk), {"key": form.key, "document": json.dumps(state)})
    saved = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().document
    assert saved["pages"][0]["items"][0]["label"]["bn"] == "পরিদর্শনের তারিখ"


@pytest.mark.django_db
def test_a_tampered_field_changes_nothing(form_admin: Client) -> None:
    form = a_form()
    response = form_admin.post(address("edit", form.pk), {"key": form.key, "document": "{"})
    assert response.status_code == 400
    saved = FormDefinition.objects.get(pk=form.pk).get_latest_revision_as_object().document
    assert saved == form.document

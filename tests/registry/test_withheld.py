"""Changing a record in which there is something one may not see: the wizard neither asks for it nor misses it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms_builder.filling.sending import Sender, send
from forms_builder.models import Draft
from forms_builder.schema import Required
from registry.models import Record
from registry.sealing import KeyRing, open_record
from tests.factories.forms import ask, document, page
from tests.factories.registry import make_record, make_type, make_worker, type_in

pytestmark = pytest.mark.django_db


def answers_of(record: Record) -> dict[str, Any]:
    stored = Record.objects.get(pk=record.pk)
    return open_record(stored, KeyRing.of(stored))


def test_a_required_answer_one_may_not_see_is_not_asked_for_and_stays(client: Client) -> None:
    secret = ask("secret", required=Required.YES, sensitivity="R", compartment="legal")
    record_type = make_type(document(page("first", secret), page("second", ask("open_one"))))
    record = make_record(record_type, {"secret": "Example secret", "open_one": "a"})
    worker = make_worker(record_type, tier="I")
    client.force_login(worker)
    start = reverse("filling:start", kwargs={"purpose": "registry.edit", "target": str(record.pk)})
    first_page = client.post(start, follow=True).content.decode()
    assert 'name="open_one"' in first_page
    assert "secret" not in first_page
    draft = Draft.objects.get()
    type_in(draft, open_one="b")
    send(draft.pk, Sender(worker, "en"))
    assert answers_of(record) == {"secret": "Example secret", "open_one": "b"}

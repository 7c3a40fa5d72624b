"""Set-up in the Wagtail admin: kinds, rules that are only ever added, uses of record types that are checked."""

from datetime import date
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Permission
from django.test import Client

from registry.models import RecordType
from tests.factories.forms import make_user
from tests.factories.trainings import make_body
from tests.trainings.conftest import signed_in
from trainings.models import BodyRule, Capability

pytestmark = pytest.mark.django_db

MODELS = ("body", "bodykind", "bodyrule", "capability", "facilitator", "serviceprovider")


@pytest.fixture
def admin(db: None) -> Client:
    names = [f"{action}_{model}" for action in ("view", "add", "change") for model in MODELS]
    user = make_user()
    user.user_permissions.add(*Permission.objects.filter(codename__in=[*names, "access_admin"]))
    return signed_in(user)


def test_a_rule_is_added_and_cannot_be_changed(admin: Client, office: Any) -> None:
    body = make_body(office)
    posted = {
        "kind": body.kind_id,
        "since": "2026-01-01",
        "quorum_members": 3,
        "quorum_percent": 0,
        "interval_days": 61,
        "composition": "chair | 1\nmember | 3",
    }
    answered = admin.post("/admin/trainings/bodyrule/create/", posted)
    assert answered.status_code == 302
    rule = BodyRule.objects.get(since=date(2026, 1, 1))
    assert rule.composition == [{"position": "chair", "least": 1}, {"position": "member", "least": 3}]
    assert rule.entered_by is not None
    assert admin.get(f"/admin/trainings/bodyrule/edit/{rule.pk}/").status_code in (302, 403)
    assert admin.get(f"/admin/trainings/bodyrule/delete/{rule.pk}/").status_code in (302, 403)


def test_the_list_of_bodies_leads_into_the_workspace_and_is_exported(admin: Client, office: Any) -> None:
    body = make_body(office)
    page = admin.get("/admin/trainings/body/").content.decode()
    assert f"/workspace/committees/{body.pk}/" in page
    export = admin.get("/admin/trainings/body/?export=csv")
    assert export.status_code == 200
    assert str(body.organisation.name_en) in b"".join(export).decode()


def test_a_use_that_names_no_question_is_refused(admin: Client, event_type: RecordType) -> None:
    use = Capability.objects.get(record_type=event_type)
    where = f"/admin/trainings/capability/edit/{use.pk}/"
    posted = {"record_type": event_type.pk, "kind": "sheet"}
    wrong = {**use.document, "start": "nothing_such", "columns": "no_form"}
    page = admin.post(where, {**posted, "document": yaml.safe_dump(wrong)}).content.decode()
    assert "nothing_such" in page
    assert "no_form" in page
    assert admin.post(where, {**posted, "document": "parts: [day, am]"}).status_code == 200
    use.refresh_from_db()
    assert use.document["start"] == "start"
    assert (
        admin.post(
            where, {**posted, "document": yaml.safe_dump({**use.document, "lock_days": 3})}
        ).status_code
        == 302
    )
    use.refresh_from_db()
    assert use.document["lock_days"] == 3


def test_the_registers_are_closed_to_who_does_not_configure(office: Any) -> None:
    make_body(office)
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = signed_in(user)
    for model in MODELS:
        assert client.get(f"/admin/trainings/{model}/").status_code in (302, 403)

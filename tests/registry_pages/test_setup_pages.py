"""The set-up's own pages: the check before going live, kept versions, a workflow made without code, and its map."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from registry.models import Backfill, ConfigVersion, Office, RecordType, Workflow
from registry.slots import allocate
from tests.factories.forms import ask, choices, document, make_user, page, publish
from tests.factories.registry import grant, make_record, make_type, work_in
from tests.factories.workflows import case_workflow, make_role, make_workflow
from tests.registry_pages.conftest import signed_in
from tests.registry_pages.test_setup import TYPES, configurer, posted

pytestmark = pytest.mark.django_db


def admin(*models: str) -> Client:
    return configurer(
        *(f"{verb}_{model}" for model in models for verb in ("view", "add", "change", "delete"))
    )


def check_page(client: Client, kind: RecordType) -> str:
    return client.get(f"/admin/registry/type/{kind.pk}/check/").content.decode()


@pytest.fixture
def fresh(db: None) -> RecordType:
    """A type that nobody may do anything with yet."""
    return make_type(key="fresh", active=False)


def test_the_check_says_what_is_missing_and_keeps_the_type_out_of_use(fresh: RecordType) -> None:
    client = admin("recordtype")
    text = check_page(client, fresh)
    assert "No role may see these records" in text
    assert "No role may add these records" in text
    assert "disabled" in text
    client.post(f"/admin/registry/type/{fresh.pk}/check/", {"active": "1"})
    fresh.refresh_from_db()
    assert not fresh.active


def test_a_type_that_lacks_nothing_is_put_into_use_and_that_is_kept(
    fresh: RecordType, office: Office
) -> None:
    worker = make_user()
    grant(worker, fresh)
    work_in(worker, office)
    client = admin("recordtype")
    text = check_page(client, fresh)
    assert "Missing:" not in text
    assert fresh.id_pattern.split("-")[0] in text
    client.post(f"/admin/registry/type/{fresh.pk}/check/", {"active": "1"})
    fresh.refresh_from_db()
    assert fresh.active
    before, kept = ConfigVersion.objects.filter(kind="record_type", key="fresh").order_by("number")
    assert (before.document["active"], kept.document["active"]) == (False, True)
    assert before.by is None


def test_a_form_that_is_not_live_is_missing(fresh: RecordType) -> None:
    form = fresh.form
    form.live_version = None
    form.save(update_fields=["live_version"])
    assert "was never published" in check_page(admin("recordtype"), fresh)


@pytest.mark.parametrize("way", ["check/", "versions/"])
def test_the_pages_open_for_those_who_configure_types_only(fresh: RecordType, way: str) -> None:
    address = f"/admin/registry/type/{fresh.pk}/{way}"
    assert admin("recordtype").get(address).status_code == 200
    assert admin("office").get(address).status_code == 302
    assert signed_in(make_user()).get(address).status_code in (302, 403)


def test_who_may_only_look_puts_nothing_into_use(fresh: RecordType) -> None:
    client = configurer("view_recordtype")
    assert client.post(f"/admin/registry/type/{fresh.pk}/check/", {"active": "1"}).status_code == 302
    fresh.refresh_from_db()
    assert not fresh.active


def test_every_change_is_kept_and_told_with_before_and_after(record_type: RecordType) -> None:
    client = admin("recordtype")
    for name in ("First name", "Second name"):
        form = posted(record_type, name_en=name)
        answer = client.post(f"{TYPES}edit/{record_type.pk}/", form)
        assert answer["Location"] == f"/admin/registry/type/{record_type.pk}/check/"
    text = client.get(f"/admin/registry/type/{record_type.pk}/versions/").content.decode()
    assert "en: First name → Second name" in text
    assert "en: Visits → First name" in text  # how it was before the first change is kept too
    assert "Version 3" in text
    assert "how it was before the first change here" in text


def test_a_new_filter_indexes_old_records_and_says_how_far_it_is(office: Office, worker: Any) -> None:
    form = document(page("p", ask("town"), ask("colour", "choose_one", choices=choices("red", "blue"))))
    kind = make_type(form, key="growing")
    make_record(kind, {"town": "Example", "colour": "red"}, by=worker, office=office)
    again = document(
        page("p", ask("town"), ask("colour", "choose_one", choices=choices("red", "blue"), filterable=True))
    )
    allocate(kind, publish(again, kind.form.key))
    run = Backfill.objects.get(record_type=kind)
    assert (run.total, run.done) == (1, 0)
    from registry.slots import reindex_batch

    reindex_batch.call(kind.pk, "")
    run.refresh_from_db()
    assert (run.done, run.finished_at is not None) == (1, True)
    assert "The filters of 1 records are up to date." in check_page(admin("recordtype"), kind)


def test_records_of_a_type_for_trying_out_are_test_records(office: Office, worker: Any) -> None:
    kind = make_type(key="trial", test_only=True)
    assert make_record(kind, {"district": "dhaka"}, by=worker, office=office).is_test


# -- Workflows -----------------------------------------------------------------------------------------------------


def rows(prefix: str, *given: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(given):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def both(text: str) -> dict[str, str]:
    return {"label_en": text, "label_bn": f"{text} (bn)"}


def workflow_post(**changes: Any) -> dict[str, Any]:
    """Open → closed by a nurse, with a task after a new record."""
    move = {**both("Close"), "sources": ["open"], "to": "closed", "roles": ["nurse"], "reason": "no"}
    parts = {
        "states": rows("states", both("Open"), {**both("Closed"), "end": "on"}),
        "transitions": rows("transitions", move),
        "tasks": rows("tasks", {**both("Call back"), "at": "", "days": "3"}),
        **changes,
    }
    name = {"name_en": "Care", "name_bn": "সেবা", "key": "care"}
    return name | {key: value for part in parts.values() for key, value in part.items()}


@pytest.fixture
def nurse(db: None) -> None:
    make_role("nurse")


@pytest.mark.usefixtures("nurse")
def test_a_workflow_is_made_without_code() -> None:
    client = admin("workflow")
    answer = client.post("/admin/registry/flow/new/", workflow_post(), follow=True)
    stored = Workflow.objects.get(key="care")
    assert [one["value"] for one in stored.document["states"]] == ["open", "closed"]
    assert stored.document["transitions"][0]["sources"] == ["open"]
    assert stored.document["at_start"][0]["days"] == 3
    text = answer.content.decode()
    assert "<svg" in text
    assert "Close → Closed: nurse" in text
    assert ConfigVersion.objects.filter(kind="workflow", key="care").exists()


@pytest.mark.usefixtures("nurse")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"states": rows("states"), "transitions": rows("transitions")}, "There is no state to begin in."),
        ({"transitions": rows("transitions")}, "No way leads out of this state"),
        ({"states": rows("states", both("Open"), {"label_en": "Closed"})}, "This field is required"),
        (
            {"tasks": rows("tasks", {**both("Call"), "at": "", "days": "9999"})},
            "less than or equal to 3650",
        ),
        (
            {
                "transitions": rows(
                    "transitions",
                    {
                        **both("On"),
                        "sources": ["open"],
                        "to": "closed",
                        "automatic": "on",
                        "when": "true()",
                        "reason": "no",
                    },
                    {
                        **both("Back"),
                        "sources": ["closed"],
                        "to": "open",
                        "automatic": "on",
                        "when": "true()",
                        "reason": "no",
                    },
                ),
                "states": rows("states", both("Open"), both("Closed")),
            },
            "without end",
        ),
    ],
)
def test_a_workflow_that_cannot_work_is_explained_and_nothing_typed_is_lost(
    changes: dict[str, Any], said: str
) -> None:
    answer = admin("workflow").post("/admin/registry/flow/new/", workflow_post(**changes))
    assert answer.status_code == 400
    text = answer.content.decode()
    assert said in text
    assert 'value="Care"' in text
    assert not Workflow.objects.exists()


def test_saving_without_a_change_leaves_a_workflow_as_it_is(record_type: RecordType) -> None:
    from registry.admin.workflow_editor import Editor
    from registry.workflow.configuring import read

    make_role("supervisor")
    visit = make_type(key="child", parent_type=record_type)
    content = case_workflow()
    content["transitions"][0]["tasks"][0] |= {"opens": visit.key, "answered_when": "${visits} = 2"}
    content["transitions"][0]["consent"] = True
    content["transitions"][1]["when"] = "${visits} > 1"
    content["transitions"][0]["when"] = "${visits} > 0"
    content["transitions"][0] |= {"sets": {"venue": "'here'", "remarks": "${_reason}"}}
    content["transitions"][0] |= {"waits_for": ["call_back"], "needs": [visit.key]}
    content["transitions"][0]["moves"] = {"call_back": "met_on"}
    content["states"][3] |= {"open_for": [visit.key]}
    content["at_start"][0]["every_day"] = True
    seen = {
        "key": "seen",
        "label": {"en": "Seen", "bn": "Seen (bn)"},
        "when": "${alias} = 'x'",
        "by_sealed": True,
        "after": "met_on",
    }
    content["on_change"] = [seen, {**seen, "key": "below", "below": visit.key}]
    content["otherwise"] = ["supervisor"]
    stored = make_workflow("case", content, record_type)
    editor = Editor(stored.document)
    sent: dict[str, Any] = {"otherwise": editor.whole["otherwise"].value()}
    for table in (editor.states, editor.transitions, editor.tasks):
        sent[f"{table.prefix}-TOTAL_FORMS"] = table.initial_form_count()
        sent[f"{table.prefix}-INITIAL_FORMS"] = table.initial_form_count()
        for row in table.initial_forms:
            sent |= {
                bound.html_name: bound.value()
                for bound in row
                if bound.value() not in (None, "") and bound.value() is not False
            }
    client = admin("workflow")
    name = {"name_en": stored.name_en, "name_bn": stored.name_bn}
    answer = client.post(f"/admin/registry/flow/{stored.pk}/", {**name, **sent})
    assert answer.status_code == 302, answer.content.decode()
    again = Workflow.objects.get(pk=stored.pk)
    assert read(again.document) == read(stored.document)


def test_a_state_that_records_are_in_cannot_go(record_type: RecordType, office: Office, worker: Any) -> None:
    make_role("nurse")
    client = admin("workflow")
    client.post("/admin/registry/flow/new/", workflow_post())
    stored = Workflow.objects.get()
    RecordType.objects.filter(pk=record_type.pk).update(workflow=stored)
    record = make_record(record_type, by=worker, office=office)
    assert record.status == "open"
    gone = workflow_post(
        states=rows(
            "states",
            {**both("Begun"), "key": ""},
            {**both("Closed"), "key": "closed", "end": "on"},
            initial=2,
        ),
        transitions=rows(
            "transitions",
            {**both("Close"), "sources": ["begun"], "to": "closed", "roles": ["nurse"], "reason": "no"},
        ),
    )
    answer = client.post(f"/admin/registry/flow/{stored.pk}/", gone)
    assert "it has to stay" in " ".join(answer.context["faults"])


def test_workflows_open_for_those_who_configure_them_only(record_type: RecordType) -> None:
    make_role("supervisor")
    stored = Workflow.objects.create(key="w", name_en="W", name_bn="ড", document={"states": []})
    for address in (f"/admin/registry/flow/{stored.pk}/", f"/admin/registry/flow/{stored.pk}/map/"):
        assert admin("workflow").get(address).status_code == 200
        assert admin("office").get(address).status_code == 302
    assert Permission.objects.filter(codename="change_workflow").exists()

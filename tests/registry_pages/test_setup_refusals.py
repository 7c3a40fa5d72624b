"""What the set-up of a record type says about others and about its own records: kept whole, and refused where impossible."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from registry.guarding import guard_anew
from registry.models import ConfigVersion, Grant, GuardedRecord, Office, RecordType, Workflow
from tests.factories.forms import ask, choices, document, make_user, page
from tests.factories.registry import grant, make_office, make_record, make_type, work_in
from tests.factories.workflows import make_role, make_workflow, state, transition
from tests.registry_pages.test_setup import TYPES, everything, posted
from tests.support.shown_form import shown_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(record_type: RecordType) -> Client:
    """Of somebody who sets types up; that of visits names nothing sealed in its list."""
    RecordType.objects.filter(pk=record_type.pk).update(list_keys=["district", "met_on"])
    return everything("recordtype")


@pytest.fixture
def talk(record_type: RecordType) -> RecordType:
    """A type below visits, whose records name the visit."""
    form = document(
        page(
            "talk",
            ask("visit_ref", "record", settings={"record_type": "visit"}),
            ask("elsewhere", "record", settings={"record_type": "other"}),
            ask("held_on", "date", filterable=True),
            ask("topic", "choose_one", choices=choices("law", "health"), filterable=True),
            ask("secret", "long_text", sensitivity="R", compartment="clinical"),
        )
    )
    return make_type(form, key="talk", parent_type=record_type, id_pattern="TALK-{counter:03}")


def save(client: Client, kind: RecordType, **changes: Any) -> Any:
    """Open the edit page, change something on it, and save."""
    address = f"{TYPES}edit/{kind.pk}/"
    return client.post(address, {**shown_by(client.get(address), "id_pattern"), **changes})


def said(answer: Any) -> str:
    assert answer.status_code == 200
    text: str = answer.context["form"].errors.as_text()
    return text


LINE = "talks | talk | latest | topic | শেষ বিষয় | Last topic | _status = open; topic = law; _by = held_on"


@pytest.mark.usefixtures("talk")
def test_figures_are_written_in_lines_and_say_which_records_count(
    client: Client, record_type: RecordType
) -> None:
    assert save(client, record_type, rollups=LINE).status_code == 302
    record_type.refresh_from_db()
    (figure,) = record_type.rollups
    assert (figure["statuses"], figure["where"], figure["by"]) == (["open"], {"topic": "law"}, "held_on")
    assert LINE in client.get(f"{TYPES}edit/{record_type.pk}/").content.decode()
    assert "not understood: measure" in said(save(client, record_type, rollups="a | b | often | c | d | e"))


@pytest.mark.usefixtures("talk")
def test_saving_a_type_as_it_is_keeps_its_figures_whole_and_makes_no_version(
    client: Client, record_type: RecordType
) -> None:
    label = {"bn": "আইন", "en": "On law"}
    figures = [
        {"key": "law", "record_type": "talk", "label": label, "where": {"topic": "law"}},
        {"key": "open", "record_type": "talk", "label": label, "statuses": ["open"]},
    ]
    RecordType.objects.filter(pk=record_type.pk).update(rollups=figures, casework={"attempts": True})
    assert save(client, record_type).status_code == 302
    record_type.refresh_from_db()
    assert record_type.rollups == figures
    assert record_type.casework == {"attempts": True}
    assert not ConfigVersion.objects.exists()


def test_the_first_change_keeps_how_it_was_before(client: Client, record_type: RecordType) -> None:
    save(client, record_type, name_en="Calls")
    kept = ConfigVersion.objects.filter(key="visit").order_by("number")
    assert [one.document["en"] for one in kept] == ["Visits", "Calls"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a | nothing | count | | ক | A", "Not possible here: nothing. Possible are: talk."),
        ("a | visit | count | | ক | A", "Not possible here: visit. Possible are: talk."),
        ("a | talk | sum | secret | ক | A", "Not possible here: secret. Possible are:"),
        ("a | talk | latest | | ক | A", "Name the question that is measured."),
        ("a | talk | count | | ক | A | _status = gone", "Not possible here: gone. Possible are: open."),
        ("a | talk | count | | ক | A | shoe = 1", "Not possible here: shoe."),
        (
            "a | talk | latest | topic | ক | A | _by = topic",
            "Not possible here: topic. Possible are: held_on.",
        ),
        ("a | talk | count | | ক | A | topic", "in the seventh part write name = value"),
    ],
)
@pytest.mark.usefixtures("talk")
def test_a_figure_that_cannot_be_measured_is_refused(
    client: Client, record_type: RecordType, line: str, words: str
) -> None:
    assert words in said(save(client, record_type, rollups=line))


def test_no_type_lies_below_itself(client: Client, record_type: RecordType, talk: RecordType) -> None:
    words = "It would lie below itself"
    assert words in said(save(client, record_type, parent_type=record_type.pk))
    assert words in said(save(client, record_type, parent_type=talk.pk))


def test_types_lie_one_level_deep(client: Client, record_type: RecordType, talk: RecordType) -> None:
    other = make_type(key="other", id_pattern="OTHER-{counter:03}")
    assert "lies below another record type itself" in said(save(client, other, parent_type=talk.pk))
    assert "Other record types lie below this one" in said(save(client, record_type, parent_type=other.pk))


def test_only_a_question_for_such_a_record_names_the_record_above(client: Client, talk: RecordType) -> None:
    for key in ("topic", "elsewhere", "nothing"):
        assert f"Not possible here: {key}. Possible are: visit_ref." in said(
            save(client, talk, parent_key=key)
        )
    assert save(client, talk, parent_key="visit_ref").status_code == 302


def test_a_status_that_records_have_stays(
    client: Client, record_type: RecordType, worker: Any, office: Office
) -> None:
    for _number in range(2):
        make_record(record_type, by=worker, office=office)
    shorter = save(client, record_type, statuses="closed | বন্ধ | Closed")
    assert "2 records of “Visits” are in the state “Open”; it has to stay." in said(shorter)
    make_role("nurse")
    flow = make_workflow(
        "other",
        {
            "states": [state("begun"), state("closed", end=True)],
            "transitions": [transition("close", "begun", "closed", roles=["nurse"])],
        },
    )
    assert "are in the state “Open”" in said(save(client, record_type, workflow=flow.pk))
    record_type.refresh_from_db()
    assert (record_type.workflow, record_type.initial_status) == (None, "open")


def test_a_new_type_begins_out_of_use_whatever_is_posted(client: Client, record_type: RecordType) -> None:
    form = posted(record_type, key="fresh", name_en="Fresh", id_pattern="F-{counter}", active="on")
    answer = client.post(f"{TYPES}create/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    assert not RecordType.objects.get(key="fresh").active
    assert 'name="active"' not in client.get(f"{TYPES}edit/{record_type.pk}/").content.decode()


def test_a_type_in_use_is_not_changed_so_that_it_lacks_something(
    client: Client, record_type: RecordType, worker: Any
) -> None:
    make_role("nurse")
    flow = make_workflow(
        "picky",
        {
            "states": [state("open"), state("closed", end=True)],
            "transitions": [
                transition("close", "open", "closed", roles=["nurse"], when="${shoe_size} = 1"),
            ],
        },
    )
    answer = save(client, record_type, workflow=flow.pk)
    assert "It is in use, so this cannot be saved:" in said(answer)
    assert "shoe_size" in said(answer)
    RecordType.objects.filter(pk=record_type.pk).update(active=False)
    assert save(client, record_type, workflow=flow.pk).status_code == 302
    assert Workflow.objects.get(key="picky").record_types.get() == record_type


def test_an_office_whose_code_makes_numbers_meet_is_refused(record_type: RecordType) -> None:
    make_type(id_pattern="{office}-{counter:04}", name_en="Cases")
    make_type(id_pattern="CON-{counter:04}", name_en="Consents")
    form = {"name_en": "Con", "name_bn": "কন", "key": "con", "code": "CON"}
    answer = everything("office").post("/admin/registry/office/create/", form)
    assert "“Consents” could give the same numbers" in said(answer) or "“Cases” could give" in said(answer)
    answer = everything("office").post("/admin/registry/office/create/", form | {"code": "KHL"})
    assert answer.status_code == 302


# -- Guarded records -----------------------------------------------------------------------------------------------


def test_records_are_guarded_from_the_admin_and_those_there_are_follow(
    client: Client, record_type: RecordType, worker: Any, office: Office
) -> None:
    record = make_record(record_type, by=worker, office=office)
    other = make_record(record_type, {"district": "khulna"}, by=worker, office=office)
    assert save(client, record_type, guard_when="${district} = 'dhaka'").status_code == 302
    record_type.refresh_from_db()
    assert record_type.guard == {"when": "${district} = 'dhaka'"}
    guard_anew.call(record_type.pk, "")
    assert [one.record for one in GuardedRecord.objects.all()] == [record]
    save(client, record_type, guard_when="${district} = 'khulna'")
    guard_anew.call(record_type.pk, "")
    assert [one.record for one in GuardedRecord.objects.all()] == [other]
    save(client, record_type, guard_when="")
    guard_anew.call(record_type.pk, "")
    assert not GuardedRecord.objects.exists()


def test_the_check_says_that_nobody_sees_guarded_records(client: Client) -> None:
    form = document(page("p", ask("accused", "staff"), ask("what", "text")))
    kind = make_type(form, key="incident")
    worker = make_user()
    grant(worker, kind)
    work_in(worker, make_office())
    assert "Possible are: accused." in said(save(client, kind, guard_names="what"))
    assert save(client, kind, guard_names="accused").status_code == 302
    text = client.get(f"/admin/registry/type/{kind.pk}/check/").content.decode()
    assert "Nobody sees guarded records" in text
    Grant.objects.update(watch="guarded")
    assert "Nobody sees guarded" not in client.get(f"/admin/registry/type/{kind.pk}/check/").content.decode()


def test_a_grant_says_which_of_the_guarded_records_it_is_about(record_type: RecordType) -> None:
    role = Group.objects.create(name="Focal")
    form = {
        "group": role.pk,
        "record_type": record_type.pk,
        "actions": ["view"],
        "scope": "all",
        "tier": "I",
        "watch": "guarded",
    }
    client = everything("grant")
    answer = client.post("/admin/registry/grant/create/", form)
    assert "guards no records" in said(answer)
    RecordType.objects.filter(pk=record_type.pk).update(guard={"when": "${risk} = 'high'"})
    assert client.post("/admin/registry/grant/create/", form).status_code == 302

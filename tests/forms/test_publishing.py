"""The gate: what makes a version, what refuses one, and what never changes again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone, translation

from forms_builder import schema
from forms_builder.models import ChoiceItem, ChoiceList, FieldLedger, FormDefinition, FormVersion
from forms_builder.publishing import NotPublishable
from forms_builder.schema import Document, Page, Question

pytestmark = pytest.mark.django_db


def ask(key: str, kind: str = "text", **more: Any) -> Question:
    return Question(id=key, key=key, type=kind, label={"bn": key, "en": key}, **more)


def form(*items: Question) -> dict[str, Any]:
    document = Document(title={"bn": "ফরম", "en": "Form"}, pages=(Page(id="p", key="p", items=items),))
    return schema.to_json(document)


@pytest.fixture
def definition() -> FormDefinition:
    return FormDefinition.objects.create(key="demo", document=form(ask("name")))


def publish(definition: FormDefinition, document: dict[str, Any] | None = None) -> FormVersion:
    if document is not None:
        definition.document = document
    definition.save_revision().publish()
    definition.refresh_from_db()
    assert definition.live_version is not None
    return definition.live_version


def test_publishing_makes_a_version_and_the_form_goes_live(definition: FormDefinition) -> None:
    version = publish(definition)
    assert (version.number, version.takes_answers, definition.live) == (1, True, True)
    assert version.parsed.title["en"] == "Form"


def test_the_next_version_leaves_the_first_as_it_was(definition: FormDefinition) -> None:
    first = publish(definition)
    second = publish(definition, form(ask("name"), ask("age", "integer")))
    first.refresh_from_db()
    assert (second.number, [question.key for question, _ in schema.questions(first.parsed)]) == (2, ["name"])
    assert second.change_report == [{"code": "question-added", "class": "safe", "key": "age"}]


def test_publishing_the_same_form_again_makes_no_version(definition: FormDefinition) -> None:
    assert publish(definition) == publish(definition)


def test_a_draft_changes_nothing_for_people(definition: FormDefinition) -> None:
    version = publish(definition)
    definition.document = form(ask("name"), ask("other"))
    definition.save_revision()
    definition.refresh_from_db()
    assert definition.live_version == version


def test_going_back_to_an_old_revision_does_not_bring_back_the_old_version(
    definition: FormDefinition,
) -> None:
    publish(definition)
    old = definition.latest_revision
    publish(definition, form(ask("name"), ask("age", "integer")))
    assert old is not None
    assert old.as_object().live_version.number == 2
    old.publish()
    definition.refresh_from_db()
    assert definition.live_version is not None
    assert definition.live_version.number == 3


def test_a_form_with_a_fault_stays_where_it_is_and_says_why(definition: FormDefinition) -> None:
    publish(definition)
    definition.document = form(ask("name", show_if="${nobody} = 1"))
    revision = definition.save_revision()
    with pytest.raises(NotPublishable) as refused:
        revision.publish()
    assert refused.value.problems[0].code == "unknown-name"
    definition.refresh_from_db()
    assert definition.live_version is not None
    assert definition.live_version.number == 1


def test_a_reusable_list_is_copied_into_the_version(definition: FormDefinition) -> None:
    sexes = ChoiceList.objects.create(key="sex", name="Sex")
    item = ChoiceItem.objects.create(list=sexes, value="f", label_bn="মেয়ে", label_en="Girl")
    version = publish(definition, form(ask("sex", "choose_one", choice_list="sex")))
    item.label_en = "Woman"
    item.save()
    question = version.question("sex")
    assert question is not None
    assert question.choices[0].label == {"bn": "মেয়ে", "en": "Girl"}


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (ask("a", "choose_one", choice_list="nowhere"), "unknown-list"),
        (ask("a", "choose_one"), "no-choices"),
        (ask("a", "no_such_type"), "unknown-type"),
        (ask("a").model_copy(update={"label": {}}), "no-label"),
        (ask("a", sensitivity="R", filterable=True), "sealed-filter"),
        (ask("a", settings={"colour": "red"}), "bad-settings"),
    ],
)
def test_what_cannot_work_is_refused(definition: FormDefinition, question: Question, code: str) -> None:
    with pytest.raises(NotPublishable) as refused:
        publish(definition, form(question))
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not FormVersion.objects.exists()


def test_a_type_that_is_not_there_is_refused_at_its_question(definition: FormDefinition) -> None:
    with translation.override("en"), pytest.raises(NotPublishable) as refused:
        publish(definition, form(ask("a", "fallback", settings={"instead_of": "person"})))
    assert [(problem.code, problem.key) for problem in refused.value.problems] == [("unknown-type", "a")]
    assert "There is no question type “fallback”" in refused.value.messages[0]


def test_a_question_may_become_a_type_that_reads_its_answers(definition: FormDefinition) -> None:
    publish(definition, form(ask("cost", "decimal")))
    version = publish(definition, form(ask("cost", "money")))
    assert [(change["code"], change["class"]) for change in version.change_report] == [
        ("type-changed", "caution")
    ]
    with pytest.raises(ValidationError, match="cost"):
        publish(definition, form(ask("cost", "decimal")))


def test_a_used_key_cannot_become_another_type(definition: FormDefinition) -> None:
    publish(definition)
    with pytest.raises(ValidationError, match="name"):
        publish(definition, form(ask("name", "integer")))
    definition.document = form(ask("name", "integer"))
    with pytest.raises(ValidationError) as refused:
        definition.clean()
    assert "document" in refused.value.message_dict


def test_a_removed_key_cannot_come_back_as_another_type(definition: FormDefinition) -> None:
    publish(definition)
    publish(definition, form(ask("other")))
    with pytest.raises(ValidationError, match="name"):
        publish(definition, form(ask("other"), ask("name", "integer")))


def test_the_ledger_remembers_every_key_and_every_label(definition: FormDefinition) -> None:
    publish(definition)
    renamed = ask("name").model_copy(update={"label": {"bn": "নাম", "en": "Name"}})
    publish(definition, form(renamed))
    publish(definition, form(ask("age", "integer")))
    rows = {row.key: row for row in FieldLedger.objects.all()}
    assert (rows["name"].first_version, rows["name"].last_version) == (1, 2)
    assert rows["name"].labels == [[1, {"bn": "name", "en": "name"}], [2, {"bn": "নাম", "en": "Name"}]]
    assert rows["age"].first_version == 3


def test_a_form_that_is_to_go_live_later_is_checked_now_and_published_then(
    definition: FormDefinition,
) -> None:
    start = datetime(2026, 3, 1, 6, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        definition.go_live_at = start + timedelta(days=1)
        definition.save_revision().publish()
        definition.refresh_from_db()
        assert definition.live_version is None
        clock.move_to(start + timedelta(days=1, minutes=1))
        call_command("publish_scheduled")
    definition.refresh_from_db()
    assert definition.live_version is not None
    assert definition.live


def test_a_faulty_form_cannot_even_be_scheduled(definition: FormDefinition) -> None:
    definition.document = form(ask("name", show_if="${nobody} = 1"))
    definition.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(NotPublishable):
        definition.save_revision().publish()


def test_a_form_taken_down_keeps_its_versions_and_comes_back_with_a_new_number(
    definition: FormDefinition,
) -> None:
    publish(definition)
    definition.unpublish()
    definition.refresh_from_db()
    assert not definition.live
    assert definition.versions.count() == 1
    assert publish(definition, form(ask("name"), ask("more"))).number == 2

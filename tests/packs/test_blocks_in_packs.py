"""A pack in which one form asks another's questions: the other comes first, whatever the files are called."""

from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_builder.copied_in import named_in
from forms_builder.models import FormDefinition, FormVersion
from forms_builder.schema import Document, Group, questions, to_json
from registry.models import SlotMap
from registry.packs.applying import apply_pack
from registry.packs.blocks_first import blocks_first, rings
from registry.packs.checking import check_pack
from registry.packs.loading import load_pack
from registry.packs.report import Outcome
from tests.factories.forms import ask, document, page
from tests.packs.conftest import change, put
from tests.packs.test_applying import WRITES

RECORD_TYPE = """
    - key: arrival
      bn: আসা
      en: Arrival
      pattern: '{office}-{counter:03}'
      form: arrival
      statuses: [{value: open, bn: চলমান, en: Open}]
      list_columns: [colour]
      filters: [colour, _status]
      sort: -seen_on
"""


def asking(*forms: str) -> Document:
    """A form with a question of its own and the questions of those forms."""
    named = [
        Group(id=f"id-{form}", key=f"from_{form}", label={"en": "A", "bn": "ক"}, block=form) for form in forms
    ]
    return document(page("one", ask("own", filterable=True), *named))


def add_form(folder: Path, key: str, draft: Document) -> None:
    text = yaml.safe_dump({"key": key, "document": to_json(draft)}, allow_unicode=True)
    put(folder, f"forms/{key}.yaml", text)


@pytest.fixture
def pack(small_pack: Path) -> Path:
    """Its first form by name asks what the last one asks, and its records are filtered by those answers."""
    add_form(small_pack, "arrival", asking("visit"))
    put(small_pack, "record_types.yaml", RECORD_TYPE)
    put(small_pack, "grants.yaml", "[]")
    return small_pack


def asked_in(form: str) -> list[str]:
    live = FormDefinition.objects.get(key=form).live_version
    assert live is not None
    return [question.key for question, _repeat in questions(live.as_document)]


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_pack(load_pack(folder)).problems]


@pytest.mark.django_db
@pytest.mark.usefixtures("standing_pages")
class TestApplying:
    def test_the_form_that_is_asked_goes_live_before_the_one_that_asks(self, pack: Path) -> None:
        assert [file.form.key for file in load_pack(pack).forms] == ["arrival", "boat", "visit"]
        apply_pack(pack)
        assert asked_in("arrival") == ["own", "seen_on", "colour", "why"]
        assert set(SlotMap.objects.values_list("key", flat=True)) >= {"seen_on", "colour"}

    def test_the_second_time_nothing_is_written(self, pack: Path) -> None:
        apply_pack(pack)
        with CaptureQueriesContext(connection) as captured:
            _pack, report = apply_pack(pack)
        assert report.wrote_nothing
        assert not [query for query in captured.captured_queries if query["sql"].startswith(WRITES)]

    def test_what_changed_in_the_one_reaches_people_in_the_other(self, pack: Path) -> None:
        apply_pack(pack)
        change(pack, "forms/visit.yaml", "en: Colour", "en: Which colour")
        _pack, report = apply_pack(pack)
        assert report.counts["forms"] == {Outcome.UPDATED: 2, Outcome.UNCHANGED: 1}
        newest = FormVersion.objects.get(definition__key="arrival", number=2).question("colour")
        assert newest is not None
        assert newest.label["en"] == "Which colour"

    def test_a_new_choice_reaches_people_through_both(self, pack: Path) -> None:
        apply_pack(pack)
        change(pack, "lists.yaml", "en: Blue}", "en: Blue}\n    - {value: green, bn: সবুজ, en: Green}")
        _pack, report = apply_pack(pack)
        assert report.counts["forms"][Outcome.UPDATED] == 2
        newest = FormVersion.objects.get(definition__key="arrival", number=2).question("colour")
        assert newest is not None
        assert [choice.value for choice in newest.choices] == ["red", "blue", "green"]


@pytest.mark.django_db
class TestRefusing:
    def test_a_form_that_is_nowhere(self, pack: Path) -> None:
        add_form(pack, "arrival", asking("visits"))
        assert "forms/arrival.yaml: from_visits: There is no live form 'visits'." in problems(pack)

    def test_forms_in_a_circle(self, pack: Path) -> None:
        add_form(pack, "arrival", asking("boarding"))
        add_form(pack, "boarding", asking("arrival"))
        told = "forms/arrival.yaml: Forms that ask each other's questions in a circle: 'arrival', 'boarding'."
        assert told in problems(pack)

    def test_a_column_that_neither_form_asks(self, pack: Path) -> None:
        change(pack, "record_types.yaml", "list_columns: [colour]", "list_columns: [size]")
        told = "The form 'arrival' has no question 'size' outside its rows."
        assert any(told in problem for problem in problems(pack))


class TestOrder:
    def test_nothing_is_moved_without_need(self) -> None:
        given = {"c": asking(), "a": asking(), "b": asking()}
        assert list(blocks_first(given)) == ["c", "a", "b"]

    def test_through_several_forms(self) -> None:
        given = {"a": asking("b", "elsewhere"), "b": asking("d", "c"), "c": asking("d"), "d": asking()}
        assert list(blocks_first(given)) == ["d", "c", "b", "a"]
        assert list(rings(given)) == []
        assert named_in(given["a"]) == {"b", "elsewhere"}

    def test_a_circle_is_told_once_and_does_not_hang(self) -> None:
        given = {"x": asking("a"), "a": asking("b"), "b": asking("c"), "c": asking("a"), "own": asking("own")}
        assert sorted(blocks_first(given)) == sorted(given)
        assert list(rings(given)) == [("a", "b", "c"), ("own",)]

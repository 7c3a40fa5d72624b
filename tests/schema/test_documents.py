"""The form document: reading, writing, hashing, walking."""

import pytest

from forms_builder import schema
from forms_builder.schema import Document, Group, Page, Question, Repeat


def question(key: str, **more: object) -> Question:
    return Question(id=f"id-{key}", key=key, type="text", **more)


@pytest.fixture
def document() -> Document:
    rows = Repeat(id="r", key="family", items=(question("name"), question("age")))
    return Document(
        title={"bn": "শনাক্তকরণ", "en": "Identification"},
        pages=(
            Page(id="p1", key="first", items=(question("office"), Group(id="g", key="where", items=(rows,)))),
            Page(id="p2", key="second", items=(question("risk"),)),
        ),
    )


def test_a_document_survives_json(document: Document) -> None:
    assert schema.from_json(schema.to_json(document)) == document


@pytest.mark.filterwarnings("error")
def test_a_document_turns_into_plain_values_without_a_warning(document: Document) -> None:
    assert document.pages[0].model_dump()["items"][0]["key"] == "office"


def test_what_stands_at_its_default_is_not_written(document: Document) -> None:
    assert "sensitivity" not in str(schema.to_json(document))


def test_the_hash_changes_with_any_word_and_with_nothing_else(document: Document) -> None:
    again = schema.from_json(schema.to_json(document))
    renamed = document.model_copy(update={"title": {"bn": "শনাক্তকরণ", "en": "Screening"}})
    assert schema.sha256(again) == schema.sha256(document) != schema.sha256(renamed)


def test_walking_goes_in_the_order_of_the_screen(document: Document) -> None:
    assert [place.part.key for place in schema.walk(document)] == [
        "first", "office", "where", "family", "name", "age", "second", "risk",
    ]  # fmt: skip


def test_a_question_knows_the_repeat_around_it(document: Document) -> None:
    assert {q.key: r.key if r else None for q, r in schema.questions(document)} == {
        "office": None, "name": "family", "age": "family", "risk": None,
    }  # fmt: skip


@pytest.mark.parametrize("key", ["", "1st", "Name", "a b", "naïve", "মন", "x" * 64])
def test_a_key_that_is_not_plain_is_refused_with_its_place(key: str) -> None:
    data = {"pages": [{"kind": "page", "id": "p", "key": key}]}
    with pytest.raises(schema.DocumentError) as refused:
        schema.from_json(data)
    assert refused.value.problems[0][0] == "pages.0.key"


def test_an_unknown_attribute_is_refused_rather_than_lost() -> None:
    with pytest.raises(schema.DocumentError, match="colour"):
        schema.from_json({"colour": "red"})


def test_a_document_cannot_be_changed_in_place(document: Document) -> None:
    with pytest.raises(ValueError, match="frozen"):
        document.pages = ()  # type: ignore[misc]

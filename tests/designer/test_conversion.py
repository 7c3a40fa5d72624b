"""The designer keeps what it does not show: opening and saving a form changes nothing."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from forms_builder import schema
from forms_builder.designer.blocks import document_block
from forms_builder.designer.conversion import to_blocks, to_document
from forms_builder.schema import Choice, Document, Group, Page, Question, Repeat, to_json
from tests.designer.documents import documents
from tests.designer.posting import edited

slowly = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slowly
@given(documents)
def test_blocks_give_the_document_back(document: Document) -> None:
    data = to_json(document)
    assert to_document(to_blocks(data)) == data


@slowly
@given(documents)
def test_opening_and_saving_the_page_changes_nothing(document: Document) -> None:
    data = to_json(document)
    assert edited(data) == data


def form(*items: Any) -> dict[str, Any]:
    return to_json(Document(pages=(Page(id="p", key="page_one", items=items),)))


def first(document: dict[str, Any]) -> dict[str, Any]:
    part: dict[str, Any] = document["pages"][0]["items"][0]
    return part


FIRST = "document-pages-0-value-items-0-value"


def test_a_changed_label_leaves_the_other_languages_alone() -> None:
    question = Question(
        id="q", key="name", type="text", label={"en": "Name", "bn": "নাম", "fr": "Nom"}, guidance={"en": "G"}
    )
    part = first(edited(form(question), **{f"{FIRST}-label_en": "Full name"}))
    assert part["label"] == {"en": "Full name", "bn": "নাম", "fr": "Nom"}
    assert part["guidance"] == {"en": "G"}


def test_a_setting_put_back_to_its_default_is_left_out() -> None:
    question = Question(id="q", key="name", type="text", show_if="${a} = 1", required="yes")
    part = first(edited(form(question), **{f"{FIRST}-show_if": "", f"{FIRST}-required": "no"}))
    assert "show_if" not in part
    assert "required" not in part


def test_a_rule_of_several_lines_is_kept_to_the_letter() -> None:
    rule = "${a} = 1\nor  ${b} = 'দুই'"
    assert first(edited(form(Question(id="q", key="name", type="text", show_if=rule))))["show_if"] == rule


def test_parts_nested_too_deep_to_show_stay_as_they_are() -> None:
    part: Any = Question(id="q", key="deep", type="text")
    for level in range(6):
        part = Group(id=f"g{level}", key=f"g{level}", items=(part,))
    assert edited(form(part)) == form(part)


def test_a_question_of_an_unknown_type_stays_as_it_is() -> None:
    data = form(Question(id="q", key="matrix", type="matrix", settings={"rows": ["a"]}))
    assert edited(data) == data


def test_a_blank_key_is_proposed_from_the_english_label() -> None:
    question = Question(id="q", key="x", type="text", label={"en": "Date of first contact"})
    assert first(edited(form(question), **{f"{FIRST}-key": ""}))["key"] == "date_of_first_contact"


def test_a_proposed_key_is_not_one_that_is_taken() -> None:
    parts = [Question(id=one, key=one, type="text", label={"en": "Name"}) for one in ("name", "x")]
    second = "document-pages-0-value-items-1-value"
    items = edited(form(*parts), **{f"{second}-key": ""})["pages"][0]["items"]
    assert [item["key"] for item in items] == ["name", "name_2"]


def test_a_bangla_label_alone_gives_a_key_in_latin_letters() -> None:
    question = Question(id="q", key="x", type="text", label={"bn": "জন্ম তারিখ"})
    assert first(edited(form(question), **{f"{FIRST}-key": ""}))["key"] == "jonmo_tarikh"


def test_a_label_without_letters_gives_a_numbered_key() -> None:
    question = Question(id="q", key="x", type="text", label={"bn": "১ ?"})
    assert first(edited(form(question), **{f"{FIRST}-key": ""}))["key"] == "question_2"


def test_choices_are_typed_as_lines() -> None:
    typed = "north | North | উত্তর\nSouth side\nnone | None | কোনোটি নয় | alone"
    part = first(edited(form(Question(id="q", key="side", type="choose_one")), **{f"{FIRST}-choices": typed}))
    assert part["choices"] == [
        {"value": "north", "label": {"en": "North", "bn": "উত্তর"}},
        {"value": "south_side", "label": {"en": "South side"}},
        {"value": "none", "label": {"en": "None", "bn": "কোনোটি নয়"}, "exclusive": True},
    ]


def test_a_changed_line_keeps_what_a_line_cannot_say() -> None:
    choice = Choice(value="savar", label={"en": "Savar", "fr": "Savar (fr)"}, filters={"district": "dhaka"})
    question = Question(id="q", key="upazila", type="choose_one", choices=(choice,))
    changed = first(edited(form(question), **{f"{FIRST}-choices": "savar | Savar | সাভার | retired"}))[
        "choices"
    ]
    assert changed == [
        {
            "value": "savar",
            "label": {"en": "Savar", "bn": "সাভার", "fr": "Savar (fr)"},
            "retired": True,
            "filters": {"district": "dhaka"},
        }
    ]


def test_a_copied_question_is_a_part_of_its_own() -> None:
    data = form(
        Question(id="f01.name", key="name", type="text"), Question(id="f01.age", key="age", type="integer")
    )
    items = edited(data, **{"document-pages-0-value-items-1-id": "a-new-id"})["pages"][0]["items"]
    assert [item["id"] for item in items] == ["f01.name", "a-new-id"]


def test_a_tampered_carrier_loses_nothing_that_is_on_the_page() -> None:
    question = Question(id="q", key="name", type="text", label={"en": "Name"})
    part = first(edited(form(question), **{f"{FIRST}-original": "[broken"}))
    assert (part["key"], part["label"]) == ("name", {"en": "Name"})


def test_a_repeat_holds_its_questions_and_its_limits() -> None:
    inner = Question(id="q", key="name", type="text")
    data = form(Repeat(id="r", key="family", minimum=1, maximum=5, items=(inner,)))
    changed = first(edited(data, **{f"{FIRST}-maximum": "7"}))
    assert (changed["minimum"], changed["maximum"]) == (1, 7)
    assert [item["key"] for item in changed["items"]] == ["name"]
    assert schema.from_json(edited(data)) == schema.from_json(data)


def test_every_question_type_has_a_block() -> None:
    from forms_builder.questions import types

    items = document_block().child_blocks["pages"].child_blocks["page"].child_blocks["items"]
    assert {question_type.name for question_type in types} <= set(items.child_blocks)

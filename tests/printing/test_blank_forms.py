"""Blank forms: the order of the screen, both languages, boxes without codes, conditions in words, room for rows."""

from typing import Any

import pytest
from django.utils import translation

from forms_builder import schema
from forms_builder.filling.layouts import is_displayed
from forms_builder.printing.blank_form import BlankPrint, Edition, blank_form
from forms_builder.printing.paper import Asked, Cells, Choices, Frame, Heading, Lines, Mark, Paper, Table
from forms_builder.printing.renderer import render
from forms_builder.printing.wording import Wording
from forms_builder.schema import Document, Question, Required, walk
from tests.factories.forms import ask, choices, document, group, page, repeat
from tests.printing.conftest import printed_keys
from tests.support.pdf_text import Pdf, without_spaces
from tests.support.project_pack import FORMS


def printed(form: Document, *languages: str, number: int | None = 3, **how: Any) -> Paper:
    return blank_form(form, Edition("sample", number), BlankPrint(Wording(languages or ("en",)), **how))


def read(paper: Paper) -> str:
    return Pdf(render(paper)).text


def asked(paper: Paper, key: str) -> Asked:
    return next(block for block in paper.blocks if isinstance(block, Asked) and block.key == key)


def said(text: Any) -> str:
    return " / ".join(words.text for words in text)


# -- All forms of the pack -----------------------------------------------------------------------------


def on_screen(form: Document) -> list[str]:
    """The keys of what the screen shows, by walking the document: parts of it that hold nothing are not shown."""
    places = [
        place for place in walk(form) if not isinstance(place.part, Question) or is_displayed(place.part)
    ]
    holding = {parent.key for place in places for parent in place.parents if isinstance(place.part, Question)}
    return [
        place.part.key for place in places if isinstance(place.part, Question) or place.part.key in holding
    ]


def test_the_order_on_paper_is_the_order_of_the_screen(pack_forms: dict[str, Document]) -> None:
    assert len(pack_forms) == FORMS
    for key, form in pack_forms.items():
        assert printed_keys(printed(form)) == on_screen(form), key


@pytest.mark.parametrize("languages", [("bn",), ("bn", "en")])
def test_all_forms_of_the_pack_print(pack_forms: dict[str, Document], languages: tuple[str, ...]) -> None:
    for key, form in pack_forms.items():
        pdf = Pdf(render(printed(form, *languages)))
        assert without_spaces(form.title["bn"]) in without_spaces(pdf.text), key
        assert b"pdfuaid:part" in pdf.content, key
        assert "�" not in pdf.text, key
        assert len(pdf.pages) <= 12, key


def test_every_question_of_a_form_can_be_read_in_its_languages(pack_forms: dict[str, Document]) -> None:
    text = without_spaces(read(printed(pack_forms["f10"], "bn", "en")))
    for place in walk(pack_forms["f10"]):
        if isinstance(place.part, Question) and is_displayed(place.part):
            for language in ("bn", "en"):
                assert without_spaces(place.part.label[language]) in text, place.part.key


def test_one_language_is_one_language(pack_forms: dict[str, Document]) -> None:
    bangla, english = read(printed(pack_forms["f01"], "bn")), read(printed(pack_forms["f01"], "en"))
    assert "Identification" not in bangla
    assert "শনাক্ত" not in english


# -- One form ------------------------------------------------------------------------------------------


def test_choices_are_boxes_with_their_words_and_no_codes() -> None:
    form = document(
        page(
            "about",
            ask("sex", "choose_one", choices=choices("code_f", "code_m")),
            ask("needs", "choose_many", choices=choices("food", "shelter")),
        )
    )
    paper = printed(form, "en")
    one, many = asked(paper, "sex").room, asked(paper, "needs").room
    assert isinstance(one, Choices)
    assert isinstance(many, Choices)
    assert (one.mark, many.mark) == (Mark.ROUND, Mark.SQUARE)
    text = read(paper)
    assert "Code f" in text
    assert "code_f" not in text


def test_retired_questions_and_choices_are_not_printed() -> None:
    old, new = choices("old", "new")
    listed = (old.model_copy(update={"retired": True}), new)
    form = document(
        page("about", ask("gone", retired=True), ask("kind", "choose_one", choices=listed), ask("name"))
    )
    text = read(printed(form))
    assert "New" in text
    assert "Old" not in text
    assert "Gone" not in text


def test_a_very_long_list_is_written_in() -> None:
    form = document(page("about", ask("place", "choose_one", choices=choices(*(f"p{n}" for n in range(60))))))
    assert isinstance(asked(printed(form), "place").room, Lines)


def test_hints_are_printed_and_guidance_when_asked_for() -> None:
    form = document(page("about", ask("name", hint={"en": "As on paper"}, guidance={"en": "Ask gently"})))
    assert "As on paper" in read(printed(form))
    assert "Ask gently" not in read(printed(form))
    assert "Ask gently" in read(printed(form, guidance=True))


def test_reasons_not_to_answer_can_be_ticked() -> None:
    assert [said(reason) for reason in asked(printed(declinable(), "bn", "en"), "name").reasons] == [
        "জানা নেই / Not known",
        "জিজ্ঞাসা করা হয়নি / Not asked",
        "বলতে চাননি / Did not want to say",
    ]


def declinable() -> Document:
    return document(page("about", ask("name", decline=True)))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("${sex} = 'girl'", "Only if “Sex” is “Girl”"),
        ("'girl' = ${sex}", "Only if “Sex” is “Girl”"),
        ("${sex} != 'girl'", "Only if “Sex” is not “Girl”"),
        ("selected(${needs}, 'food')", "Only if “Food” is ticked at “Needs”"),
        ("${age} < 18", "Only if “Age” is less than 18"),
        ("18 <= ${age}", "Only if “Age” is 18 or more"),
        ("${age} != ''", "Only if “Age” is answered"),
        ("${age} = ''", "Only if “Age” has no answer"),
        ("${married} = 'yes'", "Only if “Married” is “Yes”"),
        ("${age} > 12 and ${sex} = 'girl'", "If it applies"),
        ("count-selected(${needs}) > 2", "If it applies"),
        ("${age} >", "If it applies"),
    ],
)
def test_conditions_are_told_in_words(rule: str, words: str) -> None:
    form = document(
        page(
            "about",
            ask("sex", "choose_one", choices=choices("girl", "boy")),
            ask("needs", "choose_many", choices=choices("food", "shelter")),
            ask("age", "integer"),
            ask("married", "yes_no"),
            ask("more", show_if=rule),
        )
    )
    assert said(asked(printed(form), "more").condition) == words


def test_numbers_in_conditions_are_in_the_script_of_the_print() -> None:
    form = document(page("about", ask("age", "integer"), ask("more", show_if="${age} < 18")))
    assert "১৮" in said(asked(printed(form, "bn"), "more").condition)


def test_a_repeat_of_plain_questions_is_a_table_with_empty_rows() -> None:
    rows = repeat(
        "people", ask("name", required=Required.YES), ask("sex", "choose_one", choices=choices("f", "m"))
    )
    paper = printed(document(page("about", rows)))
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert len(table.rows) == 6
    assert [column.must for column in table.columns] == [True, False]
    assert isinstance(table.rows[0][1], Choices)


def test_a_fixed_number_of_rows_is_kept_and_at_most_what_fits() -> None:
    fixed = printed(document(page("about", repeat("days", ask("name"), count="3"))))
    few = printed(document(page("about", repeat("days", ask("name"), maximum=2))))
    many = printed(document(page("about", repeat("days", ask("name"), minimum=9))))
    assert [
        len(block.rows) for paper in (fixed, few, many) for block in paper.blocks if isinstance(block, Table)
    ] == [
        3,
        2,
        9,
    ]


def test_a_form_says_itself_how_many_empty_rows_hints_and_what_foot_it_has() -> None:
    people = page(
        "about", ask("town", hint={"en": "Where you live"}), repeat("people", ask("name"), maximum=9)
    )
    settings = {"print": {"hints": False, "blank_rows": 8, "footer": {"en": "Keep this sheet locked away."}}}
    paper = printed(schema.from_json(schema.to_json(document(people)) | settings))
    assert [len(block.rows) for block in paper.blocks if isinstance(block, Table)] == [8]
    assert "Where you live" not in read(paper)
    assert "Keep this sheet locked away." in read(paper)
    assert "Where you live" in read(printed(document(people)))


def test_a_repeat_with_more_in_it_is_numbered_blocks() -> None:
    rows = repeat("visits", group("where", ask("town")), ask("story", "long_text"))
    paper = printed(document(page("about", rows)), "bn")
    assert [said(block.text) for block in paper.blocks if isinstance(block, Heading) and not block.key] == [
        "Visits (bn) ১",
        "Visits (bn) ২",
    ]


def test_many_columns_lay_the_paper_on_its_side(pack_forms: dict[str, Document]) -> None:
    sheet = printed(pack_forms["f32"], "bn", "en")
    assert sheet.landscape
    assert not printed(pack_forms["f01"]).landscape
    text = read(sheet)
    assert "১৫" in text
    assert "Police" in text, "what may be written where boxes do not fit stands below the table"


def test_dates_signatures_and_results_have_rooms_of_their_own() -> None:
    form = document(
        page(
            "about", ask("day", "date"), ask("sign", "signature"), ask("sum", "calculated", calculate="1 + 1")
        )
    )
    paper = printed(form)
    assert asked(paper, "day").room == Cells(((2, "/"), (2, "/"), (4, "")))
    assert isinstance(asked(paper, "sign").room, Frame)
    assert "Worked out" in read(paper)


def test_what_is_not_the_persons_is_not_on_the_paper() -> None:
    form = document(page("about", ask("name"), ask("diagnosis"), repeat("visits", ask("town"))))
    assert printed_keys(printed(form, without={"diagnosis", "visits"})) == ["about", "name"]


def test_the_most_sensitive_question_marks_every_page() -> None:
    secret = document(page("about", ask("name", sensitivity="C"), ask("story", "long_text", sensitivity="R")))
    assert said(printed(secret, "bn", "en").secrecy) == "সীমিত / Restricted"
    pages = Pdf(render(printed(secret))).pages
    assert all("Restricted" in one for one in pages)
    assert printed(document(page("about", ask("name")))).secrecy == ()


def test_the_version_is_named_by_key_number_and_hash() -> None:
    form = document(page("about", ask("name")))
    code = f"sample-v3-{schema.sha256(form)[:8]}"
    paper = printed(form, "bn")
    assert paper.code == code
    text = read(paper)
    assert code in text
    assert "পৃষ্ঠা ১ / ১" in text
    assert paper.watermark == ""


def test_a_draft_says_so_across_every_page() -> None:
    paper = printed(document(page("about", ask("name"))), "en", number=None)
    assert paper.watermark == "Draft"
    assert "-draft-" in paper.code
    assert all(one.startswith("Draft") for one in Pdf(render(paper)).pages)


def test_a_form_without_questions_still_prints() -> None:
    with translation.override("bn"):
        assert "Small form" in read(printed(document()))

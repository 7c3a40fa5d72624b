"""How pages are laid out and what they cost: layouts, conditions across pages, repeats, prefilled answers."""

from typing import Any

from django.test import Client
from django.utils import timezone

from forms_builder.filling.compiled import page_form
from forms_builder.filling.drafts import open_drafts
from forms_builder.filling.layouts import steps_of
from forms_builder.filling.payload import unseal
from forms_builder.models import Draft, FormVersion, Submission
from forms_builder.schema import Document, Layout, Required
from tests.factories.forms import ask, choices, document, early_version, make_user, page, publish, repeat
from tests.filling.browser import Browser
from tests.filling.conftest import PURPOSE, TakesAnything
from tests.support.queries import at_most


def at(form: Document, handler: TakesAnything, client: Client, user: Any) -> Browser:
    handler.version = publish(form)
    client.force_login(user)
    return Browser(client).begin(PURPOSE, "anything")


def test_one_question_a_page_comes_from_the_same_document(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    form = document(
        page("one", ask("name", required=Required.YES), ask("age", "integer")),
        page("two", ask("town")),
        layout=Layout.QUESTION,
    )
    browser = at(form, handler, client, user)
    assert browser.step == "name"
    assert "Page 1 of 3" in browser.text
    heading = browser.page.select_one("h1")
    assert heading is not None
    assert heading.get_text(strip=True) == "Name"
    browser.press("continue", name="Tuni").press("continue", age="7").press("continue", town="Example Town")
    assert browser.step == "check"


def test_a_page_without_anything_to_show_is_left_out(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    form = document(
        page("first", ask("more", "yes_no")),
        page("extra", ask("what", show_if="${more} = 'yes'")),
        page("last", ask("end")),
    )
    browser = at(form, handler, client, user)
    assert "Page 1 of 2" in browser.text
    assert browser.press("continue", more="no").step == "last"
    browser.open(browser.address.replace("last", "extra"))
    assert browser.step == "check"


def test_a_change_that_opens_another_page_goes_there_before_the_check_page(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    form = document(
        page("first", ask("more", "yes_no")),
        page("extra", ask("what", show_if="${more} = 'yes'", required=Required.YES)),
    )
    browser = at(form, handler, client, user)
    assert browser.press("continue", more="no").step == "check"
    browser.open(browser.address.replace("check", "first") + "?from=check").press("continue", more="yes")
    assert browser.step == "extra"
    assert browser.press("continue", what="This").step == "check"


def test_a_question_says_it_is_optional_until_a_rule_requires_it(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    form = document(page("first", ask("dead", "yes_no"), ask("why", required_if="${dead} = 'yes'")))
    browser = at(form, handler, client, user)
    assert "Why (optional)" in " ".join(browser.text.split())
    browser.press("continue", dead="yes", why="")
    assert browser.step == "first"
    assert "Why (optional)" not in " ".join(browser.text.split())
    assert browser.press("continue", dead="yes", why="Unknown").step == "check"


def test_a_page_may_be_called_like_one_of_ours(handler: TakesAnything, client: Client, user: Any) -> None:
    browser = at(document(page("check", ask("name")), page("sent", ask("age"))), handler, client, user)
    assert browser.step == "check-page"
    browser.press("continue", name="Tuni").press("continue", age="7")
    assert browser.step == "check"


def test_a_cascade_offers_what_fits_the_choice_above_it(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    towns = choices("north_town", "south_town")
    towns = tuple(town.model_copy(update={"filters": {"part": town.value[:5]}}) for town in towns)
    form = document(
        page(
            "place",
            ask("part", "choose_one", choices=choices("north", "south")),
            ask("town", "choose_one", choices=towns, choice_filter="part = ${part}"),
        )
    )
    browser = at(form, handler, client, user)
    fragment = browser.new_tab().post({**browser.values(), "part": "south"}, "?refresh=1")
    offered = [field["value"] for field in fragment.page.select("[name=town]") if field.get("value")]
    assert offered == ["south_town"]
    browser.press("continue", part="north", town="south_town")
    assert browser.errors() == ["Town: This choice is no longer offered. Choose another."]


def test_a_refresh_keeps_nothing_and_blames_nobody(browser: Browser) -> None:
    revision = browser.values()["page-revision"]
    fragment = browser.new_tab().post({**browser.values(), "in_school": "yes", "age": "x"}, "?refresh=1")
    assert fragment.field("school") is not None or fragment.page.select_one("[name=school]")
    assert fragment.page.select_one("[name=age]")["value"] == "x"  # type: ignore[index]
    assert not fragment.page.select(".field__error")
    draft = Draft.objects.get()
    assert (draft.revision, fragment.page.select_one("[name=page-revision]")["value"]) == (0, revision)  # type: ignore[index]


def test_a_repeat_with_a_least_number_of_rows_shows_them(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    form = document(page("people", repeat("members", ask("m_name"), minimum=2, maximum=3)))
    browser = at(form, handler, client, user)
    names = [str(field["name"]) for field in browser.page.select("[name$=m_name]")]
    assert len(names) == 2
    browser.press("Add another", **{names[0]: "Mina", names[1]: "Raju"})
    browser.press("continue", **{browser.name_ending("m_name"): "Rani"})
    assert [row["m_name"] for row in unseal(Draft.objects.get()).answers["members"]] == [
        "Mina",
        "Raju",
        "Rani",
    ]


def test_a_repeat_with_a_counted_number_of_rows_follows_the_count(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    form = document(
        page("people", ask("how_many", "integer"), repeat("members", ask("m_name"), count="${how_many}"))
    )
    browser = at(form, handler, client, user)
    browser.press("continue", how_many="২")
    assert "New questions were added" in browser.text
    names = [str(field["name"]) for field in browser.page.select("[name$=m_name]")]
    assert len(names) == 2
    assert browser.press("continue", **{names[0]: "Mina", names[1]: "Raju"}).step == "check"


def test_a_new_row_starts_with_the_forms_defaults(handler: TakesAnything, client: Client, user: Any) -> None:
    form = document(page("people", repeat("members", ask("m_town", default="Example Town"), ask("m_name"))))
    browser = at(form, handler, client, user).press("Add Members")
    town = browser.name_ending("m_town")
    assert browser.values()[town] == "Example Town"
    browser.press("Add another", **{town: ""})
    assert browser.values()[town] == ""


def test_a_page_that_another_tab_made_needless_keeps_what_was_typed_on_it(
    handler: TakesAnything, client: Client, user: Any
) -> None:
    form = document(
        page("first", ask("more", "yes_no")),
        page("extra", ask("what", show_if="${more} = 'yes'")),
    )
    extra = at(form, handler, client, user).press("continue", more="yes")
    first = Browser(client).open(extra.address.replace("extra", "first"))
    first.press("continue", more="no")
    extra.press("continue", what="Typed late")
    assert extra.step == "check"
    assert "not needed any more" in extra.text
    first.open(extra.address.replace("check", "first")).press("continue", more="yes")
    assert first.values()["what"] == "Typed late"


def test_what_the_system_knows_is_filled_in(browser: Browser) -> None:
    answers = unseal(Draft.objects.get()).answers
    assert answers["seen_on"] == timezone.localdate().isoformat()
    assert answers["fixed"] == "as given"
    assert "number" not in answers


def test_a_record_being_changed_starts_from_its_answers_and_goes_on_where_it_was_left(
    handler: TakesAnything, version: FormVersion, client: Client, user: Any
) -> None:
    handler.answers = {"name": "Tuni", "members": [{"m_name": "Mina"}]}
    handler.base_revision = 4
    client.force_login(user)
    browser = Browser(client).begin(PURPOSE, "record-1")
    assert browser.values()["name"] == "Tuni"
    browser.press("save", name="Changed")
    again = client.post(f"/workspace/fill/{PURPOSE}/record-1/")
    assert Browser(client).open(again.headers["Location"]).values()["name"] == "Changed"
    assert Draft.objects.count() == 1


def test_going_on_with_something_new_is_asked_not_guessed(browser: Browser) -> None:
    browser.press("save", name="Half")
    start = f"/workspace/fill/{PURPOSE}/children/"
    assert browser.client.post(start).headers["Location"] == start
    browser.open(start)
    assert "You have begun this already" in browser.text
    browser.press()
    assert Draft.objects.count() == 2


def test_my_drafts_are_listed_and_nobody_elses(browser: Browser, user: Any) -> None:
    assert open_drafts(user) == []
    browser.press("save", name="Half")
    assert [draft.title for draft in open_drafts(user)] == ["Small form"]
    assert open_drafts(make_user()) == []


def test_an_old_draft_keeps_its_version(
    browser: Browser, handler: TakesAnything, version: FormVersion
) -> None:
    browser.press("save", name="Half")
    handler.version = publish(document(page("another", ask("other"))), version.definition.key)
    browser.open(f"/workspace/fill/{Draft.objects.get().pk}/child/")
    assert browser.values()["name"] == "Half"


def test_a_form_that_takes_no_answers_says_so(handler: TakesAnything, client: Client, user: Any) -> None:
    handler.version = early_version(document(page("one", ask("later"))))
    client.force_login(user)
    browser = Browser(client).open(f"/workspace/fill/{PURPOSE}/x/")
    assert browser.status == 409
    assert "takes no answers yet" in browser.text
    assert not Draft.objects.exists()


def test_the_autosave_answers_shortly_and_tells_of_another_tab(browser: Browser) -> None:
    tab = browser.new_tab()
    saved = tab.post({**tab.values(), "name": "Half"}, "?save=1", **{"X-Background": "1"}).response
    assert (saved.status_code, saved.headers["X-Revision"]) == (204, "2")
    assert browser.new_tab().values()["name"] == "Half"
    other = browser.post({**browser.values(), "name": "Other"}, "?save=1", **{"X-Background": "1"})
    assert other.status == 409
    assert unseal(Draft.objects.get()).answers["name"] == "Half"


def test_an_autosave_that_arrives_after_the_page_was_sent_is_left_out(browser: Browser) -> None:
    late = {**browser.values(), "name": "Half way"}
    page_address = browser.address
    browser.press("continue", name="Final", age="7")
    response = browser.client.post(f"{page_address}?save=1", late)
    assert response.status_code == 202
    assert unseal(Draft.objects.get()).answers["name"] == "Final"


def test_a_page_costs_few_queries(browser: Browser) -> None:
    browser.open(browser.address)
    with at_most(8):
        browser.open(browser.address)
    with at_most(8):
        browser.open(browser.address.replace("child", "check"))


def test_form_classes_are_made_once_and_hold_nothing_of_anybody(version: FormVersion) -> None:
    step = steps_of(version.parsed)[0]
    first = page_form(version.program, version.sha256, step, "en")
    assert page_form(version.program, version.sha256, step, "en") is first
    assert page_form(version.program, version.sha256, step, "bn") is not first
    assert set(first.base_fields) == {"name", "age", "in_school", "school"}


def test_a_test_is_marked_as_one(handler: TakesAnything, browser: Browser) -> None:
    assert "This is a test" not in browser.text
    assert not Submission.objects.exists()

"""The home of a form and what is reached from it: finding forms, the preview, settings, archiving, unused questions."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forms_builder.filling import drafts, handlers
from forms_builder.models import FormDefinition, FormNotes, FormVersion
from forms_builder.models.notes import words_of
from registry.models import Record, RecordRevision
from tests.around.conftest import (
    address,
    draft_of,
    now,
    posted_by,
    signed_in,
    with_changed_draft,
    words,
)
from tests.factories.forms import ask, document, page, publish
from tests.factories.registry import make_office, make_record, make_type, make_worker
from tests.support.queries import at_most

TASKS = ("translations", "access", "retention", "print", "preview")


def form(key: str = "visit") -> FormDefinition:
    return draft_of(document(page("about", ask("name"), ask("age", "integer"))), key=key)


def listing(client: Client, query: str = "") -> Any:
    return client.get(reverse("wagtailsnippets_forms_builder_formdefinition:list") + query)


def titles(response: Any) -> set[str]:
    """Keys of the forms in the list."""
    return {one.key for one in response.context["object_list"]}


# -- Home and list ---------------------------------------------------------------------------------


def test_the_home_lists_its_tasks_in_order_with_their_states(form_admin: Client) -> None:
    shown = words(form_admin.get(address("home", form())))
    assert "Nothing is live yet. You are editing version 1" in shown
    places = [shown.index(title) for title in ("2 questions", "Drafts are kept for 30 days", "As usual")]
    assert places == sorted(places)


def test_rows_of_the_list_lead_home_and_the_editor_leads_back(form_admin: Client) -> None:
    visit = form()
    assert f'href="{address("home", visit)}"' in listing(form_admin).content.decode()
    assert f'href="{address("home", visit)}"' in form_admin.get(address("edit", visit)).content.decode()


def test_a_home_asks_the_database_little(form_admin: Client) -> None:
    visit = form()
    form_admin.get(address("home", visit))
    with at_most(25):
        form_admin.get(address("home", visit))


@pytest.mark.parametrize(
    "query", ["visit", "VISIT", "ছোট", "Small form", "full_name", "full  small", "নাম", "১২", "12"]
)
def test_forms_are_found_by_key_title_and_question_in_either_script(form_admin: Client, query: str) -> None:
    draft_of(document(page("about", ask("full_name", label="নাম 12"))), key="visit")
    other = draft_of(document(page("else", ask("weather"))), key="other")
    with_changed_draft(other, lambda data: data.update(title={"en": "Other", "bn": "অন্য"}))
    assert titles(listing(form_admin, f"?q={query}")) == {"visit"}


def test_the_newest_draft_is_searched(form_admin: Client) -> None:
    visit = form()
    with_changed_draft(visit, lambda data: data["pages"][0]["items"][0]["label"].update(en="Nickname"))
    assert titles(listing(form_admin, "?q=nickname")) == {"visit"}


def test_search_words_do_not_run_across_two_texts() -> None:
    said = words_of("visit", {"title": {"en": "One"}, "description": {"en": "two"}, "pages": []})
    assert "one two" not in said


# -- Archiving -------------------------------------------------------------------------------------


def test_archiving_says_what_it_affects_and_is_taken_back(form_admin: Client) -> None:
    kind = make_type(document(page("about", ask("town"))), key="case", name_en="Case")
    office = make_office("DHK")
    worker = make_worker(kind, office, scope="office")
    make_record(kind, {"town": "Example town"}, by=worker, office=office)
    assignment = handlers.get("registry.new").assignment(worker, "case")
    assert assignment is not None
    drafts.begin(worker, "registry.new", "case", assignment)

    asked = form_admin.get(address("archive", kind.form))
    for sentence in (
        "Version 1 is live; nobody can begin",
        "cannot be added: Case.",
        "1 draft that somebody has begun",
    ):
        assert sentence in words(asked)
    form_admin.post(address("archive", kind.form), {"archive": "1"})

    assert kind.form.key not in titles(listing(form_admin))
    assert kind.form.key in titles(listing(form_admin, "?archived"))
    assert handlers.get("registry.new").assignment(worker, "case") is None
    worker = type(worker).objects.get(pk=worker.pk)  # rights are kept with the person while a page is made
    assert handlers.get("registry.edit").assignment(worker, str(Record.objects.get().pk)) is not None
    assert "This form is archived since" in words(form_admin.get(address("home", kind.form)))
    assert "Archived" in words(form_admin.get(address("history", kind.form)))

    form_admin.post(address("archive", kind.form), {"unarchive": "1"})
    assert kind.form.key in titles(listing(form_admin))
    assert handlers.get("registry.new").assignment(worker, "case") is not None
    assert (Record.objects.count(), FormVersion.objects.count()) == (1, 1)


def test_an_archived_form_is_not_offered_in_the_workspace(form_admin: Client) -> None:
    kind = make_type(document(page("about", ask("town"))), key="case", name_en="Case files")
    worker = make_worker(kind, make_office("DHK"), scope="office")
    start = reverse("filling:start", kwargs={"purpose": "registry.new", "target": "case"})
    assert start in signed_in(worker).get("/workspace/").content.decode()
    form_admin.post(address("archive", kind.form), {"archive": "1"})
    assert start not in signed_in(worker).get("/workspace/").content.decode()
    assert signed_in(worker).get(start).status_code == 404


def test_saving_and_publishing_a_draft_takes_nothing_out_of_the_archive(form_admin: Client) -> None:
    visit = form()
    form_admin.post(address("archive", visit), {"archive": "1"})
    with_changed_draft(visit, lambda data: data.update(description={"en": "New"}))
    FormDefinition.objects.get(pk=visit.pk).get_latest_revision().publish()
    assert FormDefinition.objects.get(pk=visit.pk).archived_at is not None
    assert not FormDefinition.objects.get(pk=visit.pk).is_open


# -- Settings --------------------------------------------------------------------------------------


def test_a_form_keeps_drafts_as_long_as_it_says(form_admin: Client) -> None:
    version = publish(document(page("about", ask("name"))), key="visit")
    definition = version.definition
    form_admin.post(
        address("task_retention", definition),
        {**posted_by(form_admin.get(address("task_retention", definition))), "draft_days": "৫"},
    )
    assert now(definition).draft_days == 5
    assert drafts.lifetime_under(version) == timedelta(days=30), "not before it is published"
    FormDefinition.objects.get(pk=definition.pk).get_latest_revision().publish()
    live = FormDefinition.objects.get(pk=definition.pk).live_version
    assert live is not None
    assert drafts.lifetime_under(live) == timedelta(days=5)
    assert "Drafts are kept for 5 days" in words(form_admin.get(address("home", definition)))


@pytest.mark.parametrize("days", ["0", "366", "soon", "-3", "1.5"])
def test_days_that_are_none_are_refused_beside_the_box(form_admin: Client, days: str) -> None:
    visit = form()
    response = form_admin.post(address("task_retention", visit), {"draft_days": days})
    assert response.status_code == 400
    assert posted_by(response)["draft_days"] == days
    assert now(visit).draft_days is None


def test_print_settings_are_kept_and_taken_back(form_admin: Client) -> None:
    visit = form()
    shown = posted_by(form_admin.get(address("task_print", visit)))
    assert (shown["hints"], shown["blank_rows"]) == ("on", "")
    changed = {**shown, "blank_rows": "8", "footer_bn": "গোপনীয়"}
    del changed["hints"]
    form_admin.post(address("task_print", visit), changed)
    settings = now(visit).print
    assert (settings.hints, settings.blank_rows, settings.footer) == (False, 8, {"bn": "গোপনীয়"})
    assert "bn:form:footer" in form_admin.get(address("task_translations", visit)).content.decode()
    form_admin.post(
        address("task_print", visit),
        {**shown, "shown": posted_by(form_admin.get(address("task_print", visit)))["shown"]},
    )
    assert now(visit).print == now(form("other")).print


def test_a_setting_that_somebody_else_changed_is_told(form_admin: Client) -> None:
    visit = form()
    mine = posted_by(form_admin.get(address("task_print", visit)))
    with_changed_draft(visit, lambda data: data.update(print={"blank_rows": 5}))
    response = form_admin.post(address("task_print", visit), {**mine, "blank_rows": "8"})
    assert response.status_code == 409
    assert "to “5”" in words(response)
    assert now(visit).print.blank_rows == 5
    form_admin.post(address("task_print", visit), posted_by(response))
    assert now(visit).print.blank_rows == 8


# -- Preview ---------------------------------------------------------------------------------------


def test_the_preview_shows_the_draft_in_a_frame_in_either_language(form_admin: Client) -> None:
    visit = form()
    shown = form_admin.get(address("task_preview", visit) + "?language=en&width=desktop&page=about")
    assert "frame=1&amp;language=en#page-about" in shown.content.decode()
    assert "around-preview--desktop" in shown.content.decode()
    frame = form_admin.get(address("task_preview", visit) + "?frame=1&language=bn")
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "Name (bn)" in words(frame)
    assert 'id="page-about"' in frame.content.decode()


@pytest.mark.parametrize("query", ["?language=xx&width=yy&page=zz", "?frame=&language=", "?page=%22%3E"])
def test_odd_addresses_of_the_preview_show_it_as_usual(form_admin: Client, query: str) -> None:
    assert form_admin.get(address("task_preview", form()) + query).status_code == 200


# -- Unused questions ------------------------------------------------------------------------------


def test_questions_that_nobody_answered_are_listed_without_opening_an_answer(form_admin: Client) -> None:
    asked = (ask("town"), ask("alias", sensitivity="R", compartment="identity"), ask("shoe_size", "integer"))
    kind = make_type(document(page("about", *asked)), key="case")
    office = make_office("DHK")
    make_record(
        kind, {"town": "Example town", "alias": "Example Alias"}, by=make_worker(kind, office), office=office
    )
    shown = words(form_admin.get(address("unused", kind.form)))
    assert "Shoe size" in shown
    assert "Alias" not in shown
    assert "Town" not in shown
    old = timezone.now() - timedelta(days=200)
    RecordRevision.objects.all()._raw_delete  # noqa: B018 - history is insert-only; time is moved by the filter below
    assert old < timezone.now()


def test_a_form_that_nobody_filled_in_says_that_nothing_can_be_said(form_admin: Client) -> None:
    assert "nothing can be said about its questions" in words(form_admin.get(address("unused", form())))


# -- Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["home", "archive", "unused", *(f"task_{task}" for task in TASKS)])
def test_who_may_look_looks_and_changes_nothing(onlooker: Client, outsider: Client, name: str) -> None:
    visit = form()
    assert onlooker.get(address(name, visit)).status_code == 200
    before = FormDefinition.objects.values().get(pk=visit.pk)
    response = onlooker.post(address(name, visit), {"archive": "1", "draft_days": "3", "blank_rows": "9"})
    assert response.status_code in (302, 403)
    assert FormDefinition.objects.values().get(pk=visit.pk) == before
    for client in (outsider, Client()):
        assert client.get(address(name, visit)).status_code in (302, 403)
        assert client.post(address(name, visit)).status_code in (302, 403)


def test_the_first_task_leads_to_the_editor_or_to_the_preview(form_admin: Client, onlooker: Client) -> None:
    visit = form()
    assert form_admin.get(address("task_questions", visit))["Location"] == address("edit", visit)
    assert onlooker.get(address("task_questions", visit))["Location"] == address("task_preview", visit)


def test_archiving_needs_the_right_to_publish(onlooker: Client) -> None:
    group = Group.objects.get(name="onlookers")
    from django.contrib.auth.models import Permission

    group.permissions.add(Permission.objects.get(codename="change_formdefinition"))
    visit = form()
    onlooker.post(address("archive", visit), {"archive": "1"})
    assert FormDefinition.objects.get(pk=visit.pk).archived_at is None


def test_no_page_around_a_form_shows_an_answer(form_admin: Client) -> None:
    kind = make_type(document(page("about", ask("town"))), key="case")
    office = make_office("DHK")
    record = make_record(kind, {"town": "Example town"}, by=make_worker(kind, office), office=office)
    for name in ("home", "archive", "unused", *(f"task_{task}" for task in TASKS)):
        shown = form_admin.get(address(name, kind.form)).content.decode()
        assert "Example town" not in shown, name
        assert record.reference not in shown, name


def test_forms_from_before_are_described_by_the_migration() -> None:
    """The step itself runs on history's models; what it writes is what the first save would."""
    from importlib import import_module

    module = import_module("forms_builder.migrations.0003_beside_the_draft")
    assert callable(module.words_of_present_forms)
    assert FormNotes._meta.get_field("words") is not None

"""The publish page: what it says before and after, who may press what, and that the gate stands behind every button."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from forms_builder.models import FormApproval, FormDefinition
from forms_builder.schema import Document
from tests.factories.forms import (
    ask,
    choices,
    document,
    make_approver,
    make_draft,
    make_form_admin,
    make_user,
    page,
    publish,
)
from tests.factories.registry import make_office, make_record, make_type, make_worker
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


def address(name: str, form: FormDefinition) -> str:
    return reverse(f"wagtailsnippets_forms_builder_formdefinition:{name}", args=[form.pk])


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shown(client: Client, form: FormDefinition, name: str = "task_publish", query: str = "") -> str:
    response = client.get(address(name, form) + query)
    assert response.status_code == 200
    return str(response.content.decode())


def press(client: Client, form: FormDefinition, button: str, **more: str) -> str:
    """Press a button of the page as it is now; gives the page that comes back."""
    before = client.get(address("task_publish", form))
    data = {"do": button, "sha256": before.context["candidate"].sha256, **more}
    response = client.post(address("task_publish", form), data, follow=True)
    return str(response.content.decode())


def secret(*more: Any) -> Document:
    return document(page("one", ask("name", sensitivity="R", compartment="identity"), *more))


@pytest.fixture
def author(db: None) -> Any:
    return make_form_admin(full_name="Author (example)")


@pytest.fixture
def second(db: None) -> Any:
    return make_approver(full_name="Second (example)")


def test_a_plain_form_is_published_with_one_press_and_the_page_says_what_is_live(author: Any) -> None:
    form = make_draft(document(page("one", ask("town"))), author)
    client = signed_in(author)
    assert "Publish version 1" in shown(client, form)
    assert "Version 1 is live now." in press(client, form, "publish")
    assert "Nothing: version 1 says exactly this." in shown(client, form)


def test_a_draft_that_a_program_set_for_a_day_goes_live_then_and_the_page_says_so(author: Any) -> None:
    form = make_draft(document(page("one", ask("town"))), author)
    with time_machine.travel(datetime(2026, 3, 1, 6, tzinfo=UTC), tick=False):
        form.go_live_at = datetime(2026, 3, 2, 3, tzinfo=UTC)
        form.save_revision(user=author)
        assert "is set to go live on 02/03/2026 09:00" in press(signed_in(author), form, "publish")
    assert FormDefinition.objects.get(pk=form.pk).live_version is None


def test_what_is_in_the_way_leads_into_the_designer(author: Any) -> None:
    form = make_draft(document(page("one", ask("town", show_if="${nobody} = 1"))), author)
    text = shown(signed_in(author), form)
    assert f'href="{address("edit", form)}?check#block-id-town-section"' in text
    assert "There is no question called “nobody”." in text
    assert "Publish version 1" not in text
    assert "There is no question called" in press(signed_in(author), form, "publish")
    assert not form.versions.exists()


def test_changes_are_told_in_words_by_class_with_the_records_they_touch(author: Any) -> None:
    town = ask("town", label="Town")
    colour = ask("colour", "choose_one", choices=choices("red", "blue"))
    kind = make_type(document(page("one", town, colour, ask("secret", sensitivity="R"))), key="visit")
    worker = make_worker(kind, make_office("DHK"))
    for answer in ("Old town", "New town", ""):
        answers = {"town": answer, "colour": "red", "secret": "x"} if answer else {"colour": "blue"}
        make_record(kind, answers, by=worker)
    make_record(kind, {"town": "Test town"}, by=worker, is_test=True)
    changed = [
        town.model_copy(update={"label": {"en": "Home town", "bn": "শহর"}}),
        ask("colour", "choose_one", choices=choices("blue")),
        ask("secret", label="Other", sensitivity="R"),
        ask("born", "date"),
    ]
    form = make_draft(document(page("one", *changed)), author, kind.form.key)
    text = shown(signed_in(author), form)
    assert "“Born” is a new question." in text
    assert "“Home town” has another text." in text
    assert "2 records have an answer." in text
    assert "<del>Town</del>" in text
    assert '<dd lang="bn">' in text
    assert "“Colour” no longer offers “Red”." in text
    assert "2 records have this choice." in text
    assert "At most: 3 records have an answer. Sealed answers are not opened to count them." in text


def test_a_secret_form_waits_for_somebody_else_who_is_named(author: Any, second: Any) -> None:
    form = make_draft(secret(), author)
    client = signed_in(author)
    text = shown(client, form)
    assert "A second person has to agree" in text
    assert "Second (example)" in text
    assert "Publish version 1" not in text
    assert "so a second person has to approve it" in press(client, form, "publish")
    assert not form.versions.exists()


def test_whoever_has_to_agree_sees_what_is_asked_in_confidence_and_can_try_the_draft(
    author: Any, second: Any
) -> None:
    form = make_draft(secret(ask("town")), author)
    client = signed_in(second)
    text = shown(client, form)
    assert "Name: Restricted, Who somebody is" in text
    assert "Town: " not in text
    assert client.get(address("task_tests", form) + "?try=en").status_code == 200


def test_asked_and_approved_it_is_published_for_the_one_who_asked(author: Any, second: Any) -> None:
    form = make_draft(secret(), author)
    assert "You asked for an approval." in press(signed_in(author), form, "ask")
    approver = signed_in(second)
    assert "Approve, and publish for Author (example)" in shown(approver, form)
    assert "Version 1 is live now." in press(approver, form, "approve", note="Fine")
    version = form.versions.get()
    assert (version.published_by, version.approved_by) == (author, second)


def test_approved_without_being_asked_it_is_published_by_its_author(author: Any, second: Any) -> None:
    form = make_draft(secret(), author)
    assert "You approved this draft." in press(signed_in(second), form, "approve", note="Looks right")
    client = signed_in(author)
    text = shown(client, form)
    assert "Looks right" in text
    assert "Publish version 1" in text
    assert "Version 1 is live now." in press(client, form, "publish")


def test_a_draft_is_sent_back_with_a_reason(author: Any, second: Any) -> None:
    form = make_draft(secret(), author)
    press(signed_in(author), form, "ask")
    assert "You asked for changes." in press(signed_in(second), form, "return", note="Ask for the guardian")
    assert "Ask for the guardian" in shown(signed_in(author), form)


def test_nobody_approves_their_own_draft(author: Any) -> None:
    chief = make_user(is_superuser=True)
    form = make_draft(secret(), chief)
    client = signed_in(chief)
    assert "Approve this draft" not in shown(client, form)
    assert "somebody else has to approve it" in press(client, form, "approve")
    assert not FormApproval.objects.exists()


def test_a_draft_that_changed_meanwhile_is_neither_approved_nor_published(author: Any, second: Any) -> None:
    form = make_draft(secret(), author)
    seen = signed_in(second).get(address("task_publish", form)).context["candidate"].sha256
    make_draft(secret(ask("more")), author, form.key)
    for client, button in ((signed_in(second), "approve"), (signed_in(author), "publish")):
        data = {"do": button, "sha256": seen}
        response = client.post(address("task_publish", form), data, follow=True)
        assert "The draft changed since you opened this page." in response.content.decode()
    assert not FormApproval.objects.exists()
    assert not form.versions.exists()


def test_who_may_only_approve_cannot_publish_or_change(author: Any, second: Any) -> None:
    form = make_draft(document(page("one", ask("town"))), author)
    client = signed_in(second)
    data = {"do": "publish", "sha256": client.get(address("task_publish", form)).context["candidate"].sha256}
    client.post(address("task_publish", form), data)
    assert not form.versions.exists()
    assert client.get(address("edit", form)).headers["location"] == address("task_publish", form)


def test_people_without_either_right_do_not_get_here(author: Any) -> None:
    form = make_draft(document(page("one", ask("town"))), author)
    outsider = make_approver()
    outsider.user_permissions.remove(*outsider.user_permissions.filter(codename="approve_formdefinition"))
    for name in ("task_publish", "task_versions", "task_tests"):
        assert signed_in(outsider).get(address(name, form)).status_code == 302


def test_two_versions_are_compared_in_words_and_both_languages(author: Any) -> None:
    publish(document(page("one", ask("town", label="Town"))), "demo")
    publish(document(page("one", ask("town", label="City"))), "demo")
    form = make_draft(document(page("one", ask("town", label="City"), ask("more"))), author, "demo")
    client = signed_in(author)
    assert "“More” is a new question." in shown(client, form, "task_versions")
    text = shown(client, form, "task_versions", "?before=1&after=2")
    assert "<del>Town</del>" in text
    assert "<del>Town (bn)</del>" in text
    assert "“More” is a new question." not in text
    assert "One of these does not exist." in shown(client, form, "task_versions", "?before=9&after=x")
    assert "Nothing differs." in shown(client, form, "task_versions", "?before=1&after=1")


def test_a_pack_is_named_where_it_installed_a_version(author: Any) -> None:
    form = publish(document(page("one", ask("town"))), "demo").definition
    assert "installed: tests" in shown(signed_in(author), form, "task_versions")


def test_the_number_of_questions_does_not_change_the_number_of_queries(author: Any) -> None:
    def asked(number: int, label: str) -> Document:
        return document(page("one", *(ask(f"q{one}", label=label, sensitivity="C") for one in range(number))))

    client = signed_in(author)
    counts = []
    for number in (3, 60):
        kind = make_type(asked(number, "Old"), key=f"kind{number}")
        form = make_draft(asked(number, "New"), author, kind.form.key)
        shown(client, form)
        with at_most(60) as captured:
            shown(client, form)
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]

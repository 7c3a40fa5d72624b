"""Who gets what at which address. Every address needs a row here: one without fails, so none is forgotten."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms_builder.filling import drafts, handlers
from forms_builder.models import Draft, Submission
from forms_builder.questions import attachments
from registry.models import AccessEvent, Action, Office, Record, RecordRevision, RecordType
from tests.factories.forms import ask, document, make_user, page
from tests.factories.registry import make_office, make_record, make_type, make_worker
from tests.security.case_routes import CASE_PAGES
from tests.security.open_routes import OPEN_TO_ALL
from tests.security.routes import NOBODY, routes, sample
from tests.security.training_routes import PAGES, POSTS
from tests.support.pdf_text import Pdf
from tests.support.shared import shared

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
SECRET = "Example Secret Name"
PDF = b"%PDF-1.7 made up for a test"

TO_SIGN_IN = {"_util/login/", "accounts/signup/"}
ACCOUNT = "accounts/"
ADMIN = "admin/"


@dataclass(frozen=True)
class Row:
    """What a GET answers: to a stranger with an account, to a colleague elsewhere, to a reader, to the owner."""

    outsider: int
    elsewhere: int
    reader: int
    owner: int


HOME = Row(200, 200, 200, 200)
MINE_ALONE = Row(404, 404, 404, 200)
MATRIX = {
    "workspace/": HOME,
    "workspace/tasks/": HOME,
    "workspace/tasks/<uuid:pk>/done/": Row(405, 405, 405, 405),
    "workspace/tasks/<uuid:pk>/later/": Row(404, 404, 404, 404),
    "workspace/incoming/": HOME,
    "workspace/calendar/": HOME,
    "workspace/records/": HOME,
    "workspace/records/<slug:key>/": Row(404, 200, 200, 200),
    "workspace/records/<slug:key>/new/": Row(404, 302, 404, 302),
    "workspace/records/<slug:key>/export/": Row(404, 200, 404, 200),
    "workspace/records/<slug:key>/several/": Row(404, 302, 302, 302),
    "workspace/records/<slug:key>/names/": Row(404, 200, 404, 200),
    "workspace/records/<slug:key>/import/": Row(404, 200, 404, 200),
    "workspace/records/<slug:key>/import/<uuid:batch>/": Row(404, 404, 404, 404),
    "workspace/records/<slug:key>/import/<uuid:batch>/problems/": Row(404, 404, 404, 404),
    "workspace/records/<slug:key>/import/<uuid:batch>/past/": Row(404, 404, 404, 404),
    "workspace/records/<slug:key>/views/": Row(405, 405, 405, 405),
    "workspace/records/<slug:key>/views/<uuid:view>/delete/": Row(405, 405, 405, 405),
    "workspace/records/<slug:key>/<uuid:pk>/": Row(404, 404, 200, 200),
    "workspace/records/<slug:key>/<uuid:pk>/change/": Row(404, 404, 404, 302),
    "workspace/records/<slug:key>/<uuid:pk>/print/": Row(404, 404, 200, 200),
    "workspace/records/<slug:key>/<uuid:pk>/letter/": Row(404, 404, 404, 404),
    "workspace/records/<slug:key>/<uuid:pk>/people/": Row(404, 404, 404, 200),
    "workspace/records/<slug:key>/<uuid:pk>/merge/": Row(404, 404, 404, 200),
    "workspace/records/<slug:key>/<uuid:pk>/office/": Row(404, 404, 404, 200),
    "workspace/records/<slug:key>/<uuid:pk>/attempt/": Row(405, 405, 405, 405),
    "workspace/records/<slug:key>/<uuid:pk>/past/lock/": Row(405, 405, 405, 405),
    "workspace/records/<slug:key>/withdrawn/": Row(404, 200, 404, 200),
    "workspace/records/<slug:key>/<uuid:pk>/timeline/": Row(404, 404, 200, 200),
    "workspace/records/<slug:key>/<uuid:pk>/history/": Row(404, 404, 200, 200),
    "workspace/records/<slug:key>/<uuid:pk>/withdraw/": Row(404, 404, 404, 200),
    "workspace/records/<slug:key>/<uuid:pk>/looked/": Row(404, 404, 404, 200),
    "workspace/records/<slug:key>/<uuid:pk>/move/<slug:rule>/": Row(404, 404, 404, 404),
    "workspace/records/<slug:key>/<uuid:pk>/file/<uuid:attachment>/": Row(404, 404, 404, 200),
    "workspace/fill/print/<str:purpose>/<path:target>/": Row(404, 200, 404, 200),
    "workspace/fill/<str:purpose>/": Row(404, 404, 404, 404),
    "workspace/fill/<str:purpose>/<path:target>/": Row(404, 200, 404, 200),
    "workspace/fill/<uuid:draft>/": Row(404, 404, 404, 302),
    "workspace/fill/<uuid:draft>/<slug:step>/": MINE_ALONE,
    "workspace/fill/<uuid:draft>/delete/": MINE_ALONE,
    "workspace/fill/<uuid:draft>/version/": Row(404, 404, 404, 302),
    "workspace/fill/<uuid:draft>/merge/": Row(404, 404, 404, 302),
    "workspace/fill/<uuid:draft>/sent/": Row(404, 404, 404, 302),
    "workspace/fill/<uuid:draft>/file/<uuid:attachment>/": Row(404, 404, 404, 404),
    **dict.fromkeys([*PAGES, *CASE_PAGES], Row(404, 404, 404, 404)),
    **dict.fromkeys(POSTS, Row(405, 405, 405, 405)),
}
"""The workspace, for a record and a draft of the owner's. The file of a record is too secret for the reader."""
CHANGES = {
    "workspace/fill/<str:purpose>/<path:target>/": Row(404, 404, 404, 200),
    "workspace/fill/print/<str:purpose>/<path:target>/": Row(404, 404, 404, 200),
}
"""The same address once more, for changing the owner's record instead of adding one."""
ROLES = ("outsider", "elsewhere", "reader", "owner")


@dataclass
class World:
    """Two offices, one record with a name and a file, one draft, and the people around them."""

    record_type: RecordType
    record: Record
    draft: Draft
    file: str
    people: dict[str, Any]

    def address(self, route: str, target: str = "") -> str:
        """The address of the owner's things behind a pattern."""
        named = {
            "<slug:key>": self.record_type.key,
            "<uuid:pk>": str(self.record.pk),
            "<uuid:attachment>": self.file,
            "<uuid:draft>": str(self.draft.pk),
            "<uuid:merge>": str(self.draft.pk),
            "<uuid:row>": str(self.draft.pk),
            "<uuid:member>": str(self.draft.pk),
            "<uuid:entry>": str(self.draft.pk),
            "<uuid:signature>": str(self.draft.pk),
            "<uuid:view>": str(NOBODY),
            "<uuid:batch>": str(NOBODY),
            "<int:number>": "1",
            "<int:link>": "1",
            "<slug:step>": "about",
            "<slug:rule>": "close",
            "<str:purpose>": "registry.edit" if target else "registry.new",
            "<path:target>": target or self.record_type.key,
        }
        for name, value in named.items():
            route = route.replace(name, value)
        return f"/{route}"

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.people[role])
        return client


@shared
def world() -> World:
    here, there = make_office("DHK"), make_office("JSR")
    kind = make_type(case_form(), key="visit")
    owner = make_worker(kind, here, scope="office")
    people = {
        "outsider": make_user(),
        "elsewhere": make_worker(kind, there, scope="office"),
        "reader": make_worker(kind, here, scope="office", actions=[Action.VIEW], tier="I", compartments=[]),
        "owner": owner,
    }
    file = attachments.keep(SimpleUploadedFile("scan.pdf", PDF), owner.pk, "identity")
    answers = {"full_name": SECRET, "town": "Example town", "scan": file}
    record = make_record(kind, answers, by=owner, office=here)
    return World(kind, record, begun(owner, kind, here), file, people)


def case_form() -> Any:
    return document(
        page(
            "about",
            ask("town"),
            ask("full_name", sensitivity="R", compartment="identity"),
            ask("scan", "file", sensitivity="C", compartment="identity"),
        )
    )


def begun(owner: Any, kind: RecordType, office: Office) -> Draft:
    assignment = handlers.get("registry.new").assignment(owner, kind.key)
    assert assignment is not None
    return drafts.begin(owner, "registry.new", kind.key, assignment)


def state() -> tuple[int, ...]:
    """What a refused request must not change."""
    counted = (Record, RecordRevision, Draft, Submission, AccessEvent)
    return tuple(model.objects.count() for model in counted)


def body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    drawn = Pdf(content).text if response.get("Content-Type") == "application/pdf" else ""
    return drawn + content.decode(errors="replace")


def bare(response: Any) -> str:
    """A page without what differs each time: its token and its own address."""
    return re.sub(r'value="[^"]*"', "", body(response))


def test_every_address_has_a_row() -> None:
    known = OPEN_TO_ALL | TO_SIGN_IN | MATRIX.keys()
    strangers = [route for route in routes() if route not in known and not route.startswith((ACCOUNT, ADMIN))]
    assert strangers == []


def test_every_row_has_an_address() -> None:
    assert (OPEN_TO_ALL | TO_SIGN_IN | MATRIX.keys()) - set(routes()) == set()


def test_the_public_surface_knows_no_way_to_a_record_or_an_account() -> None:
    assert set(routes("nirapod.urls.public")) <= OPEN_TO_ALL


@pytest.mark.parametrize("route", sorted(MATRIX))
def test_the_workspace_is_closed_without_signing_in(world: World, route: str) -> None:
    before = state()
    response = Client().get(world.address(route))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, SIGN_IN)
    sent = Client().post(world.address(route), {"format": "csv", "purpose": "A purpose that is long enough"})
    assert sent.status_code == 403
    assert SECRET not in body(sent)
    assert state() == before


@pytest.mark.parametrize("route", sorted(MATRIX))
def test_each_role_gets_its_answer(world: World, route: str) -> None:
    for role in ROLES:
        before = state()
        response = world.client(role).get(world.address(route))
        expected = getattr(MATRIX[route], role)
        assert response.status_code == expected, role
        text = body(response)
        assert role == "owner" or not told(text, SECRET, "scan.pdf"), role
        assert role not in ("outsider", "elsewhere") or not told(
            text, world.record.reference, "Example town"
        ), role
        assert expected != 404 or state() == before, role


def told(text: str, *secrets: str) -> list[str]:
    return [secret for secret in secrets if secret in text]


@pytest.mark.parametrize("route", sorted(CHANGES))
def test_each_role_gets_its_answer_when_changing(world: World, route: str) -> None:
    for role in ROLES:
        response = world.client(role).get(world.address(route, target=str(world.record.pk)))
        assert response.status_code == getattr(CHANGES[route], role), role
        assert role == "owner" or not told(body(response), SECRET), role


@pytest.mark.parametrize("route", sorted(route for route in MATRIX if "draft" in route or "pk" in route))
def test_nobody_changes_what_is_not_theirs(world: World, route: str) -> None:
    for role in ROLES[:3]:
        before = state()
        response = world.client(role).post(world.address(route), {"town": "Changed", "delete": "1"})
        assert response.status_code in (403, 404, 405), role
        assert state() == before, role
        assert Draft.objects.filter(pk=world.draft.pk, revision=world.draft.revision).exists()


def test_nobody_begins_to_change_what_they_may_not(world: World) -> None:
    address = world.address("workspace/fill/<str:purpose>/<path:target>/", target=str(world.record.pk))
    before = state()
    assert [world.client(role).post(address).status_code for role in ROLES[:3]] == [404, 404, 404]
    assert state() == before


def test_what_is_not_there_and_what_is_not_for_you_look_alike(world: World) -> None:
    client = world.client("elsewhere")
    theirs = client.get(world.address("workspace/records/<slug:key>/<uuid:pk>/"))
    nothing = client.get(sample("workspace/records/visit/<uuid:pk>/"))
    assert theirs.status_code == nothing.status_code == 404
    assert bare(theirs) == bare(nothing)


def test_a_worker_who_left_the_office_sees_nothing_any_more(world: World) -> None:
    reader = world.people["reader"]
    reader.office_memberships.all().delete()
    address = world.address("workspace/records/<slug:key>/<uuid:pk>/")
    assert world.client("reader").get(address).status_code == 404


def test_a_superuser_without_a_grant_sees_no_record(world: World) -> None:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    assert client.get(world.address("workspace/records/<slug:key>/<uuid:pk>/")).status_code == 404


@pytest.mark.parametrize("who", ["nobody", "owner"])
def test_the_admin_is_closed_to_all_who_do_not_configure(world: World, who: str) -> None:
    client = Client() if who == "nobody" else world.client(who)
    before = state()
    for route in routes():
        if route.startswith(ADMIN):
            response = client.get(sample(route))
            allowed = route in OF_ADMIN_BUT_OPEN or response.status_code in (302, 403, 404)
            assert allowed, f"{route} answers {response.status_code}"
            assert SECRET not in body(response)
    assert state() == before


OF_ADMIN_BUT_OPEN = {"admin/jsi18n/", "admin/sprite/", "admin/logout/"}
"""Wagtail's own words and drawings, the same for everybody, and the way out."""

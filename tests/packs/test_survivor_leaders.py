"""A survivor leader at a training: no page, paper or file outside the restricted tier tells that somebody is one.

The project's pack as it is; the leader stands in the directory by the name she chose, and in her group by the same.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone, translation

from forms_builder.logic import Moment, evaluate
from forms_builder.models import ChoiceItem
from registry import calendars
from registry.extending import Refused
from registry.models import Office, Record, RecordType, Role
from registry.workflow import moving
from tests.factories.forms import make_user
from tests.factories.registry import change_record, make_record, work_in
from tests.factories.trainings import make_person
from tests.support.pdf_text import Pdf
from trainings.models import Body
from trainings.sheets import certifying, marking, roster
from trainings.sheets.opening import OpenSheet, open_sheet

pytestmark = pytest.mark.django_db

CHOSEN = "Shapla Example"
GROUP = "anirban_dhaka_1"
MARKERS = (
    "anirban",
    "অনির্বাণ",
    "survivor leader",
    "সারভাইভার লিডার",
    "survivor representative",
    "সারভাইভার প্রতিনিধি",
)
"""What would tell it, in lower case."""


class Project:
    """A leader on the sheet of a training and on that of her group's session."""

    def __init__(self) -> None:
        self.office = Office.objects.get(key="dhaka")
        self.trainer, self.officer = self.person("trainer"), self.person("me_officer")
        self.focal = self.person("safeguarding_focal")
        self.leader = make_person(CHOSEN, by=self.trainer, designation="Organiser")
        first = timezone.localdate() - timedelta(days=2)
        days = {"start": first.isoformat(), "end": (first + timedelta(days=1)).isoformat()}
        self.training = self.add("training_event", self.trainer, title="Example training", min_att=80, **days)
        self.opened = open_sheet(self.trainer, self.training.pk)
        self.row = roster.add(self.trainer, self.opened, self.leader)
        for session in self.opened.sheet.sessions.all():
            marking.mark(self.trainer, self.opened, session, [marking.Cell(self.row.pk, "p", "")])
        self.session = self.add("group_session", self.focal, group=GROUP, group_kind="anirban", sess_no=1)
        roster.add_alias(self.focal, self.of_group, CHOSEN)
        self.reported()

    @property
    def of_group(self) -> OpenSheet:
        return open_sheet(self.focal, self.session.pk)

    def person(self, role: str) -> Any:
        user = make_user()
        user.groups.add(Role.objects.get(key=role).group)
        work_in(user, self.office)
        return user

    def add(self, kind: str, by: Any, **answers: Any) -> Record:
        record_type = RecordType.objects.select_related("form__live_version").get(key=kind)
        given = {"office": "dhaka", "date_rec": timezone.localdate().isoformat(), **answers}
        made: Record = make_record(record_type, given, by=by, office=self.office)
        moving.added(made, by)
        return made

    def reported(self) -> None:
        """Its certificate can be made."""
        change_record(self.training, self.trainer, status="reported", lessons="None")
        lead = self.person("programme_lead")
        for user, step in ((self.trainer, "start"), (self.trainer, "complete"), (lead, "report_untested")):
            self.training.refresh_from_db()
            wanted = moving.Move(step, self.training.status, "Example: no test was held", "en")
            moving.move(user, self.training.pk, wanted)
        self.training.refresh_from_db()
        certifying.issue_all(self.trainer, open_sheet(self.trainer, self.training.pk))


@pytest.fixture
def project(applied_pack: None) -> Iterator[Project]:
    with translation.override("en"):
        yield Project()


def enter(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(answer: Any) -> str:
    """Whatever the file: its words in lower case."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return Pdf(content).text.replace("\u200b", "").casefold()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist()).casefold()
    return content.decode(errors="replace").casefold()


def about_her(project: Project) -> list[str]:
    """Everything that can be opened around her training."""
    event = f"/workspace/events/{project.training.pk}"
    sheet = f"{event}/sheet"
    papers = [
        f"{sheet}/{part}/" for part in ("print", "summary", "invitations", "signatures", "allowance", "tests")
    ]
    serial = certifying.of(project.opened).get().serial
    record = f"/workspace/records/training_event/{project.training.pk}"
    return [
        f"{sheet}/",
        f"{sheet}/?add=Shap",
        f"{sheet}/course/",
        f"{sheet}/{project.row.pk}/",
        *papers,
        f"{sheet}/allowance/print/",
        f"{event}/certificates/",
        f"{event}/certificates/print/?serial={serial}",
        f"{event}/certificates/print/",
        f"{record}/",
        f"{record}/history/",
        f"{record}/timeline/",
        f"{record}/print/",
        "/workspace/people/",
        "/workspace/people/?q=Shapla",
        f"/workspace/people/{project.leader.pk}/",
        "/workspace/events/",
        "/workspace/",
        "/workspace/tasks/",
        "/workspace/records/training_event/",
        "/workspace/records/training_attendance/",
    ]


def about_her_group(project: Project) -> list[str]:
    """What somebody might try from the side of the group."""
    session = f"/workspace/records/group_session/{project.session.pk}"
    body = f"/workspace/committees/{Body.objects.get(organisation__key=GROUP).pk}"
    return [
        f"{session}/",
        f"{session}/history/",
        f"{session}/timeline/",
        f"{session}/print/",
        f"/workspace/events/{project.session.pk}/sheet/",
        f"/workspace/events/{project.session.pk}/sheet/print/",
        f"/workspace/events/{project.session.pk}/sheet/summary/",
        "/workspace/records/group_session/",
        "/workspace/records/group_profile/",
        "/workspace/records/leader_member/",
        "/workspace/committees/",
        f"{body}/",
        f"{body}/print/",
        f"{body}/export/",
        f"{body}/members/add/?q=Shapla",
        f"{body}/next/letters/",
        "/workspace/calendar/",
        "/api/v2/pages/?search=Shapla",
        "/en/search/?q=Shapla",
        "/bn/search/?q=Shapla",
    ]


REGISTERS = ("body", "bodykind", "bodyrule", "capability", "facilitator", "serviceprovider")


def of_the_admin() -> list[str]:
    lists = [f"/admin/trainings/{name}/" for name in REGISTERS]
    exports = [f"{address}?export={kind}" for address in lists for kind in ("xlsx", "csv")]
    return [*lists, *exports, "/admin/", "/admin/pages/search/?q=Shapla"]


def of_exports(client: Client) -> Iterator[tuple[str, str]]:
    for key in (
        "training_event",
        "training_attendance",
        "group_session",
        "group_profile",
        "committee_profile",
    ):
        for kind in ("xlsx", "json"):
            address = f"/workspace/records/{key}/export/"
            told_by = client.post(address, {"format": kind, "purpose": "Figures for the quarterly report"})
            yield f"{address} {kind}", told(told_by)


def everything(user: Any, addresses: list[str]) -> Iterator[tuple[str, str]]:
    """What the person gets to see at each of them."""
    client = enter(user)
    calendar = f"/workspace/calendar/{calendars.new_address(user)}.ics"
    for address in [*addresses, calendar]:
        yield address, told(client.get(address))
    yield from of_exports(client)


def leaks(text: str) -> list[str]:
    """Markers beside her name. A page may name her, or tell of such groups, never both."""
    return [marker for marker in MARKERS if marker in text] if CHOSEN.casefold() in text else []


@pytest.fixture
def admin() -> Any:
    user = make_user()
    apps = ("trainings", "registry", "forms_builder", "wagtailadmin")
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label__in=apps))
    return user


def test_nothing_outside_the_restricted_tier_tells_who_is_a_survivor_leader(
    project: Project, admin: Any
) -> None:
    hers, groups = about_her(project), about_her_group(project)
    walks = {
        "trainer": (project.trainer, [*hers, *groups]),
        "M&E": (project.officer, [*hers, *groups]),
        "field": (project.person("field_officer"), groups),
        "admin": (admin, [*hers, *groups, *of_the_admin()]),
    }
    assert leaks(f"{CHOSEN}, Anirban".casefold()), "what is looked for is found where it stands"
    named = dict.fromkeys(walks, 0)
    for role, (user, addresses) in walks.items():
        for address, text in everything(user, addresses):
            assert not leaks(text), f"{role}: {address}"
            named[role] += CHOSEN.casefold() in text
    assert named["trainer"] > 10, "the trainer sees the name she chose, on paper too"
    assert named["admin"] == 0, "names of people are not in the admin"


def test_no_form_offers_to_say_that_those_on_a_list_are_survivors(project: Project) -> None:
    offered = ChoiceItem.objects.filter(list__key__in=("com_role", "aud"), retired=False)
    assert offered.exists()
    assert not offered.filter(value="survivor").exists()
    asked = RecordType.objects.get(key="group_session").form.live_version
    entered = {"group_kind": "anirban", "pres": [{"s_member": str(project.leader.pk), "s_state": "p"}]}
    assert "pres" not in evaluate(asked.program, entered, Moment(timezone.localtime())).answers


def test_nobody_is_named_for_her_group_whatever_kind_of_group_a_form_says(project: Project) -> None:
    """Who gives another kind is asked for members, but such a record is not taken; without names it is."""
    row = {"_id": "0" * 12, "s_member": str(project.leader.pk), "s_state": "p"}
    said = {"group": GROUP, "group_kind": "community", "sess_no": 2}
    with pytest.raises(Refused, match="Nobody of this group may be named"):
        project.add("group_session", project.trainer, **said, pres=[row])
    assert project.add("group_session", project.trainer, **said)


def test_her_group_knows_her_by_the_name_she_chose_and_nobody_else_gets_there(project: Project) -> None:
    sheet = f"/workspace/events/{project.session.pk}/sheet/"
    assert CHOSEN.casefold() in told(enter(project.focal).get(sheet))
    for role in ("trainer", "me_officer", "field_officer", "case_supervisor", "programme_lead"):
        assert enter(project.person(role)).get(sheet).status_code == 404, role
    assert "shapla" not in told(
        enter(project.focal).get(f"/workspace/events/{project.session.pk}/sheet/summary/")
    )
    assert enter(project.focal).post(
        f"/workspace/events/{project.session.pk}/certificates/", {"do": "all"}
    ).status_code in (302, 404)
    assert certifying.of(project.of_group).count() == 0

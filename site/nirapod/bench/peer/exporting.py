"""The peer's export: a form page of Wagtail with the same answers as submissions, through Wagtail's own view."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.test import RequestFactory
from wagtail.contrib.forms.models import FormSubmission
from wagtail.contrib.forms.views import SubmissionsListView
from wagtail.models import Page, Site

from nirapod.bench.peer.models import PeerField, PeerPage
from nirapod.bench.registry_data import World
from registry.models import Record
from registry.query import RecordQuery

SLUG = "peer-export"
KINDS = {"long_text": "multiline", "integer": "number", "date": "date", "choose_many": "checkboxes"}


def peer_page(world: World) -> tuple[PeerPage, Any]:
    """The page with a submission for each record of the world, and who may export them."""
    questions = RecordQuery(world.user, world.record_type).questions
    site = Site.objects.filter(is_default_site=True).first()
    root = site.root_page if site else Page.get_first_root_node()
    page = PeerPage.objects.filter(slug=SLUG).first()
    if page is None:
        page = root.add_child(instance=PeerPage(title="Assessments", slug=SLUG))
        for order, (key, question) in enumerate(questions.items()):
            kind = KINDS.get(question.type, "singleline")
            PeerField.objects.create(page=page, sort_order=order, label=key, field_type=kind, choices="a,b")
        records = Record.objects.filter(type=world.record_type).values_list("data", flat=True)
        FormSubmission.objects.bulk_create(
            FormSubmission(page=page, form_data={key: data.get(key) for key in questions}) for data in records
        )
    model = get_user_model()
    email = "peer.exporter@demo.invalid"
    user = model.objects.filter(email=email).first() or model.objects.create_superuser(email, None)
    return page, user


def exporter(page: PeerPage, user: Any, kind: str) -> Callable[[], int]:
    """What writes the whole file and gives how many bytes came out."""

    def write() -> int:
        request = RequestFactory().get("/", {"export": kind.lower()})
        request.user = user
        answer = SubmissionsListView.as_view()(request, form_page=page)
        parts = answer.streaming_content if answer.streaming else [answer.content]
        size = sum(len(part) for part in parts)
        if answer.status_code != 200 or size < 1_000:
            raise RuntimeError(f"The peer answers {answer.status_code} with {size} bytes.")
        return size

    return write

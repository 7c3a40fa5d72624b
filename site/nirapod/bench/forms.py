"""The forms that are measured: one of 20 questions, the same one as a page of the peer, and a long one."""

from typing import Any

from wagtail.models import Page, Site

from forms_builder import schema
from forms_builder.models import FormDefinition, FormVersion
from forms_builder.publishing import Installation
from forms_builder.schema import Choice, Document, Question, Required
from forms_builder.schema import Page as FormPage
from forms_builder.schema.document import PublicUse
from nirapod.bench.browser import TOKEN, Browser
from nirapod.bench.peer.models import PeerField, PeerPage

FEW = ("red", "green", "blue", "yellow")
KINDS = {
    "text": ("singleline", 8),
    "long_text": ("multiline", 2),
    "integer": ("number", 3),
    "date": ("date", 3),
    "choose_one": ("radio", 3),
    "choose_many": ("checkboxes", 1),
}
"""Our type → the peer's, and how many questions of it."""
TYPED: dict[str, Any] = {
    "text": "An answer of some words",
    "long_text": "An answer of several lines.\nThis is the second of them.",
    "integer": "42",
    "date": "2026-03-05",
    "choose_one": "green",
    "choose_many": ["red", "blue"],
}


def fields() -> list[tuple[str, str]]:
    """(key, type) of the twenty."""
    return [(f"{kind}_{number}", kind) for kind, (_peer, count) in KINDS.items() for number in range(count)]


def question(key: str, kind: str, **more: Any) -> Question:
    choices = tuple(Choice(value=one, label={"en": one.title(), "bn": one}) for one in FEW)
    return Question(
        id=key,
        key=key,
        type=kind,
        label={"en": f"Question {key}", "bn": f"প্রশ্ন {key}"},
        hint={"en": "A hint of a few words", "bn": "কয়েক শব্দের ইঙ্গিত"},
        choices=choices if kind.startswith("choose") else (),
        **more,
    )


def twenty() -> Document:
    asked = tuple(question(key, kind, required=Required.YES) for key, kind in fields())
    page = FormPage(id="page", key="page", label={"en": "Questions", "bn": "প্রশ্ন"}, items=asked)
    return Document(title={"en": "Twenty questions", "bn": "কুড়িটি প্রশ্ন"}, pages=(page,), public=PublicUse())


def publish(document: Document, key: str) -> FormVersion:
    definition, _made = FormDefinition.objects.get_or_create(key=key)
    definition.document = schema.to_json(document)
    definition.publish(definition.save_revision(), behalf=Installation("bench"))
    definition.refresh_from_db()
    if definition.live_version is None:
        raise RuntimeError("The form was not published.")
    return definition.live_version


def peer_page() -> str:
    """Make the peer's page; gives its address."""
    site = Site.objects.filter(is_default_site=True).first()
    root = site.root_page if site else Page.get_first_root_node()
    found = PeerPage.objects.first() or root.add_child(
        instance=PeerPage(title="Twenty questions", slug="peer")
    )
    if not found.form_fields.exists():
        for order, (key, kind) in enumerate(fields()):
            PeerField.objects.create(
                page=found,
                sort_order=order,
                label=f"Question {key}",
                help_text="A hint of a few words",
                field_type=KINDS[kind][0],
                choices=",".join(FEW) if kind.startswith("choose") else "",
                required=True,
            )
    return str(found.get_url())


def peer_visit(address: str) -> tuple[Browser, dict[str, Any]]:
    """A browser on the peer's page, and what it would send."""
    browser = Browser()
    answer = browser.get(address)
    token = TOKEN.search(answer.content)
    if answer.status != 200 or token is None:
        raise RuntimeError(f"The peer answers {answer.status}.")
    page = PeerPage.objects.get()
    names = {field.clean_name: KINDS_BACK[field.field_type] for field in page.form_fields.all()}
    return browser, {
        "csrfmiddlewaretoken": token[1].decode(),
        **{n: TYPED[kind] for n, kind in names.items()},
    }


KINDS_BACK = {peer: ours for ours, (peer, _count) in KINDS.items()}

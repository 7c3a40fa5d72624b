"""Drafts from begin to end: opened, kept, saved against what others saved, thrown away when their time is over.

Sending one is `sending`'s business.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from forms_builder.filling import attachments, finding, handlers
from forms_builder.filling.handlers import Assignment, UnknownHandler
from forms_builder.filling.layouts import steps_of
from forms_builder.filling.payload import Payload, new_key, seal, unseal
from forms_builder.filling.starting import starting_answers
from forms_builder.models import Draft, FormVersion
from forms_builder.schema.document import text_in

DAYS = 30
OPEN = Draft.State.OPEN


class Stale(Exception):
    """The draft was saved elsewhere since it was read."""


class NotTheirs(Draft.DoesNotExist):
    """The draft is this person's, but what it tells of is not theirs to see any more."""

    def __init__(self, draft_id: uuid.UUID) -> None:
        super().__init__(str(draft_id))
        self.draft_id = draft_id


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """One line of a list of drafts."""

    id: uuid.UUID
    title: str
    target: str
    """What it is filled in for, as its handler understands it."""
    url: str
    delete_url: str
    saved_at: datetime
    expires_at: datetime
    days: int
    """Whole days since it was saved."""
    page: str
    """Title of the page last worked on; "" where it is not known."""


def begin(
    user: Any, purpose: str, target: str, assignment: Assignment, draft_id: uuid.UUID | None = None
) -> Draft:
    """A new draft with all that is known already. One that was begun but never saved is used again.

    `draft_id`: for a caller that knows beforehand what it is to be called; taken once.
    """
    answers = starting_answers(assignment, user)
    payload = Payload(
        answers=answers,
        original=answers if assignment.base_revision else {},
        base_revision=assignment.base_revision,
        back_url=assignment.back_url,
        is_test=assignment.is_test,
        withheld=sorted(assignment.withheld),
        settled=dict(assignment.settled),
    )
    with transaction.atomic():
        draft = _untouched(user, purpose, target, assignment) or Draft(
            id=draft_id or uuid.uuid4(),
            version=assignment.version,
            owner_id=user.pk,
            purpose=purpose,
            target=target,
        )
        draft.expires_at = timezone.now() + lifetime(draft)
        seal(draft, payload, new_key())
        draft.save(force_insert=draft._state.adding)
    return draft


def get(user: Any, draft_id: uuid.UUID) -> Draft:
    """A draft of this person whose answers they may see, open or sent; `Draft.DoesNotExist` for anybody else.

    What it tells of may have become somebody else's since it was begun, so that is asked each time: `NotTheirs`.
    """
    draft = own(user, draft_id)
    if draft.state == OPEN:
        withheld = _withheld(user, draft)
        if withheld is None:
            raise NotTheirs(draft.pk)
        draft.withheld_now = withheld  # type: ignore[attr-defined]  # as `opened` reads it
    return draft


def opened(draft: Draft) -> Payload:
    """What is in it, with all that is withheld by now named as such. Of a draft that `get` gave."""
    payload = unseal(draft)
    payload.withheld = sorted({*payload.withheld, *getattr(draft, "withheld_now", ())})
    return payload


def own(user: Any, draft_id: uuid.UUID) -> Draft:
    """A draft of this person, in one query, to tell them that it is there or to throw it away: never to show it."""
    draft, _live = finding.find(draft_id)
    if user.pk is None or draft.owner_id != user.pk:
        raise Draft.DoesNotExist
    if draft.state == OPEN and draft.expires_at <= timezone.now():
        raise Draft.DoesNotExist
    return draft


def is_outdated(draft: Draft) -> bool:
    """Whether another version of the form is live by now. Of a draft that `get` gave."""
    live = getattr(draft, "live_version_id", None)
    return live is not None and live != draft.version_id


def move(draft: Draft, version: FormVersion, payload: Payload) -> None:
    """Go on under another version of the form; `Stale` when the draft was saved elsewhere meanwhile."""
    with transaction.atomic():
        save(draft, payload, "")
        Draft.objects.filter(pk=draft.pk).update(version=version)


def save(draft: Draft, payload: Payload, step: str) -> None:
    """Save under the next revision; `Stale`, and nothing written, when somebody else did so first."""
    seal(draft, payload)
    now = timezone.now()
    expires = now + lifetime(draft)
    written = Draft.objects.filter(pk=draft.pk, revision=draft.revision, state=OPEN).update(
        revision=draft.revision + 1,
        step=step,
        sealed=draft.sealed,
        saved_at=now,
        expires_at=expires,
    )
    if not written:
        raise Stale
    draft.revision += 1
    draft.step, draft.saved_at, draft.expires_at = step, now, expires


def open_drafts(user: Any, purpose: str = "", target: str = "") -> list[OpenDraft]:
    """The person's drafts, the last saved first; those that were begun and never saved are left out."""
    drafts = _mine(user).filter(revision__gt=0).select_related("version").order_by("-saved_at")
    if purpose:
        drafts = drafts.filter(purpose=purpose, target=target)
    return [line_of(draft) for draft in drafts]


def line_of(draft: Draft) -> OpenDraft:
    """A draft as a list shows it, its title in the reader's language."""
    arguments, language = {"draft": draft.pk}, get_language() or "bn"
    steps = {step.key: step for step in steps_of(draft.version.parsed)}
    page = steps.get(draft.step)
    return OpenDraft(
        id=draft.pk,
        title=text_in(draft.version.parsed.title, language, str(draft.version)),
        target=draft.target,
        url=reverse("filling:resume", kwargs=arguments),
        delete_url=reverse("filling:delete", kwargs=arguments),
        saved_at=draft.saved_at,
        expires_at=draft.expires_at,
        days=(timezone.localdate() - timezone.localtime(draft.saved_at).date()).days,
        page=text_in(page.title, language) if page else "",
    )


def delete(draft: Draft) -> None:
    """Throw an open draft away, with its files; one that was sent at this moment stays."""
    with transaction.atomic():
        found = Draft.objects.select_for_update().filter(pk=draft.pk, state=OPEN).first()
        if found is not None:
            attachments.delete_all(found)
            found.delete()


def purge_expired(now: datetime | None = None) -> int:
    """Throw away open drafts whose time is over; tells how many."""
    expired = list(Draft.objects.filter(state=OPEN, expires_at__lte=now or timezone.now()))
    for draft in expired:
        delete(draft)
    return len(expired)


def lifetime(draft: Draft) -> timedelta:
    """How long a draft is kept after it was last saved: as its form says, else as we do; a visitor's one day.

    A visitor's session is over by then, and nobody can open the draft any more.
    """
    return timedelta(days=1) if draft.owner_id is None else lifetime_under(draft.version)


def lifetime_under(version: FormVersion) -> timedelta:
    """How long drafts of people with an account are kept."""
    return timedelta(days=version.parsed.draft_days or usual_days())


def usual_days() -> int:
    """For forms that say nothing about it."""
    return int(getattr(settings, "NIRAPOD_DRAFT_DAYS", DAYS))


def _untouched(user: Any, purpose: str, target: str, assignment: Assignment) -> Draft | None:
    """A draft of this person that was begun and never saved; visitors have none in common."""
    if user.pk is None:
        return None
    found = _mine(user).filter(purpose=purpose, target=target, revision=0, version_id=assignment.version.pk)
    draft: Draft | None = found.select_for_update().first()
    return draft


def _withheld(user: Any, draft: Draft) -> frozenset[str] | None:
    try:
        return handlers.get(draft.purpose).withheld(user, draft.target, draft.version)
    except UnknownHandler:  # nobody can tell, so nothing is shown
        return None


def _mine(user: Any) -> Any:
    return Draft.objects.filter(owner_id=user.pk, state=OPEN, expires_at__gt=timezone.now())

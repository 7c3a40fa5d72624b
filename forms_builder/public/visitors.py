"""Who a draft without an owner belongs to: the session that began it. Nothing else is kept of a visitor."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from forms_builder.filling import drafts, finding
from forms_builder.filling.finding import Live
from forms_builder.filling.payload import unseal
from forms_builder.models import Draft, FormVersion
from forms_builder.public.links import FormLink
from forms_builder.public.opening import PURPOSE, assignment_of, open_version, target_of, version_or_404

SESSION_KEY = "public_drafts"
MOST = 20
"""Drafts that one session holds; the oldest is forgotten first."""


def live_form(request: HttpRequest, slug: str, draft_id: uuid.UUID | None = None) -> FormVersion:
    """The live version of the form at this address, read once a request; a 404 where there is none.

    `draft_id`: where the session holds this draft, one query finds both; `find` takes it from here.
    """
    known: FormVersion | None = getattr(request, "_live_form", None)
    if known is not None and known.definition.key == slug:
        return known
    found = _held(request, draft_id) if draft_id else None
    version = open_version(found[1]) if found and found[1].key == slug else None
    request._live_form = version or version_or_404(slug)  # type: ignore[attr-defined]
    request._found_draft = found[0] if version and found else None  # type: ignore[attr-defined]
    live: FormVersion = request._live_form  # type: ignore[attr-defined]
    return live


def _held(request: HttpRequest, draft_id: uuid.UUID) -> tuple[Draft, Live] | None:
    """A draft of this session with its form; None where it is gone, or was never here."""
    try:
        return finding.find(draft_id) if holds(request, draft_id) else None
    except Draft.DoesNotExist:
        return None


def begin(request: HttpRequest, version: FormVersion, link: FormLink | None = None) -> Draft:
    """A new draft, held by this session. A session begins here at the earliest."""
    target = target_of(version, link.about if link else None)
    assignment = assignment_of(version, link.answers if link else None)
    draft = drafts.begin(AnonymousUser(), PURPOSE, target, assignment)
    held = [*request.session.get(SESSION_KEY, []), str(draft.pk)]
    request.session[SESSION_KEY] = held[-MOST:]
    return draft


@contextmanager
def kept_in(request: HttpRequest) -> Iterator[None]:
    """A block that empties the session of somebody who was signed in too: what they fill in as a visitor stays theirs."""
    held = request.session.get(SESSION_KEY)
    yield
    if held:
        request.session[SESSION_KEY] = held


def holds(request: HttpRequest, draft_id: uuid.UUID) -> bool:
    return str(draft_id) in request.session.get(SESSION_KEY, [])


def find(request: HttpRequest, live: FormVersion, draft_id: uuid.UUID) -> Draft:
    """A draft of this session for the form whose version is live; `Draft.DoesNotExist` for any other."""
    if not holds(request, draft_id):
        raise Draft.DoesNotExist
    draft = request.__dict__.pop("_found_draft", None)
    if draft is None or draft.pk != draft_id:
        draft, _form = finding.find(draft_id)
    mine = (draft.owner_id, draft.purpose, form_of(draft)) == (None, PURPOSE, live.definition.key)
    over = draft.state == Draft.State.OPEN and draft.expires_at <= timezone.now()
    if not mine or over:
        raise Draft.DoesNotExist
    # As it was when the form was looked for, so that one request has one answer.
    draft.live_version_id = live.pk
    return draft


def again(request: HttpRequest, version: FormVersion, lost: uuid.UUID) -> Draft | None:
    """A new draft in place of one that this session does not hold, with nothing of it but what its link had said."""
    before = Draft.objects.filter(pk=lost, owner=None, purpose=PURPOSE).first()
    public = version.parsed.public
    if before is None or form_of(before) != version.definition.key or public is None or not public.by_link:
        return None if public is None or public.by_link else begin(request, version)
    held = unseal(before)
    given = {key: held.answers[key] for key in held.withheld if key in held.answers}
    _key, _slash, about = before.target.partition("/")
    return begin(request, version, FormLink(version.definition.key, uuid.UUID(about), "", 0, given))


def form_of(draft: Draft) -> str:
    """Key of the form, by the target."""
    return draft.target.partition("/")[0]


def forget(request: HttpRequest, draft: Draft) -> None:
    """Throw the draft away and let the session go of it."""
    drafts.delete(draft)
    request.session[SESSION_KEY] = [
        one for one in request.session.get(SESSION_KEY, []) if one != str(draft.pk)
    ]

"""Which forms are open to everybody, and what becomes of what is sent: a submission that waits to be taken in.

Nothing of the registry is asked here: on a host of its own the public side may not even read it.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language

from forms_builder.filling import handlers
from forms_builder.filling.finding import Live, version_of
from forms_builder.filling.handlers import Assignment, Delivery, Receipt
from forms_builder.models import FormDefinition, FormVersion, Submission
from forms_builder.prepared import Blank, Prepared
from forms_builder.schema import PublicUse
from forms_builder.schema.document import text_in

PURPOSE = "public"
"""Name of the handler; a submission that carries it came from a visitor."""


_by_key = Prepared(
    FormDefinition,
    lambda: FormDefinition.objects.filter(
        key=Blank("key", FormDefinition._meta.get_field("key"))
    ).values_list("live", "archived_at", "live_version_id", "live_version__sha256"),
)


class NotOpen(LookupError):
    """There is no such form, or it is not for everybody."""


def public_version(key: str) -> FormVersion:
    """The live version of a form that everybody may begin; `NotOpen` for any other."""
    version = visitors_version(key)
    if version.parsed.public is None or version.parsed.public.by_link:
        raise NotOpen(key)
    return version


def open_to_everybody(language: str) -> list[tuple[str, str]]:
    """(key, title) of every form that everybody may begin, by title."""
    live = FormDefinition.objects.filter(live=True, archived_at=None).values_list("key", flat=True)
    found = []
    for key in live:
        with suppress(NotOpen):
            found.append((key, text_in(public_version(key).parsed.title, language)))
    return sorted(found, key=itemgetter(1))


def visitors_version(key: str) -> FormVersion:
    """The live version of a form that visitors fill in, all of them or those with a link; `NotOpen` for any other."""
    found = _by_key.first(key=key)
    version = open_version(Live(key, *found)) if found else None
    if version is None:
        raise NotOpen(key)
    return version


def open_version(form: Live) -> FormVersion | None:
    """The live version of a form that visitors may fill in."""
    if not form.live or form.archived_at is not None or not form.version or not form.sha256:
        return None
    version = version_of(form.version, form.sha256, form.key)
    return version if version.parsed.public is not None and version.takes_answers else None


def version_or_404(key: str, find: Callable[[str], FormVersion] = visitors_version) -> FormVersion:
    try:
        return find(key)
    except NotOpen as error:
        raise Http404("There is no such form.") from error


def assignment_of(version: FormVersion, given: Mapping[str, Any] | None = None) -> Assignment:
    """What a visitor fills in: the form without what only staff answer. `given`: what a link answers for them."""
    document = version.parsed
    public = document.public or PublicUse()
    answers = {**public.answers, **(given or {})}
    return Assignment(
        version=version,
        title=text_in(document.title, get_language() or "bn"),
        answers=answers,
        withheld=frozenset(public.left_out) | frozenset(answers),
    )


def target_of(version: FormVersion, about: UUID | None = None) -> str:
    """The target of drafts and submissions: the form's key, and after a slash what a link says that they are about."""
    key = version.definition.key
    return f"{key}/{about}" if about else key


def about_of(submission: Submission) -> UUID | None:
    """What a submission by link is about."""
    _key, _slash, about = submission.target.partition("/")
    return UUID(about) if about else None


def code_of(submission: Submission) -> str:
    """What the visitor is told to quote, such as "4F7A-09BC": says nothing, and is easy to read out."""
    digits = submission.pk.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


class PublicForm:
    """The handler. Target: see `target_of`."""

    def assignment(self, user: Any, target: str) -> Assignment | None:
        try:
            return assignment_of(visitors_version(target.partition("/")[0]))
        except NotOpen:
            return None

    def withheld(self, user: Any, target: str, version: FormVersion) -> frozenset[str] | None:
        """A visitor's draft tells of nothing but what the visitor typed."""
        return frozenset()

    def deliver(self, delivery: Delivery) -> Receipt:
        return self.receipt(delivery.user, delivery.submission)

    def receipt(self, user: Any, submission: Submission) -> Receipt:
        return Receipt(code_of(submission), "")


def register() -> None:
    """Called once, when the app starts."""
    handlers.register(PURPOSE, PublicForm())

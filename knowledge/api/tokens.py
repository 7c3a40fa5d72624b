"""The token of a preview: whoever holds it sees that draft with its pictures and files, for an hour, and nothing else."""

from typing import Any, TypeVar

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview

from knowledge.safeguarding import content

VALID_FOR = 3600
"""Seconds. An editor who needs it longer opens the preview again."""
TOKEN = "token"  # noqa: S105  the name of a parameter
Thing = TypeVar("Thing")


def draft_of(token: str) -> Any:
    """The draft behind a token. `Http404` for one that is forged, over or unknown, and where no front end is set."""
    if not settings.HEADLESS_PREVIEW_URL:
        raise Http404
    try:
        HeadlessPreviewMixin.get_preview_signer().unsign(token, max_age=VALID_FOR)
    except BadSignature as error:
        raise Http404 from error
    preview = PagePreview.objects.filter(token=token).first()
    if preview is None:
        raise Http404
    return preview.as_page()


def keys_in_preview(request: HttpRequest, kind: type[Any]) -> set[int]:
    """The pictures or the files of the draft whose token came with the request; none without a token."""
    token = request.GET.get(TOKEN, "")
    if not token:
        return set()
    draft = draft_of(token)
    return {
        thing.pk for thing in (*content.images(draft), *content.documents(draft)) if isinstance(thing, kind)
    }

"""Files of a draft: who they belong to, how they are opened, how they go. Sealing them is the file question's own."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.files.storage import storages
from django.db import transaction

from forms_builder.models import Attachment, Draft
from forms_builder.questions import attachments as sealed_files


def claim(draft: Draft, ids: Sequence[str]) -> None:
    """Note that these files came with the draft, so that they go when it is thrown away."""
    Attachment.objects.filter(pk__in=ids, owner_id=draft.owner_id, draft=None).update(draft=draft)


def came_with(draft: Draft, identity: str) -> bool:
    return Attachment.objects.filter(pk=identity, draft=draft, owner_id=draft.owner_id).exists()


def open_attachment(attachment: Attachment) -> tuple[bytes, str]:
    """The file and its name. Who may have it is the caller's to know; `SealingError` when it cannot be opened."""
    return sealed_files.content_of(attachment), sealed_files.name_of(str(attachment.pk))


def delete_all(draft: Draft) -> None:
    """Delete the files of a draft that was never sent."""
    _delete(Attachment.objects.filter(draft=draft))


def delete_unused(draft: Draft, answers: Mapping[str, Any]) -> None:
    """Delete files that came with a draft but are in none of the answers that are sent."""
    used = json.dumps(answers)
    found = Attachment.objects.filter(draft=draft)
    _delete(attachment for attachment in found if str(attachment.pk) not in used)


def _delete(found: Iterable[Attachment]) -> None:
    """Rows now, sealed bytes once that is certain."""
    for attachment in found:
        attachment.delete()
        transaction.on_commit(partial(storages["protected"].delete, attachment.path))

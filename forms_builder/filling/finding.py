"""Reading one draft: a single query for the draft, its version, and which version of the form is live by now."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from forms_builder.models import Draft, FormVersion
from forms_builder.prepared import Blank, Prepared

COLUMNS = tuple(field.attname for field in Draft._meta.concrete_fields)
AROUND = (
    "version__sha256",
    "version__definition__key",
    "version__definition__live",
    "version__definition__archived_at",
    "version__definition__live_version_id",
    "version__definition__live_version__sha256",
)


@dataclass(frozen=True, slots=True)
class Live:
    """A form as it is now. `version` and `sha256` are None where nothing of it is live."""

    key: str
    live: bool
    archived_at: datetime | None
    version: int | None
    sha256: str | None


_by_id = Prepared(
    Draft, lambda: Draft.objects.filter(pk=Blank("pk", Draft._meta.pk)).values_list(*COLUMNS, *AROUND)
)


def find(draft_id: uuid.UUID) -> tuple[Draft, Live]:
    """The draft, whosever it is, with its version; `Draft.DoesNotExist` where there is none."""
    row = _by_id.first(pk=draft_id)
    if row is None:
        raise Draft.DoesNotExist
    own, (sha256, *form) = row[: len(COLUMNS)], row[len(COLUMNS) :]
    draft: Any = Draft.from_db(Draft.objects.db, COLUMNS, own)
    live = Live(*form)
    draft.version = version_of(draft.version_id, sha256, live.key)
    draft.live_version_id = live.version  # as `drafts.is_outdated` reads it
    return draft, live


@lru_cache(maxsize=256)
def version_of(pk: int, sha256: str, key: str) -> FormVersion:
    """A version with its definition. Rows of versions never change, so they are read once a process.

    What it says and whose it is are part of the name: in a database that was put back, a number is given again.
    """
    return FormVersion.objects.select_related("definition").get(pk=pk)

"""Documents in and out of JSON: checked on the way in, canonical on the way out."""

import hashlib
import json
from typing import Any

from pydantic import ValidationError

from forms_builder.schema.document import Document
from forms_builder.schema.upcasting import upcast


class DocumentError(ValueError):
    """A document cannot be read. `problems` are (where, what) pairs, for example ("pages.0.key", "…")."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{where}: {what}" for where, what in problems))
        self.problems = problems


def from_json(data: dict[str, Any]) -> Document:
    """Read a stored document of any schema version; `DocumentError` names each fault and its place."""
    try:
        return Document.model_validate(upcast(data))
    except ValidationError as error:
        raise DocumentError(
            [(".".join(map(str, fault["loc"])), str(fault["msg"])) for fault in error.errors()]
        ) from error


def to_json(document: Document) -> dict[str, Any]:
    """Plain JSON values; what stands at its default is left out, so old and new documents stay comparable."""
    return {
        "schema_version": document.schema_version,
        **document.model_dump(mode="json", exclude_defaults=True),
    }


def sha256(document: Document) -> str:
    """Hash of the canonical JSON text (sorted keys, no spaces, UTF-8): 64 hexadecimal digits."""
    text = json.dumps(to_json(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()

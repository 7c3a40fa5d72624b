"""Files that come with answers: looked at, sealed, put into the protected store; found again by their id.

Who may see one is decided by whoever shows the answer. The size and kinds allowed are the same for all forms.
"""

import hashlib
import uuid
from collections.abc import Collection
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from forms_builder.models import Attachment
from forms_builder.questions import pictures
from forms_builder.questions.cleaning import one_line
from forms_builder.sealing import Binding, SealingError, new_data_key, unwrap

LIMIT_MB = 10
NAME_LIMIT = 150
KINDS: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Ending → the bytes such a file begins with, and its content type."""
ALL = frozenset(KINDS)
PICTURES = frozenset(pictures.READ_AS)


def accept(endings: Collection[str]) -> str:
    """For the browser's file dialogue."""
    return ",".join(ending for ending in KINDS if ending in endings)


def keep(upload: UploadedFile, owner_id: int | None, compartment: str, endings: Collection[str] = ALL) -> str:
    """Seal and store an upload; gives its id. ValidationError when it is too large or of another kind.

    Pictures are written anew, so that nothing of where they were taken is kept.
    """
    name = one_line(PurePath(upload.name or "").name)[-NAME_LIMIT:]
    content = _read(upload)
    content_type = _content_type(name, content, endings)
    ending = PurePath(name).suffix.lower()
    if ending in PICTURES:
        content = pictures.made_safe(content, ending)
    key, identity = new_data_key(compartment), uuid.uuid4()
    sealed = key.seal(content, _binding(identity, "content"))
    path = storages["protected"].save(f"attachments/{identity.hex[:2]}/{identity.hex}", ContentFile(sealed))
    Attachment.objects.create(
        id=identity,
        owner_id=owner_id,
        path=path,
        sealed_name=key.seal(name.encode(), _binding(identity, "name")),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(sealed).hexdigest(),
        wrapped_key=key.wrapped,
    )
    return str(identity)


def is_of(identity: str, owner_id: int | None) -> bool:
    """Whether there is such a file and this person sent it."""
    found = _find(identity)
    return found is not None and found.owner_id == owner_id


def name_of(identity: str) -> str:
    """The file's own name; the id where it is gone or cannot be opened."""
    found = _find(identity)
    try:
        return identity if found is None else _open(found, bytes(found.sealed_name), "name").decode()
    except SealingError:
        return identity


def content_of(attachment: Attachment) -> bytes:
    """The file as it was sent; `SealingError` when its bytes were changed or its key is gone."""
    with storages["protected"].open(attachment.path) as file:
        return _open(attachment, file.read(), "content")


def _read(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > LIMIT_MB * 1024 * 1024:
        raise ValidationError(
            _("The file is larger than %(limit)d MB. Choose a smaller one."),
            code="size",
            params={"limit": LIMIT_MB},
        )
    upload.seek(0)
    content: bytes = upload.read()
    if not content:
        raise ValidationError(_("The file is empty. Choose another."), code="empty")
    return content


def _content_type(name: str, content: bytes, endings: Collection[str]) -> str:
    """By its ending and its first bytes; what the browser says counts for nothing."""
    ending = PurePath(name).suffix.lower()
    beginning, content_type = KINDS.get(ending, (None, ""))
    if beginning is None or ending not in endings or not content.startswith(beginning):
        if PICTURES.issuperset(endings):
            raise ValidationError(_("Choose a picture: JPEG or PNG."), code="kind")
        raise ValidationError(
            _("Choose a PDF, a picture (JPEG or PNG), a Word or an Excel file."), code="kind"
        )
    return content_type


def _find(identity: str) -> Attachment | None:
    try:
        return Attachment.objects.filter(pk=uuid.UUID(identity)).first()
    except ValueError:
        return None


def _binding(identity: uuid.UUID, what: str) -> Binding:
    return Binding(Attachment._meta.db_table, str(identity), what)


def _open(attachment: Attachment, sealed: bytes, what: str) -> bytes:
    return unwrap(bytes(attachment.wrapped_key)).open(sealed, _binding(attachment.pk, what))

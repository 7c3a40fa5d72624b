"""Files that come with answers: looked at, sealed, put into the protected store; found again by their id.

Who may see one is decided by whoever shows the answer. The sizes and kinds allowed are the same for all forms.
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

from forms_builder import media
from forms_builder.digits import in_readers_digits
from forms_builder.models import Attachment
from forms_builder.questions import pictures
from forms_builder.questions.cleaning import one_line
from forms_builder.sealing import Binding, SealingError, new_data_key, unwrap

LIMIT_MB = 10
NAME_LIMIT = 150
PICTURES = frozenset(media.PICTURES)
ALL = frozenset(media.DOCUMENTS) | PICTURES
SOUND = frozenset(media.SOUND) | {".webm", ".3gp", ".mp4"}
"""Also what telephones and browsers record sound into, though it could hold a film."""
FILM = frozenset(media.FILM)
LARGER_MB = {SOUND: 20, FILM: 40}


def accept(endings: Collection[str]) -> str:
    """For the browser's file dialogue; a telephone then offers to record."""
    offers = {SOUND: ["audio/*"], FILM: ["video/*"]}.get(frozenset(endings), [])
    return ",".join([*offers, *(ending for ending in media.KINDS if ending in endings)])


def limit_mb(endings: Collection[str]) -> int:
    return LARGER_MB.get(frozenset(endings), LIMIT_MB)


def keep(upload: UploadedFile, owner_id: int | None, compartment: str, endings: Collection[str] = ALL) -> str:
    """Seal and store an upload; gives its id. ValidationError when it is too large or of another kind.

    Pictures are written anew, so that nothing of where they were taken is kept.
    """
    name = one_line(PurePath(upload.name or "").name)[-NAME_LIMIT:]
    content = _read(upload, limit_mb(endings))
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


def too_large(limit: int = LIMIT_MB) -> str:
    return _("The file is larger than %(limit)s MB. Choose a smaller one.") % {
        "limit": in_readers_digits(limit)
    }


def _read(upload: UploadedFile, limit: int) -> bytes:
    if (upload.size or 0) > limit * 1024 * 1024:
        raise ValidationError(too_large(limit), code="size")
    upload.seek(0)
    content: bytes = upload.read()
    if not content:
        raise ValidationError(_("The file is empty. Choose another."), code="empty")
    return content


def _content_type(name: str, content: bytes, endings: Collection[str]) -> str:
    """By its ending and its first bytes; what the browser says counts for nothing."""
    found = media.content_type_of(name, content)
    if not found or media.ending_of(name) not in endings:
        raise ValidationError(_wanted(frozenset(endings)), code="kind")
    return found.replace("video/", "audio/") if frozenset(endings) == SOUND else found


def _wanted(endings: frozenset[str]) -> str:
    if endings == SOUND:
        return _("Choose a sound recording: MP3, M4A, AAC, WAV, OGG, WebM, 3GP or AMR.")
    if endings == FILM:
        return _("Choose a film: MP4, MOV, 3GP, WebM or OGV.")
    if PICTURES.issuperset(endings):
        return _("Choose a picture: JPEG or PNG.")
    return _("Choose a PDF, a picture (JPEG or PNG), a Word or an Excel file.")


def _find(identity: str) -> Attachment | None:
    try:
        return Attachment.objects.filter(pk=uuid.UUID(identity)).first()
    except ValueError:
        return None


def _binding(identity: uuid.UUID, what: str) -> Binding:
    return Binding(Attachment._meta.db_table, str(identity), what)


def _open(attachment: Attachment, sealed: bytes, what: str) -> bytes:
    return unwrap(bytes(attachment.wrapped_key)).open(sealed, _binding(attachment.pk, what))

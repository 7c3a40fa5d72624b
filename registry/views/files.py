"""A file that came with a record's answer, for those who may see the answer.

Sound and film play in the page; nothing else is shown in place.
"""

from io import BytesIO
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from forms_builder.filling.attachments import open_attachment
from forms_builder.media import plays_in_page
from forms_builder.media_views import NOTHING_RUNS, in_place
from forms_builder.sealing import SealingError
from registry import audit
from registry.models import Record, RecordFile
from registry.opening import knowledge
from registry.views.common import find_record


@login_required
@require_GET
def file(request: HttpRequest, key: str, pk: UUID, attachment: UUID) -> HttpResponseBase:
    """GET /workspace/records/<type>/<id>/file/<id>/: an attachment, noted like every reading."""
    record = find_record(request, key, pk)
    found = get_object_or_404(
        RecordFile.objects.select_related("attachment"), record=record, attachment=attachment
    )
    content, name = read(request, record, found)
    kind = found.attachment.content_type
    response: HttpResponseBase = in_place(request, content, kind)
    if not plays_in_page(kind):
        response = FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=kind)
        response._csp_exempt = True  # type: ignore[attr-defined]  # django-csp's own hook: this policy is our own
        response.headers["Content-Security-Policy"] = NOTHING_RUNS
        response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def read(request: HttpRequest, record: Record, found: RecordFile) -> tuple[bytes, str]:
    """The file and its name, with the access event in the same transaction; 404 for withheld answers."""
    known = knowledge(request.user, record)
    if found.key not in known.allowed:
        raise Http404
    kind, address = audit.AccessKind.FILE, audit.address_of(request)
    with audit.reading(request.user, kind, record.type.key, address=address) as seen:
        seen.add([record.pk], {known.questions[found.key].sensitivity})
        try:
            return open_attachment(found.attachment)
        except (SealingError, OSError) as error:
            raise Http404 from error

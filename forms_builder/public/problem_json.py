"""What went wrong, as a problem document (RFC 9457)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse

from forms_builder.public.reading_json import Fault

PREFIX = "urn:nirapod:problem:"


class Problem(Exception):
    """Ends a request. `detail` is for the person, in their language; `code` is for programs."""

    def __init__(self, status: int, code: str, detail: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.faults = status, code, detail, faults

    def response(self) -> HttpResponse:
        said: dict[str, Any] = {
            "type": f"{PREFIX}{self.code}",
            "title": self.detail,
            "status": self.status,
        }
        if self.faults:
            said["errors"] = [asdict(fault) for fault in self.faults]
        response = JsonResponse(
            said,
            status=self.status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
        response.headers["Cache-Control"] = "no-store"
        if self.status == 429:
            response.headers["Retry-After"] = "3600"
        return response

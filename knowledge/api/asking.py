"""What may be asked of the read API. A program that asks for nonsense reads why (400) and breaks nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

from knowledge.freshness import ASK_EACH_TIME, KEEP_NOTHING

LONGEST = 500
CUT_BY_ITSELF = "search"


class KindToOddQuestions:
    """For an endpoint of Wagtail's API: refuses what no database takes; a cache asks each time whether an answer still holds."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        for name, value in request.GET.items():
            refuse_nonsense(name, value)

    def handle_exception(self, error: Exception) -> Response:
        if isinstance(error, ValidationError | OverflowError | TypeError | ValueError):
            error = BadRequestError("a value does not fit its field")
        response: Response = super().handle_exception(error)  # type: ignore[misc]
        return response

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        answer.headers.setdefault(
            "Cache-Control", ASK_EACH_TIME if answer.status_code == 200 else KEEP_NOTHING
        )
        return answer


def refuse_nonsense(name: str, value: str) -> None:
    """`BadRequestError` for signs that are none, and for lengths that nobody needs."""
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in name + value):
        raise BadRequestError("there is a sign in the question that cannot be read")
    if len(value) > LONGEST and name != CUT_BY_ITSELF:
        raise BadRequestError(f"a value of a parameter has at most {LONGEST} signs")

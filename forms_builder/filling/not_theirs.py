"""The answer of every page of a draft that is not its owner's to see any more: it says so, and shows nothing of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from forms_builder.filling.drafts import NotTheirs

View = Callable[..., HttpResponseBase]


def said(view: View) -> View:
    """The view, with that answer where `drafts.get` refuses the draft. A 404, so that nothing in the page goes on."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotTheirs as gone:
            return render(request, "filling/not_theirs.html", {"draft_id": gone.draft_id}, status=404)

    return answer

"""A paper as the answer to a request; and which languages somebody asks for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forms_builder.digits import in_readers_digits, reader_language
from forms_builder.printing.paper import Paper
from forms_builder.printing.renderer import MOST_PAGES, NotPrintable, TooLong, render
from forms_builder.printing.wording import Wording
from forms_builder.schema import Document

LANGUAGE = "lang"
"""Parameter: a language code, or two with a comma between for a bilingual print."""
GUIDANCE = "guidance"
"""Parameter that asks for the guidance of each question too."""
MOST_LANGUAGES = 2
OURS = ("bn", "en")


def printed(request: HttpRequest, paper: Paper, name: str, back_url: str) -> HttpResponse:
    """The PDF, shown in place and kept nowhere; back to `back_url` with a message where it cannot be made.

    `name` names the file: a reference or a version, never a person.
    """
    try:
        content = render(paper)
    except TooLong:
        most = in_readers_digits(MOST_PAGES)
        messages.error(
            request, _("This is more than %(most)s pages: too long to print at once.") % {"most": most}
        )
        return redirect(back_url)
    except NotPrintable:
        messages.error(request, _("This could not be printed. Tell the person who looks after the system."))
        return redirect(back_url)
    response = HttpResponse(content, content_type="application/pdf")
    filename = f"{slugify(name, allow_unicode=True) or 'print'}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def asked_wording(request: HttpRequest, document: Document) -> Wording:
    """The languages asked for, as far as the form or we speak them; the reader's own otherwise."""
    known = {*document.languages, *OURS}
    asked = dict.fromkeys(code for code in request.GET.get(LANGUAGE, "").split(",") if code in known)
    return Wording(tuple(asked)[:MOST_LANGUAGES] or (reader_language(),))

"""The form that somebody may fill in, on paper: the same form, with room to write by hand."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from forms_builder.filling.views import find_assignment
from forms_builder.printing.blank_form import BlankPrint, blank_form
from forms_builder.printing.editions import edition_of
from forms_builder.printing.responses import GUIDANCE, asked_wording, printed


@login_required
@require_GET
def blank(request: HttpRequest, purpose: str, target: str) -> HttpResponse:
    """GET print/<purpose>/<target>/: an empty form, for those who may begin it; without what is not theirs to see."""
    assignment = find_assignment(request.user, purpose, target)
    document, edition = assignment.version.parsed, edition_of(assignment.version)
    how = BlankPrint(asked_wording(request, document), GUIDANCE in request.GET, assignment.withheld)
    name = f"{edition.key}-v{edition.number}"
    return printed(
        request, blank_form(document, edition, how), name, reverse("filling:start", args=[purpose, target])
    )

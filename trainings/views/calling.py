"""Calling a committee or group to its next meeting: the letters, and what its composition lacks."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forms_builder.digits import in_readers_digits
from forms_builder.printing.responses import printed
from registry import audit
from registry.models import Record
from registry.views.common import language
from trainings.committees import bodies, composition, meetings, preparing
from trainings.models import Body
from trainings.papers.call import call_letters
from trainings.people.forms import positions
from trainings.people.reading import note_listing
from trainings.views.papers import wording_of


@login_required
@require_GET
def call_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET /workspace/committees/<id>/next/letters/: a letter for each member in office."""
    found = bodies.visible_bodies(request.user).with_names().filter(pk=pk).first()
    kind = preparing.kind_for(request.user)
    day = meetings.next_due(found) if found else None
    if found is None or kind is None or day is None or not bodies.may_see_members(request.user):
        raise Http404
    members = bodies.in_office(found, timezone.localdate())
    if found.kind.restricted or not members:
        raise Http404
    visible = Record.objects.visible_to(request.user)
    points = [one for one in meetings.open_points(found) if visible.filter(pk=one.pk).exists()]
    note_listing(request.user, [one.person for one in members], audit.address_of(request))
    number = preparing.next_number(found)
    paper = call_letters(found, members, number, day, points, kind.setup, wording_of(request))
    back = reverse("trainings:prepare", args=[found.pk])
    return printed(request, paper, f"{found.organisation.key}-{number}-letters", back)


def lacking(found: Body) -> Iterator[str]:
    """What the composition of a body lacks today, in words."""
    today, names = timezone.localdate(), dict(positions(language()))
    for gap in composition.gaps(bodies.rule_on(found, today), bodies.in_office(found, today)):
        position = names.get(gap.position, gap.position)
        if gap.by_office:
            yield _(
                "%(position)s: the seat goes with an office (%(office)s), but is not held ex officio."
            ) % {
                "position": position,
                "office": gap.by_office,
            }
        else:
            yield _("%(position)s: at least %(least)s, there are %(there)s.") % {
                "position": position,
                "least": in_readers_digits(gap.least),
                "there": in_readers_digits(gap.there),
            }

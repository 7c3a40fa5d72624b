"""What every page of the workspace shows around its content: the few ways through it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from registry.extending import ways_of

WORKSPACE = "/workspace/"
MOST_WAYS = 4
"""So many fit under a thumb."""


@dataclass(frozen=True, slots=True)
class Way:
    """One link of the navigation: a bar at the bottom of a phone, a row in the header elsewhere."""

    url: str
    label: str
    icon: str
    current: bool = False


def workspace(request: HttpRequest) -> dict[str, object]:
    """`workspace_nav` for templates/workspace/base.html; nothing anywhere else."""
    at_work = settings.NIRAPOD_SURFACE != "public" and request.path.startswith(WORKSPACE)
    if not at_work or not request.user.is_authenticated:
        return {}
    home, tasks, overview = (reverse(f"registry:{name}") for name in ("home", "tasks", "overview"))
    ways = [
        Way(home, _("Today"), "today", request.path == home),
        Way(tasks, _("Tasks"), "check", request.path.startswith(tasks)),
        Way(overview, _("Records"), "records", request.path.startswith(overview)),
    ]
    for link in ways_of(request.user):
        if len(ways) < MOST_WAYS:
            ways.append(Way(link.url, link.label, link.icon, request.path.startswith(link.url)))
    if request.session.get("may_configure"):
        ways.append(Way(reverse("wagtailadmin_home"), _("Set-up"), "settings"))
    return {"workspace_nav": ways}

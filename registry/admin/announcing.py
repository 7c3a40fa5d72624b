"""What waits for a second person is said on the first page of those who may decide it. Who proposed it is told nothing."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.admin import granting
from registry.admin.grant_words import title_of
from registry.extending import Notice
from registry.workflow.calendar import due_date

DAYS = 1
"""After a grant is proposed its decision is due: somebody may wait for it to do their work."""


def notices(user: Any) -> Iterator[Notice]:
    """The proposed grants that this person may confirm."""
    if not user.has_perm(f"registry.{granting.RIGHT}"):
        return
    for one in granting.waiting():
        if not granting.objection(user, one):
            day = timezone.localtime(one.proposed_at).date()
            label = _("Confirm or refuse: %(what)s") % {"what": title_of(one)}
            yield Notice(reverse("registry_grant_proposal", args=[one.pk]), label, due_date(day, DAYS))

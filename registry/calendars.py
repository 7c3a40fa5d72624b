"""Tasks in somebody's own calendar, and in a daily e-mail. Both leave the protected system: they name nobody.

An entry has the task's words as the workflow has them, and its day: no reference, no case, no person. The address of
a calendar is a secret of 256 bits, of which only a hash is kept; a new one ends the old.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task as job
from icalendar import Calendar, Event

from forms_builder.digits import in_script
from forms_builder.schema.document import text_in
from registry.models import CalendarFeed, Task
from registry.workflow import tasks

AHEAD = 370
"""Days ahead that a calendar tells of: the longest follow-up."""
MOST = 500


def new_address(user: Any) -> str:
    """Make a secret for somebody's calendar; the one before is of no use from now on."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(user=user, defaults={"digest": _digest(secret)})
    return secret


def revoke(user: Any) -> None:
    CalendarFeed.objects.filter(user=user).delete()


def owner_of(secret: str) -> Any | None:
    """Whose calendar it is; nobody's where the secret is unknown, or the account is closed."""
    feed = CalendarFeed.objects.select_related("user").filter(digest=_digest(secret)).first()
    return feed.user if feed and feed.user.is_active else None


def calendar(user: Any) -> bytes:
    """One's open tasks as an iCalendar file, a whole-day entry each."""
    made = Calendar()
    made.add("prodid", "-//Nirapod//Tasks//EN")
    made.add("version", "2.0")
    until = timezone.localdate() + timedelta(days=AHEAD)
    with override(user.language):
        made.add("x-wr-calname", _("Tasks"))
        for one in tasks.mine(user).filter(due__lte=until)[:MOST]:
            made.add_component(_entry(one, user.language))
    return bytes(made.to_ical())


def _entry(task: Task, language: str) -> Event:
    event = Event()
    event.add("uid", f"{task.pk}@nirapod.invalid")
    event.add("dtstamp", task.created_at)
    event.add("dtstart", task.due)
    event.add("dtend", task.due + timedelta(days=1))
    event.add("summary", text_in(task.label, language, task.rule))
    event.add("class", "PRIVATE")
    return event


@job()
def send_digests() -> None:
    """The daily job: one e-mail to each person who has something due."""
    for user in get_user_model().objects.filter(is_active=True).exclude(email=""):
        tell(user)


def tell(user: Any) -> bool:
    """Write to one person how much is due today and how much is late. Nothing is sent where there is nothing."""
    today = timezone.localdate()
    open_ones = tasks.mine(user)
    late, due = open_ones.filter(due__lt=today).count(), open_ones.filter(due=today).count()
    if not late + due:
        return False
    with override(user.language):
        send_mail(_("Tasks of today"), digest(late, due, user.language), None, [user.email])
    return True


def digest(late: int, due: int, language: str) -> str:
    """Two numbers, in words."""
    lines = [
        ngettext("%(count)s task is due today.", "%(count)s tasks are due today.", due)
        % {"count": in_script(str(due), language)},
        ngettext("%(count)s task is late.", "%(count)s tasks are late.", late)
        % {"count": in_script(str(late), language)},
        _("Sign in to see them. This message names nobody on purpose."),
    ]
    return "\n".join(lines)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

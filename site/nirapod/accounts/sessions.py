"""Sessions in the database, as Django's own; only that opening one, which every request does, asks a prepared query."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from forms_builder.prepared import Blank, Prepared

_open = Prepared(
    Session,
    lambda: Session.objects.filter(
        session_key=Blank("key", Session._meta.pk),
        expire_date__gt=Blank("now", Session._meta.get_field("expire_date")),
    ).values_list("session_data"),
)


class SessionStore(DatabaseStore):
    """Named as Django's, whose signatures carry the name."""

    def load(self) -> dict[str, Any]:
        row = _open.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

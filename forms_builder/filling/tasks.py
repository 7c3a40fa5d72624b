"""Jobs of filling in, without arguments and results."""

from django_tasks import task

from forms_builder.filling import drafts


@task()
def purge_expired_drafts() -> None:
    """Throw away drafts that nobody went on with in time."""
    drafts.purge_expired()

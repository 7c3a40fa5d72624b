"""Jobs of the hub. They take no arguments and return nothing; nirapod.jobs gives them their times."""

from django_tasks import task

from knowledge.bulk.sending import forget_old
from knowledge.safeguarding.withdrawing import withdraw_where_consent_is_over


@task()
def withdraw_expired() -> None:
    """Take back every page whose consent has ended."""
    withdraw_where_consent_is_over()


@task()
def forget_uploads() -> None:
    """Drop bulk uploads that nobody decided on, with their files."""
    forget_old()

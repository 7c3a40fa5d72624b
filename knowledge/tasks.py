"""Jobs of the hub. They take no arguments and return nothing; nirapod.jobs gives them their times."""

from django_tasks import task
from wagtail.models import ReferenceIndex

from knowledge.bulk.sending import forget_old
from knowledge.models.page import HubPage
from knowledge.public import with_tables
from knowledge.safeguarding.withdrawing import withdraw_where_consent_is_over
from knowledge.searching.index import refresh


@task()
def withdraw_expired() -> None:
    """Take back every page whose consent has ended."""
    withdraw_where_consent_is_over()


@task()
def forget_uploads() -> None:
    """Drop bulk uploads that nobody decided on, with their files."""
    forget_old()


@task()
def refresh_index() -> None:
    """Work out anew what finds a public page and what it shows, such as after an upgrade that reads pages otherwise."""
    for model in with_tables(HubPage):
        for page in model._default_manager.filter(live=True).iterator():
            refresh(page)
            ReferenceIndex.create_or_update_for_object(page)
